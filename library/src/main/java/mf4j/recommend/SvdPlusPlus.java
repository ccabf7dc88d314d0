package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.kernel.Kernel;
import mf4j.kernel.SgdBlock;
import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;
import mf4j.train.Epochs;
import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Seeds;
import mf4j.train.Sweep;
import mf4j.train.Watch;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// SVD++: a user is also known by *which* items it has rated, whatever it gave them (Koren 2008, equation 15).
///
/// `score = mean + b_u + b_i + q_i.z_u` with `z_u = p_u + |N(u)|^-1/2 sum of y_j over N(u)`, N(u) the items that u has rated in
/// training. Objective, the sum over the observed ratings:
///
/// ```
/// sum (r - score)^2 + s regularization (|p_u|^2 + |q_i|^2) + s impliedRegularization sum_{j in N(u)} |y_j|^2 + biasRegularization (b_u^2 + b_i^2)
/// ```
///
/// with s the standard deviation of the ratings; steps too are taken in units of it.
///
/// An epoch has four rounds. A round is a stochastic descent in z, q and the biases over a quarter of the blocks of [Sgd], with `sum
/// y_j` held; then every y_j moves once, against the gradient that the round has gathered. That gradient needs no pass of its own:
/// but for the pull, z_u has moved by `learningRate sum e q_i`. All y_j move at once, so each is solved along its own curvature - the
/// pull and an upper bound of what its neighbours in N(u) add - which keeps popular items from overshooting. Any number of threads
/// gives the same bits. Cost of an epoch: about four times that of [Sgd].
///
/// @param rank                  number of factors
/// @param learningRate          length of a step of the factors
/// @param impliedLearningRate   length of a step of the implied factors y
/// @param biasLearningRate      length of a step of the biases
/// @param regularization        pull of the factors towards 0, per rating
/// @param impliedRegularization pull of the implied factors towards 0, per rating of every user that implies them
/// @param biasRegularization    pull of the biases towards 0, per rating
/// @param epochs                passes over the ratings at most
/// @param deviation             standard deviation of the first factors, times the square root of the rank
/// @param clip                  whether predictions are held within the scale of the training ratings
/// @param seed                  of the first factors and of the order of the ratings
public record SvdPlusPlus(
        @Knob(value = "number of factors", atLeast = 1, atMost = 4096, search = {4, 128}, logarithmic = true) int rank,
        @Knob(value = "length of a step of the factors", atLeast = 0, above = true, search = {2e-3, 0.1}, logarithmic = true) double learningRate,
        @Knob(value = "length of a step of the implied factors", atLeast = 0, above = true, search = {1e-4, 1e-2}, logarithmic = true) double impliedLearningRate,
        @Knob(value = "length of a step of the biases", atLeast = 0, above = true, search = {2e-4, 0.1}, logarithmic = true) double biasLearningRate,
        @Knob(value = "pull of the factors towards 0, per rating", atLeast = 0, search = {1e-3, 0.5}, logarithmic = true) double regularization,
        @Knob(value = "pull of the implied factors towards 0, per rating", atLeast = 0, search = {1e-3, 0.5}, logarithmic = true) double impliedRegularization,
        @Knob(value = "pull of the biases towards 0, per rating", atLeast = 0, search = {1e-4, 0.5}, logarithmic = true) double biasRegularization,
        @Knob(value = "passes over the ratings at most", atLeast = 1) int epochs,
        @Knob(value = "standard deviation of the first factors, times the square root of the rank", atLeast = 0, above = true) double deviation,
        @Knob("hold predictions within the scale of the training ratings") boolean clip,
        @Knob("seed of the first factors and of the order of the ratings") long seed)
        implements Continuing {

    /// Checks the knobs.
    public SvdPlusPlus {
        Knobs.check(SvdPlusPlus.class, rank, learningRate, impliedLearningRate, biasLearningRate, regularization, impliedRegularization,
                biasRegularization, epochs, deviation, clip, seed);
    }

    /// What serves rating data of the MovieLens kind well.
    public static SvdPlusPlus defaults() {
        return new SvdPlusPlus(64, 0.01, 0.0004, 0.001, 0.05, 0.015, 0.01, 45, 0.04, true, 0);
    }

    /// With another number of factors.
    public SvdPlusPlus withRank(int rank) {
        return Knobs.with(this, "rank", rank);
    }

    /// With another length of a step of the factors.
    public SvdPlusPlus withLearningRate(double learningRate) {
        return Knobs.with(this, "learningRate", learningRate);
    }

    /// With another length of a step of the implied factors.
    public SvdPlusPlus withImpliedLearningRate(double impliedLearningRate) {
        return Knobs.with(this, "impliedLearningRate", impliedLearningRate);
    }

    /// With another length of a step of the biases.
    public SvdPlusPlus withBiasLearningRate(double biasLearningRate) {
        return Knobs.with(this, "biasLearningRate", biasLearningRate);
    }

    /// With another pull on the factors.
    public SvdPlusPlus withRegularization(double regularization) {
        return Knobs.with(this, "regularization", regularization);
    }

    /// With another pull on the implied factors.
    public SvdPlusPlus withImpliedRegularization(double impliedRegularization) {
        return Knobs.with(this, "impliedRegularization", impliedRegularization);
    }

    /// With another pull on the biases.
    public SvdPlusPlus withBiasRegularization(double biasRegularization) {
        return Knobs.with(this, "biasRegularization", biasRegularization);
    }

    /// With another number of passes.
    public SvdPlusPlus withEpochs(int epochs) {
        return Knobs.with(this, "epochs", epochs);
    }

    /// With another spread of the first factors.
    public SvdPlusPlus withDeviation(double deviation) {
        return Knobs.with(this, "deviation", deviation);
    }

    /// Clipping or not.
    public SvdPlusPlus withClip(boolean clip) {
        return Knobs.with(this, "clip", clip);
    }

    /// With another seed.
    public SvdPlusPlus withSeed(long seed) {
        return Knobs.with(this, "seed", seed);
    }

    @Override
    public FactorModel fit(Ratings ratings, Watch<? super FactorModel> watch) {
        return Epochs.run(epochs, run(ratings), watch);
    }

    @Override
    public FactorModel fit(Ratings ratings, FactorModel start, Watch<? super FactorModel> watch) {
        return Epochs.run(epochs, run(ratings).from(start), watch);
    }

    private Run run(Ratings ratings) {
        return new Run(this, FactorRun.unweighted(SvdPlusPlus.class, ratings, rank), FactorRun.unit(ratings));
    }

    private Factors first(SparseRows rows, double unit, String side) {
        return FactorRun.normal(rows, rank, deviation * Math.sqrt(unit / rank), Seeds.of(seed).forPurpose(side));
    }

    private RatingRule rule(double unit) {
        return RatingRule.ridge(true, unit * regularization, biasRegularization, true);
    }

    /// The user factors of a run are z; what is implied of them is kept beside and replaced after every round.
    private static final class Run extends FactorRun<RatingRule> {
        private static final Kernel KERNEL = Kernel.active();
        private static final int ROUNDS = 4; // an epoch: ml-latest-small's test RMSE is 0.890 with one, 0.887 with four, the same with more

        private final SvdPlusPlus knobs;
        private final double rate; // of the factors, for these ratings' deviation
        private final double impliedRate;
        private final double impliedPull;
        private final BlockGrid grid;
        private final Seeds diagonals;
        private final Factors y;       // items x rank
        private final Factors implied; // users x rank: |N(u)|^-1/2 sum y_j
        private final Factors push;    // users x rank, scratch of a round: z before it, then what the user says of each of its y_j
        private final float[] itemSquares; // |q_i|^2, scratch
        private final double[] curvature;  // per user, scratch: sum of |q_i|^2 over N(u), a bound of what moving its y_j changes

        Run(SvdPlusPlus knobs, Ratings ratings, double unit) {
            super(knobs, ratings, Scale.of(ratings, knobs.clip), knobs.rule(unit), knobs.rule(unit),
                    knobs.first(ratings.byUser(), unit, "users"), knobs.first(ratings.byItem(), unit, "items"));
            this.knobs = knobs;
            rate = knobs.learningRate / unit;
            impliedRate = knobs.impliedLearningRate / unit;
            impliedPull = knobs.impliedRegularization * unit;
            grid = BlockGrid.of(ratings, knobs.rank, Seeds.of(knobs.seed));
            diagonals = Seeds.of(knobs.seed).forPurpose("diagonals");
            y = knobs.first(ratings.byItem(), unit, "implied");
            implied = Factors.zeros(p.rows(), p.rank());
            push = Factors.zeros(p.rows(), p.rank());
            itemSquares = new float[q.rows()];
            curvature = new double[p.rows()];
            imply();
        }

        @Override
        FactorRun<RatingRule> from(FactorModel start) {
            super.from(start);
            start.item().implied().ifPresent(known -> adopt(start.items(), known, ratings.items(), y));
            float[] z = p.values().clone();
            imply();
            for (int user = 0; user < p.rows(); user++) { // a known user's z is as the model had it, whatever it is made of now
                if (start.users().contains(ratings.users().name(user))) System.arraycopy(z, p.start(user), p.values(), p.start(user), p.rank());
            }
            return this;
        }

        @Override
        public Map<String, Object> state() {
            Map<String, Object> arrays = new LinkedHashMap<>(super.state());
            arrays.put("impliedFactors", y.values());
            arrays.put("implied", implied.values());
            return arrays;
        }

        @Override
        Optional<Factors> implied() {
            return Optional.of(y);
        }

        /// The objective it returns takes each rating's error before its own step.
        @Override
        public double advance(int epoch) {
            int[] shifts = diagonals.stream(epoch).permutation(0, grid.size);
            int rounds = Math.min(ROUNDS, grid.size);
            double errors = 0;
            for (int round = 0; round < rounds; round++) {
                int[] some = Arrays.copyOfRange(shifts, grid.size * round / rounds, grid.size * (round + 1) / rounds);
                errors += descend(some);
                moveImplied((double) some.length / grid.size);
                imply();
            }
            return errors + penalty();
        }

        /// What p = z - implied, q, y and the biases cost.
        private double penalty() {
            System.arraycopy(p.values(), 0, push.values(), 0, p.values().length);
            KERNEL.axpy(-1, implied.values(), 0, push.values(), 0, p.values().length);
            double sum = penalty(userRule, ratings.byUser(), push, userBias) + penalty(itemRule, ratings.byItem(), q, itemBias);
            SparseRows rows = ratings.byItem();
            for (int item = 0; item < rows.rows(); item++) {
                double weight = 0;
                for (int entry = rows.offsets()[item]; entry < rows.offsets()[item + 1]; entry++) weight += ratings.byUser().count(rows.columns()[entry]);
                sum += impliedPull * weight * KERNEL.dot(y.values(), y.start(item), y.values(), y.start(item), knobs.rank);
            }
            return sum;
        }

        private double descend(int[] shifts) {
            System.arraycopy(p.values(), 0, push.values(), 0, p.values().length);
            double[] errors = new double[grid.starts.length];
            SgdBlock block = new SgdBlock(knobs.rank, p.values(), q.values(), userBias, itemBias, null, null, null, null,
                    (float) scale.mean(), (float) rate, (float) knobs.biasLearningRate, (float) userRule.regularization(),
                    (float) knobs.biasRegularization);
            grid.forEachBlock(shifts, (number, from, to) -> errors[number] = KERNEL.descend(block, grid.users, grid.items, grid.values, from, to));
            return Arrays.stream(errors).sum();
        }

        /// @param part which part of its ratings a row has met in this round, about
        private void moveImplied(double part) {
            Sweep.over(q.rows(), 256, (_, from, to) -> {
                for (int item = from; item < to; item++) {
                    itemSquares[item] = KERNEL.dot(q.values(), q.start(item), q.values(), q.start(item), knobs.rank);
                }
            });
            Sweep.over(p.rows(), 64, (_, from, to) -> {
                for (int user = from; user < to; user++) settle(user, part);
            });
            Sweep.over(q.rows(), 8, () -> new float[knobs.rank], (sum, from, to) -> {
                for (int item = from; item < to; item++) move(item, part, sum);
            });
        }

        /// Lets the pull act on p alone, where the descent let it act on z, and turns what z moved by into the user's push.
        private void settle(int user, double part) {
            SparseRows rows = ratings.byUser();
            float length = (float) rate;
            float pull = (float) (userRule.regularization() * part * rows.count(user));
            float share = share(rows, user);
            for (int j = p.start(user); j < p.start(user) + p.rank(); j++) {
                float before = push.values()[j];
                float after = p.values()[j];
                push.values()[j] = share * ((after - before) / length + pull * (before + after) / 2);
                p.values()[j] = after + length * pull * implied.values()[j];
            }
            double squares = 0;
            for (int entry = rows.offsets()[user]; entry < rows.offsets()[user + 1]; entry++) squares += itemSquares[rows.columns()[entry]];
            curvature[user] = squares;
        }

        /// Solves `dy/dt = push - bound (y - y_0) - pull y` for one unit of time times the learning rate.
        private void move(int item, double part, float[] sum) {
            SparseRows rows = ratings.byItem();
            Arrays.fill(sum, 0);
            double bound = 0;
            double pull = 0;
            for (int entry = rows.offsets()[item]; entry < rows.offsets()[item + 1]; entry++) {
                int user = rows.columns()[entry];
                KERNEL.axpy(1, push.values(), push.start(user), sum, 0, knobs.rank);
                bound += part * curvature[user];
                pull += part * impliedPull * ratings.byUser().count(user);
            }
            double damping = impliedRate * (bound + pull);
            float step = (float) (impliedRate * (damping > 1e-9 ? -Math.expm1(-damping) / damping : 1));
            for (int j = 0; j < knobs.rank; j++) y.values()[y.start(item) + j] += step * (sum[j] - (float) pull * y.values()[y.start(item) + j]);
        }

        /// Makes every user's implied part anew and moves z by what changed.
        private void imply() {
            SparseRows rows = ratings.byUser();
            Sweep.over(p.rows(), 64, () -> new float[knobs.rank], (sum, from, to) -> {
                for (int user = from; user < to; user++) imply(rows, user, sum);
            });
        }

        private void imply(SparseRows rows, int user, float[] sum) {
            Arrays.fill(sum, 0);
            for (int entry = rows.offsets()[user]; entry < rows.offsets()[user + 1]; entry++) {
                KERNEL.axpy(share(rows, user), y.values(), y.start(rows.columns()[entry]), sum, 0, knobs.rank);
            }
            KERNEL.axpy(-1, implied.values(), implied.start(user), p.values(), p.start(user), knobs.rank);
            KERNEL.axpy(1, sum, 0, p.values(), p.start(user), knobs.rank);
            System.arraycopy(sum, 0, implied.values(), implied.start(user), knobs.rank);
        }

        private static float share(SparseRows rows, int user) {
            return (float) (1 / Math.sqrt(Math.max(1, rows.count(user))));
        }
    }
}

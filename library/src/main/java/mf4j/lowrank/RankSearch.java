package mf4j.lowrank;

import mf4j.matrix.Factors;
import mf4j.matrix.Matrix;
import mf4j.study.FrozenTrial;
import mf4j.study.GridSearch;
import mf4j.study.Sampler;
import mf4j.study.State;
import mf4j.study.Study;
import mf4j.study.StudyPlan;
import mf4j.study.Trial;
import mf4j.study.Whole;
import mf4j.train.Check;
import mf4j.train.Provenance;
import mf4j.train.History;
import mf4j.kernel.Kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Tries ranks: gradient descent from several seeds for each, and what they reach beside the least error that the rank allows. Losses
/// are those of the factors that the trainer keeps, measured anew in double: none is below what is possible.
///
/// The seeds of a rank run side by side over one copy of the matrix, as many as memory has room for: a block of its rows is read once
/// for all of them. Which ranks are tried a [Sampler] says.
///
/// @param trainer   what every seed runs, its rank and seed aside
/// @param ranks     that may be tried
/// @param sampler   in which order
/// @param trials    ranks tried at most
/// @param seeds     starts per rank, from seeds 0, 1, ...
/// @param patience  after which share of the epochs a seed may be given up; 1 never does
/// @param margin    how many times the best seed's distance to the floor a seed's may then be
public record RankSearch(GradientFactorization trainer, Whole ranks, Sampler sampler, int trials, int seeds, double patience, double margin) {
    /// Checks the numbers.
    public RankSearch {
        Check check = Check.of(RankSearch.class);
        check.that(ranks.low() >= 1, "ranks", "begin at 1 or above", ranks.low());
        check.atLeast("trials", trials, 1);
        check.atLeast("seeds", seeds, 1);
        check.within("patience", patience, 0, 1);
        check.atLeast("margin", margin, 1);
    }

    /// Every rank of a range, five seeds each, nobody given up.
    public static RankSearch of(GradientFactorization trainer, Whole ranks) {
        return new RankSearch(trainer, ranks, GridSearch.defaults(), Math.toIntExact(ranks.count()), 5, 1, 2);
    }

    /// With another sampler and the number of ranks it may ask for.
    public RankSearch withSampler(Sampler sampler, int trials) {
        return new RankSearch(trainer, ranks, sampler, trials, seeds, patience, margin);
    }

    /// With another number of seeds.
    public RankSearch withSeeds(int seeds) {
        return new RankSearch(trainer, ranks, sampler, trials, seeds, patience, margin);
    }

    /// Giving up, after this share of the epochs, seeds farther from the floor than this many times the best one.
    public RankSearch withLosersStopped(double patience, double margin) {
        return new RankSearch(trainer, ranks, sampler, trials, seeds, patience, margin);
    }

    /// What a rank reached.
    ///
    /// @param losses   of each seed
    /// @param epochs   that each seed ran: fewer where it was given up
    /// @param optimum  the least loss of the rank where mathematics gives it, NaN where not
    /// @param floor    the least mean squared error of the rank
    /// @param mse      the mean squared error of the seed with the least loss
    /// @param best     that seed
    /// @param seconds  wall time
    public record Outcome(int rank, double[] losses, int[] epochs, double optimum, double floor, double mse, int best, double seconds) {
        /// The least loss.
        public double min() {
            return Arrays.stream(losses).min().orElseThrow();
        }

        /// The greatest.
        public double max() {
            return Arrays.stream(losses).max().orElseThrow();
        }

        /// The mean.
        public double mean() {
            return Arrays.stream(losses).average().orElseThrow();
        }

        /// The middle one, or the mean of both.
        public double median() {
            double[] sorted = losses.clone();
            Arrays.sort(sorted);
            return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        }

        /// The sample's standard deviation; 0 for one.
        public double std() {
            if (losses.length < 2) return 0;
            double mean = mean();
            return Math.sqrt(Arrays.stream(losses).map(loss -> (loss - mean) * (loss - mean)).sum() / (losses.length - 1));
        }

        /// How far the best mean squared error is above the floor, of the floor; infinite above a floor of 0.
        public double gap() {
            return mse <= floor ? 0 : (mse - floor) / floor;
        }

        /// Keeps it with the trial it is of.
        void note(Trial trial) {
            trial.note("losses", Arrays.stream(losses).boxed().toList());
            trial.note("epochs", Arrays.stream(epochs).boxed().toList());
            trial.note("floor", floor);
            if (Double.isFinite(optimum)) trial.note("optimum", optimum);
            trial.note("mse", mse);
            trial.note("best", best);
            trial.note("seconds", seconds);
        }

        static Outcome of(FrozenTrial trial) {
            Map<String, Object> notes = trial.userAttributes();
            double[] losses = ((List<?>) notes.get("losses")).stream().mapToDouble(loss -> ((Number) loss).doubleValue()).toArray();
            int[] epochs = ((List<?>) notes.get("epochs")).stream().mapToInt(count -> ((Number) count).intValue()).toArray();
            int rank = ((Number) trial.values().values().iterator().next()).intValue();
            return new Outcome(rank, losses, epochs, number(notes, "optimum"), number(notes, "floor"), number(notes, "mse"), (int) number(notes, "best"), number(notes, "seconds"));
        }

        private static double number(Map<String, Object> notes, String name) {
            return notes.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
        }
    }

    /// Is told how it goes.
    public interface Listener {
        /// Nobody.
        Listener NONE = new Listener() { };

        /// An epoch of the seeds of a group is over.
        ///
        /// @param first  the first seed of the group
        /// @param losses before the step of this epoch, NaN of seeds that were given up
        default void epoch(int rank, int epoch, int epochs, int first, double[] losses) { }

        /// A seed is done, with the factors of its least loss; they are not kept.
        default void seed(int rank, int seed, double loss, Factors left, Factors right) { }
    }

    /// The study that chooses the ranks, in memory; keep it elsewhere to go on with it another time.
    public StudyPlan plan() {
        return Study.minimize("loss").name("ranks").space(ranks).sampler(sampler);
    }

    /// Tries every rank that the study asks for, beyond those that it has.
    ///
    /// @param field  of this search and a matrix
    /// @param study  of the [#plan]
    /// @param report told of every outcome
    public List<Outcome> run(Field field, Study study, Listener listener, Consumer<Outcome> report) throws IOException {
        study.run(trials, trial -> {
            Outcome outcome = field.attempt(trial.whole(ranks.name()), listener);
            outcome.note(trial);
            report.accept(outcome);
            return outcome.min();
        });
        return outcomes(study);
    }

    /// The outcomes that a study has, in the order of its trials.
    public static List<Outcome> outcomes(Study study) throws IOException {
        return study.findings().trials().stream().filter(trial -> trial.state() == State.COMPLETE).map(Outcome::of).toList();
    }

    /// Tries every rank.
    public List<Outcome> run(Matrix x) {
        try (Study study = plan().open()) {
            return run(field(x), study, Listener.NONE, _ -> { });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What all ranks share: the matrix, checked, its spectrum and what descent keeps of it.
    public Field field(Matrix x) {
        Check check = Check.of(RankSearch.class);
        check.that(x.size() > 0, "x", "have rows and columns", x);
        check.that(ranks.high() <= x.shortSide(), "ranks", "end at " + x.shortSide() + " or below for a " + x.rows() + " x " + x.columns() + " matrix", ranks.high());
        x.finite();
        return new Field(this, x);
    }

    /// The data of a search.
    public static final class Field {
        private final RankSearch search;
        private final Matrix x;
        private final Spectrum spectrum;
        private final Optional<Compression> space;
        private final DescentPass pass;

        private Field(RankSearch search, Matrix x) {
            this.search = search;
            this.x = x;
            boolean turned = x.rows() < x.columns();
            this.space = search.trainer.isCompressed() ? Optional.of(new Compression(turned ? x.transposed() : x)) : Optional.empty();
            this.spectrum = space.map(s -> s.spectrum).orElseGet(() -> Spectrum.of(x));
            this.pass = space.isPresent() ? null : new DescentPass(x, search.trainer.loss());
        }

        /// The spectrum of the matrix.
        public Spectrum spectrum() {
            return spectrum;
        }

        /// Runs all seeds of a rank.
        public Outcome attempt(int rank, Listener listener) {
            long start = System.nanoTime();
            double[] losses = new double[search.seeds];
            double[] errors = new double[search.seeds];
            int[] epochs = new int[search.seeds];
            double optimum = Double.NaN;
            int together = together(rank);
            for (int first = 0; first < search.seeds; first += together) {
                int count = Math.min(together, search.seeds - first);
                SeedGroup group = space.isPresent() ? new SeedGroup.Compressed(search.trainer.withRank(rank), x, space.get(), first, count)
                        : new SeedGroup.Whole(search.trainer.withRank(rank), x, pass, first, count);
                descend(group, rank, first, spectrum.floor(rank), listener);
                for (int s = 0; s < count; s++) {
                    Factors left = group.left(s);
                    Factors right = group.right(s);
                    Closeness closeness = Closeness.of(x, left, right);
                    LowRank.Fit fit = closeness.result(search.trainer.loss(), spectrum, Provenance.of(search.trainer, "", Kernel.active().name(), History.EMPTY)).fit();
                    losses[first + s] = fit.objective();
                    errors[first + s] = fit.mse();
                    epochs[first + s] = group.epochs(s);
                    optimum = fit.optimum();
                    listener.seed(rank, first + s, fit.objective(), left, right);
                }
            }
            int best = 0;
            for (int s = 1; s < search.seeds; s++) if (losses[s] < losses[best]) best = s;
            return new Outcome(rank, losses, epochs, optimum, spectrum.floor(rank), errors[best], best, (System.nanoTime() - start) * 1e-9);
        }

        /// As many seeds as half of the memory has room for.
        private int together(int rank) {
            long bytes = 4L * 6 * rank * ((long) x.rows() + x.columns());
            return (int) Math.clamp(Runtime.getRuntime().maxMemory() / 2 / Math.max(1, bytes), 1, search.seeds);
        }

        private void descend(SeedGroup group, int rank, int first, double floor, Listener listener) {
            int epochs = search.trainer.epochs();
            for (int epoch = 1; epoch <= epochs; epoch++) {
                double[] losses = group.step(epoch);
                for (double loss : losses) {
                    if (!Double.isNaN(loss) && !Double.isFinite(loss)) throw new ArithmeticException("rank " + rank + " diverged in epoch " + epoch + "; use a smaller learning rate");
                }
                listener.epoch(rank, epoch, epochs, first, losses);
                if (epoch >= search.patience * epochs && epoch < epochs && search.trainer.loss() == Loss.MSE) giveUp(group, losses, floor);
            }
        }

        private void giveUp(SeedGroup group, double[] losses, double floor) {
            double best = Arrays.stream(losses).filter(loss -> !Double.isNaN(loss)).min().orElse(Double.NaN);
            for (int s = 0; s < losses.length; s++) {
                if (losses[s] - floor > search.margin * (best - floor)) group.stop(s);
            }
        }
    }
}

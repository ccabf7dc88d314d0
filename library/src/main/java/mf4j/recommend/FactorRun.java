package mf4j.recommend;

import mf4j.data.Ids;
import mf4j.data.Ratings;
import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;
import mf4j.train.Check;
import mf4j.train.Epochs;
import mf4j.train.History;
import mf4j.train.Provenance;
import mf4j.train.Seeds;
import mf4j.train.Sweep;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the runs of all trainers of ratings share: two tables of factors, two of biases, and how they become a model.
abstract class FactorRun<R extends RowRule> implements Epochs.Run<FactorModel> {
    final Record knobs;
    final Ratings ratings;
    final Scale scale;
    final R userRule;
    final R itemRule;
    final Factors p; // users x rank
    final Factors q; // items x rank
    final float[] userBias;
    final float[] itemBias;
    private String data;

    FactorRun(Record knobs, Ratings ratings, Scale scale, R userRule, R itemRule, Factors p, Factors q) {
        this.knobs = knobs;
        this.ratings = ratings;
        this.scale = scale;
        this.userRule = userRule;
        this.itemRule = itemRule;
        this.p = p;
        this.q = q;
        this.userBias = new float[ratings.users().size()];
        this.itemBias = new float[ratings.items().size()];
        this.data = ratings.fingerprint();
    }

    /// Begins where a model ended, for the users and items that it knows.
    FactorRun<R> from(FactorModel start) {
        Check.of(knobs.getClass()).that(start.rank() == p.rank(), "rank", "be that of the model it starts from, " + start.rank(), p.rank());
        adopt(start.user(), ratings.users(), p, userBias);
        adopt(start.item(), ratings.items(), q, itemBias);
        data += " from " + fingerprint(start);
        return this;
    }

    private static void adopt(Side side, Ids ids, Factors factors, float[] bias) {
        adopt(side.ids(), side.factors(), ids, factors);
        adopt(side.ids(), new Factors(side.bias(), side.bias().length, 1), ids, new Factors(bias, bias.length, 1));
    }

    /// Copies the rows of the names that both know.
    static void adopt(Ids known, Factors from, Ids ids, Factors to) {
        for (int row = 0; row < ids.size(); row++) {
            int index = known.indexOf(ids.name(row));
            if (index >= 0) System.arraycopy(from.values(), from.start(index), to.values(), to.start(row), to.rank());
        }
    }

    private static String fingerprint(FactorModel model) {
        long hash = hash(hash(1, model.user().factors().values()), model.item().factors().values());
        hash = hash(hash(hash, model.user().bias()), model.item().bias());
        if (model.item().implied().isPresent()) hash = hash(hash, model.item().implied().get().values());
        for (Side side : List.of(model.user(), model.item())) {
            if (side.described().isPresent()) hash = hash(hash, side.described().get().factors().values());
        }
        return "%016x".formatted(hash);
    }

    private static long hash(long start, float[] values) {
        long hash = start;
        for (float value : values) hash = 0x9e3779b97f4a7c15L * (hash ^ Float.floatToRawIntBits(value)) + (hash >>> 29);
        return hash;
    }

    /// Refuses data that no trainer of ratings can learn from, and a rank beyond both dimensions.
    static Ratings learnable(Class<? extends Record> trainer, Ratings ratings, int rank) {
        Check check = Check.of(trainer);
        check.that(ratings.count() > 0, "ratings", "hold at least one rating", "empty");
        int larger = Math.max(ratings.users().size(), ratings.items().size());
        check.that(rank <= larger, "rank", "be at most the larger of " + ratings.users().size() + " users and " + ratings.items().size()
                + " items", rank);
        return ratings;
    }

    @Override
    public String fingerprint() {
        return Provenance.fingerprint(knobs, data, Kernel.active().name());
    }

    @Override
    public Map<String, Object> state() {
        Map<String, Object> arrays = new LinkedHashMap<>();
        arrays.put("userFactors", p.values());
        arrays.put("itemFactors", q.values());
        arrays.put("userBias", userBias);
        arrays.put("itemBias", itemBias);
        return arrays;
    }

    @Override
    public FactorModel model(History history) {
        Provenance provenance = Provenance.of(knobs, data, Kernel.active().name(), history);
        Past past = itemRule.ages() ? Past.timed(ratings) : Past.learned(ratings);
        return new FactorModel(userSide(), new Side(ratings.items(), q, itemBias, itemRule, implied(), itemDescribed(), shares(past)), scale, Optional.of(past), provenance);
    }

    /// The users of the model: the arrays as they stand, unless a run knows better.
    Side userSide() {
        return userSide(p, userBias);
    }

    final Side userSide(Factors factors, float[] bias) {
        return new Side(ratings.users(), factors, bias, userRule, Optional.empty(), userDescribed());
    }

    /// Refuses weights besides what [#learnable] refuses, for trainers that would silently ignore them.
    static Ratings unweighted(Class<? extends Record> trainer, Ratings ratings, int rank) {
        Check.of(trainer).that(ratings.byUser().weights() == null, "ratings", "come without weights, which Als, Biases and ItemMean honour",
                "weighted");
        return learnable(trainer, ratings, rank);
    }

    /// The standard deviation of the ratings, in which steps and pulls on factors are stated: knobs that suit stars from 1 to 5 then
    /// suit percent too. With ratings in units of it, factors shrink by its root and errors by itself, which leaves biases alone.
    static double unit(Ratings ratings) {
        float[] values = ratings.byUser().values();
        double mean = mean(values);
        double squares = 0;
        for (float value : values) squares += (value - mean) * (value - mean);
        return squares > 0 ? Math.sqrt(squares / values.length) : 1;
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) sum += value;
        return sum / values.length;
    }

    /// Normal factors for the rows that have entries; the others stay 0, so that nothing is scored by its random start.
    static Factors normal(SparseRows rows, int rank, double deviation, Seeds seeds) {
        Factors factors = Factors.normal(rows.rows(), rank, deviation, seeds);
        for (int row = 0; row < rows.rows(); row++) {
            if (rows.count(row) == 0) Arrays.fill(factors.values(), factors.start(row), factors.start(row) + rank, 0);
        }
        return factors;
    }

    /// The implied factors of the items, where the model has them.
    Optional<Factors> implied() {
        return Optional.empty();
    }

    /// What the users are by themselves, where the model knows it.
    Optional<Described> userDescribed() {
        return Optional.empty();
    }

    /// What the items are by themselves, where the model knows it.
    Optional<Described> itemDescribed() {
        return Optional.empty();
    }

    /// How popular each item is, where no biases know it.
    private Optional<float[]> shares(Past past) {
        return userRule instanceof EventRule ? Optional.of(past.shares()) : Optional.empty();
    }

    /// What factors and biases of one side cost under its rule.
    static double penalty(RatingRule rule, SparseRows rows, Factors factors, float[] bias) {
        double sum = 0;
        for (int row = 0; row < rows.rows(); row++) {
            int start = factors.start(row);
            double squares = Kernel.active().dot(factors.values(), start, factors.values(), start, factors.rank());
            sum += rule.factorPenalty(rows.count(row)) * squares + rule.biasPenalty(rows.count(row)) * bias[row] * bias[row];
        }
        return sum;
    }

    /// What the factors of one side cost under its rule.
    static double pull(EventRule rule, SparseRows rows, Factors factors, int others) {
        return Sweep.sum(rows.rows(), 4096, (from, to) -> {
            double sum = 0;
            for (int row = from; row < to; row++) {
                double squares = Kernel.active().dot(factors.values(), factors.start(row), factors.values(), factors.start(row), factors.rank());
                sum += rule.penalty(rows.count(row), others) * squares;
            }
            return sum;
        });
    }
}

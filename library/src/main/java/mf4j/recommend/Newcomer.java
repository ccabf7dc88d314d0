package mf4j.recommend;

import mf4j.kernel.Kernel;
import mf4j.matrix.SparseRows;

import java.util.BitSet;
import java.util.List;
import java.util.Map;

/// Somebody (or something) folded into a model: a row solved as training would have solved it, the model itself untouched.
public final class Newcomer {
    private static final Kernel KERNEL = Kernel.active();

    private final FactorModel model;
    private final float[] factors;
    private final double bias;
    private final SparseRows rated;     // one row: what the newcomer was folded in from
    private final List<String> unknown;

    private Newcomer(FactorModel model, float[] factors, double bias, SparseRows rated, List<String> unknown) {
        this.model = model;
        this.factors = factors;
        this.bias = bias;
        this.rated = rated;
        this.unknown = unknown;
    }

    /// Of whom nothing is known.
    static Newcomer unknown(FactorModel model) {
        return new Newcomer(model, new float[model.rank()], 0, row(new int[0], new float[0], model), List.of());
    }

    static Newcomer among(FactorModel model, Map<String, Double> ratings) {
        List<String> unknown = ratings.keySet().stream().filter(name -> !model.items().contains(name)).sorted().toList();
        if (unknown.size() == ratings.size()) {
            throw new UnknownName("item", unknown.isEmpty() ? "" : unknown.getFirst(), "a fold-in needs at least one rating of something the model knows");
        }
        List<String> known = ratings.keySet().stream().filter(model.items()::contains).sorted().toList();
        int[] columns = known.stream().mapToInt(model.items()::indexOf).toArray();
        float[] values = new float[columns.length];
        for (int j = 0; j < values.length; j++) values[j] = finite(known.get(j), ratings.get(known.get(j)));
        return solved(model, row(columns, values, model), unknown);
    }

    private static float finite(String name, double value) {
        if (!Float.isFinite((float) value)) throw new IllegalArgumentException("the rating of '" + name + "' must be a finite number but was " + value);
        return (float) value;
    }

    private static SparseRows row(int[] columns, float[] values, FactorModel model) {
        return new SparseRows(new int[] {0, columns.length}, columns, values, null, model.items().size());
    }

    private static Newcomer solved(FactorModel model, SparseRows rated, List<String> unknown) {
        Side items = model.item();
        RowSolver solver = new RowSolver(model.user().rule(), items.factors(), items.bias(), model.scale().mean());
        float[] factors = new float[model.rank()];
        solver.solve(rated, 0, model.implied(rated, 0), 0, factors, 0, 0);
        return new Newcomer(model, factors, solver.bias(), rated, unknown);
    }

    /// A copy of the factors.
    public float[] factors() {
        return factors.clone();
    }

    /// The bias.
    public double bias() {
        return bias;
    }

    /// The names it came with that the model does not know; they had no part in it.
    public List<String> unknown() {
        return unknown;
    }

    /// The predicted rating of an item, by the fallback chain of the model.
    public double predict(String item) {
        int index = model.items().indexOf(item);
        double base = model.scale().mean() + bias + model.item().bias(index);
        return model.scale().held(index < 0 ? base : base + KERNEL.dot(factors, 0, model.item().factors().values(),
                model.item().factors().start(index), factors.length));
    }

    /// The best `count` items but those it was folded in from.
    public List<Recommendation> recommend(int count) {
        return recommend(count, Excluding.nothing());
    }

    /// The best `count` items but those it was folded in from and the excluded ones; `Excluding` is asked for the user `""`.
    public List<Recommendation> recommend(int count, Excluding excluding) {
        BitSet excluded = new BitSet(model.items().size());
        excluding.mark("", model.items(), excluded);
        for (int item : rated.columns()) excluded.set(item);
        float[] scores = scores();
        return TopN.named(TopN.best(scores, 0, scores.length, excluded, count), scores, 0, model.items());
    }

    private float[] scores() {
        float[] scores = new float[model.items().size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) (model.scale().mean() + bias + model.item().bias()[i])
                    + KERNEL.dot(factors, 0, model.item().factors().values(), model.item().factors().start(i), factors.length);
        }
        return scores;
    }
}

package mf4j.recommend;

import mf4j.data.Attributes;
import mf4j.data.Ids;
import mf4j.data.Ratings;
import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;
import mf4j.train.Provenance;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Somebody (or something) folded into a model: a row solved as training would have solved it, the model itself untouched.
public final class Newcomer {
    private static final String NAME = "(newcomer)"; // its only user's name: Excluding is asked for it

    private final Model alone;           // the model with the newcomer as its only user
    private final List<String> unknown;

    private Newcomer(Model alone, List<String> unknown) {
        this.alone = alone;
        this.unknown = unknown;
    }

    /// Of whom nothing is known.
    static Newcomer unknown(Model model) {
        return of(model, new int[0], new float[0], List.of());
    }

    static Newcomer among(Model model, Map<String, Double> ratings) {
        SparseRows row = row("item", model.items(), ratings);
        return of(model, row.columns(), row.values(), strangers(model.items(), ratings));
    }

    /// Somebody (or something) whose scores are computed from its row alone, as a model of these scores and nothing else.
    ///
    /// @param kind   what `ids` are: `user` or `item`
    /// @param ids    whom it is scored for
    /// @param scores of all ids, from its row
    static Newcomer scored(String kind, Ids ids, Map<String, Double> ratings, Provenance provenance, Function<SparseRows, float[]> scores) {
        SparseRows row = row(kind, ids, ratings);
        RowRule none = RatingRule.ridge(false, 0, 0, false);
        Side alone = new Side(Ids.of(List.of(NAME)), Factors.zeros(1, 0), new float[1], none);
        Side others = new Side(ids, Factors.zeros(ids.size(), 0), scores.apply(row), none);
        return new Newcomer(new FactorModel(alone, others, Scale.EVENTS, Optional.of(Past.of(row)), provenance), strangers(ids, ratings));
    }

    private static List<String> strangers(Ids ids, Map<String, Double> ratings) {
        return ratings.keySet().stream().filter(name -> !ids.contains(name)).sorted().toList();
    }

    private static SparseRows row(String kind, Ids ids, Map<String, Double> ratings) {
        List<String> unknown = strangers(ids, ratings);
        if (unknown.size() == ratings.size()) {
            throw new UnknownName(kind, unknown.isEmpty() ? "" : unknown.getFirst(), "a fold-in needs at least one rating of something the model knows");
        }
        List<String> known = ratings.keySet().stream().filter(ids::contains).sorted().toList();
        int[] columns = known.stream().mapToInt(ids::indexOf).toArray();
        float[] values = new float[columns.length];
        for (int j = 0; j < values.length; j++) values[j] = finite(known.get(j), ratings.get(known.get(j)));
        return new SparseRows(new int[] {0, columns.length}, columns, values, null, ids.size());
    }

    private static float finite(String name, double value) {
        if (!Float.isFinite((float) value)) throw new IllegalArgumentException("the rating of '" + name + "' must be a finite number but was " + value);
        return (float) value;
    }

    private static Newcomer of(Model model, int[] columns, float[] values, List<String> unknown) {
        SparseRows row = new SparseRows(new int[] {0, columns.length}, columns, values, null, model.items().size());
        return new Newcomer(model.foldIn(Ratings.of(Ids.of(List.of(NAME)), model.items(), row, null)), unknown);
    }

    /// One of whom attributes are known besides.
    static Newcomer among(FactorModel model, Map<String, Double> ratings, Map<String, Double> attributes) {
        Ids names = model.user().described().map(Described::names).orElse(Ids.none());
        if (attributes.keySet().stream().noneMatch(names::contains)) return among(model, ratings);
        Attributes.Builder described = Attributes.builder();
        attributes.forEach((name, value) -> described.add(NAME, name, value));
        Ratings.Builder row = Ratings.builder();
        ratings.forEach((name, value) -> row.add(NAME, name, value));
        Ratings all = row.build();
        List<String> unknown = ratings.keySet().stream().filter(name -> !model.items().contains(name)).sorted().toList();
        SparseRows known = all.count() == 0 ? new SparseRows(new int[2], new int[0], new float[0], null, model.items().size()) : Foreign.byUser(all, model.items());
        Ratings alone = Ratings.of(Ids.of(List.of(NAME)), model.items(), known, null);
        return new Newcomer(model.foldIn(alone.described(described.build(), Attributes.none())), unknown);
    }

    /// The model with the newcomer, named `(newcomer)`, as its only user.
    public Model model() {
        return alone;
    }

    /// A copy of the factors; empty for a model without.
    public float[] factors() {
        return alone instanceof FactorModel model ? model.user().factors().values().clone() : new float[0];
    }

    /// The bias; 0 for a model without.
    public double bias() {
        return alone instanceof FactorModel model ? model.user().bias(0) : 0;
    }

    /// The names it came with that the model does not know; they had no part in it.
    public List<String> unknown() {
        return unknown;
    }

    /// The predicted rating of an item, by the fallback chain of the model.
    public double predict(String item) {
        return alone.predict(NAME, item);
    }

    /// The best `count` items but those it was folded in from.
    public List<Recommendation> recommend(int count) {
        return recommend(count, Excluding.nothing());
    }

    /// The best `count` items but those it was folded in from and the excluded ones; `Excluding` is asked for the user `(newcomer)`.
    public List<Recommendation> recommend(int count, Excluding excluding) {
        return recommend(new TopN(count, excluding));
    }

    /// The best items but those it was folded in from; `Excluding` is asked for the user `(newcomer)`.
    public List<Recommendation> recommend(TopN wanted) {
        return wanted.excludingAlso(alone.excludingPast()).of(alone, NAME);
    }
}

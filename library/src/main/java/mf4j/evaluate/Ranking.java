package mf4j.evaluate;

import mf4j.data.Ratings;
import mf4j.recommend.Excluding;
import mf4j.recommend.FactorModel;
import mf4j.recommend.Recommender;
import mf4j.train.Check;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// How rankings are judged: which lengths, by what, which items are no candidates, and which ratings of the test are relevant.
/// Immutable; every verb gives another one.
///
/// A user's candidates are **all** items the model knows but those excluded, unless [#among] gives others; ties of the score are broken
/// by the index of the item. A user of the test counts when it has a relevant item; an item that is excluded for a user is not
/// relevant to it; a user the model does not know gets the list of the fallback chain. Give everything the model
/// was trained on to [#excluding], and the validation too when the test is judged.
public final class Ranking {
    private final List<Integer> lengths;
    private final List<Metric> metrics;
    private final List<Ratings> excluded;
    private final Excluding rule;
    private final double threshold;
    private final Optional<Ratings> training;
    private final Optional<FactorModel> space;
    private final Optional<Candidates> given;

    private Ranking(List<Integer> lengths, List<Metric> metrics, List<Ratings> excluded, Excluding rule, double threshold,
                    Optional<Ratings> training, Optional<FactorModel> space, Optional<Candidates> given) {
        this.lengths = lengths;
        this.metrics = metrics;
        this.excluded = excluded;
        this.rule = rule;
        this.threshold = threshold;
        this.training = training;
        this.space = space;
        this.given = given;
    }

    /// Lists of these lengths, judged by NDCG and recall unless [#of] says otherwise.
    public static Ranking at(int... k) {
        Check check = Check.of(Ranking.class);
        check.that(k.length > 0, "k", "be given", "nothing");
        for (int length : k) check.atLeast("k", length, 1);
        return new Ranking(IntStream.of(k).distinct().boxed().toList(), List.of(Metric.NDCG, Metric.RECALL), List.of(), Excluding.nothing(),
                Double.NEGATIVE_INFINITY, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// Judged by these.
    public Ranking of(Metric... metrics) {
        Check.of(Ranking.class).that(metrics.length > 0, "metrics", "be given", "nothing");
        return new Ranking(lengths, Arrays.stream(metrics).distinct().toList(), excluded, rule, threshold, training, space, given);
    }

    /// Without what users have rated in these, beside what is excluded already; names are translated where they differ from the
    /// model's.
    public Ranking excluding(Ratings... ratings) {
        List<Ratings> all = Stream.concat(excluded.stream(), Arrays.stream(ratings)).toList();
        return new Ranking(lengths, metrics, all, rule, threshold, training, space, given);
    }

    /// Without what this rule excludes, beside what is excluded already.
    public Ranking excluding(Excluding rule) {
        return new Ranking(lengths, metrics, excluded, this.rule.and(rule), threshold, training, space, given);
    }

    /// Only test ratings of at least this value are relevant; all are by default.
    public Ranking relevantAtLeast(double value) {
        Check.of(Ranking.class).that(!Double.isNaN(value), "relevantAtLeast", "be a number", value);
        return new Ranking(lengths, metrics, excluded, rule, value, training, space, given);
    }

    /// Novelty and popularity by the raters of these; of the first of the excluded ratings by default.
    public Ranking popularityOf(Ratings training) {
        return new Ranking(lengths, metrics, excluded, rule, threshold, Optional.of(training), space, given);
    }

    /// Diversity by the item factors of this model, so that several models can be compared; by the judged model's own by default.
    public Ranking diversityIn(FactorModel space) {
        return new Ranking(lengths, metrics, excluded, rule, threshold, training, Optional.of(space), given);
    }

    /// Among these candidates instead of all items, ties as they say; [#excluding] takes none of them away.
    public Ranking among(Candidates candidates) {
        return new Ranking(lengths, metrics, excluded, rule, threshold, training, space, Optional.of(candidates));
    }

    /// Judges a model.
    ///
    /// @throws IllegalArgumentException for a test in which nobody has a relevant item, and for novelty and popularity without training
    ///                                  ratings
    /// @throws ArithmeticException      for a score that is not a number
    public RankingScores score(Recommender model, Ratings test) {
        return new Judging(this, model, test).scores();
    }

    /// The lengths of the lists.
    public List<Integer> lengths() {
        return lengths;
    }

    /// What they are judged by.
    public List<Metric> metrics() {
        return metrics;
    }

    List<Ratings> excluded() {
        return excluded;
    }

    Excluding rule() {
        return rule;
    }

    double threshold() {
        return threshold;
    }

    Optional<Ratings> popularity() {
        return training;
    }

    Optional<Candidates> given() {
        return given;
    }

    int longest() {
        return lengths.stream().mapToInt(Integer::intValue).max().orElseThrow();
    }

    Taste taste(Recommender model) {
        Optional<Ratings> popularity = training.or(() -> excluded.stream().findFirst());
        boolean asked = metrics.stream().anyMatch(Metric::asksTraining);
        Check.of(Ranking.class).that(!asked || popularity.isPresent(), "popularityOf", "be given for novelty and popularity", "nothing");
        FactorModel own = model instanceof FactorModel factors ? factors : null;
        return Taste.of(model.items(), asked ? popularity.get() : null, metrics.contains(Metric.DIVERSITY) ? space.orElse(own) : null);
    }
}

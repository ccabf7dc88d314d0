package mf4j.evaluate;

import mf4j.data.Ratings;
import mf4j.data.Split;
import mf4j.recommend.Model;
import mf4j.recommend.Recommender;
import mf4j.train.Check;

import java.util.Optional;

/// How a published table asks: which part of a split judges, what is excluded, among what is ranked, and whether the judged users are
/// folded in first. Lengths, metrics and what is relevant are the [Ranking]'s; the model must have learned from `split.train()`
/// alone.
///
/// | protocol | fits | candidates |
/// |---|---|---|
/// | [#full] | any split | all items without those of the user's other parts |
/// | [#sampled], [#among] | [Split#leaveLast], [Split#leaveOut] | the relevant items and some given ones |
/// | [#strong] | [Split#strong] | all items without those folded in |
///
/// Users that the split holds out of training are folded in from `split.foldIn()` under every protocol; [#strong] demands that there
/// are some.
public final class Protocol {
    private static final Check CHECK = Check.of(Protocol.class);

    private final String name;
    private final Ranking ranking;
    private final Optional<Candidates> given;
    private final int negatives; // to be drawn for each user, 0 for none
    private final long seed;

    private Protocol(String name, Ranking ranking, Optional<Candidates> given, int negatives, long seed) {
        this.name = name;
        this.ranking = ranking;
        this.given = given;
        this.negatives = negatives;
        this.seed = seed;
    }

    /// Among all items that the user has not had.
    public static Protocol full(Ranking ranking) {
        return new Protocol("full", ranking, Optional.empty(), 0, 0);
    }

    /// Among these candidates, as [Ranking#among] does.
    public static Protocol among(Ranking ranking, Candidates given) {
        return new Protocol("among", ranking, Optional.of(given), 0, 0);
    }

    /// Among as many items as `negatives` of which the user has no event in any part, drawn anew for the validation and the test
    /// part and always the same for a seed; see [Candidates#sampled].
    public static Protocol sampled(Ranking ranking, int negatives, long seed) {
        CHECK.atLeast("negatives", negatives, 1);
        return new Protocol("sampled", ranking, Optional.empty(), negatives, seed);
    }

    /// Among all items, for users that training has not seen (Liang, Krishnan, Hoffman and Jebara 2018): each is folded in from some
    /// of its items and judged on the others.
    public static Protocol strong(Ranking ranking) {
        return new Protocol("strong", ranking, Optional.empty(), 0, 0);
    }

    /// Its name: `full`, `among`, `sampled` or `strong`.
    public String name() {
        return name;
    }

    /// The same protocol by another ranking.
    public Protocol by(Ranking ranking) {
        return new Protocol(name, ranking, given, negatives, seed);
    }

    /// Judges on the test part.
    ///
    /// @throws IllegalArgumentException where [Ranking#score] throws, and for a split that does not fit
    public RankingScores test(Model model, Split split) {
        Ratings foldIn = foldInOf(split, split.test());
        return rankingOf(split, split.test(), split.train(), split.validation(), foldIn).score(folded(model, foldIn), split.test());
    }

    /// Judges on the validation part.
    public RankingScores validation(Model model, Split split) {
        Ratings foldIn = foldInOf(split, split.validation());
        return rankingOf(split, split.validation(), split.train(), foldIn).score(folded(model, foldIn), split.validation());
    }

    /// Watches a training by the validation part; candidates are drawn once, and held-out users are folded into the model of every
    /// measured epoch.
    public Validation watching(Split split) {
        Ratings foldIn = foldInOf(split, split.validation());
        return Validation.of(rankingOf(split, split.validation(), split.train(), foldIn), foldIn, split.validation());
    }

    private Ranking rankingOf(Split split, Ratings judged, Ratings... known) {
        Ranking whole = ranking.popularityOf(ranking.popularity().orElse(split.train())).excluding(known);
        return candidates(split, judged).map(whole::among).orElse(whole);
    }

    private Optional<Candidates> candidates(Split split, Ratings judged) {
        if (negatives == 0) return given;
        return Optional.of(Candidates.sampled(negatives, seed, judged, split.train(), split.validation(), split.test(), split.foldIn()));
    }

    /// What is known of the users that a part judges, nothing where they were in training.
    private Ratings foldInOf(Split split, Ratings judged) {
        boolean any = split.foldIn().count() > 0;
        CHECK.that(any || !name.equals("strong"), "split", "hold users out of training, as Split.strong does,", split.name());
        if (!any) return split.foldIn();
        int[] row = split.foldIn().byUser().rowOfEntry();
        return split.foldIn().subset(entry -> judged.byUser().count(row[entry]) > 0);
    }

    static Recommender folded(Recommender model, Ratings foldIn) {
        if (foldIn.count() == 0) return model;
        CHECK.that(model instanceof Model, "model", "be one that users can be folded into", model.getClass().getSimpleName());
        return ((Model) model).foldIn(foldIn);
    }
}

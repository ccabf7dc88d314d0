package mf4j.evaluate;

import mf4j.data.Ratings;
import mf4j.recommend.Recommender;
import mf4j.train.Check;
import mf4j.train.Epoch;
import mf4j.train.Watch;

import java.util.Map;
import java.util.function.Function;

/// Watches a training by what the model does on ratings it was not trained on: calls the best epoch, so that it is kept, and with
/// [#patience] stops when the best is long past.
///
/// It has no memory: what the best was follows from the measures in the history, so a resumed training ends as one that never
/// stopped.
public final class Validation implements Watch<Recommender> {
    private final String name;
    private final boolean higherIsBetter;
    private final Function<Recommender, Map<String, Double>> measures;
    private final int patience;
    private final double leastGain;
    private final int every;

    private Validation(String name, boolean higherIsBetter, Function<Recommender, Map<String, Double>> measures, int patience,
                       double leastGain, int every) {
        this.name = name;
        this.higherIsBetter = higherIsBetter;
        this.measures = measures;
        this.patience = patience;
        this.leastGain = leastGain;
        this.every = every;
    }

    /// By root mean squared error; the history gets `rmse` and `mae`.
    public static Validation rmse(Ratings validation) {
        return errors("rmse", validation);
    }

    /// By mean absolute error; the history gets `rmse` and `mae`.
    public static Validation mae(Ratings validation) {
        return errors("mae", validation);
    }

    private static Validation errors(String name, Ratings validation) {
        Check.of(Validation.class).that(validation.count() > 0, "validation", "have at least one rating", "empty");
        return new Validation(name, false, model -> Errors.of(model, validation).values(), Integer.MAX_VALUE, 0, 1);
    }

    /// By a metric on lists of `k`; every validation rating is relevant.
    ///
    /// @param excluded what the model is trained on
    public static Validation of(Metric metric, int k, Ratings validation, Ratings... excluded) {
        return of(Ranking.at(k).of(metric).excluding(excluded), validation);
    }

    /// By the first metric of a ranking at its first length; the history gets all of them.
    public static Validation of(Ranking ranking, Ratings validation) {
        return of(ranking, Ratings.builder().build(), validation);
    }

    /// The same for users that are held out of training: those of `foldIn` are folded into the model of every measured epoch. Exclude
    /// `foldIn` from the ranking; [Protocol#watching] does.
    ///
    /// @param foldIn what is known of the users of the validation; when empty, these are users of the training
    public static Validation of(Ranking ranking, Ratings foldIn, Ratings validation) {
        Check.of(Validation.class).that(validation.count() > 0, "validation", "have at least one rating", "empty");
        Metric metric = ranking.metrics().getFirst();
        return new Validation(metric.at(ranking.lengths().getFirst()), metric.higherIsBetter(),
                model -> ranking.score(Protocol.folded(model, foldIn), validation).values(), Integer.MAX_VALUE, 0, 1);
    }

    /// Stops after this many measured epochs without a new best; never by default. With [#every]`(n)` these are n times as many
    /// epochs of training: what was not measured cannot have been worse.
    public Validation patience(int epochs) {
        Check.of(Validation.class).atLeast("patience", epochs, 1);
        return new Validation(name, higherIsBetter, measures, epochs, leastGain, every);
    }

    /// Calls an epoch the new best only when it is better by more than this; 0 by default.
    public Validation minDelta(double leastGain) {
        Check.of(Validation.class).atLeast("minDelta", leastGain, 0);
        return new Validation(name, higherIsBetter, measures, patience, leastGain, every);
    }

    /// Measures only every n-th epoch and the last; each one by default.
    public Validation every(int epochs) {
        Check.of(Validation.class).atLeast("every", epochs, 1);
        return new Validation(name, higherIsBetter, measures, patience, leastGain, epochs);
    }

    /// The name of what it judges by, as in the history: `rmse`, `ndcg@10`.
    public String name() {
        return name;
    }

    /// Whether more of it is better.
    public boolean higherIsBetter() {
        return higherIsBetter;
    }

    @Override
    public Verdict after(Progress<? extends Recommender> progress) {
        int number = progress.epoch().number();
        Best before = Best.NONE;
        for (Epoch epoch : progress.history().epochs()) before = after(before, epoch.number(), epoch.measures());
        boolean measured = number % every == 0 || number == progress.epochs();
        Map<String, Double> found = measured ? measured(progress.model().get()) : Map.of();
        Best now = after(before, number, found);
        return new Verdict(found, now.number == number, now.waited >= patience);
    }

    private Map<String, Double> measured(Recommender model) {
        Map<String, Double> found = measures.apply(model);
        Check.of(Validation.class).state(found.containsKey(name), () -> "the model has no " + name + " on the validation ratings");
        return found;
    }

    private Best after(Best before, int number, Map<String, Double> found) {
        if (!found.containsKey(name)) return before;
        double value = found.get(name);
        double gain = higherIsBetter ? value - before.value : before.value - value;
        return before == Best.NONE || gain > leastGain ? new Best(number, value, 0) : new Best(before.number, before.value, before.waited + 1);
    }

    /// @param number of the epoch, 0 for none
    /// @param waited how many measured epochs came after it
    private record Best(int number, double value, int waited) {
        static final Best NONE = new Best(0, Double.NaN, 0);
    }
}

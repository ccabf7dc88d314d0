package mf4j.app;

import mf4j.data.Ratings;
import mf4j.data.Split;
import mf4j.recommend.FactorModel;
import mf4j.recommend.Past;

import java.util.Optional;

/// What saved models are judged on, given some ratings: their own held-out part of these, or all of them when they are new.
///
/// @param judged   in words
/// @param test     what is judged
/// @param known    what users had rated before and is never recommended
/// @param learned  what the baseline learns from; empty where a model was saved without history
record Exam(String judged, Ratings test, Ratings[] known, Optional<Ratings> learned) {
    /// For one model.
    ///
    /// @throws IllegalArgumentException where it has learned from all of these ratings
    static Exam of(Saved saved, Ratings ratings) {
        if (!isOwn(saved, ratings)) return all(saved, ratings);
        Recipe recipe = saved.recipe();
        if (recipe.refit() || recipe.splitting().name.equals(Splitting.NONE)) {
            throw new IllegalArgumentException(saved.path() + " has learned from all of these ratings; judge it by ratings that it has not seen");
        }
        Split split = recipe.split(ratings);
        if (split.test().count() == 0) throw new IllegalArgumentException(saved.path() + " held none of these ratings out (" + recipe.splitting() + ")");
        return new Exam("the test part, " + recipe.splitting(), split.test(), new Ratings[] {split.train(), split.validation()}, Optional.of(split.train()));
    }

    /// For two models, which must be judged on the same.
    static Exam of(Saved first, Saved second, Ratings ratings) {
        Exam one = of(first, ratings);
        Exam other = of(second, ratings);
        if (!one.test.fingerprint().equals(other.test.fingerprint())) {
            throw new IllegalArgumentException("the two models held different ratings out (" + one.judged + "; " + other.judged + "), so they cannot be compared on these");
        }
        return one;
    }

    private static boolean isOwn(Saved saved, Ratings ratings) {
        return ratings.fingerprint().equals(saved.file().about().get("fingerprint"));
    }

    private static Exam all(Saved saved, Ratings ratings) {
        Optional<Ratings> learned = saved.model().past().map(past -> learned(saved.model(), past));
        return new Exam("all of them", ratings, learned.stream().toArray(Ratings[]::new), learned);
    }

    private static Ratings learned(FactorModel model, Past past) {
        return Ratings.of(model.users(), model.items(), past.byUser(), null).subset(past.learned());
    }
}

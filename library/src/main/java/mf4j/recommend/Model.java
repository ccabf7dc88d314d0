package mf4j.recommend;

import mf4j.data.Ratings;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a trainer of ratings or events returns: a recommender that also folds in who is new, says what is alike, explains itself and
/// can be changed without training again. Immutable: every verb gives another model.
public interface Model extends Recommender {
    /// The scale of the training ratings; [Scale#rated] is false where scores only order items.
    Scale scale();

    /// What each user has rated or done, or empty where the model was told to forget.
    Optional<Past> past();

    /// What was learned, by name: live arrays, not to be written. Two models of one trainer are the same when these are.
    Map<String, float[]> parameters();

    /// The same model for other users: those of `ratings`, each folded in from its ratings of items that the model knows. A user
    /// without any is scored by the fallback chain.
    ///
    /// The model remembers `ratings` as their past. What makes strong generalisation (users of the test are not those of training)
    /// an ordinary judging of an ordinary model.
    Model foldIn(Ratings ratings);

    /// A new user from some ratings of known items.
    ///
    /// @param ratings by item name; items the model does not know are left out
    /// @throws UnknownName when it knows none of them
    default Newcomer foldIn(Map<String, Double> ratings) {
        return Newcomer.among(this, ratings);
    }

    /// A new item from some ratings by known users.
    ///
    /// @param ratings by user name; users the model does not know are left out
    /// @throws UnknownName when it knows none of them
    Newcomer foldInItem(Map<String, Double> ratings);

    /// The items of the highest score for somebody of whom nothing is known.
    default List<Recommendation> recommendToAnyone(int count, Excluding excluding) {
        return recommendToAnyone(new TopN(count, excluding));
    }

    /// The best items for somebody of whom nothing is known; `Excluding` is asked for the user `(newcomer)`.
    default List<Recommendation> recommendToAnyone(TopN wanted) {
        return Newcomer.unknown(this).recommend(wanted);
    }

    /// What excludes the items this model remembers of each user.
    ///
    /// @throws IllegalStateException when it was told to forget
    Excluding excludingPast();

    /// The items nearest to one, itself left out.
    ///
    /// @throws UnknownName           for an item the model does not know
    /// @throws IllegalStateException for a model to which nothing is similar to anything
    List<Recommendation> similarItems(String name, int count);

    /// The items nearest to one, itself and the excluded ones left out; `Excluding` is asked for the name of the item.
    ///
    /// @throws UnknownName           for an item the model does not know
    /// @throws IllegalStateException for a model to which nothing is similar to anything
    default List<Recommendation> similarItems(String name, int count, Excluding excluding) {
        return Similarity.left(similarItems(name, Math.max(1, items().size())), name, items(), new TopN(count, excluding));
    }

    /// The users nearest to one, itself left out.
    ///
    /// @throws UnknownName           for a user the model does not know
    /// @throws IllegalStateException for a model to which nobody is similar to anybody
    List<Recommendation> similarUsers(String name, int count);

    /// The users nearest to one, itself and the excluded ones left out; `Excluding` is asked for the name of the user, and marks users.
    ///
    /// @throws UnknownName           for a user the model does not know
    /// @throws IllegalStateException for a model to which nobody is similar to anybody
    default List<Recommendation> similarUsers(String name, int count, Excluding excluding) {
        return Similarity.left(similarUsers(name, Math.max(1, users().size())), name, users(), new TopN(count, excluding));
    }

    /// Which of the user's ratings made the score of an item what it is.
    ///
    /// @throws UnknownName           for a user or item the model does not know
    /// @throws IllegalStateException when the model was told to forget
    Explanation explain(String user, String item);

    /// The same model remembering all of `ratings`, of which it learned from those it remembers now; for leaving out at
    /// recommendation what was held out of training.
    Model remembering(Ratings ratings);

    /// The same model without any user's ratings.
    Model withoutPast();

    /// The same model without a user: name and all that was learned of it, and its ratings, are gone. What the items learned from
    /// the user's ratings stays; only training again without them removes that.
    ///
    /// @throws UnknownName for a user the model does not know
    Model forgetting(String user);

    /// The same model after new events, without training: the users and items of `events` are solved again by their row rules, those
    /// that are new among them grow, and every other row keeps its bits. The same as [#partialFit(Ratings, PartialFit)] with
    /// [PartialFit#touched].
    default Model partialFit(Ratings events) {
        return partialFit(events, PartialFit.touched());
    }

    /// The same model after new events, without training.
    ///
    /// The events join what the model remembers. An event of a user and item that it remembers already replaces the old one, value
    /// and weight; times are kept only where events age ([RowRule#ages]). Names without an event are not taken in, but where the model
    /// learned from attributes: names whose attributes are not those it knows are taken for names with new events, and those that are
    /// described as they were stand still. Then the chosen users are solved against the items as they are, and in each round the chosen items against the users and the chosen users once more: a chosen user ends at the
    /// minimum of its row over all of its events, old and new. An item that only new users have touched stays without factors, and so
    /// do they, since neither says anything of the other; the next events that tie them to something known change that.
    ///
    /// The result depends on the events, not on how they are cut into calls, only as far as rows that were not chosen may have stood
    /// still in between: it is near to a model trained anew and drifts from it. Scale and mean stay those of the training.
    ///
    /// Cost: the row solves; what rows share (a Gramian, for models of events) once per half round; and one pass over the past.
    ///
    /// @param which rows to solve
    /// @throws IllegalStateException    when the model was told to forget
    /// @throws IllegalArgumentException for events that its trainer would refuse
    /// @throws UnknownName              for a chosen name that neither model nor events know
    Model partialFit(Ratings events, PartialFit which);

    /// The same model with some users and items solved again from what the model remembers of them, and every other row as it is.
    ///
    /// @throws IllegalStateException when the model was told to forget
    /// @throws UnknownName           for a name that the model does not know
    default Model refit(Collection<String> users, Collection<String> items) {
        return partialFit(Ratings.builder().build(), PartialFit.of(users, items));
    }
}

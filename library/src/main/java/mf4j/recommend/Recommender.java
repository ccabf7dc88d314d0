package mf4j.recommend;

import mf4j.data.Ids;
import mf4j.train.Provenance;

import java.util.List;

/// A trained model that scores every item for every user.
///
/// Names in, names out is the face for applications. The methods that take indexes are the inside view, for evaluation and
/// serving in blocks: index u is `users().name(u)`.
public interface Recommender {
    /// The users it knows.
    Ids users();

    /// The items it knows.
    Ids items();

    /// How it was made.
    Provenance provenance();

    /// Writes the scores of `users` consecutive users from `user` on for all items: row-major, users x items.
    ///
    /// Scores order the items of a user; a model of ratings gives the expected rating, not clipped.
    ///
    /// @param into holds at least users x items().size() numbers
    void scores(int user, int users, float[] into);

    /// The score of one user for one item: the number, to the bit, that [#scores] and lists give the pair.
    double score(int user, int item);

    /// The predicted rating of one user for one item: the score, clipped to the scale of the training ratings where the model was
    /// told to. Always finite: see the fallback chain on [FactorModel].
    default double predict(int user, int item) {
        return score(user, item);
    }

    /// The predicted rating; a name the model does not know is index -1 to the fallback chain.
    default double predict(String user, String item) {
        return predict(users().indexOf(user), items().indexOf(item));
    }

    /// The best `count` items for a user, best first, ties by index of the item.
    ///
    /// @throws UnknownName for a user the model does not know
    List<Recommendation> recommend(String user, int count, Excluding excluding);
}

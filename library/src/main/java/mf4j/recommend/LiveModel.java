package mf4j.recommend;

import mf4j.train.Check;

import java.util.List;
import java.util.Map;

/// A copy of a model that takes events one by one while it is asked: [#observe] puts an event into the user's row and solves the row
/// again, exactly, before it returns, so that the next list knows of it.
///
/// **Which rows move.** The user's; and the item's where `which` says so or the trained model had learned nothing of the item. As in
/// [Model#partialFit] the item is then solved between two solves of the user. Users and items never seen before grow by
/// themselves. A user and an item that are both new say nothing of each other: they stay without factors until an event ties one of
/// them to something known.
///
/// **How far from training again.** A row that moves is what a half sweep of training would make of it; what an epoch would do to all
/// the rows that stand still is missing. `docs/concepts/updates.md` has measurements. Train again now and then, from
/// [#snapshot] if the trainer is a [Continuing] one.
///
/// **Cost.** One row solve, or three when the item moves; `O(rank^2)` for what rows share, which is kept current (in double, and
/// computed anew from time to time); a copy of the user's events. A new name copies a table when the room behind it is used up, an
/// eighth of its size each time. In a model of neighbours a user's event costs a copy of its events. One by which an item moves costs a copy
/// of sparse weights and a pass over all events; of dense ones, which then all move, `O(items^2)` for each user with new events
/// since the last, and a training whenever as many users have moved them as there are items.
///
/// **Threads.** Any number may ask and observe. Events are taken one after the other. A row is solved aside and put in place under a
/// lock that answers hold, so nobody ever sees half of one; a long answer delays the next event, not the other answers. In a model of
/// neighbours answers hold it only to take the user's row and the weights of one moment, so they delay nothing. The
/// methods that take indexes need tables that do not grow in between: `users()` and `items()` name all who are known at that
/// moment, in an order that later names do not change.
public sealed interface LiveModel extends Recommender permits LiveFactors, LiveNeighbours {
    /// A live copy whose users move, and of the items those that are new; all items with events where users have nothing that could
    /// move, as in [Popularity] and [ItemMean].
    static LiveModel of(Model model) {
        boolean itemsAlone = model instanceof FactorModel factors && !factors.user().rule().learns(factors.rank());
        return of(model, itemsAlone ? PartialFit.touched() : PartialFit.touchedUsers());
    }

    /// A live copy.
    ///
    /// @param which rows move at an event of their own
    /// @throws IllegalStateException when the model was told to forget
    static LiveModel of(Model model, PartialFit which) {
        return switch (model) {
            case FactorModel factors -> new LiveFactors(factors, which);
            case NeighbourModel neighbours -> new LiveNeighbours(neighbours, which);
            default -> throw new IllegalArgumentException("a " + model.getClass().getSimpleName() + " has no live copy");
        };
    }

    /// An event, or a rating; one of the same user and item takes the place of the last.
    default void observe(String user, String item, double value) {
        observe(user, item, value, 1);
    }

    /// An event that weighs as much as `weight` of them.
    ///
    /// @throws IllegalArgumentException for a value or weight that the model's trainer would refuse; nothing has changed then
    /// @throws ArithmeticException      where a row has no solution with it, as for a value beyond what a float can hold when squared;
    ///                                  nothing has changed then either, and nobody has got a name
    void observe(String user, String item, double value, double weight);

    /// How many events it has taken.
    long observed();

    /// The best `count` items for a user but those that the user has had.
    ///
    /// @throws UnknownName for a user it does not know
    default List<Recommendation> recommend(String user, int count) {
        return recommend(user, count, excludingPast());
    }

    /// The best `count` items for somebody new, whose events are used for this answer and not kept; items it does not know are left
    /// out.
    ///
    /// @param events by item name
    /// @throws UnknownName when it knows none of the items
    List<Recommendation> recommend(Map<String, Double> events, int count, Excluding excluding);

    /// What excludes everything that a user has had, up to this moment.
    Excluding excludingPast();

    /// The model as it is now, unmoved by what comes after.
    Model snapshot();

    /// Refuses what is no number, and for models of events what is no event.
    static float checked(Scale scale, double value, double weight) {
        Check check = Check.of(LiveModel.class);
        boolean sound = scale.rated() ? Float.isFinite((float) value) : value > 0 && Float.isFinite((float) value);
        check.that(sound, "value", scale.rated() ? "be a finite number" : "be a finite number above 0", value);
        check.that((float) weight > 0 && Float.isFinite((float) weight), "weight", "be a finite number above 0", weight);
        return (float) value;
    }
}

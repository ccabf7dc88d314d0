package mf4j.recommend;

import mf4j.data.Attributes;
import mf4j.data.Ids;
import mf4j.data.Ratings;
import mf4j.matrix.SparseRows;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What becomes of a model of neighbours without training: items that are new or have new events.
final class NeighbourUpdate {
    private final NeighbourModel model;
    private final NeighbourRule rule;

    NeighbourUpdate(NeighbourModel model) {
        this.model = model;
        this.rule = model.rule();
    }

    /// An item from events of known users.
    Newcomer newcomer(Map<String, Double> events) {
        SparseRows x = rule.strengths(model.remembered("folding an item in").learnedRows());
        return Newcomer.scored("user", model.users(), events, model.provenance(), row -> {
            refuseWhatIsNoEvent(row);
            SparseRows y = rule.strengths(row);
            NeighbourColumn column = rule.against(model.weights(), x).get().solve(y, 0, -1);
            return scores(x, column);
        });
    }

    private void refuseWhatIsNoEvent(SparseRows row) {
        Events.positive(NeighbourModel.class, Ratings.of(Ids.of(List.of("(newcomer)")), model.users(), row, null));
    }

    private static float[] scores(SparseRows x, NeighbourColumn column) {
        float[] adds = new float[x.columnCount()];
        for (int k = 0; k < column.from().length; k++) adds[column.from()[k]] = column.values()[k];
        float[] scores = new float[x.rows()];
        for (int user = 0; user < scores.length; user++) {
            for (int entry = x.offsets()[user]; entry < x.offsets()[user + 1]; entry++) {
                scores[user] = Math.fma(x.values()[entry], adds[x.columns()[entry]], scores[user]);
            }
        }
        return scores;
    }

    /// The model after new events.
    NeighbourModel joined(Ratings events, PartialFit which) {
        Events.positive(Model.class, events);
        NewEvents news = NewEvents.of(model, model.remembered("partialFit"), events, Attributes.none(), Attributes.none());
        SparseRows x = rule.strengths(news.past().learnedRows());
        news.users(which, new BitSet()); // refuses a chosen user whom nobody knows
        int[] chosen = news.items(which, new BitSet());
        boolean follows = follows(news, which, chosen);
        NeighbourWeights weights = follows ? following(news, x) : beside(placeable(chosen), x);
        float[] shares = follows ? new Shares(x).of() : Arrays.copyOf(model.shares(), x.columnCount());
        return new NeighbourModel(news.users().ids(), news.items().ids(), weights, rule, shares, Optional.of(news.past()),
                NewEvents.changed(model.provenance(), events));
    }

    /// Whether all items move, as one.
    private boolean follows(NewEvents news, PartialFit which, int[] chosen) {
        Ids items = news.items().ids();
        return follows(model) && Arrays.stream(chosen).anyMatch(i -> which.items().takes(items.name(i), false));
    }

    /// Whether the weights come from one inverse, so that no item moves alone.
    static boolean follows(NeighbourModel model) {
        return model.rule() instanceof RidgeRule && model.weights() instanceof DenseWeights;
    }

    private NeighbourWeights following(NewEvents news, SparseRows x) {
        return RidgeUpdate.following((RidgeRule) rule, (DenseWeights) model.weights(), rule.strengths(news.before().learnedRows()), x);
    }

    /// Those of which a column can be put beside the others.
    private int[] placeable(int[] chosen) {
        return follows(model) ? Arrays.stream(chosen).filter(((DenseWeights) model.weights())::stranger).toArray() : chosen;
    }

    /// The columns of some items beside the others as they stand.
    private NeighbourWeights beside(int[] chosen, SparseRows x) {
        if (chosen.length == 0 && x.columnCount() == model.items().size()) return model.weights();
        return beside(rule, model.weights(), chosen, x);
    }

    /// @param x users x items, strengths
    static NeighbourWeights beside(NeighbourRule rule, NeighbourWeights weights, int[] chosen, SparseRows x) {
        List<NeighbourColumn> columns = NeighbourRule.columns(rule.against(weights, x), x.transposed(), chosen);
        TreeMap<Integer, NeighbourColumn> fresh = new TreeMap<>();
        for (int j = 0; j < chosen.length; j++) fresh.put(chosen[j], columns.get(j));
        return weights.with(x.columnCount(), fresh);
    }
}

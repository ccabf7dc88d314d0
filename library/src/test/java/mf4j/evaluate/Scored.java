package mf4j.evaluate;

import mf4j.data.Ids;
import mf4j.recommend.Excluding;
import mf4j.recommend.Recommendation;
import mf4j.recommend.Recommender;
import mf4j.train.History;
import mf4j.train.Provenance;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A model that is nothing but its scores.
///
/// @param scores   users x items
/// @param stranger scores of a user it does not know; an item it does not know has score 3
record Scored(Ids users, Ids items, float[][] scores, float[] stranger) implements Recommender {
    static Scored of(List<String> users, List<String> items, float[]... scores) {
        return new Scored(Ids.of(users), Ids.of(items), scores, new float[items.size()]);
    }

    Scored stranger(float... stranger) {
        return new Scored(users, items, scores, stranger);
    }

    /// Names u0, u1, ... and i0, i1, ...
    static Scored of(float[]... scores) {
        return of(names("u", scores.length), names("i", scores[0].length), scores);
    }

    static List<String> names(String letter, int count) {
        return java.util.stream.IntStream.range(0, count).mapToObj(j -> letter + j).toList();
    }

    /// The same model with every score changed.
    Scored map(java.util.function.DoubleUnaryOperator change) {
        float[][] changed = Arrays.stream(scores).map(float[]::clone).toArray(float[][]::new);
        for (float[] row : changed) for (int j = 0; j < row.length; j++) row[j] = (float) change.applyAsDouble(row[j]);
        return new Scored(users, items, changed, stranger);
    }

    @Override
    public Provenance provenance() {
        return new Provenance("Scored", Map.of(), "", "", "", History.EMPTY);
    }

    @Override
    public void scores(int user, int count, float[] into) {
        for (int u = 0; u < count; u++) System.arraycopy(scores[user + u], 0, into, u * items.size(), items.size());
    }

    @Override
    public double score(int user, int item) {
        return item < 0 ? 3 : user < 0 ? stranger[item] : scores[user][item];
    }

    @Override
    public List<Recommendation> recommend(String user, int count, Excluding excluding) {
        throw new UnsupportedOperationException();
    }
}

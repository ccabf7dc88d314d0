package mf4j.store;

import mf4j.data.Ids;
import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;
import mf4j.recommend.DenseWeights;
import mf4j.recommend.EventRule;
import mf4j.recommend.FactorModel;
import mf4j.recommend.ItemKnn;
import mf4j.recommend.LogisticRule;
import mf4j.recommend.Model;
import mf4j.recommend.NeighbourModel;
import mf4j.recommend.NeighbourRule;
import mf4j.recommend.NeighbourWeights;
import mf4j.recommend.PairRule;
import mf4j.recommend.Past;
import mf4j.recommend.RatingRule;
import mf4j.recommend.RidgeRule;
import mf4j.recommend.RowRule;
import mf4j.recommend.Scale;
import mf4j.recommend.Side;
import mf4j.recommend.SimilarityRule;
import mf4j.recommend.SparseWeights;
import mf4j.train.Epoch;
import mf4j.train.History;
import mf4j.train.Provenance;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// Models no trainer would make: any shape, any bits, any names; the same for the same seed.
final class Models {
    private static final String[] ODD = {"007", "7", "a,b", "\"", "\"\"", "say \"hi\"", "two\nlines", "\r\n", "\r", " ", " lead", "tail\t",
            "é", "e\u0301", "日本語", "🎬", "\u2028", "\ufeff", "\0", "null", "NaN", "-0", "=1+1", "'", "\\", "index,id,title", "0"};

    private final Random random;

    private Models(long seed) {
        this.random = new Random(seed);
    }

    static ModelFile random(long seed) {
        return new Models(seed).file();
    }

    /// One of neighbours, with sparse weights when the seed is even and dense ones when it is odd.
    static ModelFile neighbours(long seed) {
        Models models = new Models(seed);
        return models.file(models.neighbours(seed % 2 == 0));
    }

    private ModelFile file() {
        return file(model());
    }

    private NeighbourModel neighbours(boolean sparse) {
        int users = random.nextInt(9);
        int items = random.nextInt(9);
        NeighbourWeights weights = sparse ? sparse(items) : new DenseWeights(floats(items * items), floats(items));
        ItemKnn.Similarity[] all = ItemKnn.Similarity.values();
        NeighbourRule rule = random.nextBoolean() ? new RidgeRule(random.nextDouble(), random.nextInt(9), random.nextBoolean())
                : new SimilarityRule(all[random.nextInt(all.length)], 1 + random.nextInt(9), random.nextDouble(), 2, 0.5, random.nextBoolean());
        Optional<Past> past = random.nextInt(3) == 0 ? Optional.empty() : Optional.of(past(users, items));
        return new NeighbourModel(ids(users), ids(items), weights, rule, floats(items), past, provenance());
    }

    private SparseWeights sparse(int items) {
        SparseRows rows = past(items, items).byUser();
        return new SparseWeights(new SparseRows(rows.offsets(), rows.columns(), rows.values(), null, items));
    }

    private ModelFile file(Model model) {
        Map<String, String> titles = new LinkedHashMap<>();
        for (int i = 0; i < model.items().size(); i++) {
            if (random.nextBoolean()) titles.put(model.items().name(i), random.nextInt(4) == 0 ? "" : ODD[random.nextInt(ODD.length)]);
        }
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("command", List.of("train", "ratings.csv", 3, 0.1, true));
        about.put("nothing", null);
        about.put("split", Map.of("train", 7, "large", 1L << 40));
        return new ModelFile(model, titles, about);
    }

    private FactorModel model() {
        int users = random.nextInt(9);
        int items = random.nextInt(9);
        int rank = random.nextInt(5);
        Side user = side(users, rank);
        Side item = popular(side(items, rank), user.rule());
        Optional<Past> past = random.nextInt(3) == 0 ? Optional.empty() : Optional.of(past(users, items));
        Scale scale = new Scale(random.nextGaussian(), random.nextInt(5) == 0 ? Double.NaN : 0.1, 5, random.nextBoolean(), random.nextBoolean());
        return new FactorModel(user, item, scale, past, provenance());
    }

    private Side side(int size, int rank) {
        RowRule ratings = ratings();
        RowRule rule = size % 3 == 1 ? events(size) : size == 5 || size == 8 ? compared(size) : ratings;
        Optional<Factors> implied = random.nextBoolean() ? Optional.empty() : Optional.of(factors(size, rank));
        return new Side(ids(size), factors(size, rank), floats(size), rule, implied);
    }

    private static Side popular(Side side, RowRule otherRule) {
        if (!(otherRule instanceof EventRule)) return side;
        float[] shares = new float[side.ids().size()];
        for (int j = 0; j < shares.length; j++) shares[j] = 1f / (1 + j);
        return new Side(side.ids(), side.factors(), side.bias(), side.rule(), side.implied(), side.described(), Optional.of(shares));
    }

    /// From no lot of its own, so that the models of old seeds stay.
    private static RowRule events(int size) {
        EventRule.Convention convention = size % 2 == 0 ? EventRule.Convention.ADDED : EventRule.Convention.REPLACED;
        return new EventRule(0.1 / size, 1.0 / size, 0.25 * (size % 5), size % 4, convention,
                size % 2 == 0 ? EventRule.Solver.CG : EventRule.Solver.CHOLESKY, 1 + size % 7);
    }

    private static RowRule compared(int size) {
        return size % 2 == 0 ? new PairRule(0.1 / size, 3 * size)
                : new LogisticRule(true, 0.3 * size, 0.1 / size, 0.7, 1.0 / size, false, size);
    }

    private RowRule ratings() {
        RatingRule.Solver solver = random.nextBoolean() ? RatingRule.Solver.CG : RatingRule.Solver.CHOLESKY;
        return new RatingRule(random.nextBoolean(), random.nextDouble(), random.nextDouble(), random.nextBoolean(),
                solver == RatingRule.Solver.CHOLESKY && random.nextBoolean(), solver, 1 + random.nextInt(9));
    }

    private Ids ids(int size) {
        boolean numbers = random.nextBoolean();
        Set<String> names = new LinkedHashSet<>();
        while (names.size() < size) {
            names.add(numbers ? Long.toString(random.nextLong() >> random.nextInt(64)) : ODD[random.nextInt(ODD.length)]);
        }
        return Ids.of(new ArrayList<>(names));
    }

    private Factors factors(int rows, int rank) {
        return new Factors(floats(rows * rank), rows, rank);
    }

    private float[] floats(int count) {
        float[] values = new float[count];
        for (int j = 0; j < count; j++) values[j] = Float.intBitsToFloat(random.nextInt());
        return values;
    }

    private Past past(int users, int items) {
        int[] offsets = new int[users + 1];
        for (int u = 0; u < users; u++) offsets[u + 1] = offsets[u] + (items == 0 ? 0 : random.nextInt(6));
        int entries = offsets[users];
        int[] columns = new int[entries];
        BitSet learned = new BitSet();
        for (int j = 0; j < entries; j++) {
            columns[j] = random.nextInt(items);
            learned.set(j, random.nextBoolean());
        }
        return new Past(new SparseRows(offsets, columns, floats(entries), random.nextBoolean() ? null : floats(entries), items), learned);
    }

    private Provenance provenance() {
        Map<String, Object> knobs = new LinkedHashMap<>();
        knobs.put("rank", random.nextInt());
        knobs.put("regularization", random.nextDouble());
        knobs.put("biased", random.nextBoolean());
        knobs.put("solver", "cholesky");
        knobs.put("seed", random.nextBoolean() ? 7L : random.nextLong());
        List<Epoch> epochs = new ArrayList<>();
        for (int number = 1; number <= random.nextInt(4); number++) {
            double objective = random.nextBoolean() ? Double.NaN : random.nextGaussian();
            epochs.add(new Epoch(number, objective, random.nextDouble(), Map.of("rmse", random.nextDouble(), "ndcg@10", Double.POSITIVE_INFINITY),
                    random.nextBoolean()));
        }
        return new Provenance("Als", knobs, "fingerprint", "0.1", "vector-512", new History(epochs));
    }
}

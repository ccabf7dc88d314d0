package mf4j.recommend;

import mf4j.data.Ratings;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ItemKnnTest extends EventsContract<ItemKnn, NeighbourModel> {
    @Override
    ItemKnn trainer() {
        return ItemKnn.defaults().withNeighbours(15);
    }

    private static Stream<ItemKnn> variants() {
        List<ItemKnn> all = new ArrayList<>();
        for (ItemKnn.Similarity similarity : ItemKnn.Similarity.values()) {
            for (boolean valued : new boolean[] {true, false}) {
                for (double shrinkage : new double[] {0, 7}) {
                    all.add(ItemKnn.defaults().withSimilarity(similarity).withValued(valued).withShrinkage(shrinkage).withNeighbours(6).withK1(1.5).withB(0.4));
                }
            }
        }
        return all.stream();
    }

    /// Users x items of strengths.
    private static double[][] strengths(ItemKnn knobs, Ratings events) {
        double[][] x = new double[events.users().size()][events.items().size()];
        for (int u = 0; u < x.length; u++) {
            for (int e = events.byUser().offsets()[u]; e < events.byUser().offsets()[u + 1]; e++) {
                x[u][events.byUser().columns()[e]] = events.byUser().weight(e) * (knobs.valued() ? events.byUser().values()[e] : 1);
            }
        }
        return x;
    }

    /// Weighted by the formulas, cell by cell.
    private static double[][] weighted(ItemKnn knobs, double[][] x) {
        int items = x[0].length;
        double[][] z = new double[x.length][items];
        double all = Stream.of(x).flatMapToDouble(java.util.Arrays::stream).sum();
        for (int u = 0; u < x.length; u++) {
            long had = java.util.Arrays.stream(x[u]).filter(v -> v > 0).count();
            double idf = Math.max(0, Math.log(items / (1.0 + had)));
            for (int i = 0; i < items; i++) {
                int item = i;
                double length = Stream.of(x).mapToDouble(row -> row[item]).sum() / (all / items);
                z[u][i] = switch (knobs.similarity()) {
                    case COSINE -> x[u][i];
                    case TFIDF -> Math.sqrt(x[u][i]) * idf;
                    case BM25 -> idf * x[u][i] * (knobs.k1() + 1) / (knobs.k1() * (1 - knobs.b() + knobs.b() * length) + x[u][i]);
                };
            }
        }
        return z;
    }

    private static double similarity(ItemKnn knobs, double[][] x, double[][] z, int i, int j) {
        double dot = 0, ii = 0, jj = 0;
        int both = 0;
        for (int u = 0; u < x.length; u++) {
            dot += z[u][i] * z[u][j];
            ii += z[u][i] * z[u][i];
            jj += z[u][j] * z[u][j];
            both += x[u][i] > 0 && x[u][j] > 0 ? 1 : 0;
        }
        if (both == 0) return 0;
        double plain = knobs.similarity() == ItemKnn.Similarity.BM25 ? dot : ii * jj > 0 ? dot / Math.sqrt(ii * jj) : 0;
        return plain * both / (both + knobs.shrinkage());
    }

    @TestFactory
    Stream<DynamicTest> keepsTheNearestByTheFormulas() {
        return variants().map(knobs -> DynamicTest.dynamicTest(knobs.toString(), () -> {
            double[][] x = strengths(knobs, EVENTS);
            double[][] z = weighted(knobs, x);
            NeighbourModel model = knobs.fit(EVENTS);
            for (int i = 0; i < 40; i++) {
                int item = i;
                double[] similar = IntStream.range(0, 40).mapToDouble(j -> j == item ? 0 : similarity(knobs, x, z, item, j)).toArray();
                double sixth = IntStream.range(0, 40).mapToObj(j -> similar[j]).sorted(Comparator.reverseOrder()).toList().get(5);
                int kept = 0;
                for (int j = 0; j < 40; j++) {
                    double weight = model.weights().weight(j, i);
                    if (weight > 0) {
                        kept++;
                        assertThat(weight).isCloseTo(similar[j], within(1e-5 * (1 + similar[j])));
                        assertThat(similar[j]).isGreaterThan(sixth * (1 - 1e-5));
                    }
                }
                assertThat(kept).isEqualTo((int) Math.min(6, java.util.Arrays.stream(similar).filter(s -> s > 0).count()));
            }
        }));
    }

    @Test
    void breaksTiesByIndex() {
        Ratings same = Ratings.builder().add("u", "a", 1).add("u", "b", 1).add("u", "c", 1).add("u", "d", 1).add("v", "e", 1).build();
        NeighbourModel model = ItemKnn.defaults().withSimilarity(ItemKnn.Similarity.COSINE).withNeighbours(2).fit(same);
        assertThat(model.weights().column(2).from()).containsExactly(0, 1);
        assertThat(model.weights().column(0).from()).containsExactly(1, 2);
        assertThat(model.weights().column(4).from()).isEmpty();
    }

    @Test
    void scoresTheSumOfSimilarities() {
        NeighbourModel model = trainer().withValued(true).fit(EVENTS);
        for (int i = 0; i < 40; i++) {
            double sum = 0;
            for (int e = EVENTS.byUser().offsets()[7]; e < EVENTS.byUser().offsets()[8]; e++) {
                sum += EVENTS.byUser().values()[e] * model.weights().weight(EVENTS.byUser().columns()[e], i);
            }
            assertThat(model.score(7, i)).isCloseTo(sum, within(1e-5));
        }
    }

    /// An item that is folded in has the neighbours that it would have had, where its users' other numbers do not depend on it.
    @Test
    void foldsAnItemInByItsSimilarities() {
        Ratings without = EVENTS.subset(entry -> EVENTS.byUser().columns()[entry] != 5);
        ItemKnn knobs = trainer().withSimilarity(ItemKnn.Similarity.COSINE).withValued(true);
        Map<String, Double> events = new java.util.HashMap<>();
        for (int e = EVENTS.byItem().offsets()[5]; e < EVENTS.byItem().offsets()[6]; e++) {
            events.put("u" + EVENTS.byItem().columns()[e], (double) EVENTS.byItem().values()[e]);
        }
        Newcomer newcomer = knobs.fit(without).foldInItem(events);
        NeighbourModel whole = knobs.fit(EVENTS);
        NeighbourModel scored = new NeighbourModel(whole.users(), whole.items(), whole.weights(), whole.rule(), whole.shares(),
                knobs.fit(without).past(), whole.provenance());
        for (int u = 0; u < 60; u++) assertThat(newcomer.predict("u" + u)).isCloseTo(scored.score(u, 5), within(1e-5));
    }
}

package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.matrix.SparseRows;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

class EaseTest extends EventsContract<Ease, NeighbourModel> {
    @Override
    Ease trainer() {
        return Ease.defaults().withRegularization(10);
    }

    /// All columns come from one inverse: they move together, or stand still together.
    @Override
    PartialFit still() {
        return PartialFit.touchedUsers();
    }

    private static double[][] strengths(Ease knobs, Ratings events) {
        double[][] x = new double[events.users().size()][events.items().size()];
        SparseRows rows = events.byUser();
        for (int u = 0; u < x.length; u++) {
            for (int e = rows.offsets()[u]; e < rows.offsets()[u + 1]; e++) x[u][rows.columns()[e]] = rows.weight(e) * (knobs.valued() ? rows.values()[e] : 1);
        }
        return x;
    }

    private static Stream<Ease> variants() {
        return Stream.of(0.7, 40.0).flatMap(pull -> Stream.of(0, 7, 39).flatMap(few -> Stream.of(true, false)
                .map(valued -> Ease.defaults().withRegularization(pull).withNeighbours(few).withValued(valued))));
    }

    /// `x_i - X b` per user, and then its product with every column.
    private static double[] residual(double[][] x, NeighbourModel model, int i) {
        double[] residual = new double[x.length];
        for (int u = 0; u < x.length; u++) {
            residual[u] = x[u][i];
            for (int j = 0; j < x[u].length; j++) residual[u] -= x[u][j] * model.weights().weight(j, i);
        }
        return residual;
    }

    @TestFactory
    Stream<DynamicTest> leavesNoGradientButWhereAWeightMustBeZero() {
        return variants().map(knobs -> DynamicTest.dynamicTest(knobs.toString(), () -> {
            double[][] x = strengths(knobs, EVENTS);
            NeighbourModel model = knobs.fit(EVENTS);
            for (int i = 0; i < 40; i++) {
                double[] residual = residual(x, model, i);
                assertThat(model.weights().weight(i, i)).isZero();
                int free = 0;
                for (int j = 0; j < 40; j++) {
                    double b = model.weights().weight(j, i);
                    if (b == 0) continue;
                    free++;
                    double gradient = -knobs.regularization() * b;
                    for (int u = 0; u < x.length; u++) gradient += x[u][j] * residual[u];
                    assertThat(gradient).as("of item " + j + " for item " + i).isCloseTo(0, within(2e-3));
                }
                assertThat(free).isEqualTo(knobs.neighbours() == 0 ? 39 : Math.min(knobs.neighbours(), shared(x, i)));
            }
        }));
    }

    private static int shared(double[][] x, int i) {
        int shared = 0;
        for (int j = 0; j < 40; j++) {
            int item = j;
            if (j != i && Stream.of(x).anyMatch(row -> row[i] > 0 && row[item] > 0)) shared++;
        }
        return shared;
    }

    @TestFactory
    Stream<DynamicTest> reportsTheObjectiveOfItsDefinition() {
        return variants().map(knobs -> DynamicTest.dynamicTest(knobs.toString(), () -> {
            double[][] x = strengths(knobs, EVENTS);
            NeighbourModel model = knobs.fit(EVENTS);
            double sum = 0;
            for (int i = 0; i < 40; i++) {
                for (double r : residual(x, model, i)) sum += r * r;
                for (int j = 0; j < 40; j++) sum += knobs.regularization() * model.weights().weight(j, i) * model.weights().weight(j, i);
            }
            assertThat(model.provenance().history().epochs().getFirst().objective()).isCloseTo(sum, withPercentage(0.01));
        }));
    }

    /// Five items by six users, at a pull of 0.5: NumPy in double, `P = inv(X.T @ X + .5 * eye(5)); eye(5) - P / diag(P)`.
    private static final double[][] NUMPY = {
            {0.00000000, 0.57221711, 0.23578077, -0.22759315, 0.02863602},
            {0.65681098, 0.00000000, 0.01240951, 0.43907351, 0.00150716},
            {0.24076030, 0.01103956, 0.00000000, 0.32628399, 0.41296157},
            {-0.23864836, 0.40110396, 0.33505688, 0.00000000, 0.04069329},
            {0.04012672, 0.00183993, 0.56670114, 0.05438066, 0.00000000}};

    @Test
    void isTheClosedFormOfNumPy() {
        int[][] x = {{1, 1, 0, 1, 0}, {1, 0, 1, 0, 0}, {0, 1, 1, 1, 0}, {1, 1, 1, 0, 1}, {0, 0, 1, 1, 1}, {1, 1, 0, 0, 0}};
        Ratings.Builder events = Ratings.builder();
        for (int i = 0; i < 5; i++) for (int u = 0; u < 6; u++) if (x[u][i] > 0) events.add("u" + u, "i" + i, 1);
        NeighbourModel model = Ease.defaults().withRegularization(0.5).fit(events.build());
        for (int j = 0; j < 5; j++) {
            for (int i = 0; i < 5; i++) {
                assertThat((double) model.weights().weight(model.items().indexOf("i" + j), model.items().indexOf("i" + i))).isCloseTo(NUMPY[j][i], within(2e-6));
            }
        }
    }

    @Test
    void onAllItemsAsNeighboursItIsTheFullOne() {
        NeighbourModel full = trainer().fit(EVENTS);
        NeighbourModel few = trainer().withNeighbours(39).fit(EVENTS);
        double[][] x = strengths(trainer(), EVENTS);
        int compared = 0;
        for (int i = 0; i < 40; i++) {
            if (shared(x, i) < 39) continue;
            for (int j = 0; j < 40; j++, compared++) {
                assertThat((double) few.weights().weight(j, i)).isCloseTo(full.weights().weight(j, i), within(1e-5));
            }
        }
        assertThat(compared).isGreaterThan(100);
    }

    /// Everybody had `hit`, which shares most users with everything; the twins share all of theirs.
    @Test
    void fewNeighboursAreTheNearestByCosine() {
        Ratings.Builder events = Ratings.builder();
        for (int u = 0; u < 30; u++) events.add("u" + u, "hit", 1);
        for (int u = 0; u < 6; u++) events.add("u" + u, "twin", 1);
        for (int u = 0; u < 5; u++) events.add("u" + u, "other twin", 1);
        NeighbourModel model = trainer().withNeighbours(1).fit(events.build());
        assertThat(model.similarItems("twin", 9)).extracting(Recommendation::name).containsExactly("other twin");
        double[][] x = strengths(trainer().withValued(true), EVENTS);
        NeighbourModel few = trainer().withValued(true).withNeighbours(7).fit(EVENTS);
        for (int i = 0; i < 40; i++) {
            int item = i;
            int[] nearest = java.util.stream.IntStream.range(0, 40).filter(j -> j != item && cosine(x, j, item) > 0).boxed()
                    .sorted(java.util.Comparator.comparingDouble(j -> -cosine(x, j, item))).limit(7).mapToInt(j -> j).toArray();
            assertThat(few.weights().column(i).from()).containsExactlyInAnyOrder(nearest);
        }
    }

    private static double cosine(double[][] x, int j, int i) {
        double dot = 0, jj = 0, ii = 0;
        for (double[] row : x) {
            dot += row[j] * row[i];
            jj += row[j] * row[j];
            ii += row[i] * row[i];
        }
        return dot / Math.sqrt(ii * jj);
    }

    /// A folded item has the column that training on its users' other events would give it, its own events being nobody's regressor.
    @Test
    void foldsAnItemInByItsOwnRegression() {
        for (Ease knobs : new Ease[] {trainer(), trainer().withNeighbours(8), trainer().withValued(true)}) {
            Ratings without = EVENTS.subset(entry -> EVENTS.byUser().columns()[entry] != 5);
            Map<String, Double> events = new HashMap<>();
            for (int e = EVENTS.byItem().offsets()[5]; e < EVENTS.byItem().offsets()[6]; e++) {
                events.put("u" + EVENTS.byItem().columns()[e], (double) EVENTS.byItem().values()[e]);
            }
            NeighbourModel before = knobs.fit(without);
            Newcomer newcomer = before.foldInItem(events);
            NeighbourModel whole = knobs.fit(EVENTS);
            NeighbourModel scored = new NeighbourModel(whole.users(), whole.items(), whole.weights(), whole.rule(), whole.shares(), before.past(), whole.provenance());
            for (int u = 0; u < 60; u++) assertThat(newcomer.predict("u" + u)).isCloseTo(scored.score(u, 5), within(2e-5));
        }
    }

    /// Solving a column of the training once more, beside the others, changes nothing.
    @Test
    void aColumnRefittedIsTheColumnThatWas() {
        for (Ease knobs : new Ease[] {trainer(), trainer().withNeighbours(8)}) {
            NeighbourModel model = knobs.fit(EVENTS);
            Model again = model.refit(java.util.List.of(), java.util.List.of("i3", "i17"));
            for (int u = 0; u < 60; u++) for (int i = 0; i < 40; i++) assertThat(again.score(u, i)).isCloseTo(model.score(u, i), within(2e-5));
        }
    }

    @Test
    void saysWhenThePullIsTooWeak() {
        Ratings.Builder twins = Ratings.builder(); // four users, so that roots and differences are exact
        for (String user : new String[] {"t", "u", "v", "w"}) twins.add(user, "a", 1).add(user, "b", 1);
        assertThatThrownBy(() -> Ease.defaults().withRegularization(1e-9).fit(twins.build())).isInstanceOf(ArithmeticException.class)
                .hasMessage("item 1 is nearly a sum of others, and the pull of 1.0E-9 is too weak to tell them apart; use more regularization");
    }

    /// Of more there is no square array.
    @Test
    void refusesMoreNeighboursThanCanBeRegressedOn() {
        assertThat(trainer().withNeighbours(46_340).neighbours()).isEqualTo(46_340);
        assertThatThrownBy(() -> trainer().withNeighbours(46_341)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Ease.neighbours must be at least 0 and at most 46340 but was 46341");
    }

    @Test
    void saysWhatToDoAboutTooManyItems() {
        int items = 46_341;
        SparseRows rows = new SparseRows(new int[] {0, 1}, new int[] {0}, new float[] {1}, null, items);
        assertThatThrownBy(() -> new RidgeRule(1, 0, false).learn(rows)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("regressing each of 46,341 items on all others needs 8.0 GiB of memory at once, of which there are ")
                .hasMessageEndingWith("(and at most 46,340 items can be); give the Java heap more, or set neighbours, to 100 for example");
    }
}

package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;
import mf4j.train.Seeds;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

/// All solvers of a row of events against its definition, in double.
class EventRowsTest {
    private static final int RANK = 24;
    private static final Factors OTHERS = Factors.normal(50, RANK, 0.5, Seeds.of(3));
    private static final SparseRows ROWS = rows();

    /// Rows of 0, 1, 2, ... 30 events, with values and weights.
    private static SparseRows rows() {
        int[] offsets = new int[32];
        for (int row = 0; row <= 30; row++) offsets[row + 1] = offsets[row] + row;
        int entries = offsets[31];
        int[] columns = new int[entries];
        float[] values = new float[entries];
        float[] weights = new float[entries];
        for (int row = 0; row <= 30; row++) {
            for (int e = offsets[row]; e < offsets[row + 1]; e++) {
                columns[e] = (7 * row + 3 * (e - offsets[row])) % 50;
                values[e] = 1 + e % 4;
                weights[e] = 0.5f + 0.25f * (e % 3);
            }
        }
        return new SparseRows(offsets, columns, values, weights, 50);
    }

    private static List<EventRule> rules() {
        List<EventRule> rules = new ArrayList<>();
        for (EventRule.Convention convention : EventRule.Convention.values()) {
            for (double nu : new double[] {0, 0.5, 1}) {
                for (double unobserved : new double[] {0.1, 2}) { // with 2, replaced weights fall below 0
                    rules.add(new EventRule(0.05, unobserved, nu, 0.5, convention, EventRule.Solver.CG, 2 * RANK));
                }
            }
        }
        return rules;
    }

    /// The row's part of the objective, from its definition.
    private static double value(EventRule rule, int row, float[] x) {
        double sum = 0;
        boolean[] chosen = new boolean[50];
        for (int e = ROWS.offsets()[row]; e < ROWS.offsets()[row + 1]; e++) {
            double s = score(ROWS.columns()[e], x);
            chosen[ROWS.columns()[e]] = true;
            sum += ROWS.weight(e) * (1 + rule.alpha() * ROWS.values()[e]) * (1 - s) * (1 - s);
        }
        for (int i = 0; i < 50; i++) {
            double s = score(i, x);
            if (!chosen[i] || rule.convention() == EventRule.Convention.ADDED) sum += rule.unobserved() * s * s;
        }
        double squares = 0;
        for (float v : x) squares += (double) v * v;
        return sum + rule.regularization() * Math.pow(ROWS.count(row) + rule.unobserved() * 50, rule.nu()) * squares;
    }

    private static double score(int item, float[] x) {
        double s = 0;
        for (int j = 0; j < RANK; j++) s += (double) OTHERS.values()[item * RANK + j] * x[j];
        return s;
    }

    private record Solved(double value, float[] x) { }

    private static Solved exactly(EventRule rule, int row) {
        float[] x = new float[RANK];
        return new Solved(new EventSolver(rule, EventSide.of(rule, OTHERS)).solve(ROWS, row, null, 0, x, 0, 0), x);
    }

    private static Solved inBasis(EventRule rule, int row, boolean descending) {
        EventBasis basis = EventBasis.of(rule, OTHERS);
        Factors x = Factors.zeros(1, RANK);
        RowSolver solver = descending ? new EventDescent(rule, basis) : new BriefRow(rule, basis, basis.side(), 20);
        double value = solver.solve(ROWS, row, null, 0, x.values(), 0, 0);
        basis.leave(x);
        return new Solved(value, x.values());
    }

    @TestFactory
    Stream<DynamicTest> everySolverEndsAtTheMinimum() {
        return rules().stream().map(rule -> DynamicTest.dynamicTest(rule.toString(), () -> {
            for (int row = 1; row <= 30; row++) {
                Solved exact = exactly(rule, row);
                if (indefinite(rule, row)) continue;
                minimal(rule, row, exact);
                minimal(rule, row, inBasis(rule, row, false));
                minimal(rule, row, inBasis(rule, row, true));
            }
        }));
    }

    /// Weights below 0 may leave a row without a minimum; which, the definition says along some direction.
    private static boolean indefinite(EventRule rule, int row) {
        double[] a = new double[RANK * RANK];
        double pull = rule.penalty(ROWS.count(row), 50);
        for (int i = 0; i < RANK; i++) a[i * RANK + i] = pull;
        for (int item = 0; item < 50; item++) add(a, item, rule.unobserved());
        for (int e = ROWS.offsets()[row]; e < ROWS.offsets()[row + 1]; e++) add(a, ROWS.columns()[e], rule.quadratic(rule.confidence(ROWS.values()[e], ROWS.weight(e))));
        return Kernel.active().cholesky(a, RANK, RANK) >= 0;
    }

    private static void add(double[] a, int item, double weight) {
        for (int i = 0; i < RANK; i++) {
            for (int j = 0; j < RANK; j++) a[i * RANK + j] += weight * OTHERS.values()[item * RANK + i] * OTHERS.values()[item * RANK + j];
        }
    }

    /// The value reported is that of the definition, and no coordinate can be moved to lower it: each parabola has its vertex here.
    private static void minimal(EventRule rule, int row, Solved solved) {
        double here = value(rule, row, solved.x());
        assertThat(solved.value()).isCloseTo(here, offset(2e-5 * (1 + ROWS.count(row))));
        for (int j = 0; j < RANK; j++) {
            float kept = solved.x()[j];
            solved.x()[j] = kept + 0.125f;
            double above = value(rule, row, solved.x());
            solved.x()[j] = kept - 0.125f;
            double below = value(rule, row, solved.x());
            solved.x()[j] = kept;
            assertThat((above - below) / (above - 2 * here + below)).as("row %d coordinate %d", row, j).isCloseTo(0, offset(2e-3));
        }
    }

    /// Blocks of 24 are the whole row: one pass is exact. Blocks of 7 get there by many passes, and no pass raises the value.
    @Test
    void blocksOfFactorsDescendToTheMinimum() {
        EventRule rule = new EventRule(0.05, 0.1, 1, 0.5, EventRule.Convention.ADDED, EventRule.Solver.SUBSPACE, 1);
        for (int row = 1; row <= 30; row++) {
            minimal(rule, row, byBlocks(rule, row, RANK, 1));
            double last = Double.MAX_VALUE;
            for (int passes : new int[] {1, 2, 4, 8}) {
                Solved solved = byBlocks(rule, row, 7, passes);
                assertThat(solved.value()).isCloseTo(value(rule, row, solved.x()), offset(2e-5 * (1 + row))).isLessThan(last + 1e-5);
                last = solved.value();
            }
            minimal(rule, row, byBlocks(rule, row, 7, 400));
        }
    }

    /// Tiles of four events and one for all: the same sums, in another order.
    @Test
    void rowsLongerThanATileEndAtTheSameValues() {
        for (EventRule rule : rules()) {
            EventBasis basis = EventBasis.of(rule, OTHERS);
            for (int row : new int[] {1, 4, 5, 8, 30}) {
                alike(new EventDescent(rule, basis), new EventDescent(rule, basis, new EventTiles(rule, basis.others(), 4)), rule, row);
                alike(new BlockRow(rule, basis, 7), new BlockRow(rule, basis, 7, new EventTiles(rule, basis.others(), 4)), rule, row);
            }
        }
    }

    private static void alike(RowSolver whole, RowSolver tiled, EventRule rule, int row) {
        if (indefinite(rule, row)) return;
        float[] x = new float[RANK];
        float[] y = new float[RANK];
        double value = whole.solve(ROWS, row, null, 0, x, 0, 0);
        assertThat(tiled.solve(ROWS, row, null, 0, y, 0, 0)).isCloseTo(value, offset(2e-5 * (1 + row)));
        for (int j = 0; j < RANK; j++) assertThat(y[j]).isCloseTo(x[j], offset(2e-3f));
    }

    /// A row of a hundred thousand events, which whole would be 38 times as large.
    @Test
    void aLongRowIsGatheredTileByTile() {
        int[] columns = new int[100_000];
        float[] ones = new float[columns.length];
        for (int j = 0; j < columns.length; j++) columns[j] = j % 50;
        Arrays.fill(ones, 1);
        EventTiles tiles = new EventTiles(rules().getFirst(), Factors.zeros(50, 100));
        tiles.load(new SparseRows(new int[] {0, columns.length}, columns, ones, null, 50), 0);
        assertThat(tiles.tiles()).isEqualTo(39);
        int events = 0;
        for (int tile = 0; tile < tiles.tiles(); tile++) {
            assertThat(tiles.start(tile)).isEqualTo(events);
            assertThat(tiles.factors(tile).length).isLessThanOrEqualTo(1 << 18);
            events += tiles.count(tile);
        }
        assertThat(events).isEqualTo(columns.length);
    }

    private static Solved byBlocks(EventRule rule, int row, int block, int passes) {
        EventBasis basis = EventBasis.of(rule, OTHERS);
        Factors x = Factors.zeros(1, RANK);
        EventRule patient = new EventRule(rule.regularization(), rule.unobserved(), rule.nu(), rule.alpha(), rule.convention(), rule.solver(), passes);
        double value = new BlockRow(patient, basis, block).solve(ROWS, row, null, 0, x.values(), 0, 0);
        basis.leave(x);
        return new Solved(value, x.values());
    }

    /// The bits of a pull are those of the definition of StrictMath; with `nu` 0 and 1 there is nothing to round.
    @Test
    void pullsHaveTheSameBitsEverywhere() {
        for (int events = 1; events < 2000; events++) {
            for (double nu : new double[] {0, 0.37, 0.5, 1}) {
                double size = events + 0.3 * 1234;
                double expected = nu == 0 ? 1 : nu == 1 ? size : StrictMath.pow(size, nu);
                EventRule rule = new EventRule(0.05, 0.3, nu, 0, EventRule.Convention.ADDED, EventRule.Solver.AUTO, 1);
                assertThat(rule.penalty(events, 1234)).isEqualTo(0.05 * expected);
            }
        }
    }

    @Test
    void rowsWithoutEventsAreZero() {
        for (Solved solved : List.of(exactly(rules().getFirst(), 0), inBasis(rules().getFirst(), 0, false), inBasis(rules().getFirst(), 0, true))) {
            assertThat(solved.x()).containsOnly(0);
            assertThat(solved.value()).isZero();
        }
    }

    /// Without a pull and with fewer items than factors the shared part is singular: short rows must fall back.
    @Test
    void shortRowsFallBackWhereTheSharedPartIsSingular() {
        EventRule rule = new EventRule(0, 0.1, 1, 0, EventRule.Convention.ADDED, EventRule.Solver.AUTO, 1);
        Factors few = Factors.normal(6, RANK, 0.5, Seeds.of(4));
        SparseRows rows = new SparseRows(new int[] {0, 2}, new int[] {1, 4}, new float[] {1, 1}, null, 6);
        EventBasis basis = EventBasis.of(rule, few);
        float[] x = new float[RANK];
        double brief = new BriefRow(rule, basis, basis.side(), 20).solve(rows, 0, null, 0, x, 0, 0);
        double full = new EventSolver(rule, EventSide.of(rule, few)).solve(rows, 0, null, 0, x.clone(), 0, 0);
        assertThat(brief).isCloseTo(full, offset(1e-3));
        for (float v : x) assertThat(v).isFinite();
    }

    @Test
    void theBasisKeepsScoresAndMakesTheGramianDiagonal() {
        EventRule rule = rules().getFirst();
        EventBasis basis = EventBasis.of(rule, OTHERS);
        Factors x = Factors.normal(3, RANK, 1, Seeds.of(9));
        float[] before = x.values().clone();
        basis.enter(x);
        for (int row = 0; row < 3; row++) {
            for (int item = 0; item < 50; item++) {
                double turned = Kernel.active().dot(x.values(), x.start(row), basis.others().values(), basis.others().start(item), RANK);
                assertThat(turned).isCloseTo(score(item, Arrays.copyOfRange(before, row * RANK, (row + 1) * RANK)), offset(2e-5));
            }
        }
        float[] gram = Gramian.of(basis.others(), rule.unobserved());
        for (int i = 0; i < RANK; i++) {
            for (int j = 0; j <= i; j++) assertThat(gram[i * RANK + j]).isCloseTo(i == j ? basis.diagonal()[i] : 0, offset(1e-5f));
        }
        basis.leave(x);
        for (int j = 0; j < before.length; j++) assertThat(x.values()[j]).isCloseTo(before[j], offset(2e-6f));
    }

    @Test
    void theLimitOfShortRowsGrowsWithTheRankAndPlansCountEveryRow() {
        int[] offsets = new int[20_001];
        for (int row = 0; row < 20_000; row++) offsets[row + 1] = offsets[row] + row % 200;
        SparseRows rows = new SparseRows(offsets, new int[offsets[20_000]], new float[offsets[20_000]], null, 1000);
        int last = 0;
        for (int rank : new int[] {32, 64, 128, 256}) {
            EventPlan plan = EventPlan.of(rows, rank);
            assertThat(plan.limit()).isBetween(last + 1, 2 * rank);
            assertThat(plan.brief() + plan.full()).isEqualTo(20_000 - 100); // the empty ones are neither
            assertThat(plan.brief()).isEqualTo(100 * Math.min(199, plan.limit()));
            last = plan.limit();
        }
    }

    @Test
    void nothingIsPlannedThatDoesNotPayForItsBasis() {
        SparseRows few = new SparseRows(new int[] {0, 1, 3}, new int[] {0, 0, 1}, new float[] {1, 1, 1}, null, 1000);
        assertThat(EventPlan.of(few, 64)).isEqualTo(new EventPlan(0, 0, 2)).hasToString("2 by Cholesky");
    }

    @Test
    void saysHowItWillSolveTheRows() {
        Ratings events = ToyWorld.events(60, 40, 1);
        ImplicitAls als = ImplicitAls.defaults().withRank(4);
        assertThat(als.withSolver(EventRule.Solver.CG).plan(events)).contains("by 2 steps of conjugate gradients").startsWith("users: ");
        assertThat(als.plan(events)).contains("by Cholesky");
    }
}

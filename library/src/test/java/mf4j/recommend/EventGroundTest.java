package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;
import mf4j.train.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

class EventGroundTest {
    private static final Ratings WORLD = ToyWorld.events(60, 40, 1);
    private static final EventRule RULE = new EventRule(0.01, 0.3, 1, 0.5, EventRule.Convention.ADDED, EventRule.Solver.CHOLESKY, 1);

    @Test
    void theGramianFollowsItsRowsWithoutDrift() {
        for (int changes : new int[] {29, 30, 31, 10_000}) {
            Factors others = Factors.normal(30, 7, 1, Seeds.of(1));
            EventGround ground = new EventGround(RULE, others);
            Seeds.Stream random = Seeds.of(2).stream(0);
            for (int n = 0; n < changes; n++) {
                int row = random.nextInt(30);
                float[] before = others.row(row);
                for (int j = 0; j < 7; j++) others.values()[others.start(row) + j] = (float) random.nextGaussian() * (n % 3 == 0 ? 100 : 1);
                ground.changed(row, before);
            }
            assertGramian(ground, others, changes);
        }
    }

    /// By the definition `unobserved sum q q^T`, in double.
    private static void assertGramian(EventGround ground, Factors others, int changes) {
        for (int i = 0; i < 7; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                double size = 0;
                for (int row = 0; row < 30; row++) {
                    sum += 0.3 * others.row(row)[i] * others.row(row)[j];
                    size += 0.3 * 100 * 100 * 10;
                }
                assertThat((double) ground.gramian()[i * 7 + j]).as(changes + " changes").isCloseTo(sum, offset(1e-6 * size));
            }
        }
    }

    @Test
    void newRowsAreKnownToTheNextSolve() {
        Factors others = Factors.normal(30, 7, 1, Seeds.of(1));
        EventGround ground = new EventGround(RULE, others);
        Factors grown = others.resized(31);
        ground.grown(grown, new float[31]);
        System.arraycopy(others.row(4), 0, grown.values(), grown.start(30), 7);
        ground.changed(30, new float[7]);
        SparseRows row = new SparseRows(new int[] {0, 2}, new int[] {30, 3}, new float[] {1, 2}, null, 31);
        float[] x = new float[7];
        float[] expected = new float[7];
        ground.solver().solve(row, 0, null, 0, x, 0, 0);
        RULE.against(grown, new float[31], 0).get().solve(row, 0, null, 0, expected, 0, 0);
        for (int j = 0; j < 7; j++) assertThat(x[j]).isCloseTo(expected[j], offset(1e-5f));
    }

    @ParameterizedTest
    @EnumSource(EventRule.Convention.class)
    void aLiveUserEndsAtTheMinimumOfItsRow(EventRule.Convention convention) {
        ImplicitAls knobs = ImplicitAls.defaults().withRank(4).withEpochs(5).withAlpha(0.5).withConvention(convention);
        LiveModel live = LiveModel.of(knobs.fit(WORLD), PartialFit.touched());
        for (int n = 0; n < 300; n++) live.observe("u" + n % 70, "i" + 7 * n % 50, 1 + n % 3);
        FactorModel now = (FactorModel) live.snapshot();
        SparseRows rows = now.past().orElseThrow().byUser();
        int user = now.users().indexOf("u" + 299 % 70); // whose row was solved last
        double pull = knobs.regularization() * Math.pow(rows.count(user) + knobs.unobserved() * now.items().size(), knobs.nu());
        for (int j = 0; j < 4; j++) assertThat(gradient(now, rows, user, j, knobs) + pull * now.user().factors().row(user)[j]).isCloseTo(0, offset(1e-4));
    }

    /// Half the derivative of the row's objective by factor j, without the pull: over all items, from the definition.
    private static double gradient(FactorModel model, SparseRows rows, int user, int j, ImplicitAls knobs) {
        double[] confidence = new double[model.items().size()];
        for (int entry = rows.offsets()[user]; entry < rows.offsets()[user + 1]; entry++) {
            confidence[rows.columns()[entry]] = rows.weight(entry) * (1 + knobs.alpha() * rows.values()[entry]);
        }
        double sum = 0;
        for (int i = 0; i < confidence.length; i++) {
            double score = model.score(user, i);
            boolean counted = confidence[i] == 0 || knobs.convention() == EventRule.Convention.ADDED;
            sum += (confidence[i] * (score - 1) + (counted ? knobs.unobserved() * score : 0)) * model.item().factors().row(i)[j];
        }
        return sum;
    }
}

package mf4j.recommend;

import mf4j.data.Ratings;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

class SvdPlusPlusTest extends RatingsContract<SvdPlusPlus> {
    @Override
    SvdPlusPlus trainer() {
        return SvdPlusPlus.defaults().withRank(4).withLearningRate(0.02).withBiasLearningRate(0.02).withRegularization(0.005)
                .withBiasRegularization(0.005).withDeviation(0.5).withEpochs(80);
    }

    @Override
    double foldInTolerance() {
        return 0.25; // a descent ends near the row's minimum, not on it
    }

    @Test
    void aUserIsItsOwnPartAndTheImpliedOne() {
        FactorModel model = trainer().fit(WORLD);
        float[] implied = model.item().impliedTo(WORLD.byUser(), 3);
        float[] expected = new float[4];
        for (int item : WORLD.byUser().columns(3)) {
            for (int j = 0; j < 4; j++) expected[j] += model.item().implied().orElseThrow().row(item)[j] / (float) Math.sqrt(WORLD.byUser().count(3));
        }
        for (int j = 0; j < 4; j++) assertThat(implied[j]).isEqualTo(expected[j], offset(1e-5f));
    }

    /// With steps too small to move anything, the errors before each step are the errors after it.
    @Test
    void reportsTheObjectiveOfItsPage() {
        SvdPlusPlus still = trainer().withLearningRate(1e-12).withImpliedLearningRate(1e-12).withBiasLearningRate(1e-12).withRegularization(0.3)
                .withImpliedRegularization(0.2).withEpochs(1);
        FactorModel model = still.fit(WORLD);
        double unit = FactorRun.unit(WORLD);
        double sum = 0;
        for (int u = 0; u < WORLD.users().size(); u++) {
            float[] implied = model.item().impliedTo(WORLD.byUser(), u);
            for (int e = WORLD.byUser().offsets()[u]; e < WORLD.byUser().offsets()[u + 1]; e++) {
                int i = WORLD.byUser().columns()[e];
                double error = WORLD.byUser().values()[e] - model.score(u, i);
                sum += error * error;
                for (int j = 0; j < 4; j++) {
                    double own = model.user().factors().row(u)[j] - implied[j];
                    double item = model.item().factors().row(i)[j];
                    sum += unit * 0.3 * (own * own + item * item);
                }
                for (int other : WORLD.byUser().columns(u)) {
                    for (float y : model.item().implied().orElseThrow().row(other)) sum += unit * 0.2 * y * y;
                }
            }
        }
        assertThat(model.provenance().history().epochs().getLast().objective()).isCloseTo(sum, offset(1e-4 * sum));
    }

    /// Users who rate only what they like, always with the same value: the values say nothing, the choice says everything.
    @Test
    void learnsFromWhatWasRatedWhereTheRatingsSayNothing() {
        Ratings.Builder builder = Ratings.builder();
        for (int u = 0; u < 60; u++) {
            for (int i = 0; i < 20; i++) {
                boolean own = u % 2 == i % 2;
                if (own && (u + i / 2) % 5 < 3) builder.add("u" + u, "i" + i, 3);
            }
            int j = u / 2 % 10;
            builder.add("u" + u, "judged" + j, u % 2 == j / 5 ? 5 : 1);
        }
        Ratings world = builder.build();
        FactorModel model = trainer().withImpliedLearningRate(0.01).withEpochs(300).fit(world);
        Map<String, Double> even = new HashMap<>();
        Map<String, Double> odd = new HashMap<>();
        for (int i = 0; i < 20; i++) (i % 2 == 0 ? even : odd).put("i" + i, 3.0);
        assertThat(model.foldIn(even).predict("judged0")).isGreaterThan(model.foldIn(odd).predict("judged0") + 0.5);
    }

    @Test
    void staysFiniteWherePopularItemsAreManyTimesTheRest() {
        Ratings.Builder builder = Ratings.builder();
        for (int u = 0; u < 3000; u++) {
            for (int i = 0; i < 20; i++) builder.add(u, i, (u * 31 + i * 17) % 5 + 1);
        }
        FactorModel model = trainer().withImpliedLearningRate(0.01).withEpochs(10).fit(builder.build());
        assertThat(model.provenance().history().epochs().getLast().objective()).isFinite()
                .isLessThan(model.provenance().history().epochs().getFirst().objective());
    }
}

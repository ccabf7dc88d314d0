package mf4j.recommend;

import mf4j.data.Ratings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SgdTest extends RatingsContract<Sgd> {
    @Override
    Sgd trainer() {
        return Sgd.defaults().withRank(4).withStep(Sgd.Step.ADAGRAD).withLearningRate(0.1).withBiasLearningRate(0.1).withRegularization(0.005).withBiasRegularization(0.005)
                .withDeviation(0.5).withEpochs(60);
    }

    @Override
    double foldInTolerance() {
        return 0.25; // a descent ends near the row's minimum, not on it
    }

    @ParameterizedTest
    @EnumSource(Sgd.Step.class)
    void everyKindOfStepLowersTheObjective(Sgd.Step step) {
        var history = trainer().withStep(step).withLearningRate(0.02).withBiasLearningRate(0.02).fit(WORLD).provenance().history().epochs();
        assertThat(history.getLast().objective()).isLessThan(0.5 * history.getFirst().objective());
    }

    @Test
    void refusesWeightsItWouldIgnore() {
        Ratings weighted = Ratings.builder().addWeighted("a", "x", 3, 2).addWeighted("b", "y", 4, 1).build();
        assertThatThrownBy(() -> trainer().withRank(1).fit(weighted))
                .hasMessage("Sgd.ratings must come without weights, which Als, Biases and ItemMean honour but was weighted");
    }

    @Test
    void aDecayThatEndsTheStepsEndsTheLearning() {
        Sgd decayed = trainer().withStep(Sgd.Step.DECAYED).withLearningRate(0.02).withBiasLearningRate(0.02).withEpochs(6);
        FactorModel stopped = decayed.withDecay(1e-9).fit(WORLD);
        FactorModel first = decayed.withDecay(1e-9).withEpochs(1).fit(WORLD);
        assertThat(ToyWorld.rmse(stopped, WORLD)).isCloseTo(ToyWorld.rmse(first, WORLD), org.assertj.core.data.Offset.offset(1e-5));
        assertThat(ToyWorld.rmse(decayed.withDecay(1).fit(WORLD), WORLD)).isLessThan(0.95 * ToyWorld.rmse(first, WORLD));
    }

    @Test
    void anotherSeedIsAnotherModel() {
        FactorModel one = trainer().withSeed(1).fit(WORLD);
        FactorModel two = trainer().withSeed(2).fit(WORLD);
        assertThat(Arrays.equals(one.item().factors().values(), two.item().factors().values())).isFalse();
    }

    @Test
    void aStepThatIsTooLongIsReportedNotReturned() {
        assertThatThrownBy(() -> trainer().withStep(Sgd.Step.PLAIN).withLearningRate(50).fit(WORLD))
                .isInstanceOf(ArithmeticException.class).hasMessageContaining("diverged in epoch").hasMessageContaining("learning rate");
    }
}

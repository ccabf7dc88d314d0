package mf4j.lowrank;

import mf4j.matrix.Factors;
import mf4j.matrix.Matrix;
import mf4j.study.MemoryStorage;
import mf4j.study.Parameter;
import mf4j.study.Samplers;
import mf4j.study.Storage;
import mf4j.study.Study;
import mf4j.train.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class RankSearchTest {
    private static final Matrix X = Matrix.normal(300, 12, Seeds.of(1));
    private static final GradientFactorization ADAM = GradientFactorization.defaults().withEpochs(40).withLearningRate(0.05);

    /// Side by side or alone, a seed goes the same way to the bit.
    @ParameterizedTest
    @CsvSource({"ADAM,false", "MOMENTUM,false", "PLAIN,true", "MOMENTUM,true"})
    void aSeedAmongOthersIsTheSeedAlone(Optimizer optimizer, boolean compressed) throws IOException {
        GradientFactorization trainer = ADAM.withOptimizer(optimizer).withCompressed(compressed).withLearningRate(0.3);
        List<float[]> lefts = new ArrayList<>();
        RankSearch.Listener keeping = new RankSearch.Listener() {
            @Override
            public void seed(int rank, int seed, double loss, Factors left, Factors right) {
                lefts.add(left.values().clone());
            }
        };
        RankSearch search = RankSearch.of(trainer, Parameter.whole("A", 2, 6).inSteps(4)).withSeeds(3);
        List<RankSearch.Outcome> outcomes = run(search, keeping, new MemoryStorage());
        for (int j = 0; j < 6; j++) {
            LowRank alone = trainer.withRank(j < 3 ? 2 : 6).withSeed(j % 3).fit(X);
            assertThat(lefts.get(j)).isEqualTo(alone.left().toFloats());
            assertThat(outcomes.get(j / 3).losses()[j % 3]).isEqualTo(alone.fit().objective());
        }
    }

    @Test
    void sumsUpWhatTheSeedsReached() {
        RankSearch.Outcome outcome = new RankSearch.Outcome(3, new double[] {4, 1, 3, 2}, new int[4], 0.5, 0.5, 1, 1, 0);
        assertThat(outcome.min()).isEqualTo(1);
        assertThat(outcome.max()).isEqualTo(4);
        assertThat(outcome.mean()).isEqualTo(2.5);
        assertThat(outcome.median()).isEqualTo(2.5);
        assertThat(outcome.std()).isCloseTo(Math.sqrt(5.0 / 3), within(1e-15));
        assertThat(outcome.gap()).isEqualTo(1);
        assertThat(new RankSearch.Outcome(3, new double[] {4}, new int[1], 0.5, 0.5, 1, 0, 0).std()).isZero();
    }

    @Test
    void noRankIsBelowItsFloor() {
        Spectrum spectrum = Spectrum.of(X);
        for (RankSearch.Outcome outcome : RankSearch.of(ADAM.withEpochs(300), Parameter.whole("A", 1, 12)).withSeeds(2).run(X)) {
            assertThat(outcome.floor()).isCloseTo(spectrum.floor(outcome.rank()), within(1e-13));
            assertThat(outcome.mse()).isGreaterThanOrEqualTo(outcome.floor()).isEqualTo(outcome.min());
            assertThat(outcome.optimum()).isEqualTo(outcome.floor());
        }
    }

    /// Resumed after any number of ranks, the search ends with the same bits.
    @ParameterizedTest
    @ValueSource(strings = {"GRID_SEARCH", "RANDOM_SEARCH", "QUASI_RANDOM_SEARCH"})
    void goesOnAfterWhatIsDone(String sampler) throws IOException {
        RankSearch search = RankSearch.of(ADAM, Parameter.whole("A", 2, 8).inSteps(2)).withSampler(Samplers.named(sampler).withSeed(3), 3).withSeeds(2);
        List<RankSearch.Outcome> whole = search.run(X);
        assertThat(whole).hasSize(3);
        for (int done = 0; done <= 3; done++) {
            MemoryStorage storage = new MemoryStorage();
            assertThat(run(search.withSampler(search.sampler(), Math.max(1, done)), RankSearch.Listener.NONE, storage)).hasSize(Math.max(1, done));
            List<RankSearch.Outcome> resumed = run(search, RankSearch.Listener.NONE, storage);
            for (int j = 0; j < 3; j++) {
                assertThat(resumed.get(j).rank()).isEqualTo(whole.get(j).rank());
                assertThat(resumed.get(j).losses()).isEqualTo(whole.get(j).losses());
            }
        }
    }

    private static List<RankSearch.Outcome> run(RankSearch search, RankSearch.Listener listener, Storage storage) throws IOException {
        try (Study study = search.plan().in(() -> storage).open()) {
            return search.run(search.field(X), study, listener, _ -> { });
        }
    }

    /// A seed that is given up ran fewer epochs; the best is none of them, and goes its way untouched.
    @Test
    void givesUpSeedsThatCannotWin() {
        RankSearch search = RankSearch.of(ADAM.withEpochs(200), Parameter.whole("A", 4, 4)).withSeeds(6);
        RankSearch.Outcome all = search.run(X).getFirst();
        RankSearch.Outcome some = search.withLosersStopped(0.05, 1.0001).run(X).getFirst();
        assertThat(some.epochs()).contains(200);
        assertThat(some.epochs()[some.best()]).isEqualTo(200);
        assertThat(java.util.Arrays.stream(some.epochs()).filter(epochs -> epochs < 200)).isNotEmpty();
        assertThat(some.losses()[some.best()]).isEqualTo(all.losses()[some.best()]);
    }

    @Test
    void refusesRanksThatCannotBe() {
        assertThatIllegalArgumentException().isThrownBy(() -> RankSearch.of(ADAM, Parameter.whole("A", 5, 20).inSteps(5)).run(X))
                .withMessage("RankSearch.ranks must end at 12 or below for a 300 x 12 matrix but was 20");
        assertThatIllegalArgumentException().isThrownBy(() -> RankSearch.of(ADAM, Parameter.whole("A", 0, 20).inSteps(5))).withMessageContaining("begin at 1");
    }
}

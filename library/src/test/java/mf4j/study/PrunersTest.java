package mf4j.study;

import mf4j.train.Knobs;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static mf4j.study.Race.curve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PrunersTest {
    private static final Goal LESS = Goal.minimize("loss");

    static Stream<String> names() {
        return Pruners.names().stream();
    }

    @Test
    void areFoundInAnySpelling() {
        assertThat(Pruners.names()).contains("median", "percentile", "asha", "hyperband", "patient", "threshold", "wilcoxon", "learning-curve");
        assertThat(Pruners.named("Learning_Curve")).isEqualTo(LearningCurve.defaults());
        assertThat(Pruners.named("median")).isEqualTo(Percentile.defaults());
        assertThatIllegalArgumentException().isThrownBy(() -> Pruners.named("x")).withMessageContaining("there is no pruner 'x'; there are none, median");
    }

    /// Judges a study that has the metric only, stops nothing without rivals that are complete unless the trial itself says so, and can be turned.
    @ParameterizedTest
    @MethodSource("names")
    void areRecordsOfKnobs(String name) {
        Pruner pruner = Pruners.named(name);
        if (pruner == Pruner.NONE) return;
        pruner.check(List.of(LESS));
        Pruner second = Knobs.turned(pruner, Map.of("metric", 1));
        assertThat(second).isNotEqualTo(pruner);
        assertThatIllegalArgumentException().isThrownBy(() -> second.check(List.of(LESS))).withMessageContaining("metric must be the index of one of [loss] but was 1");
        assertThat(new Race(LESS).stops(pruner, curve(3, 2, 1))).isFalse();
    }

    @Test
    void refuseWhatContradictsItself() {
        assertThatIllegalArgumentException().isThrownBy(() -> Percentile.defaults().withPercentile(101)).withMessageContaining("Percentile.percentile must be a finite number of at least 0 and at most 100");
        assertThatIllegalArgumentException().isThrownBy(() -> SuccessiveHalving.defaults().withBootstrap(1)).withMessageContaining("bootstrap must be 0 where minResource is 0");
        assertThatIllegalArgumentException().isThrownBy(() -> Hyperband.defaults().withMinResource(9).withMaxResource(3)).withMessageContaining("maxResource must be 0 or at least minResource 9");
        assertThatIllegalArgumentException().isThrownBy(() -> Threshold.defaults().withLower(1).withUpper(0)).withMessageContaining("upper must be at least lower");
    }

    /// Worked out by hand; NumPy's default gives the same: of 1, 2, 4, 8 the place of the 30th is 0.9, of the 50th 1.5.
    @Test
    void interpolatePercentilesLinearly() {
        double[] four = {1, 2, 4, 8};
        assertThat(Percentile.of(four, 0)).isEqualTo(1);
        assertThat(Percentile.of(four, 30)).isEqualTo(1.9);
        assertThat(Percentile.of(four, 50)).isEqualTo(3);
        assertThat(Percentile.of(four, 75)).isEqualTo(5);
        assertThat(Percentile.of(four, 100)).isEqualTo(8);
        assertThat(Percentile.of(new double[] {7}, 50)).isEqualTo(7);
    }

    /// The trial's best so far against the others' values at the step: 3 at step 1 is the median of 1, 3, 5.
    @Test
    void theMedianRuleComparesTheBestSoFar() {
        Pruner median = Percentile.defaults().withStartupTrials(3);
        Race race = new Race(LESS).complete(curve(9, 1)).complete(curve(9, 3)).complete(curve(9, 5));
        assertThat(race.stops(median, curve(9, 3))).isFalse();
        assertThat(race.stops(median, curve(9, 3.1))).isTrue();
        assertThat(race.stops(median, curve(2, 100))).isFalse();
        assertThat(race.stops(median, curve(Double.NaN, Double.NaN))).isTrue();
        assertThat(race.stops(median, curve(Double.NaN, 2))).isFalse();
        assertThat(race.stops(median, curve(9, 9, 9))).as("nobody was so far").isFalse();
        assertThat(race.stops(Percentile.defaults().withStartupTrials(4), curve(9, 9))).isFalse();
        assertThat(race.stops(Percentile.defaults().withStartupTrials(3).withMinTrials(4), curve(9, 9))).isFalse();
        assertThat(new Race(Goal.maximize("m")).complete(curve(1)).complete(curve(3)).complete(curve(5)).stops(median, curve(2.9))).isTrue();
    }

    /// Means up to the step are 5, 6, 7: a best of 6.5 is behind their median although it is better than all values at the step.
    @Test
    void theMedianRuleOfVertexComparesWithMeans() {
        Race race = new Race(LESS).complete(curve(1, 9)).complete(curve(3, 9)).complete(curve(5, 9));
        assertThat(race.stops(Percentile.defaults().withStartupTrials(0), curve(6.5, 6.5))).isFalse();
        assertThat(race.stops(Percentile.defaults().withStartupTrials(0).withAveraged(true), curve(6.5, 6.5))).isTrue();
        assertThat(race.stops(Percentile.defaults().withStartupTrials(0).withAveraged(true), curve(6, 6))).isFalse();
    }

    /// Rungs 1, 3, 9 for reduction 3. At rung 1 there are, this trial included, 4, of which floor(4 / 3) = 1 goes on.
    @Test
    void halvingStopsAtRungsOnly() {
        Pruner asha = SuccessiveHalving.defaults().withMinResource(1).withReduction(3);
        Race race = new Race(LESS).complete(curve(0, 5, 5, 1)).complete(curve(0, 6, 5, 2)).complete(curve(0, 7, 5, 3));
        assertThat(race.stops(asha, curve(9))).as("no rung yet").isFalse();
        assertThat(race.stops(asha, curve(9, 5))).as("as good as the best").isFalse();
        assertThat(race.stops(asha, curve(9, 5.1))).isTrue();
        assertThat(race.stops(asha, curve(9, 5.1, 9))).as("between rungs").isFalse();
        assertThat(race.stops(asha, curve(9, 1, 1, 1.5))).isTrue();
        assertThat(race.stops(asha, curve(9, Double.NaN))).isTrue();
        assertThat(race.stops(asha, new TreeMap<>(Map.of(10, 99.0)))).as("a report that reaches several rungs is judged at the last, where nobody was").isFalse();
        assertThat(race.complete(curve(0, 8)).complete(curve(0, 8)).stops(asha, curve(9, 5.5))).as("2 of 6 go on").isFalse();
        assertThat(race.stops(SuccessiveHalving.defaults().withMinResource(1).withReduction(3).withBootstrap(6), curve(9, 1))).isTrue();
    }

    /// The first complete trial has 250 steps: the first rung is at 2, whatever later ones have.
    @Test
    void halvingFindsItsFirstRung() {
        Pruner asha = SuccessiveHalving.defaults();
        Race race = new Race(LESS);
        assertThat(race.stops(asha, curve(1, 9, 9, 9, 9, 9))).isFalse();
        race.complete(curve(new double[251])).complete(curve(new double[1001]));
        assertThat(race.stops(asha, curve(1, 1))).isFalse();
        assertThat(race.stops(asha, curve(1, 1, 1))).isTrue();
    }

    /// The checksums are those of Python's `zlib.crc32("study_0".encode())`. Four brackets from 1 to 27 by 3: ceil(4 * 27 / 4), ceil(4 * 9 / 3), ceil(4 * 3 / 2), 4.
    @Test
    void bracketsAreThoseOfTheChecksum() {
        long[] shares = Hyperband.defaults().shares(27);
        assertThat(shares).containsExactly(27, 12, 6, 4);
        assertThat(Hyperband.defaults().shares(243)).as("log_3(243) is 5, not 4.99").hasSize(6);
        assertThat(Hyperband.defaults().shares(2)).containsExactly(1);
        assertThat(Hyperband.bracket("study", 0, shares)).isEqualTo(bracket(CRC_STUDY_0, shares));
        assertThat(Hyperband.bracket("study", 7, shares)).isEqualTo(bracket(CRC_STUDY_7, shares));
        assertThat(Hyperband.bracket("étude", 12, shares)).isEqualTo(bracket(CRC_ETUDE_12, shares));
    }

    private static final long CRC_STUDY_0 = 368277276L;
    private static final long CRC_STUDY_7 = 2341987007L;
    private static final long CRC_ETUDE_12 = 2561234637L;

    private static int bracket(long crc, long[] shares) {
        long place = crc % Arrays.stream(shares).sum();
        return place < 27 ? 0 : place < 39 ? 1 : place < 45 ? 2 : 3;
    }

    @Test
    void samplersLearnWithinABracket() {
        Hyperband band = Hyperband.defaults();
        assertThat(band.comparable("s", List.of(), 5).test(0)).isTrue();
        List<FrozenTrial> seen = new Race(LESS).complete(curve(new double[27])).trials();
        long[] shares = band.shares(27);
        List<Integer> all = new ArrayList<>();
        for (int n = 0; n < 500; n++) {
            assertThat(band.comparable("s", seen, 5).test(n)).isEqualTo(Hyperband.bracket("s", n, shares) == Hyperband.bracket("s", 5, shares));
            all.add(Hyperband.bracket("s", n, shares));
        }
        assertThat(all.stream().filter(b -> b == 0).count() / 500.0).isBetween(27 / 49.0 - 0.08, 27 / 49.0 + 0.08);
    }

    @Test
    void aSamplerSeesItsBracketOnly() {
        List<List<Integer>> seen = new ArrayList<>();
        Sampler looking = new Given(space -> evidence -> {
            seen.add(evidence.trials().stream().map(Observation::number).toList());
            return Optional.of(space.random(evidence.random(0, "test")));
        });
        Study.minimize("loss").name("s").space(Parameter.real("x", 0, 1)).sampler(looking).pruner(Hyperband.defaults().withMaxResource(27)).run(20, _ -> 1);
        long[] shares = Hyperband.defaults().shares(27);
        for (int n = 0; n < 20; n++) {
            int own = Hyperband.bracket("s", n, shares);
            assertThat(seen.get(n)).isEqualTo(IntStream.range(0, n).filter(k -> Hyperband.bracket("s", k, shares) == own).boxed().toList());
        }
    }

    @Test
    void patienceEnds() {
        Pruner patient = Patient.defaults().withPatience(1).withDelta(0.5);
        Race race = new Race(LESS);
        assertThat(race.stops(patient, curve(1, 2))).isFalse();
        assertThat(race.stops(patient, curve(1, 2, 2))).isTrue();
        assertThat(race.stops(patient, curve(1, 1.5, 2))).as("within delta").isFalse();
        assertThat(race.stops(patient, curve(1, 2, 0.9))).isFalse();
        assertThat(race.stops(patient, curve(1, Double.NaN, Double.NaN))).isFalse();
        assertThat(race.stops(patient.and(Pruner.NONE), curve(1, 2, 2))).isFalse();
        assertThat(race.stops(patient.and(_ -> true), curve(1, 2, 2))).isTrue();
        assertThat(race.stops(patient.and(_ -> true), curve(1, 2))).isFalse();
        assertThat(patient.and(Hyperband.defaults().withMaxResource(27)).comparable("s", List.of(), 0).test(1))
                .isEqualTo(Hyperband.defaults().withMaxResource(27).comparable("s", List.of(), 0).test(1));
    }

    @Test
    void thresholdsHoldForTheLastReport() {
        Pruner within = Threshold.defaults().withLower(0).withUpper(1).withWarmupSteps(1);
        Race race = new Race(LESS);
        assertThat(race.stops(within, curve(5))).isFalse();
        assertThat(race.stops(within, curve(5, 1))).isFalse();
        assertThat(race.stops(within, curve(0, 1.1))).isTrue();
        assertThat(race.stops(within, curve(0, -0.1))).isTrue();
        assertThat(race.stops(within, curve(0, Double.NaN))).isTrue();
        assertThat(race.stops(Threshold.defaults(), curve(Double.POSITIVE_INFINITY))).isTrue();
    }

    /// Differences 1, 2, 3, 4: only 1 of 16 signs has so large a sum of ranks, p = 0.0625. With one of them negative, the smallest: 2 of 16.
    @Test
    void theSignedRankTestCounts() {
        assertThat(SignedRank.above(1, 2, 3, 4)).isEqualTo(1 / 16.0);
        assertThat(SignedRank.above(-1, 2, 3, 4)).isEqualTo(2 / 16.0);
        assertThat(SignedRank.above(-1, -2, -3, -4)).isEqualTo(1);
        assertThat(SignedRank.above(0, 0, 0)).isEqualTo(1);
        assertThat(SignedRank.above(1, 1)).as("a tie").isEqualTo(1 / 4.0);
    }

    @Test
    void wilcoxonComparesInstancesWithTheBestTrial() {
        Wilcoxon wilcoxon = Wilcoxon.defaults();
        Race race = new Race(LESS);
        race.trials().add(Race.trial(0, State.COMPLETE, new double[] {5}, curve(1, 9, 2, 8)));
        race.trials().add(Race.trial(1, State.COMPLETE, new double[] {6}, curve(99, 99, 99, 99)));
        assertThat(race.stops(wilcoxon, curve(2, 10, 4))).as("p is 1 / 8").isFalse();
        assertThat(race.stops(wilcoxon, curve(2, 11, 5, 12))).as("p is 1 / 16").isTrue();
        assertThat(race.stops(wilcoxon, curve(2, 11, Double.NaN, 12))).isFalse();
        assertThat(race.stops(wilcoxon.withP(1), curve(0, 10, 1.5, 7))).as("a better mean").isFalse();
        assertThat(race.stops(wilcoxon.withP(1), curve(0.5, 10))).isTrue();
        assertThat(race.stops(wilcoxon.withP(1), curve(10))).as("one instance says nothing").isFalse();
    }

    /// Behind by one goal only is not behind. Pruners that compare with the best ask for one trial that is better by all goals.
    @Test
    void severalGoalsAreJudgedByDominance() {
        Goal more = Goal.maximize("more");
        Race race = new Race(LESS, more);
        for (double v : new double[] {1, 2, 3}) race.complete(curve(9, v, v, v), curve(0, 10 - v, 10 - v, 10 - v));
        Percentile median = Percentile.defaults().withStartupTrials(1);
        assertThat(race.stops(median, curve(9, 2.5), curve(0, 7.5))).isTrue();
        assertThat(race.stops(median, curve(9, 2.5), curve(0, 8.5))).isFalse();
        assertThat(race.stops(median.withMetric(0), curve(9, 2.5), curve(0, 8.5))).isTrue();
        assertThat(race.stops(median, curve(9, 2.5))).as("nothing reported of one goal").isFalse();
        SuccessiveHalving asha = SuccessiveHalving.defaults().withMinResource(1).withReduction(2);
        assertThat(race.stops(asha, curve(9, 2.5), curve(0, 7.5))).as("two of four are better").isTrue();
        assertThat(race.stops(asha, curve(9, 1.5), curve(0, 8.5))).isFalse();
        assertThat(race.stops(asha, curve(9, 9), curve(0, 9.5))).as("best by one goal").isFalse();
        assertThat(race.stops(asha, curve(9, 9))).as("nothing reported of one goal").isFalse();
        assertThat(race.stops(asha, curve(9, 9), curve(0, Double.NaN))).isTrue();
        Wilcoxon wilcoxon = Wilcoxon.defaults().withP(0.3);
        Race front = new Race(LESS, more);
        front.trials().add(Race.trial(0, State.COMPLETE, new double[] {1, 1}, curve(1, 1), curve(1, 1)));
        front.trials().add(Race.trial(1, State.COMPLETE, new double[] {9, 9}, curve(9, 9), curve(9, 9)));
        assertThat(front.stops(wilcoxon, curve(2, 2), curve(0, 0))).as("the first beats it").isTrue();
        assertThat(front.stops(wilcoxon, curve(5, 5), curve(5, 5))).as("worse by either goal than one of them, but by both than none").isFalse();
    }

    /// A promise is no goal to lead by.
    @Test
    void promisesAreNotGoals() {
        Race race = new Race(LESS, Goal.maximize("safety").safeAt(0));
        for (int n = 0; n < 3; n++) race.complete(curve(1, 1), curve(1, 1));
        assertThat(race.stops(Percentile.defaults().withStartupTrials(1), curve(2, 2), curve(5, 5))).isTrue();
    }

    /// What is said of a study does not depend on which way is better.
    @Property(tries = 20)
    void areTheSameUpsideDown(@ForAll("curves") List<double[]> curves) {
        for (String name : Pruners.names()) {
            if (name.equals("threshold")) continue;
            Pruner pruner = Pruners.named(name);
            Race down = new Race(LESS);
            Race up = new Race(Goal.maximize("m"));
            for (double[] c : curves) {
                double[] mirrored = Arrays.stream(c).map(v -> -v).toArray();
                assertThat(up.run("s", pruner, curve(mirrored), mirrored[c.length - 1])).as(name).isEqualTo(down.run("s", pruner, curve(c), c[c.length - 1]));
            }
        }
    }

    @Provide
    Arbitrary<List<double[]>> curves() {
        return Arbitraries.integers().between(-8, 8).map(v -> v / 4.0).array(double[].class).ofSize(9).list().ofSize(9);
    }
}

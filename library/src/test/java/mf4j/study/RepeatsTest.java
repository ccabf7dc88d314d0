package mf4j.study;

import mf4j.train.Seeds;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RepeatsTest {
    private static final Space LINE = Space.of(Parameter.real("x", 0, 1));

    @Test
    void theOutcomeIsTheMeanAndEveryInstanceAReport() {
        Findings found = Study.minimize("loss").space(LINE).run(3, trial -> trial.repeated(4, (i, _) -> trial.number() + i * i));
        assertThat(found.trials()).allSatisfy(t -> {
            assertThat(t.metric()).isEqualTo(t.number() + 14 / 4.0);
            assertThat(t.reports().values()).containsExactly(t.number() + 0.0, t.number() + 1.0, t.number() + 4.0, t.number() + 9.0);
        });
        assertThatIllegalArgumentException().isThrownBy(() -> Repeats.of(0)).withMessageContaining("Repeats.times must be at least 1");
    }

    @Test
    void trialsShareTheirSeedsUnlessTheyShallNot() {
        List<List<Long>> common = seeds(Repeats.of(3), 0);
        assertThat(new HashSet<>(common)).hasSize(1);
        assertThat(common.getFirst()).doesNotHaveDuplicates();
        List<List<Long>> own = seeds(Repeats.of(3).withCommon(false), 0);
        assertThat(own.stream().flatMap(List::stream)).hasSize(12).doesNotHaveDuplicates();
        assertThat(seeds(Repeats.of(3).withCommon(false), 0)).isEqualTo(own);
        assertThat(seeds(Repeats.of(3), 1)).isNotEqualTo(common);
    }

    private static List<List<Long>> seeds(Repeats repeats, long seed) {
        List<List<Long>> all = new ArrayList<>();
        Study.minimize("loss").space(LINE).sampler(RandomSearch.defaults().withSeed(seed)).run(4, trial -> {
            List<Long> own = new ArrayList<>();
            all.add(own);
            return repeats.of(trial, (_, s) -> {
                own.add(s);
                return 0;
            });
        });
        return all;
    }

    /// A loss with instances of very different difficulty: only the comparison by instance tells trials apart. Those that are worse stop early, the
    /// best one is found all the same, and their outcome is the mean of what they have.
    @Test
    void racesEndEarly() {
        int[] evaluations = new int[1];
        Findings found = Study.minimize("loss").space(LINE).pruner(Wilcoxon.defaults()).run(30, trial -> trial.repeated(12, (_, seed) -> {
            evaluations[0]++;
            Seeds.Stream random = Seeds.of(seed).stream(0);
            return 10 * random.nextGaussian() + Math.abs(trial.real("x") - 0.5) + 0.02 * Seeds.of(seed).stream(1 + trial.number()).nextGaussian();
        }));
        assertThat(evaluations[0]).isLessThan(30 * 12 * 2 / 3);
        assertThat(found.trials()).allSatisfy(t -> assertThat(t.state()).isIn(State.COMPLETE, State.PRUNED));
        FrozenTrial nearest = found.trials().stream().min((a, b) -> Double.compare(distance(a), distance(b))).orElseThrow();
        assertThat(distance(found.best().orElseThrow())).isLessThan(distance(nearest) + 0.05);
        List<FrozenTrial> pruned = found.trials().stream().filter(t -> t.state() == State.PRUNED).toList();
        assertThat(pruned).hasSizeGreaterThan(10).allSatisfy(t -> {
            assertThat(t.reports().size()).isBetween(4, 11);
            assertThat(t.metric()).isEqualTo(t.reports().values().stream().reduce(0.0, Double::sum) / t.reports().size());
        });
    }

    private static double distance(FrozenTrial trial) {
        return Math.abs((Double) trial.values().get("x") - 0.5);
    }

    @Test
    void oneInstanceThatCannotBeEvaluatedIsEnough() {
        List<Integer> asked = new ArrayList<>();
        Findings found = Study.minimize("loss").space(LINE).run(1, trial -> trial.repeated(5, (i, _) -> {
            asked.add(i);
            return i == 2 ? Double.NaN : 1;
        }));
        assertThat(asked).containsExactly(0, 1, 2);
        assertThat(found.trials().getFirst().state()).isEqualTo(State.FAIL);
        assertThat(found.trials().getFirst().systemAttributes()).containsKey(Notes.INFEASIBLE);
    }

    @Test
    void severalMetricsHaveTheirMeans() throws Exception {
        try (Study study = Study.of(Goal.minimize("a"), Goal.maximize("b")).space(LINE).open()) {
            study.runSeveral(1, trial -> Repeats.of(2).several(trial, (i, _) -> new double[] {i, 10 + i}));
            FrozenTrial trial = study.findings().trials().getFirst();
            assertThat(trial.metrics()).containsExactly(0.5, 10.5);
            assertThat(trial.curve(1)).isEqualTo(new TreeMap<>(Map.of(0, 10.0, 1, 11.0)));
        }
    }

    /// The mean of one of two metrics is no outcome: what is told of the trial that stops has none.
    @Test
    void stopsWhereOneOfSeveralMetricsIsRepeated() throws Exception {
        try (Study study = Study.of(Goal.minimize("a"), Goal.maximize("safety").safeAt(0)).space(LINE).pruner(_ -> true).open()) {
            study.runSeveral(1, trial -> new double[] {trial.repeated(3, (i, _) -> i), 1});
            FrozenTrial trial = study.findings().trials().getFirst();
            assertThat(trial.state()).isEqualTo(State.PRUNED);
            assertThat(trial.metrics()).isEmpty();
            assertThat(trial.reports()).hasSize(1);
        }
    }
}

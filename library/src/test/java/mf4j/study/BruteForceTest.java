package mf4j.study;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BruteForceTest extends SamplerContract {
    private static final Space FINITE = Space.of(Parameter.choice("solver", "exact", "cg"), Parameter.whole("rank", 1, 9)).when("solver", List.of("cg"), Parameter.real("x", 0, 1).inSteps(0.25));

    @Override
    Sampler sampler() {
        return BruteForce.defaults();
    }

    @Override
    List<Space> spaces() {
        return List.of(FINITE, BITS, POINT);
    }

    @Override
    List<Space> refused() {
        return List.of(PLANE, MIXED, TREE);
    }

    @Override
    List<Integer> goals() {
        return List.of(1, 2);
    }

    private static double tree(Trial trial) {
        if (trial.choice("c", "float", "whole").equals("float")) return (Double) trial.value(Parameter.real("x", 1, 3).inSteps(0.5));
        int a = trial.whole("a", 1, 3);
        return a + trial.whole("b", a, 3);
    }

    /// 1.0, 1.5, ..., 3.0 of one branch and (1, 1), (1, 2), (1, 3), (2, 2), (2, 3), (3, 3) of the other: 11, each once, then the study ends.
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3})
    void findsEverythingThatAnObjectiveAsksFor(long seed) {
        Findings found = Study.minimize("loss").sampler(BruteForce.defaults().withSeed(seed)).run(100, BruteForceTest::tree);
        Set<Map<String, Object>> tried = new HashSet<>();
        found.trials().forEach(t -> tried.add(t.values()));
        assertThat(found.trials()).hasSize(11);
        assertThat(tried).hasSize(11);
    }

    @Test
    void hasAnOrderOfItsSeed() {
        Set<List<Object>> orders = new HashSet<>();
        for (int seed : new int[] {1, 1, 2, 3}) orders.add(new ArrayList<>(Study.minimize("loss").sampler(BruteForce.defaults().withSeed(seed)).run(100, BruteForceTest::tree).trials().stream().map(FrozenTrial::values).toList()));
        assertThat(orders).hasSize(3);
    }

    /// What cannot be evaluated counts as tried.
    @Test
    void countsWhatWasTried() {
        List<Map<String, Object>> asked = new ArrayList<>();
        Findings found = Study.minimize("loss").sampler(BruteForce.defaults()).run(100, trial -> {
            int n = trial.whole("n", 0, 4);
            asked.add(trial.values());
            if (n == 2) throw trial.infeasible("two");
            return n;
        });
        assertThat(asked).hasSize(5).doesNotHaveDuplicates();
        assertThat(found.trials()).hasSize(5);
    }

    /// A trial that was lost does not.
    @Test
    void triesAgainWhatWasLost() throws IOException {
        try (Study study = Study.minimize("loss").sampler(BruteForce.defaults()).retries(0).open()) {
            for (int k = 0; k < 4; k++) {
                Trial trial = study.ask().orElseThrow();
                trial.whole("n", 0, 4);
                study.tellLost(trial.number(), "switched off");
            }
            study.run(100, trial -> trial.whole("n", 0, 4));
            assertThat(study.findings().trials().stream().filter(t -> t.state() == State.COMPLETE).map(t -> t.values().get("n"))).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L);
        }
    }

    @Test
    void goesOnWithSeveralWorkersUntilNothingIsLeft() {
        Findings found = Study.minimize("loss").sampler(BruteForce.defaults()).workers(3).reproducibleWorkers(3).run(200, BruteForceTest::tree);
        assertThat(found.trials().stream().map(FrozenTrial::values).distinct()).hasSize(11);
        assertThat(found.trials().size()).isLessThan(40);
    }

    @Test
    void refusesWhatCannotBeCounted() {
        assertThatIllegalArgumentException().isThrownBy(() -> Study.minimize("loss").sampler(BruteForce.defaults()).run(3, trial -> trial.real("x", 0, 1)))
                .withMessageContaining("BruteForce.x must have values that can be counted");
    }
}

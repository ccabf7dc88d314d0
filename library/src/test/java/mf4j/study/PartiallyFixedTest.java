package mf4j.study;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PartiallyFixedTest extends SamplerContract {
    /// Fixes what some of the spaces have: proposers pass over names that a space lacks, studies refuse them.
    @Override
    Sampler sampler() {
        return new PartiallyFixed(Map.of("solver", "sgd", "x", 1.0), Tpe.defaults());
    }

    @Override
    List<Space> spaces() {
        return List.of(PLANE.with(Parameter.choice("solver", "exact", "sgd")), TREE.with(Parameter.real("x", 0, 2)));
    }

    @Override
    List<Space> refused() {
        return List.of(PLANE, TREE, BITS);
    }

    @Override
    List<Integer> goals() {
        return List.of(1, 2);
    }

    @Override
    void servesTheSpacesThatItDoesAndSaysWhyNotTheOthers() {
        for (Space space : spaces()) sampler().check(space, goals(1));
        for (Space space : refused()) assertThatIllegalArgumentException().as("%s", space).isThrownBy(() -> sampler().check(space, goals(1))).withMessageContaining("PartiallyFixed");
        assertThatIllegalArgumentException().isThrownBy(() -> new PartiallyFixed(Map.of("x", 99.0), Tpe.defaults()).check(PLANE, goals(1))).withMessageContaining("x must lie between -2.0 and 6.0");
    }

    /// With the solver fixed to `sgd` its parameters are always there and those of the others never.
    @Test
    void fixesWhatOthersDependOn() {
        for (FrozenTrial trial : Study.minimize("loss").space(TREE).sampler(new PartiallyFixed(Map.of("solver", "sgd", "rank", 7), Tpe.defaults())).run(30, trial -> trial.real("steps")).trials()) {
            assertThat(trial.values()).containsEntry("solver", "sgd").containsEntry("rank", 7L).containsKeys("momentum", "steps");
            assertThat((Double) trial.values().get("steps")).isGreaterThanOrEqualTo(5);
        }
    }

    /// The base learns of the others as if the fixed one were not there: the same points as in the space without it.
    @Test
    void choosesTheOthersAsIfTheFixedWereNotThere() {
        Space whole = Space.of(Parameter.real("x", 0, 1), Parameter.choice("kind", "a", "b"), Parameter.real("y", 0, 1));
        Space rest = Space.of(Parameter.real("x", 0, 1), Parameter.real("y", 0, 1));
        Proposer fixed = new PartiallyFixed(Map.of("kind", "b"), Tpe.defaults()).proposer(whole, goals(1));
        Proposer base = Tpe.defaults().proposer(rest, goals(1));
        List<Observation> all = new ArrayList<>();
        List<Observation> others = new ArrayList<>();
        for (int n = 0; n < 25; n++) {
            double[] point = fixed.next(new Evidence(n, List.copyOf(all))).orElseThrow();
            assertThat(new double[] {point[0], point[2]}).containsExactly(base.next(new Evidence(n, List.copyOf(others))).orElseThrow());
            assertThat(point[1]).isEqualTo(1);
            all.add(complete(n, point, point[0] + point[2]));
            others.add(complete(n, new double[] {point[0], point[2]}, point[0] + point[2]));
        }
    }

    @Test
    void fixesEverything() {
        assertThat(new PartiallyFixed(Map.of("x", 1, "y", 0.5), Tpe.defaults()).proposer(PLANE, goals(1)).next(new Evidence(0, List.of())).orElseThrow()).containsExactly(1, 0.5);
    }

    @Test
    void fixesWhatAnObjectiveAsksFor() {
        Findings found = Study.minimize("loss").sampler(new PartiallyFixed(Map.of("n", 3), Tpe.defaults())).run(20, trial -> trial.whole("n", 1, 5) * trial.real("x", 0, 1));
        assertThat(found.trials()).hasSize(20).allMatch(t -> t.values().get("n").equals(3L)).extracting(t -> t.values().get("x")).doesNotHaveDuplicates();
    }

    /// Every combination of the others once, then the study ends.
    @Test
    void fixesWhatIsChosenStepByStep() {
        Findings found = Study.minimize("loss").sampler(new PartiallyFixed(Map.of("n", 3), new BruteForce(1))).run(40,
                trial -> trial.whole("n", 1, 5) * (trial.bool("deep") ? trial.whole("layers", 1, 3) : 1));
        assertThat(found.trials()).hasSize(4).allMatch(t -> t.values().get("n").equals(3L)).extracting(FrozenTrial::values).doesNotHaveDuplicates();
    }

    /// Points that were tried are replaced by others with the fixed values, and when there are none the study ends.
    @Test
    void fixesWhatIsLeftOfFinitelyManyPoints() {
        Space space = Space.of(Parameter.whole("a", 0, 3), Parameter.choice("b", "u", "v")).when("b", List.of("v"), Parameter.whole("c", 1, 3));
        Findings found = Study.minimize("loss").space(space).sampler(new PartiallyFixed(Map.of("a", 2), RandomSearch.defaults())).run(20, Trial::number);
        assertThat(found.trials()).hasSize(4).allMatch(t -> t.values().get("a").equals(2L)).extracting(FrozenTrial::values).doesNotHaveDuplicates();
    }

    /// A fixed value is there where its parameter is.
    @Test
    void fixesOnlyWhatIsActive() {
        Space space = Space.of(Parameter.choice("b", "u", "v")).when("b", List.of("v"), Parameter.real("c", 0, 1));
        Findings found = Study.minimize("loss").space(space).sampler(new PartiallyFixed(Map.of("c", 0.5), RandomSearch.defaults())).withNoise().run(20, Trial::number);
        assertThat(found.trials()).allMatch(t -> t.values().containsKey("c") == t.values().get("b").equals("v"));
    }

    /// A base that has learned of earlier studies need not do so again for the next trial.
    @Test
    void showsTheSameEarlierStudies() {
        List<List<List<Observation>>> shown = new ArrayList<>();
        Sampler base = new Given(space -> evidence -> {
            shown.add(evidence.priors());
            return Optional.of(space.initial());
        });
        List<List<Observation>> priors = List.of(List.of(complete(0, new double[] {1, 0.1}, 1)));
        Proposer proposer = new PartiallyFixed(Map.of("x", 1.0), base).proposer(PLANE, goals(1));
        for (int number = 0; number < 2; number++) proposer.next(new Evidence(number, 0, List.of(), priors));
        assertThat(shown.get(0).getFirst().getFirst().point()).containsExactly(0.1);
        assertThat(shown.get(1)).isSameAs(shown.get(0));
    }
}

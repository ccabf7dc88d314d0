package mf4j.vizier;

import com.google.cloud.aiplatform.v1.StudySpec;
import com.google.cloud.aiplatform.v1.Trial;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import mf4j.study.Findings;
import mf4j.study.FrozenTrial;
import mf4j.study.Goal;
import mf4j.study.GridSearch;
import mf4j.study.MemoryStorage;
import mf4j.study.Parameter;
import mf4j.study.QuasiRandom;
import mf4j.study.Scale;
import mf4j.study.Space;
import mf4j.study.State;
import mf4j.study.Study;
import mf4j.study.StudyPlan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Over gRPC, against a server that implements the service from its published stubs.
class VizierTest {
    private static final Space SPACE = Space.of(Parameter.logarithmic("rate", 1e-4, 1), Parameter.whole("rank", 8, 64).on(Scale.LOG), Parameter.choice("kind", "a", "b"),
            Parameter.bool("bias"), Parameter.discrete("share", 0.1, 0.5, 0.9), Parameter.whole("even", 2, 10).inSteps(2)).when("kind", List.of("b"), Parameter.whole("steps", 1, 3));

    private final LocalVizier service = new LocalVizier();
    private Server server;

    @BeforeEach
    void start() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).addService(service).build().start();
    }

    @AfterEach
    void stop() {
        server.shutdownNow();
    }

    private Vizier vizier() {
        return Vizier.in("project", "nowhere").at("localhost:" + server.getPort());
    }

    private static StudyPlan plan() {
        return Study.minimize("loss").name("first").space(SPACE);
    }

    @Test
    void keepsAStudyAsAnyOther() {
        Findings found = vizier().keep(plan()).run(12, trial -> trial.real("rate") + trial.whole("rank"));
        assertThat(found.trials()).hasSize(12).allSatisfy(trial -> {
            assertThat(trial.state()).isEqualTo(State.COMPLETE);
            assertThat(SPACE.point(trial.values())).isPresent();
            assertThat(trial.values().containsKey("steps")).isEqualTo(trial.values().get("kind").equals("b"));
            assertThat(trial.metric()).isEqualTo((Double) trial.values().get("rate") + (Long) trial.values().get("rank"));
            assertThat(trial.started()).isPresent();
            assertThat(trial.ended()).isPresent();
        });
        assertThat(service.all("first")).hasSize(12).allMatch(trial -> trial.getState() == Trial.State.SUCCEEDED);
        assertThat(vizier().keep(plan()).run(15, _ -> 1).trials()).hasSize(15);
    }

    @Test
    void tellsTheServiceWhatIsSearched() throws IOException {
        StudyPlan plan = Study.of(Goal.maximize("gain"), Goal.minimize("cost").safeAt(3)).name("first").space(SPACE).sampler(QuasiRandom.defaults());
        vizier().withStopping(Stopping.MEDIAN).keep(plan).open().close();
        StudySpec spec = service.study("first").getStudySpec();
        assertThat(spec.getAlgorithm()).isEqualTo(StudySpec.Algorithm.ALGORITHM_UNSPECIFIED);
        assertThat(spec.hasMedianAutomatedStoppingSpec()).isTrue();
        assertThat(spec.getMetrics(0).getGoal()).isEqualTo(StudySpec.MetricSpec.GoalType.MAXIMIZE);
        assertThat(spec.getMetrics(1).getSafetyConfig().getSafetyThreshold()).isEqualTo(3);
        assertThat(spec.getParametersList()).extracting(StudySpec.ParameterSpec::getParameterId).containsExactly("rate", "rank", "kind", "bias", "share", "even");
        assertThat(spec.getParameters(0).getDoubleValueSpec().getMinValue()).isEqualTo(1e-4);
        assertThat(spec.getParameters(0).getScaleType()).isEqualTo(StudySpec.ParameterSpec.ScaleType.UNIT_LOG_SCALE);
        assertThat(spec.getParameters(1).getIntegerValueSpec().getMaxValue()).isEqualTo(64);
        assertThat(spec.getParameters(3).getCategoricalValueSpec().getValuesList()).containsExactly("false", "true");
        assertThat(spec.getParameters(5).getDiscreteValueSpec().getValuesList()).containsExactly(2.0, 4.0, 6.0, 8.0, 10.0);
        StudySpec.ParameterSpec.ConditionalParameterSpec child = spec.getParameters(2).getConditionalParameterSpecs(0);
        assertThat(child.getParameterSpec().getParameterId()).isEqualTo("steps");
        assertThat(child.getParentCategoricalValues().getValuesList()).containsExactly("b");
    }

    @Test
    void stopsAndFailsTrials() throws IOException {
        try (Study study = vizier().withStopping(Stopping.MEDIAN).keep(plan()).open()) {
            study.run(3, trial -> {
                if (trial.number() == 1) throw trial.infeasible("too large");
                for (int step = 0; step < 9; step++) if (trial.report(step, 9 - step).shouldPrune()) throw trial.pruned();
                return 0;
            });
            List<FrozenTrial> trials = study.findings().trials();
            assertThat(trials).extracting(FrozenTrial::state).containsExactly(State.PRUNED, State.FAIL, State.PRUNED);
            assertThat(trials.getFirst().reports()).isEqualTo(Map.of(0, 9.0, 1, 8.0, 2, 7.0));
            assertThat(trials.getFirst().metric()).isEqualTo(7);
        }
        assertThat(service.all("first").get(1).getInfeasibleReason()).isEqualTo("too large");
    }

    /// A worker that comes back under its name gets the trial that it had; others do not.
    @Test
    void givesAWorkerItsTrialAgain() throws IOException {
        try (Study study = vizier().withWorker("one").keep(plan()).open()) {
            assertThat(study.ask().orElseThrow().number()).isZero();
        }
        try (Study study = vizier().withWorker("other").keep(plan()).open()) {
            assertThat(study.ask().orElseThrow().number()).isEqualTo(1);
        }
        try (Study study = vizier().withWorker("one").keep(plan()).open()) {
            assertThat(study.ask().orElseThrow().number()).isZero();
            assertThat(study.tell(0, 0.5)).isTrue();
            assertThat(study.tell(0, 0.25)).isFalse();
        }
    }

    /// One thread may have several trials under way, and has all of them again when its process comes back; what is finished makes room.
    @Test
    void givesAThreadAsManyTrialsAsItAsksFor() throws IOException {
        try (Study study = vizier().keep(plan()).open()) {
            for (int number = 0; number < 3; number++) assertThat(study.ask().orElseThrow().number()).isEqualTo(number);
            study.tell(1, 0.5);
            assertThat(study.ask().orElseThrow().number()).isEqualTo(3);
        }
        assertThat(service.all("first")).extracting(trial -> trial.getClientId().replaceAll(".*-", "")).containsExactly("0", "1", "2", "1");
        try (Study study = vizier().keep(plan()).open()) {
            assertThat(List.of(study.ask().orElseThrow().number(), study.ask().orElseThrow().number(), study.ask().orElseThrow().number())).containsExactly(0, 3, 2);
        }
    }

    @Test
    void aFinishedTrialIsNotedOnNoMore() throws IOException {
        try (Study study = vizier().keep(plan()).open()) {
            mf4j.study.Trial trial = study.ask().orElseThrow();
            trial.note("seen", "before");
            study.tellInfeasible(0, "too large");
            trial.note("seen", "after");
            assertThat(study.tellInfeasible(0, "another reason")).isFalse();
            FrozenTrial kept = study.findings().trials().getFirst();
            assertThat(kept.userAttributes()).isEqualTo(Map.of("seen", "before"));
            assertThat(kept.infeasible()).contains("too large");
        }
        try (Study study = vizier().keep(plan()).open()) {
            assertThat(study.findings().trials().getFirst().infeasible()).as("to another process").contains("too large");
        }
    }

    /// Numbers are the service's, whatever it has lost.
    @Test
    void goesOnWhereATrialWasDeleted() throws IOException {
        try (Study study = vizier().keep(plan()).open()) {
            study.run(2, mf4j.study.Trial::number);
            service.delete(service.all("first").getFirst().getName());
            study.run(3, trial -> {
                trial.report(0, 7);
                return trial.number();
            });
            assertThat(study.findings().trials()).extracting(FrozenTrial::number).containsExactly(1, 2, 3);
            assertThat(study.findings().trials()).extracting(FrozenTrial::metric).containsExactly(1.0, 2.0, 3.0);
            assertThatIllegalArgumentException().isThrownBy(() -> study.tell(0, 1)).withMessage("Study.trial must be one of 0 to 3 that is there but was 0");
        }
    }

    @Test
    void runsOnSeveralThreads() {
        Findings found = vizier().keep(plan().workers(3)).run(10, trial -> {
            Thread.sleep(5);
            return trial.number();
        });
        assertThat(found.trials()).hasSize(10).extracting(FrozenTrial::metric).containsExactly(0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0);
    }

    @Test
    void takesWhatIsWantedAndWhatIsKnown() throws IOException {
        Map<String, Object> values = Map.of("rate", 0.01, "rank", 16, "kind", "a", "bias", true, "share", 0.5, "even", 4);
        try (Study study = vizier().keep(plan()).open()) {
            study.enqueue(values);
            study.add(FrozenTrial.of(State.COMPLETE, Map.of(), values, 0.125));
            assertThat(study.ask().orElseThrow().values()).isEqualTo(Map.of("rate", 0.01, "rank", 16L, "kind", "a", "bias", true, "share", 0.5, "even", 4L));
            assertThat(study.findings().best().orElseThrow().metric()).isEqualTo(0.125);
            assertThatIllegalArgumentException().isThrownBy(() -> study.enqueue(Map.of("rate", 0.01))).withMessageContaining("must have a value for each parameter");
        }
    }

    @Test
    void refusesWhatTheServiceDoesNotKnow() {
        assertThatIllegalArgumentException().isThrownBy(() -> vizier().keep(Study.minimize("loss"))).withMessageContaining("Vizier.space must be declared");
        assertThatIllegalArgumentException().isThrownBy(() -> vizier().keep(plan().sampler(GridSearch.defaults()))).withMessageContaining("be no grid where a parameter is a continuum");
        assertThatIllegalArgumentException().isThrownBy(() -> vizier().keep(Study.minimize("loss").space(Parameter.real("x", 0, 1).inSteps(1e-4)))).withMessageContaining("at most 1000 values");
        assertThatIllegalArgumentException().isThrownBy(() -> Vizier.in("a/b", "c")).withMessageContaining("project must be a name without '/'");
        assertThatIllegalArgumentException().isThrownBy(() -> vizier().at("nowhere")).withMessageContaining("endpoint must be HOST:PORT");
        vizier().keep(plan()).run(1, _ -> 1);
        assertThatIllegalArgumentException().isThrownBy(() -> vizier().keep(Study.maximize("loss").name("first").space(SPACE)).open()).withMessageContaining("the goals that it was begun with");
        Vizier gone = vizier();
        server.shutdownNow();
        assertThatThrownBy(() -> gone.keep(plan()).open()).isInstanceOf(IOException.class).hasMessageStartingWith("Vizier refused with UNAVAILABLE");
    }

    /// What is kept there can be taken along as a warm start.
    @Test
    void hasFindingsThatAnotherStudyTakes() throws IOException {
        Findings found = vizier().keep(plan()).run(3, trial -> trial.real("rate"));
        MemoryStorage storage = new MemoryStorage();
        try (Study study = plan().in(() -> storage).open()) {
            for (FrozenTrial trial : found.trials()) study.add(trial);
            assertThat(study.findings().best().orElseThrow().values()).isEqualTo(found.best().orElseThrow().values());
        }
    }
}

package mf4j.study;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PlanTextTest {
    private static final Space SPACE = Space.of(Parameter.whole("rank", 8, 128).on(Scale.REVERSE_LOG).startingAt(16), Parameter.discrete("alpha", 1, 10, 100).on(Scale.LOG),
            Parameter.choice("kind", "a:b", "c|d", "7", 7L, true)).when("kind", List.of("c|d"), Parameter.real("share", 0, 1).inSteps(0.125));

    @TempDir
    Path folder;

    private static Object json(Object value) {
        return JournalStorage.JSON.readValue(JournalStorage.JSON.writeValueAsString(value), Object.class);
    }

    @SuppressWarnings("unchecked") // a JSON object is a map by name
    private static StudyPlan again(StudyPlan plan) {
        return PlanText.read((Map<String, Object>) json(PlanText.write(plan)));
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        StudyPlan plan = Study.minimize("loss").and(Goal.maximize("gain").safeAt(0.5)).space(SPACE).sampler(GridSearch.defaults().withShuffled(true).withReals(7).withSeed(1L << 60))
                .reproducibleWorkers(3).retries(5).lease(Duration.ofMillis(2500)).withNoise();
        StudyPlan read = again(plan);
        assertThat(read.goals()).isEqualTo(plan.goals());
        assertThat(read.space()).isEqualTo(SPACE);
        assertThat(read.sampler()).isEqualTo(plan.sampler());
        assertThat(read.together()).hasValue(3);
        assertThat(read.retries()).isEqualTo(5);
        assertThat(read.lease()).isEqualTo(Duration.ofMillis(2500));
        assertThat(read.noisy()).isTrue();
    }

    @Test
    void everySamplerAndPrunerOfANameIsReadAgain() {
        for (String name : Samplers.names()) {
            Sampler sampler = Samplers.named(name).withSeed(5);
            assertThat(again(Study.minimize("loss").sampler(sampler)).sampler()).as(name).isEqualTo(sampler);
        }
        for (String name : Pruners.names()) assertThat(again(Study.minimize("loss").pruner(Pruners.named(name))).pruner()).as(name).isEqualTo(Pruners.named(name));
    }

    /// Nothing but place and name is needed to go on, with the choices of a study that never stopped.
    @Test
    void aKeptStudyIsGoneOnWithByItsNameAlone() throws IOException {
        Path file = folder.resolve("s.jsonl");
        StudyPlan whole = Study.maximize("hill").name("mine").space(PLANE).sampler(QuasiRandom.defaults().withSeed(9));
        Findings expected = whole.run(8, trial -> trial.real("x") - trial.real("y"));
        whole.journal(file).run(3, trial -> trial.real("x") - trial.real("y"));
        StudyPlan kept;
        try (Storage storage = JournalStorage.open(file)) {
            kept = PlanText.of(storage.find("mine").orElseThrow());
        }
        Findings found = kept.journal(file).run(8, trial -> trial.real("x") - trial.real("y"));
        assertThat(found.goals()).isEqualTo(expected.goals());
        assertThat(found.trials()).extracting(FrozenTrial::values).isEqualTo(expected.trials().stream().map(FrozenTrial::values).toList());
    }

    private static final Space PLANE = Space.of(Parameter.real("x", -1, 1), Parameter.real("y", -1, 1));

    /// As Optuna writes it: no plan, names of metrics perhaps.
    @Test
    void aStudyOfSomebodyElseHasTheSpaceOfItsTrials() throws IOException {
        try (Storage storage = JournalStorage.open(folder.resolve("o.jsonl"))) {
            Ledger ledger = storage.open("theirs", List.of(Goal.maximize("any")));
            assertThat(PlanText.of(ledger).goals()).containsExactly(Goal.maximize("value"));
            Parameter x = Parameter.real("x", 0, 1), y = Parameter.choice("y", "a", "b");
            ledger.add(FrozenTrial.of(State.COMPLETE, Map.of("x", x, "y", y), Map.of("x", 0.5, "y", "a"), 1));
            ledger.add(FrozenTrial.of(State.COMPLETE, Map.of("x", x), Map.of("x", 0.25), 2));
            assertThat(PlanText.of(ledger).space()).isEqualTo(Space.of(x));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
        "{; not a JSON object: ",
        "[]; not a JSON object: []",
        "{}; a study must have goals, such as [{\"metric\": \"loss\", \"goal\": \"minimize\"}]",
        "{'goals':[3]}; a goal must be such as",
        "{'goals':[{'metric':'m','goal':'up'}]}; the goal of m must be minimize or maximize but was up",
        "{'goals':[{'metric':'m'}],'spaces':1}; a study has no 'spaces'; it has goals, space, sampler",
        "{'goals':[{'metric':'m'}],'space':3}; a space must be a text such as",
        "{'goals':[{'metric':'m'}],'space':[{'values':'bool'}]}; a parameter must be such as",
        "{'goals':[{'metric':'m'}],'space':[{'name':'x','values':'bool','scale':'cubic'}]}; the scale of x must be linear, log or reverse_log but was cubic",
        "{'goals':[{'metric':'m'}],'sampler':'HILL'}; there is no algorithm 'HILL'; there are GRID_SEARCH",
        "{'goals':[{'metric':'m'}],'pruner':'axe'}; there is no pruner 'axe'; there are",
        "{'goals':[{'metric':'m'}],'sampler':{'name':'RANDOM_SEARCH','knobs':{'luck':1}}}; RandomSearch has no knob 'luck'; its knobs are seed",
        "{'goals':[{'metric':'m'}],'workers':0}; Study.together must be at least 1 but was 0",
        "{'goals':[{'metric':'m'}],'lease':'long'}; lease must be a number but was long"})
    void saysWhatIsWrong(String json, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> PlanText.read(json.replace('\'', '"'))).withMessageContaining(message.strip());
    }
}

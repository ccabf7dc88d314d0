package mf4j.study;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/// What Optuna and MF4J promise each other about a place that both can open.
public abstract class InterchangeContract {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final Instant THEN = Instant.parse("2026-01-02T23:04:05.678901Z");
    private static final Instant LATER = Instant.parse("2026-01-03T03:05:00Z");

    private static final Space SPACE = Space.of(Parameter.logarithmic("rate", 1e-5, 0.1), Parameter.real("dropout", 0, 0.5).inSteps(0.125), Parameter.real("x", -1, 1),
            Parameter.whole("rank", 8, 128).inSteps(8), Parameter.whole("n", 1, 1000).on(Scale.LOG),
            new Choice("kind", Arrays.asList("sgd", "adam", null, true, false, 3L, 0.5), Optional.empty()), Parameter.bool("bias"));

    /// What Optuna's user does with the same space.
    private static final String OBJECTIVE = """
            KINDS = ['sgd', 'adam', None, True, False, 3, 0.5]
            def ask(t):
                t.suggest_float('rate', 1e-5, 0.1, log=True)
                t.suggest_float('dropout', 0, 0.5, step=0.125)
                x = t.suggest_float('x', -1, 1)
                t.suggest_int('rank', 8, 128, step=8)
                n = t.suggest_int('n', 1, 1000, log=True)
                t.suggest_categorical('kind', KINDS)
                t.suggest_categorical('bias', [False, True])
                return x * x + n / 1000
            """;

    /// Opens the one place of this test.
    protected abstract Storage open() throws IOException;

    /// The same place in Python's words.
    protected abstract String python();

    /// How many trials wait for whoever comes first when both work.
    protected int waiting() {
        return 10;
    }

    /// What a script tells of studies, field by field: a line each.
    private static List<Object> toldBy(String script) throws IOException {
        return Optuna.run(script).lines().map(Notes::value).toList();
    }

    private String telling(String study) {
        return "told('" + study + "', " + python() + ")\n";
    }

    /// What MF4J sees.
    private List<Object> toldHere(String... studies) throws IOException {
        List<Object> told = new ArrayList<>();
        try (Storage storage = open()) {
            for (String study : studies) told.add(told(storage.find(study).orElseThrow()));
        }
        return told;
    }

    private static Object told(Ledger ledger) throws IOException {
        Map<String, Object> system = ledger.attributes(Attribute.SYSTEM);
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("directions", ledger.maximize().stream().map(up -> up ? "MAXIMIZE" : "MINIMIZE").toList());
        told.put("metrics", system.get(Notes.METRICS));
        told.put("user", ledger.attributes(Attribute.USER));
        told.put("system", system);
        told.put("trials", ledger.trials().stream().map(InterchangeContract::told).toList());
        return Notes.value(Notes.text(told));
    }

    private static Map<String, Object> told(FrozenTrial trial) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("number", trial.number());
        told.put("state", trial.state().name());
        told.put("values", trial.metrics().length == 0 ? null : trial.metrics());
        told.put("params", trial.values());
        Map<String, Object> distributions = new LinkedHashMap<>();
        trial.parameters().forEach((name, parameter) -> distributions.put(name, Notes.value(Distributions.text(parameter))));
        told.put("distributions", distributions);
        told.put("user", trial.userAttributes());
        told.put("system", trial.systemAttributes());
        told.put("reports", trial.reports());
        told.put("started", trial.started().map(TIME::format).orElse(null));
        told.put("ended", trial.ended().map(TIME::format).orElse(null));
        return told;
    }

    private static FrozenTrial trial(State state, int seed, double... metrics) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        for (Parameter parameter : SPACE.parameters()) parameters.put(parameter.name(), parameter);
        Map<String, Object> values = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> values.put(name, parameter.outside(parameter.fromUnit(seed * 0.37 % 1))));
        Map<String, Object> notes = new LinkedHashMap<>();
        notes.put("text", "\u00e9\n\"quoted\"");
        notes.put("nested", Map.of("list", Arrays.asList(1, 2.5, true, null), "nan", Double.NaN, "least", Double.NEGATIVE_INFINITY));
        return new FrozenTrial(-1, state, parameters, values, metrics, new TreeMap<>(Map.of(0, 0.1 * seed, 3, Double.NaN, 7, Double.POSITIVE_INFINITY, 9, Double.NEGATIVE_INFINITY)), notes, Map.of(),
                state == State.WAITING ? Optional.empty() : Optional.of(THEN), state.finished() ? Optional.of(LATER) : Optional.empty());
    }

    private void writeOne() throws IOException {
        StudyPlan plan = Study.maximize("gain").name("one").space(SPACE).in(this::open);
        try (Study study = plan.open()) {
            study.note("data", Map.of("rows", 5, "nothing", Double.NaN));
            study.add(trial(State.COMPLETE, 1, 0.25));
            study.add(trial(State.COMPLETE, 2, Double.POSITIVE_INFINITY));
            study.add(trial(State.PRUNED, 3, Double.NEGATIVE_INFINITY));
            study.add(trial(State.PRUNED, 4));
            study.add(trial(State.FAIL, 5));
            study.ledger().add(trial(State.RUNNING, 6));
            study.enqueue(Map.of("x", 0.5, "rank", 24));
        }
        try (Study study = plan.open()) { // one trial after the other, event by event
            Trial claimed = study.ask().orElseThrow();
            assertThat(claimed.values()).containsEntry("x", 0.5).containsEntry("rank", 24L);
            claimed.report(0, 1.5);
            claimed.report(2, Double.NaN);
            claimed.note("k", List.of("v"));
            study.constrain(claimed.number(), Map.of("memory", -0.5));
            study.tell(claimed.number(), 2.5);
            study.tellInfeasible(study.ask().orElseThrow().number(), "too large");
            study.enqueue(Map.of("x", -0.5, "kind", "adam"));
        }
    }

    private void writeSeveral() throws IOException {
        try (Study study = Study.of(Goal.minimize("loss"), Goal.maximize("speed")).name("several").space(SPACE).in(this::open).open()) {
            for (int j = 0; j < 3; j++) {
                Trial trial = study.ask().orElseThrow();
                trial.report(0, 0.5, 2 * j);
                study.constrain(trial.number(), Map.of("memory", j - 1.0));
                study.tell(trial.number(), j, j == 1 ? Double.NEGATIVE_INFINITY : 10 - j);
            }
            study.tellPruned(study.ask().orElseThrow().number());
        }
    }

    /// Every field of every kind of trial; then its sampler learns from them.
    @Test
    void optunaReadsAndContinues() throws IOException {
        writeOne();
        writeSeveral();
        List<Object> before = toldHere("one", "several");
        List<Object> told = toldBy(OBJECTIVE + telling("one") + telling("several") + """
                storage = %s
                one = optuna.load_study(study_name='one', storage=storage, sampler=optuna.samplers.TPESampler(seed=1, n_startup_trials=1))
                one.optimize(ask, n_trials=5)
                several = optuna.load_study(study_name='several', storage=storage, sampler=optuna.samplers.TPESampler(seed=1, n_startup_trials=1, constraints_func=lambda t: [t.params['x']]))
                several.optimize(lambda t: (ask(t), 1.0), n_trials=5)
                assert several.best_trials
                """.formatted(python()) + telling("one") + telling("several"));
        assertThat(told.subList(0, 2)).isEqualTo(before);
        assertThat(toldHere("one", "several")).isEqualTo(told.subList(2, 4));
        try (Storage storage = open()) {
            List<FrozenTrial> one = storage.find("one").orElseThrow().trials();
            assertThat(one).hasSize(13).filteredOn(t -> t.state() == State.RUNNING).hasSize(1);
            FrozenTrial waited = one.get(8); // was first in line for Optuna too
            assertThat(waited.state()).isEqualTo(State.COMPLETE);
            assertThat(waited.values()).containsEntry("x", -0.5).containsEntry("kind", "adam");
            assertThat(storage.find("several").orElseThrow().trials()).hasSize(9).last().satisfies(t -> assertThat(t.state()).isEqualTo(State.COMPLETE));
        }
    }

    /// A study as Optuna's users make it, with every kind of trial, goes on here, and then there again.
    @Test
    void continuesWhatOptunaWrote() throws IOException {
        List<Object> told = toldBy(OBJECTIVE + """
                storage = %s
                study = optuna.create_study(study_name='theirs', storage=storage, direction='maximize', sampler=optuna.samplers.TPESampler(seed=3, constraints_func=lambda t: [t.params['x'] - 0.5, -1.0]))
                study.set_user_attr('data', {'rows': 5, 'nothing': float('nan')})
                study.set_metric_names(['gain'])
                def objective(t):
                    value = ask(t)
                    t.set_user_attr('seen', [1, None, 'two', {'three': float('inf')}])
                    for step in range(3):
                        t.report(float('nan') if step == 1 else value * step, step)
                    if t.number == 2: raise optuna.TrialPruned()
                    if t.number == 3: return float('nan')
                    if t.number == 4: raise ArithmeticError()
                    return float('inf') if t.number == 5 else value
                study.optimize(objective, n_trials=7, catch=(ArithmeticError,))
                running = study.ask()
                ask(running)
                study.add_trial(create_trial(state=TrialState.COMPLETE, value=2.0, params={'x': 0.5}, distributions={'x': FloatDistribution(-1, 1)}, user_attrs={'from': 'elsewhere'}))
                study.enqueue_trial({'x': 0.25, 'rank': 16, 'kind': None}, user_attrs={'wanted': True})
                """.formatted(python()) + telling("theirs"));
        assertThat(toldHere("theirs")).isEqualTo(told);
        StudyPlan plan = Study.maximize("gain").name("theirs").space(SPACE).in(this::open);
        Findings found = plan.run(12, trial -> {
            trial.report(0, trial.real("x"));
            return trial.real("x");
        });
        assertThat(found.trials().get(9).values()).containsEntry("x", 0.25).containsEntry("rank", 16L).containsEntry("kind", null);
        assertThat(found.trials()).hasSize(13).filteredOn(t -> t.state().finished()).hasSize(12);
        List<Object> after = toldHere("theirs");
        assertThat(toldBy(OBJECTIVE + telling("theirs") + "optuna.load_study(study_name='theirs', storage=" + python() + ").optimize(ask, n_trials=3)")).isEqualTo(after);
        assertThat(plan.run(17, trial -> trial.real("x")).trials()).hasSize(18);
    }

    /// Both work on one study: every trial has one owner and is kept, and both see the same in the end.
    @Test
    void bothWorkAtTheSameTime() throws IOException, InterruptedException {
        bothWork(python());
    }

    protected final void bothWork(String place) throws IOException, InterruptedException {
        StudyPlan plan = Study.minimize("loss").name("both").space(SPACE).in(this::open).workers(2);
        plan.open().close();
        try (Study study = plan.open()) {
            for (int j = 0; j < waiting(); j++) study.enqueue(Map.of("x", j / 10.0));
        }
        List<Integer> mine = new ArrayList<>();
        Optuna.Running theirs = Optuna.started(OBJECTIVE + """
                study = optuna.load_study(study_name='both', storage=%s, sampler=optuna.samplers.RandomSampler())
                print('ready', flush=True)
                def objective(t):
                    value = ask(t)
                    t.set_user_attr('who', 'optuna')
                    t.report(value, 0)
                    return value
                study.optimize(objective, n_trials=30)
                """.formatted(place));
        theirs.awaitOutput();
        plan.run(60, trial -> {
            synchronized (mine) {
                mine.add(trial.number());
            }
            trial.note("who", "here");
            trial.report(0, trial.real("x"));
            Thread.sleep(10);
            return trial.real("x");
        });
        theirs.printed();
        try (Storage storage = open()) {
            List<FrozenTrial> trials = storage.find("both").orElseThrow().trials();
            assertThat(trials).filteredOn(t -> "here".equals(t.userAttributes().get("who"))).extracting(FrozenTrial::number).containsExactlyInAnyOrderElementsOf(mine);
            assertThat(trials).filteredOn(t -> "optuna".equals(t.userAttributes().get("who"))).hasSize(30);
            assertThat(trials).hasSize(30 + mine.size()).allSatisfy(t -> {
                assertThat(t.state()).isEqualTo(State.COMPLETE);
                assertThat(t.reports()).hasSize(1);
                assertThat(t.values()).hasSize(7);
            });
        }
        assertThat(toldBy(telling("both"))).isEqualTo(toldHere("both"));
    }
}

package mf4j.study;

import mf4j.train.Knobs;
import tools.jackson.core.JacksonException;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a study is to do, as maps, lists, numbers and text that JSON can say: kept with the study, so that whoever asks it for a trial later need not
/// know how it was begun, and read from files.
///
/// ```json
/// {"goals": [{"metric": "loss", "goal": "minimize"}], "space": "x=float:0:1,kind=a|b",
///  "sampler": {"name": "RANDOM_SEARCH", "knobs": {"seed": 7}}, "workers": 4, "retries": 1, "lease": 3600}
/// ```
///
/// `space` is a text of [SpaceText], or a list of parameters as [#write(Space)] makes it, which also says what a study begins with. `workers` is
/// [StudyPlan#together], `lease` in seconds. All but `goals` may be absent.
public final class PlanText {
    static final String TOGETHER = "together";
    private static final List<String> KEYS = List.of("goals", "space", "sampler", "pruner", "workers", TOGETHER, "retries", "lease", "noisy");

    private PlanText() { }

    /// A plan, without its name, its place, and what only this process has: reasons to end, threads. A sampler or pruner of no name is left out.
    public static Map<String, Object> write(StudyPlan plan) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("goals", plan.goals().stream().map(PlanText::write).toList());
        if (plan.space().size() > 0) map.put("space", write(plan.space()));
        write(plan.sampler()).ifPresent(sampler -> map.put("sampler", sampler));
        write(plan.pruner()).ifPresent(pruner -> map.put("pruner", pruner));
        plan.together().ifPresent(together -> map.put(TOGETHER, together));
        map.put("retries", plan.retries());
        map.put("lease", plan.lease().toMillis() / 1000.0);
        map.put("noisy", plan.noisy());
        return map;
    }

    /// A goal or promise.
    static Map<String, Object> write(Goal goal) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("metric", goal.metric());
        map.put("goal", goal.maximize() ? "maximize" : "minimize");
        goal.safe().ifPresent(safe -> map.put("safe", safe));
        return map;
    }

    /// A space, one map per parameter.
    public static List<Map<String, Object>> write(Space space) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Space.Dimension d : space.dimensions()) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("name", d.parameter().name());
            map.put("values", SpaceText.write(d.parameter()));
            scale(d.parameter()).filter(scale -> scale != Scale.LINEAR).ifPresent(scale -> map.put("scale", scale.name().toLowerCase(Locale.ROOT)));
            d.parameter().initial().ifPresent(initial -> map.put("initial", initial));
            if (d.parameter() instanceof Choice c) map.put("choices", c.values());
            if (d.parent() >= 0) {
                Parameter parent = space.parameter(d.parent());
                map.put("parent", parent.name());
                map.put("when", d.when().stream().map(parent::outside).toList());
            }
            all.add(map);
        }
        return all;
    }

    /// Where the text of the values does not say it.
    private static Optional<Scale> scale(Parameter parameter) {
        return switch (parameter) {
            case Discrete d -> Optional.of(d.scale());
            case Whole w when w.scale() == Scale.REVERSE_LOG -> Optional.of(w.scale());
            default -> Optional.empty();
        };
    }

    private static Optional<Map<String, Object>> write(Sampler sampler) {
        return Samplers.names().stream().filter(name -> Samplers.named(name).getClass() == sampler.getClass()).findFirst().map(name -> named(name, sampler));
    }

    private static Optional<Map<String, Object>> write(Pruner pruner) {
        return Pruners.names().stream().filter(name -> Pruners.named(name).getClass() == pruner.getClass()).findFirst().map(name -> named(name, pruner));
    }

    private static Map<String, Object> named(String name, Object made) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        if (made.getClass().isRecord()) map.put("knobs", Knobs.valuesOf(made));
        return map;
    }

    /// A plan from a file or a request, kept nowhere yet.
    ///
    /// @throws IllegalArgumentException that names what is wrong
    public static StudyPlan read(Map<String, ?> map) {
        for (String key : map.keySet()) if (!KEYS.contains(key)) throw new IllegalArgumentException("a study has no '" + key + "'; it has " + String.join(", ", KEYS));
        if (!(map.get("goals") instanceof List<?> goals) || goals.isEmpty()) throw new IllegalArgumentException("a study must have goals, such as [{\"metric\": \"loss\", \"goal\": \"minimize\"}]");
        StudyPlan plan = StudyPlan.of(goals.stream().map(PlanText::goal).toArray(Goal[]::new));
        if (map.get("space") != null) plan = plan.space(space(map.get("space")));
        if (map.get("sampler") != null) plan = plan.sampler(sampler(map.get("sampler")));
        if (map.get("pruner") != null) plan = plan.pruner(pruner(map.get("pruner")));
        Object together = map.get("workers") == null ? map.get(TOGETHER) : map.get("workers");
        if (together != null) plan = plan.reproducibleWorkers((int) number("workers", together));
        if (map.get("retries") != null) plan = plan.retries((int) number("retries", map.get("retries")));
        if (map.get("lease") != null) plan = plan.lease(Duration.ofMillis((long) (1000 * number("lease", map.get("lease")))));
        return Boolean.TRUE.equals(map.get("noisy")) ? plan.withNoise() : plan;
    }

    /// The same from the text of a JSON object.
    public static StudyPlan read(String json) {
        return read(map(json));
    }

    /// The map of the text of a JSON object.
    ///
    /// @throws IllegalArgumentException where it is none
    @SuppressWarnings("unchecked") // a JSON object is a map by name
    public static Map<String, Object> map(String json) {
        try {
            if (JournalStorage.JSON.readValue(json, Object.class) instanceof Map<?, ?> map) return (Map<String, Object>) map;
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not a JSON object: " + e.getOriginalMessage(), e);
        }
        throw new IllegalArgumentException("not a JSON object: " + json);
    }

    /// What a study that is kept was begun with, under its name; a study that this version did not begin has the space that all of its trials have
    /// in common.
    ///
    /// @throws IOException where it cannot be read
    public static StudyPlan of(Ledger ledger) throws IOException {
        Map<String, Object> notes = ledger.attributes(Attribute.SYSTEM);
        if (notes.get(Notes.PLAN) instanceof Map<?, ?> map && map.containsKey("goals")) return read(byName(map)).name(ledger.name());
        StudyPlan plan = StudyPlan.of(goals(ledger, notes)).name(ledger.name()).space(common(ledger.trials()));
        return notes.get(Notes.PLAN) instanceof Map<?, ?> map && map.get(TOGETHER) instanceof Number together ? plan.reproducibleWorkers(together.intValue()) : plan;
    }

    private static Goal[] goals(Ledger ledger, Map<String, Object> notes) {
        List<Goal> goals = new ArrayList<>();
        List<?> names = notes.get(Notes.METRICS) instanceof List<?> list && list.size() == ledger.maximize().size() ? list : null;
        for (boolean up : ledger.maximize()) {
            String name = names != null ? String.valueOf(names.get(goals.size())) : ledger.maximize().size() == 1 ? "value" : "value " + goals.size();
            goals.add(up ? Goal.maximize(name) : Goal.minimize(name));
        }
        return goals.toArray(Goal[]::new);
    }

    private static Space common(List<FrozenTrial> trials) {
        Map<String, Parameter> common = new LinkedHashMap<>();
        List<FrozenTrial> complete = trials.stream().filter(t -> t.state() == State.COMPLETE).toList();
        if (complete.isEmpty()) return Space.EMPTY;
        common.putAll(complete.getLast().parameters());
        for (FrozenTrial trial : complete) common.keySet().retainAll(trial.parameters().keySet());
        return Space.of(List.copyOf(common.values()));
    }

    private static Goal goal(Object given) {
        if (!(given instanceof Map<?, ?> map) || !(map.get("metric") instanceof String metric)) throw new IllegalArgumentException("a goal must be such as {\"metric\": \"loss\", \"goal\": \"minimize\"} but was " + given);
        String way = String.valueOf(map.get("goal") == null ? "minimize" : map.get("goal"));
        if (!way.equals("minimize") && !way.equals("maximize")) throw new IllegalArgumentException("the goal of " + metric + " must be minimize or maximize but was " + way);
        OptionalDouble safe = map.get("safe") == null ? OptionalDouble.empty() : OptionalDouble.of(number("safe", map.get("safe")));
        return new Goal(metric, way.equals("maximize"), safe);
    }

    /// A space from the text or the list of a plan.
    static Space space(Object given) {
        if (given instanceof String text) return SpaceText.read(text);
        if (!(given instanceof List<?> list)) throw new IllegalArgumentException("a space must be a text such as \"x=float:0:1\", or a list of parameters, but was " + given);
        Space space = Space.EMPTY;
        for (Object one : list) space = with(space, one);
        return space;
    }

    private static Space with(Space space, Object given) {
        if (!(given instanceof Map<?, ?> map) || !(map.get("name") instanceof String name) || map.get("values") == null) {
            throw new IllegalArgumentException("a parameter must be such as {\"name\": \"x\", \"values\": \"float:0:1\"} but was " + given);
        }
        Parameter parameter = map.get("choices") instanceof List<?> choices ? Choice.of(name, choices) : scaled(SpaceText.parameter(name, String.valueOf(map.get("values"))), map.get("scale"));
        if (map.get("initial") != null) parameter = parameter.startingAt(map.get("initial"));
        if (map.get("parent") == null) return space.with(parameter);
        return space.when(String.valueOf(map.get("parent")), map.get("when") instanceof List<?> when ? when : List.of(map.get("when")), parameter);
    }

    private static Parameter scaled(Parameter parameter, Object name) {
        if (name == null) return parameter;
        for (Scale scale : Scale.values()) {
            if (!scale.name().equalsIgnoreCase(name.toString())) continue;
            return switch (parameter) {
                case Discrete d -> d.on(scale);
                case Whole w -> w.on(scale);
                case Real r -> r.on(scale);
                case Choice c -> c;
            };
        }
        throw new IllegalArgumentException("the scale of " + parameter.name() + " must be linear, log or reverse_log but was " + name);
    }

    private static Sampler sampler(Object given) {
        return given instanceof String name ? Samplers.named(name) : turned("sampler", given, Samplers::named);
    }

    private static Pruner pruner(Object given) {
        return given instanceof String name ? Pruners.named(name) : turned("pruner", given, Pruners::named);
    }

    /// Finds something by its name.
    private interface Registry<T> {
        T named(String name);
    }

    private static <T> T turned(String what, Object given, Registry<T> registry) {
        if (!(given instanceof Map<?, ?> map) || !(map.get("name") instanceof String name)) throw new IllegalArgumentException("a " + what + " must be a name, or such as {\"name\": NAME, \"knobs\": {}} but was " + given);
        T made = registry.named(name);
        return map.get("knobs") instanceof Map<?, ?> knobs && !knobs.isEmpty() ? Knobs.turned(made, byName(knobs)) : made;
    }

    @SuppressWarnings("unchecked") // a JSON object is a map by name
    private static Map<String, Object> byName(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }

    private static double number(String name, Object value) {
        if (value instanceof Number number) return number.doubleValue();
        throw new IllegalArgumentException(name + " must be a number but was " + value);
    }
}

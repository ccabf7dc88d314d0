package mf4j.study;

import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Parameters and their values as Optuna keeps them: the JSON text of a distribution and one number, which of a choice is its index.
///
/// What Optuna does not know is kept as what comes nearest: numbers of a set as choices, a reversed logarithmic scale as a linear one. The
/// study's own space tells what they were.
public final class Distributions {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Map<String, Map<String, Object>> READ = new ConcurrentHashMap<>(); // studies repeat few texts many times

    private Distributions() { }

    /// The JSON text of a parameter's distribution.
    public static String text(Parameter parameter) {
        return switch (parameter) {
            case Real r -> text("FloatDistribution", "step", r.step() == 0 ? null : (Object) r.step(), "low", r.low(), "high", r.high(), "log", r.scale() == Scale.LOG);
            case Whole w -> text("IntDistribution", "log", w.scale() == Scale.LOG, "step", w.step(), "low", w.low(), "high", w.high());
            case Discrete d -> text("CategoricalDistribution", "choices", d.values());
            case Choice c -> text("CategoricalDistribution", "choices", c.values());
        };
    }

    private static String text(String name, Object... attributes) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int j = 0; j < attributes.length; j += 2) map.put((String) attributes[j], attributes[j + 1]);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", name);
        all.put("attributes", map);
        return JSON.writeValueAsString(all);
    }

    /// The number that is kept for a value in the outside form.
    public static double kept(Parameter parameter, Object value) {
        double inside = parameter.inside(value);
        return parameter instanceof Discrete d ? d.index(inside) : inside;
    }

    /// The value, in the outside form, of a number that was kept with a parameter that was read.
    public static Object value(Parameter read, double kept) {
        return read.outside(kept);
    }

    /// The parameter of a distribution's JSON text.
    ///
    /// @throws IllegalArgumentException for a text that is none
    public static Parameter read(String name, String text) {
        Map<String, Object> all = READ.computeIfAbsent(text, Distributions::parsed);
        if (!(all.get("attributes") instanceof Map<?, ?> attributes)) throw new IllegalArgumentException("not a distribution: " + text);
        boolean log = Boolean.TRUE.equals(attributes.get("log"));
        Scale scale = log ? Scale.LOG : Scale.LINEAR;
        return switch (String.valueOf(all.get("name"))) {
            case "FloatDistribution" -> new Real(name, number(attributes, "low"), number(attributes, "high"), scale, attributes.get("step") == null ? 0 : number(attributes, "step"), Optional.empty());
            case "UniformDistribution" -> new Real(name, number(attributes, "low"), number(attributes, "high"), Scale.LINEAR, 0, Optional.empty());
            case "LogUniformDistribution" -> new Real(name, number(attributes, "low"), number(attributes, "high"), Scale.LOG, 0, Optional.empty());
            case "DiscreteUniformDistribution" -> new Real(name, number(attributes, "low"), number(attributes, "high"), Scale.LINEAR, number(attributes, "q"), Optional.empty());
            case "IntDistribution", "IntUniformDistribution" -> new Whole(name, whole(attributes, "low"), whole(attributes, "high"), log || attributes.get("step") == null ? 1 : whole(attributes, "step"), scale, Optional.empty());
            case "IntLogUniformDistribution" -> new Whole(name, whole(attributes, "low"), whole(attributes, "high"), 1, Scale.LOG, Optional.empty());
            case "CategoricalDistribution" -> new Choice(name, new ArrayList<>((List<?>) attributes.get("choices")), Optional.empty());
            default -> throw new IllegalArgumentException("not a distribution that is known: " + text);
        };
    }

    @SuppressWarnings("unchecked") // a JSON object is a map by name
    private static Map<String, Object> parsed(String text) {
        return JSON.readValue(text, Map.class);
    }

    private static double number(Map<?, ?> attributes, String key) {
        return ((Number) attributes.get(key)).doubleValue();
    }

    private static long whole(Map<?, ?> attributes, String key) {
        return ((Number) attributes.get(key)).longValue();
    }
}

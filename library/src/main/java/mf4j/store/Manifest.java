package mf4j.store;

import mf4j.recommend.CountRule;
import mf4j.recommend.EventRule;
import mf4j.recommend.FactorModel;
import mf4j.recommend.LogisticRule;
import mf4j.recommend.Model;
import mf4j.recommend.NeighbourModel;
import mf4j.recommend.PairRule;
import mf4j.recommend.RatingRule;
import mf4j.recommend.RowRule;
import mf4j.recommend.Scale;
import mf4j.train.Epoch;
import mf4j.train.History;
import mf4j.train.Provenance;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// `manifest.json`: all of a model that is not an array, and what the arrays must be. Every name in it is written here, twice: once
/// to write it and once to read it.
///
/// Numbers that JSON lacks are the texts `NaN`, `Infinity` and `-Infinity`.
final class Manifest {
    static final String NAME = "manifest.json";
    static final String FORMAT = "mf4j-model";
    static final int VERSION = 1;
    static final String FACTORS = "factor-model";
    static final String NEIGHBOURS = "neighbour-model";
    static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() { };

    private Manifest() { }

    static Part part(ModelFile file, List<Part.Measured> parts) {
        byte[] bytes = (JSON.writeValueAsString(describe(file, parts)) + "\n").getBytes(StandardCharsets.UTF_8);
        return new Part(NAME, Map.of(), out -> out.write(bytes));
    }

    static Map<String, Object> map(JsonNode manifest) {
        return JSON.convertValue(manifest, MAP);
    }

    private static Map<String, Object> describe(ModelFile file, List<Part.Measured> parts) {
        Model model = file.model();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("format", FORMAT);
        all.put("version", VERSION);
        all.put("library", Provenance.thisVersion());
        all.put("kind", model instanceof NeighbourModel ? NEIGHBOURS : FACTORS);
        all.put("users", model.users().size());
        all.put("items", model.items().size());
        if (model instanceof FactorModel factors) all.put("rank", factors.rank());
        all.put("ratings", model.past().map(past -> past.byUser().entries()).orElse(0));
        all.put("scale", describe(model.scale()));
        rules(model, all);
        all.put("provenance", describe(model.provenance()));
        all.put("about", file.about());
        Map<String, Object> entries = new LinkedHashMap<>();
        for (Part.Measured part : parts) entries.put(part.part().name(), part.described());
        all.put("entries", entries);
        return all;
    }

    private static void rules(Model model, Map<String, Object> all) {
        switch (model) {
            case FactorModel factors -> {
                all.put("userRule", describe(factors.user().rule()));
                all.put("itemRule", describe(factors.item().rule()));
            }
            case NeighbourModel neighbours -> all.put("rule", NeighbourRules.describe(neighbours.rule()));
            default -> throw Parts.unknown(model);
        }
    }

    private static Map<String, Object> describe(Scale scale) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("mean", scale.mean());
        all.put("low", scale.low());
        all.put("high", scale.high());
        all.put("clip", scale.clip());
        all.put("rated", scale.rated());
        return all;
    }

    static Scale scale(JsonNode node) {
        return new Scale(number(node, "mean"), number(node, "low"), number(node, "high"), node.required("clip").booleanValue(),
                node.path("rated").booleanValue(true));
    }

    private static Map<String, Object> describe(RowRule rule) {
        return switch (rule) {
            case RatingRule ratings -> describe(ratings);
            case EventRule events -> describe(events);
            case PairRule pairs -> describe(pairs);
            case LogisticRule logistic -> describe(logistic);
            case CountRule counts -> describe(counts);
        };
    }

    private static Map<String, Object> describe(RatingRule rule) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("kind", "ratings");
        all.put("biased", rule.biased());
        all.put("regularization", rule.regularization());
        all.put("biasRegularization", rule.biasRegularization());
        all.put("countWeighted", rule.countWeighted());
        all.put("nonNegative", rule.nonNegative());
        all.put("solver", rule.solver().name().toLowerCase(Locale.ROOT));
        all.put("steps", rule.steps());
        return all;
    }

    private static Map<String, Object> describe(EventRule rule) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("kind", "events");
        all.put("regularization", rule.regularization());
        all.put("unobserved", rule.unobserved());
        all.put("nu", rule.nu());
        all.put("alpha", rule.alpha());
        all.put("convention", rule.convention().name().toLowerCase(Locale.ROOT));
        all.put("solver", rule.solver().name().toLowerCase(Locale.ROOT));
        all.put("steps", rule.steps());
        if (rule.paired() < Integer.MAX_VALUE) all.put("paired", rule.paired());
        return all;
    }

    private static Map<String, Object> describe(PairRule rule) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("kind", "pairs");
        all.put("regularization", rule.regularization());
        all.put("sample", rule.sample());
        return all;
    }

    private static Map<String, Object> describe(LogisticRule rule) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("kind", "logistic");
        all.put("valued", rule.valued());
        all.put("confidence", rule.confidence());
        all.put("unobserved", rule.unobserved());
        all.put("regularization", rule.regularization());
        all.put("biasRegularization", rule.biasRegularization());
        all.put("perTrial", rule.perTrial());
        all.put("sample", rule.sample());
        return all;
    }

    private static Map<String, Object> describe(CountRule rule) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("kind", "counts");
        all.put("halfLife", rule.halfLife());
        return all;
    }

    static RowRule rule(JsonNode node) {
        String kind = node.path("kind").stringValue("ratings"); // files of the first days have none
        return switch (kind) {
            case "ratings" -> ratingRule(node);
            case "events" -> new EventRule(number(node, "regularization"), number(node, "unobserved"), number(node, "nu"), number(node, "alpha"),
                    EventRule.Convention.valueOf(text(node, "convention").toUpperCase(Locale.ROOT)),
                    EventRule.Solver.valueOf(text(node, "solver").toUpperCase(Locale.ROOT)), node.required("steps").intValue(),
                    node.path("paired").intValue(Integer.MAX_VALUE));
            case "pairs" -> new PairRule(number(node, "regularization"), node.required("sample").intValue());
            case "logistic" -> logisticRule(node);
            case "counts" -> new CountRule(number(node, "halfLife"));
            default -> throw new IllegalArgumentException("the row rule must be of a kind that this version knows but was " + kind);
        };
    }

    private static RatingRule ratingRule(JsonNode node) {
        return new RatingRule(node.required("biased").booleanValue(), number(node, "regularization"), number(node, "biasRegularization"),
                node.required("countWeighted").booleanValue(), node.required("nonNegative").booleanValue(),
                RatingRule.Solver.valueOf(text(node, "solver").toUpperCase(Locale.ROOT)), node.required("steps").intValue());
    }

    private static LogisticRule logisticRule(JsonNode node) {
        return new LogisticRule(node.required("valued").booleanValue(), number(node, "confidence"), number(node, "unobserved"),
                number(node, "regularization"), number(node, "biasRegularization"), node.required("perTrial").booleanValue(),
                node.required("sample").intValue());
    }

    static Map<String, Object> describe(Provenance provenance) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("trainer", provenance.trainer());
        all.put("knobs", provenance.knobs());
        all.put("longKnobs", provenance.knobs().entrySet().stream().filter(e -> e.getValue() instanceof Long).map(Map.Entry::getKey).toList());
        all.put("data", provenance.data());
        all.put("version", provenance.version());
        all.put("kernel", provenance.kernel());
        all.put("history", provenance.history().epochs().stream().map(Manifest::describe).toList());
        return all;
    }

    static Provenance provenance(JsonNode node) {
        Map<String, Object> knobs = map(node.required("knobs"));
        for (JsonNode name : node.required("longKnobs")) knobs.computeIfPresent(name.stringValue(), (knob, value) -> whole(knob, value));
        List<Epoch> epochs = new ArrayList<>();
        for (JsonNode epoch : node.required("history")) epochs.add(epoch(epoch));
        return new Provenance(text(node, "trainer"), knobs, text(node, "data"), text(node, "version"), text(node, "kernel"), new History(epochs));
    }

    private static long whole(String knob, Object value) {
        if (value instanceof Integer || value instanceof Long) return ((Number) value).longValue();
        throw new IllegalArgumentException("the knob " + knob + " must be a whole number but was " + value);
    }

    private static Map<String, Object> describe(Epoch epoch) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("number", epoch.number());
        all.put("objective", epoch.objective());
        all.put("seconds", epoch.seconds());
        all.put("measures", new TreeMap<>(epoch.measures())); // sorted: the map itself has another order in every process
        all.put("best", epoch.best());
        return all;
    }

    private static Epoch epoch(JsonNode node) {
        Map<String, Double> measures = new LinkedHashMap<>();
        JsonNode measured = node.required("measures");
        for (String name : measured.propertyNames()) measures.put(name, number(measured, name));
        return new Epoch(node.required("number").intValue(), number(node, "objective"), number(node, "seconds"), measures,
                node.required("best").booleanValue());
    }

    static double number(JsonNode node, String name) {
        JsonNode value = node.required(name);
        return value.isString() ? Double.parseDouble(value.stringValue()) : value.doubleValue();
    }

    static String text(JsonNode node, String name) {
        return node.required(name).stringValue();
    }
}

package mf4j.store;

import mf4j.recommend.ItemKnn;
import mf4j.recommend.NeighbourRule;
import mf4j.recommend.RidgeRule;
import mf4j.recommend.SimilarityRule;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// How the rule of a model of neighbours stands in the manifest.
final class NeighbourRules {
    private NeighbourRules() { }

    static Map<String, Object> describe(NeighbourRule rule) {
        Map<String, Object> all = new LinkedHashMap<>();
        switch (rule) {
            case RidgeRule ridge -> describe(ridge, all);
            case SimilarityRule similarity -> describe(similarity, all);
        }
        all.put("valued", rule.valued());
        return all;
    }

    private static void describe(RidgeRule rule, Map<String, Object> all) {
        all.put("kind", "ridge");
        all.put("regularization", rule.regularization());
        all.put("neighbours", rule.neighbours());
    }

    private static void describe(SimilarityRule rule, Map<String, Object> all) {
        all.put("kind", "similarity");
        all.put("similarity", rule.similarity().name().toLowerCase(Locale.ROOT));
        all.put("neighbours", rule.neighbours());
        all.put("shrinkage", rule.shrinkage());
        all.put("k1", rule.k1());
        all.put("b", rule.b());
    }

    static NeighbourRule rule(JsonNode node) {
        String kind = Manifest.text(node, "kind");
        int neighbours = node.required("neighbours").intValue();
        boolean valued = node.required("valued").booleanValue();
        return switch (kind) {
            case "ridge" -> new RidgeRule(Manifest.number(node, "regularization"), neighbours, valued);
            case "similarity" -> new SimilarityRule(ItemKnn.Similarity.valueOf(Manifest.text(node, "similarity").toUpperCase(Locale.ROOT)), neighbours,
                    Manifest.number(node, "shrinkage"), Manifest.number(node, "k1"), Manifest.number(node, "b"), valued);
            default -> throw new IllegalArgumentException("the rule must be of a kind that this version knows but was " + kind);
        };
    }
}

package mf4j.recommend;

import mf4j.data.Ids;
import mf4j.train.Check;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Lifts or lowers some items for everybody: `score' = f(score) + addend`, where f multiplies a score above 0 by the item's factor
/// and *divides* one below 0 by it, so that a factor above 1 never harms whatever the sign. Names a model does not know are ignored.
///
/// Limits and lists go by the boosted score. Cost: the boosted items are scored for every user, the others are searched as without.
///
/// @param factors by item name, above 0; 1 where there is none
/// @param addends by item name, in units of the score; 0 where there is none
public record Boost(Map<String, Double> factors, Map<String, Double> addends) {
    private static final Check CHECK = Check.of(Boost.class);

    /// Checks the numbers.
    public Boost {
        factors = Map.copyOf(factors);
        addends = Map.copyOf(addends);
        factors.forEach((item, factor) -> CHECK.that(factor > 0 && Float.isFinite(factor.floatValue()), "factor",
                "be finite and above 0", factor + " of item '" + item + "'"));
        addends.forEach((item, addend) -> CHECK.that(Float.isFinite(addend.floatValue()), "addend", "be a finite number",
                addend + " of item '" + item + "'"));
    }

    /// Every score as it is.
    public static Boost nothing() {
        return new Boost(Map.of(), Map.of());
    }

    /// Adds to the scores of these items.
    public static Boost adding(Map<String, Double> addends) {
        return new Boost(Map.of(), addends);
    }

    /// Multiplies the scores of these items, or divides where they are below 0.
    public static Boost multiplying(Map<String, Double> factors) {
        return new Boost(factors, Map.of());
    }

    /// Both: factors are multiplied, addends added; all factors come before all addends.
    public Boost and(Boost other) {
        Map<String, Double> product = new HashMap<>(factors);
        other.factors.forEach((item, factor) -> product.merge(item, factor, (a, b) -> a * b));
        Map<String, Double> sum = new HashMap<>(addends);
        other.addends.forEach((item, addend) -> sum.merge(item, addend, Double::sum));
        return new Boost(product, sum);
    }

    /// For the items of one model, in the order of their indexes.
    Lifts on(Ids items) {
        Set<String> names = new TreeSet<>(factors.keySet());
        names.addAll(addends.keySet());
        int[] boosted = names.stream().mapToInt(items::indexOf).filter(index -> index >= 0).sorted().toArray();
        double[] factor = Arrays.stream(boosted).mapToDouble(index -> factors.getOrDefault(items.name(index), 1.0)).toArray();
        double[] addend = Arrays.stream(boosted).mapToDouble(index -> addends.getOrDefault(items.name(index), 0.0)).toArray();
        return new Lifts(boosted, factor, addend);
    }

    /// The boosted items by index, ascending, with what is done to each.
    record Lifts(int[] items, double[] factor, double[] addend) {
        /// The boosted score of item number `at` of these.
        float lifted(int at, float score) {
            return (float) ((score < 0 ? score / factor[at] : score * factor[at]) + addend[at]);
        }

        /// Which of them are not excluded, by their number.
        int[] but(BitSet excluded) {
            return IntStream.range(0, items.length).filter(at -> !excluded.get(items[at])).toArray();
        }

        void mark(BitSet skipped) {
            for (int item : items) skipped.set(item);
        }
    }
}

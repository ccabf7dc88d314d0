package mf4j.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// All pruners by name: Optuna's and the stopping rules of Vertex AI's Vizier.
public final class Pruners {
    private static final Map<String, Pruner> NAMED = new LinkedHashMap<>();

    static {
        NAMED.put("none", Pruner.NONE);
        NAMED.put("median", Percentile.defaults());
        NAMED.put("percentile", Percentile.defaults().withPercentile(25));
        NAMED.put("median-automated-stopping", Percentile.defaults().withAveraged(true));
        NAMED.put("asha", SuccessiveHalving.defaults());
        NAMED.put("successive-halving", SuccessiveHalving.defaults());
        NAMED.put("hyperband", Hyperband.defaults());
        NAMED.put("patient", Patient.defaults());
        NAMED.put("threshold", Threshold.defaults());
        NAMED.put("wilcoxon", Wilcoxon.defaults());
        NAMED.put("learning-curve", LearningCurve.defaults());
        NAMED.put("decay-curve-stopping", LearningCurve.defaults());
        NAMED.put("convex-automated-stopping", ConvexCurve.defaults());
    }

    private Pruners() { }

    /// All names.
    public static List<String> names() {
        return new ArrayList<>(NAMED.keySet());
    }

    /// The pruner of a name, in any case, with dashes or underscores.
    ///
    /// @throws IllegalArgumentException with the list of names
    public static Pruner named(String name) {
        Pruner pruner = NAMED.get(name.toLowerCase(Locale.ROOT).replace('_', '-'));
        if (pruner == null) throw new IllegalArgumentException("there is no pruner '" + name + "'; there are " + String.join(", ", names()));
        return pruner;
    }
}

package mf4j.study;

import mf4j.train.Check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;

/// How much each parameter matters in a study: shares that sum to 1, the greatest first.
public sealed interface Importance permits PedAnova, Fanova {
    /// The shares by the first goal, by [PedAnova].
    static Map<String, Double> of(Findings findings) {
        return PedAnova.defaults().shares(findings, findings.aims().getFirst());
    }

    /// The shares by a metric, by [PedAnova].
    ///
    /// @throws IllegalArgumentException where the study has no such metric
    static Map<String, Double> of(Findings findings, String metric) {
        return PedAnova.defaults().shares(findings, metric);
    }

    /// The way of a name, in any case: `ped-anova`, `fanova`.
    ///
    /// @throws IllegalArgumentException with the list of names
    static Importance named(String name) {
        return switch (name.toLowerCase(Locale.ROOT).replace('_', '-')) {
            case "ped-anova" -> PedAnova.defaults();
            case "fanova" -> Fanova.defaults();
            default -> throw new IllegalArgumentException("there is no importance '" + name + "'; there are " + String.join(", ", names()));
        };
    }

    /// All names, the default first.
    static List<String> names() {
        return List.of("ped-anova", "fanova");
    }

    /// The shares by one metric. Trials that are complete and whose metric is finite count. Equal shares where nothing can be said: with one trial,
    /// where none of the parameters has an effect.
    ///
    /// @param metric its index
    /// @return by the name of the parameter; empty without parameters
    Map<String, Double> shares(Findings findings, int metric);

    /// The same by the metric's name.
    ///
    /// @throws IllegalArgumentException where the study has no such metric
    default Map<String, Double> shares(Findings findings, String metric) {
        List<String> metrics = findings.goals().stream().map(Goal::metric).toList();
        Check.of(Importance.class).that(metrics.contains(metric), "metric", "be one of " + metrics, metric);
        return shares(findings, metrics.indexOf(metric));
    }

    /// The trials that count.
    static List<FrozenTrial> counted(Findings findings, int metric) {
        Check.of(Importance.class).that(metric >= 0 && metric < findings.goals().size(), "metric", "be the index of one of " + findings.goals().size(), metric);
        return findings.trials().stream().filter(t -> t.state() == State.COMPLETE && t.metrics().length > metric && Double.isFinite(t.metrics()[metric])).toList();
    }

    /// Amounts as shares, the greatest first, equal ones in the order of their names.
    static Map<String, Double> shared(Map<String, Double> amounts) {
        double sum = amounts.values().stream().flatMapToDouble(DoubleStream::of).sum();
        Map<String, Double> shares = new LinkedHashMap<>();
        amounts.entrySet().stream().sorted(Map.Entry.<String, Double>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .forEach(e -> shares.put(e.getKey(), sum > 0 ? e.getValue() / sum : 1.0 / amounts.size()));
        return shares;
    }
}

package mf4j.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// One finished pass of a training.
///
/// @param number    from 1
/// @param objective the training objective after it, as the trainer's page defines it; always finite
/// @param seconds   wall time of the pass itself, without the watch
/// @param measures  what the watch measured, by metric name, in the order it gave them
/// @param best      whether the watch called it the best so far
public record Epoch(int number, double objective, double seconds, Map<String, Double> measures, boolean best) {
    /// Keeps its own copy of the measures.
    public Epoch {
        measures = Collections.unmodifiableMap(new LinkedHashMap<>(measures));
    }
}

package mf4j.app;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// What the gauges showed in a run, from its start on.
///
/// @param step     multiple of the bound
/// @param lines    per agent `(1 + lambda_min(V)) / eta_i`, above which its sharpness is too much for its step
/// @param rows     the start, and every iteration that was finished
/// @param moves    how far all agents together moved in each iteration, from the first or the one after a resume on
/// @param seconds  of the iterations themselves
/// @param diverged what ended the run, where something did
record ConsensusCurve(double step, double[] lines, List<Row> rows, List<Double> moves, double seconds, Optional<String> diverged) {
    /// @param iteration 0 at the start
    /// @param loss      mean of all agents
    record Row(int iteration, double loss, Map<String, Double> measures) {
        double measure(String name) {
            return measures.getOrDefault(name, Double.NaN);
        }
    }

    Row last() {
        return rows.getLast();
    }

    boolean sharp() {
        return rows.getFirst().measures().containsKey("sharpness/0");
    }

    double[] iterations() {
        return rows.stream().mapToDouble(Row::iteration).toArray();
    }

    double[] values(String measure) {
        return values(row -> row.measure(measure));
    }

    double[] values(ToDoubleFunction<Row> value) {
        return rows.stream().mapToDouble(value).toArray();
    }

    /// An agent's sharpness over its line.
    double[] ratios(int agent) {
        return values(row -> row.measure("sharpness/" + agent) / lines[agent]);
    }

    /// The same of all agents, at last.
    double[] lastRatios() {
        return IntStream.range(0, lines.length).mapToDouble(i -> last().measure("sharpness/" + i) / lines[i]).toArray();
    }

    /// Whether it left the neighbourhood of where it began: it diverged, or its moves, which shrink where it is stable, were at some time in the
    /// second half longer than at some time in the first.
    boolean grew() {
        if (diverged.isPresent()) return true;
        int half = (moves.size() + 1) / 2;
        double least = moves.subList(0, half).stream().mapToDouble(move -> move).min().orElse(0);
        return moves.subList(half, moves.size()).stream().anyMatch(move -> move > least);
    }

    /// For JSON.
    Map<String, Object> numbers() {
        Tree numbers = new Tree().put("step", step).put("iterations", last().iteration()).put("loss", last().loss()).put("seconds", seconds);
        for (String name : List.of("nmse", "consensus", "relativeConsensus", "effectiveRank", "balance", "bytes")) numbers.put(name, last().measure(name));
        if (sharp()) {
            double[] ratios = lastRatios();
            numbers.put("sharpnessOverLine.least", Arrays.stream(ratios).min().orElseThrow()).put("sharpnessOverLine.most", Arrays.stream(ratios).max().orElseThrow());
        }
        diverged.ifPresent(why -> numbers.put("diverged", why));
        return numbers.values();
    }
}

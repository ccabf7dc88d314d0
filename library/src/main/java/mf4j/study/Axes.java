package mf4j.study;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Makes axes of parallel coordinates and finds places on them.
final class Axes {
    private Axes() { }

    /// The axis of a metric.
    static Analysis.Axis of(String metric, double[] values) {
        return new Analysis.Axis(metric, Arrays.stream(values).min().orElse(0), Arrays.stream(values).max().orElse(0), Scale.LINEAR, List.of());
    }

    /// The axis of a parameter.
    ///
    /// @param ranges all that it has had
    static Analysis.Axis of(String name, List<Parameter> ranges) {
        if (ranges.stream().anyMatch(Parameter::categorical)) {
            List<String> labels = ranges.stream().flatMap(Axes::labels).distinct().toList();
            return new Analysis.Axis(name, 0, labels.size() - 1, Scale.LINEAR, labels);
        }
        List<Scale> scales = ranges.stream().map(Axes::scale).distinct().toList();
        double low = ranges.stream().mapToDouble(p -> bound(p, 0)).min().orElseThrow();
        double high = ranges.stream().mapToDouble(p -> bound(p, 1)).max().orElseThrow();
        return new Analysis.Axis(name, low, high, scales.size() == 1 ? scales.getFirst() : Scale.LINEAR, List.of());
    }

    private static Stream<String> labels(Parameter parameter) {
        if (!(parameter instanceof Choice) && parameter.count() > 1000) return Stream.empty();
        return LongStream.range(0, parameter.count()).mapToObj(k -> Objects.toString(parameter.outside(parameter.at(k))));
    }

    /// The least value of a parameter for 0, the greatest for 1.
    static double bound(Parameter parameter, int end) {
        return parameter instanceof Real real ? (end == 0 ? real.low() : real.high()) : parameter.at(end * (parameter.count() - 1));
    }

    private static Scale scale(Parameter parameter) {
        return switch (parameter) {
            case Real p -> p.scale();
            case Whole p -> p.scale();
            case Discrete p -> p.scale();
            case Choice _ -> Scale.LINEAR;
        };
    }

    /// Where a value lies, in [0, 1]; NaN for what is not on the axis.
    static double place(Analysis.Axis axis, Object value) {
        if (!axis.labels().isEmpty()) {
            int label = axis.labels().indexOf(Objects.toString(value));
            return label < 0 ? Double.NaN : axis.labels().size() == 1 ? 0.5 : label / (axis.labels().size() - 1.0);
        }
        double x = ((Number) value).doubleValue();
        if (axis.low() == axis.high()) return x == axis.low() ? 0.5 : Double.NaN;
        return x >= axis.low() && x <= axis.high() ? axis.scale().toUnit(x, axis.low(), axis.high()) : Double.NaN;
    }
}

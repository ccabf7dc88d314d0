package mf4j.app;

import mf4j.study.Choice;
import mf4j.study.Discrete;
import mf4j.study.Findings;
import mf4j.study.FrozenTrial;
import mf4j.study.Goal;
import mf4j.study.Parameter;
import mf4j.study.Real;
import mf4j.study.Scale;
import mf4j.study.Space;
import mf4j.study.SpaceText;
import mf4j.study.State;
import mf4j.study.Whole;
import mf4j.train.SafeFile;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// A study of one or several metrics in pictures, by its first metric: `history`, a `slice-NAME` for each parameter, `parallel` coordinates,
/// and `importances`.
final class StudyPlots {
    private static final int BANDS = 3;      // of trials in a slice, early to late
    private static final int LINES = 500;    // of trials in parallel coordinates, the best ones
    private static final Color EARLY = new Color(0xbc, 0xd2, 0xe8);

    private final Findings findings;
    private final String metric;
    private final boolean maximize;
    private final List<FrozenTrial> complete;
    private final double limit; // values worse than this would leave no room for the others

    StudyPlots(Findings findings) {
        this.findings = findings;
        Goal goal = findings.goals().getFirst();
        this.metric = goal.metric();
        this.maximize = goal.maximize();
        this.complete = findings.trials().stream().filter(trial -> trial.state() == State.COMPLETE && Double.isFinite(trial.metrics()[0])).toList();
        this.limit = limit(complete.stream().mapToDouble(trial -> trial.metrics()[0]).map(value -> maximize ? -value : value).sorted().toArray()) * (maximize ? -1 : 1);
    }

    /// Three times as far from the best as nine tenths of the trials are.
    private static double limit(double[] losses) {
        if (losses.length == 0) return Double.POSITIVE_INFINITY;
        double most = losses[0] + 3 * (losses[(int) (0.9 * (losses.length - 1))] - losses[0]);
        return losses[losses.length - 1] <= most || most == losses[0] ? Double.POSITIVE_INFINITY : losses[(int) (0.9 * (losses.length - 1))] + 0.2 * (losses[(int) (0.9 * (losses.length - 1))] - losses[0]);
    }

    /// Refuses a folder in which nothing can be written.
    static void check(Path folder) throws IOException {
        Files.createDirectories(folder);
        SafeFile.check(folder.resolve("history.png"));
    }

    /// Writes all of them; returns the folder.
    Path write(Path folder) throws IOException {
        if (complete.isEmpty()) throw new IllegalArgumentException("the study " + findings.study() + " has no finished trial to plot");
        check(folder);
        Picture.write(history(), folder, "history");
        for (Parameter parameter : parameters().values()) if (parameter.count() > 1) Picture.write(slice(parameter), folder, "slice-" + parameter.name().replaceAll("[^\\w.-]", "_"));
        if (parameters().size() > 1) Picture.write(parallel(), folder, "parallel");
        return folder;
    }

    private Map<String, Parameter> parameters() {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        for (FrozenTrial trial : complete) trial.parameters().forEach(parameters::putIfAbsent);
        return parameters;
    }

    private XYChart chart(String title, String x, String y) {
        XYChart chart = new XYChartBuilder().width(960).height(600).title(title).xAxisTitle(x).yAxisTitle(y).build();
        Picture.style(chart.getStyler());
        chart.getStyler().setYAxisTickMarkSpacingHint(70);
        chart.getStyler().setLegendPosition(maximize ? Styler.LegendPosition.InsideSE : Styler.LegendPosition.InsideNE);
        return chart;
    }

    private static XYSeries dots(XYChart chart, String name, List<double[]> points, Marker marker, Color color) {
        XYSeries series = chart.addSeries(name, points.stream().mapToDouble(point -> point[0]).toArray(), points.stream().mapToDouble(point -> point[1]).toArray());
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter).setMarker(marker).setMarkerColor(color);
        return series;
    }

    private double shown(double value) {
        return maximize ? Math.max(value, limit) : Math.min(value, limit);
    }

    private boolean beyond(double value) {
        return maximize ? value < limit : value > limit;
    }

    private XYChart history() {
        XYChart chart = chart("Study " + findings.study() + ": " + metric + " by trial", "trial", metric);
        List<double[]> within = new ArrayList<>(), beyond = new ArrayList<>(), pruned = new ArrayList<>(), best = new ArrayList<>();
        double least = Double.NaN;
        for (FrozenTrial trial : findings.trials()) {
            boolean whole = trial.state() == State.COMPLETE;
            if (!whole && trial.state() != State.PRUNED || trial.metrics().length == 0 || !Double.isFinite(trial.metrics()[0])) continue;
            double value = trial.metrics()[0];
            (beyond(value) ? beyond : whole ? within : pruned).add(new double[] {trial.number(), shown(value)});
            if (!whole) continue;
            if (!best.isEmpty()) best.add(new double[] {trial.number(), least});
            least = Double.isNaN(least) ? value : maximize ? Math.max(least, value) : Math.min(least, value);
            best.add(new double[] {trial.number(), least});
        }
        XYSeries line = chart.addSeries("best so far", best.stream().mapToDouble(point -> point[0]).toArray(), best.stream().mapToDouble(point -> shown(point[1])).toArray());
        line.setMarker(SeriesMarkers.NONE).setLineColor(Picture.ORANGE).setLineStyle(new BasicStroke(2.2f));
        if (!within.isEmpty()) dots(chart, "complete", within, SeriesMarkers.CIRCLE, Picture.BLUE);
        if (!pruned.isEmpty()) dots(chart, "pruned", pruned, SeriesMarkers.CROSS, Picture.GREY);
        if (!beyond.isEmpty()) dots(chart, "worse than shown", beyond, maximize ? SeriesMarkers.TRIANGLE_DOWN : SeriesMarkers.TRIANGLE_UP, Picture.GREY);
        return chart;
    }

    /// Values of one parameter against the metric, late trials darker.
    private XYChart slice(Parameter parameter) {
        XYChart chart = chart("Study " + findings.study() + ": " + metric + " by " + parameter.name(), parameter.name(), metric);
        List<FrozenTrial> with = complete.stream().filter(trial -> trial.values().containsKey(parameter.name())).toList();
        for (int band = 0; band < BANDS; band++) {
            List<FrozenTrial> some = with.subList(with.size() * band / BANDS, with.size() * (band + 1) / BANDS);
            if (some.isEmpty()) continue;
            String name = some.size() == 1 ? "trial " + some.getFirst().number() : "trials " + some.getFirst().number() + " to " + some.getLast().number();
            dots(chart, name, some.stream().filter(trial -> !beyond(trial.metrics()[0])).map(trial -> point(parameter, trial)).toList(), SeriesMarkers.CIRCLE, between(EARLY, Picture.BLUE, band / (BANDS - 1.0)));
        }
        List<double[]> beyond = with.stream().filter(trial -> beyond(trial.metrics()[0])).map(trial -> point(parameter, trial)).toList();
        if (!beyond.isEmpty()) dots(chart, "worse than shown", beyond, maximize ? SeriesMarkers.TRIANGLE_DOWN : SeriesMarkers.TRIANGLE_UP, Picture.GREY);
        with.stream().min(byLoss()).ifPresent(best -> dots(chart, "best", List.of(point(parameter, best)), SeriesMarkers.DIAMOND, Picture.ORANGE));
        scale(chart, parameter);
        return chart;
    }

    private double[] point(Parameter parameter, FrozenTrial trial) {
        return new double[] {place(parameter, trial), shown(trial.metrics()[0])};
    }

    /// A number as it is; a choice by its index.
    private static double place(Parameter parameter, FrozenTrial trial) {
        return parameter.inside(trial.values().get(parameter.name()));
    }

    private static void scale(XYChart chart, Parameter parameter) {
        if (parameter instanceof Choice choice) {
            chart.getStyler().setXAxisMin(-0.5).setXAxisMax(choice.count() - 0.5);
            chart.setCustomXAxisTickLabelsFormatter(at -> at == Math.rint(at) && at >= 0 && at < choice.count() ? SpaceText.write(choice.values().get(at.intValue())) : " ");
        } else if (logarithmic(parameter)) chart.getStyler().setXAxisLogarithmic(true).setXAxisLogarithmicDecadeOnly(false);
    }

    private static boolean logarithmic(Parameter parameter) {
        return switch (parameter) {
            case Real real -> real.scale() == Scale.LOG;
            case Whole whole -> whole.scale() == Scale.LOG;
            case Discrete discrete -> discrete.scale() == Scale.LOG;
            case Choice _ -> false;
        };
    }

    private Comparator<FrozenTrial> byLoss() {
        Comparator<FrozenTrial> byValue = Comparator.comparingDouble(trial -> trial.metrics()[0]);
        return maximize ? byValue.reversed() : byValue;
    }

    /// A line per trial through its places on the axes of all parameters and of the metric; the better the darker, the best in orange.
    private XYChart parallel() {
        List<Parameter> axes = parameters().values().stream().filter(parameter -> parameter.count() > 1).toList();
        XYChart chart = chart("Study " + findings.study() + ": " + axes.size() + " parameters and " + metric + " of " + Math.min(LINES, complete.size()) + " trials", "", "");
        chart.getStyler().setLegendVisible(false).setAnnotationTextFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15)).setAnnotationTextFontColor(Color.BLACK);
        chart.getStyler().setAxisTicksVisible(false).setXAxisMin(-0.25).setXAxisMax(axes.size() + 0.25).setYAxisMin(-0.16).setYAxisMax(1.09).setPlotGridLinesVisible(false);
        List<FrozenTrial> worstFirst = new ArrayList<>(complete.stream().sorted(byLoss()).limit(LINES).toList().reversed());
        double best = worstFirst.getLast().metrics()[0], worst = shown(worstFirst.getFirst().metrics()[0]);
        for (int j = 0; j < worstFirst.size(); j++) line(chart, axes, worstFirst.get(j), (j + 1.0) / worstFirst.size(), j == worstFirst.size() - 1, Math.min(best, worst), Math.max(best, worst));
        for (int axis = 0; axis <= axes.size(); axis++) {
            XYSeries bar = chart.addSeries("axis " + axis, new double[] {axis, axis}, new double[] {0, 1});
            bar.setMarker(SeriesMarkers.NONE).setLineColor(Color.BLACK).setLineStyle(new BasicStroke(1.4f));
            annotate(chart, axis, axis < axes.size() ? axes.get(axis).name() : metric, -0.12);
            annotate(chart, axis, axis < axes.size() ? end(axes.get(axis), 0) : RankTable.brief(Math.min(best, worst)), -0.045);
            annotate(chart, axis, axis < axes.size() ? end(axes.get(axis), 1) : RankTable.brief(Math.max(best, worst)), 1.045);
        }
        return chart;
    }

    private static String end(Parameter parameter, double u) {
        return TrialTable.brief(parameter.outside(parameter.fromUnit(u)));
    }

    private static void annotate(XYChart chart, double x, String text, double y) {
        chart.addAnnotation(new AnnotationText(text, x, y, false));
    }

    /// @param good from 0, the worst, to 1
    private void line(XYChart chart, List<Parameter> axes, FrozenTrial trial, double good, boolean best, double low, double high) {
        double[] places = IntStream.rangeClosed(0, axes.size()).asDoubleStream().toArray(), heights = new double[places.length];
        for (int axis = 0; axis < axes.size(); axis++) {
            Parameter parameter = axes.get(axis);
            heights[axis] = trial.values().containsKey(parameter.name()) ? parameter.toUnit(place(parameter, trial)) : Double.NaN;
        }
        heights[axes.size()] = high > low ? (shown(trial.metrics()[0]) - low) / (high - low) : 0.5;
        XYSeries series = chart.addSeries("trial " + trial.number(), places, heights);
        series.setMarker(SeriesMarkers.NONE).setLineColor(best ? Picture.ORANGE : between(new Color(0xe8, 0xe8, 0xe8), Picture.BLUE, good * good * good)).setLineStyle(new BasicStroke(best ? 3f : 1.1f));
    }

    private static Color between(Color a, Color b, double share) {
        return new Color((int) (a.getRed() + share * (b.getRed() - a.getRed())), (int) (a.getGreen() + share * (b.getGreen() - a.getGreen())), (int) (a.getBlue() + share * (b.getBlue() - a.getBlue())));
    }
}

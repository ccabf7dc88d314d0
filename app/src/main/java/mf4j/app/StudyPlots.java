package mf4j.app;

import mf4j.study.Analysis;
import mf4j.study.Findings;
import mf4j.study.Goal;
import mf4j.study.Importance;
import mf4j.study.Scale;
import mf4j.study.State;
import mf4j.train.SafeFile;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
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
    private final Analysis analysis;
    private final String metric;
    private final boolean maximize;
    private final List<Analysis.Step> history; // of trials whose value is finite
    private final double limit;                // values worse than this would leave no room for the others

    StudyPlots(Findings findings) {
        this.findings = findings;
        this.analysis = Analysis.of(findings);
        Goal goal = findings.goals().get(analysis.metric());
        this.metric = goal.metric();
        this.maximize = goal.maximize();
        this.history = analysis.history().stream().filter(step -> Double.isFinite(step.value())).toList();
        this.limit = limit(history.stream().mapToDouble(Analysis.Step::value).map(value -> maximize ? -value : value).sorted().toArray()) * (maximize ? -1 : 1);
    }

    /// Three times as far from the best as nine tenths of the trials are.
    private static double limit(double[] losses) {
        if (losses.length == 0) return Double.POSITIVE_INFINITY;
        double best = losses[0], most = losses[(int) (0.9 * (losses.length - 1))], worst = losses[losses.length - 1];
        return most == best || worst <= best + 3 * (most - best) ? Double.POSITIVE_INFINITY : most + 0.2 * (most - best);
    }

    /// Refuses a folder in which nothing can be written.
    static void check(Path folder) throws IOException {
        Files.createDirectories(folder);
        SafeFile.check(folder.resolve("history.png"));
    }

    /// Writes all of them; returns the folder.
    Path write(Path folder) throws IOException {
        if (history.isEmpty()) throw new IllegalArgumentException("the study " + findings.study() + " has no finished trial to plot");
        check(folder);
        Picture.write(history(), folder, "history");
        Map<String, List<Analysis.Dot>> slices = analysis.slices();
        List<Analysis.Axis> axes = analysis.parallel().axes();
        for (Analysis.Axis axis : axes) if (slices.containsKey(axis.name()) && isWide(axis)) Picture.write(slice(axis, slices.get(axis.name())), folder, "slice-" + axis.name().replaceAll("[^\\w.-]", "_"));
        if (axes.stream().filter(StudyPlots::isWide).count() > 1) Picture.write(parallel(), folder, "parallel");
        if (slices.size() > 1) Picture.write(importances(), folder, "importances");
        return folder;
    }

    /// Whether there is something to see along an axis.
    private static boolean isWide(Analysis.Axis axis) {
        return axis.labels().size() > 1 || axis.labels().isEmpty() && axis.high() > axis.low();
    }

    private XYChart chart(String title, String x, String y) {
        XYChart chart = new XYChartBuilder().width(960).height(600).title(title).xAxisTitle(x).yAxisTitle(y).build();
        Picture.style(chart.getStyler());
        chart.getStyler().setYAxisTickMarkSpacingHint(70);
        chart.getStyler().setLegendPosition(maximize ? Styler.LegendPosition.InsideSE : Styler.LegendPosition.InsideNE);
        return chart;
    }

    private static void dots(XYChart chart, String name, List<double[]> points, Marker marker, Color color) {
        if (points.isEmpty()) return;
        XYSeries series = chart.addSeries(name, points.stream().mapToDouble(point -> point[0]).toArray(), points.stream().mapToDouble(point -> point[1]).toArray());
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter).setMarker(marker).setMarkerColor(color);
    }

    private double shown(double value) {
        return maximize ? Math.max(value, limit) : Math.min(value, limit);
    }

    private boolean beyond(double value) {
        return maximize ? value < limit : value > limit;
    }

    private XYChart history() {
        XYChart chart = chart("Study " + findings.study() + ": " + metric + " by trial", "trial", metric);
        List<double[]> line = new ArrayList<>();
        for (Analysis.Step step : history) {
            if (!line.isEmpty()) line.add(new double[] {step.trial(), line.getLast()[1]});
            if (Double.isFinite(step.best())) line.add(new double[] {step.trial(), shown(step.best())});
        }
        if (!line.isEmpty()) {
            XYSeries best = chart.addSeries("best so far", line.stream().mapToDouble(point -> point[0]).toArray(), line.stream().mapToDouble(point -> point[1]).toArray());
            best.setMarker(SeriesMarkers.NONE).setLineColor(Picture.ORANGE).setLineStyle(new BasicStroke(2.2f));
        }
        dots(chart, "complete", history.stream().filter(step -> !beyond(step.value())).map(step -> new double[] {step.trial(), step.value()}).toList(), SeriesMarkers.CIRCLE, Picture.BLUE);
        List<double[]> pruned = findings.trials().stream().filter(trial -> trial.state() == State.PRUNED && trial.metrics().length > analysis.metric())
                .map(trial -> new double[] {trial.number(), trial.metrics()[analysis.metric()]}).filter(point -> Double.isFinite(point[1]) && !beyond(point[1])).toList();
        dots(chart, "pruned", pruned, SeriesMarkers.CROSS, Picture.GREY);
        dots(chart, "worse than shown", history.stream().filter(step -> beyond(step.value())).map(step -> new double[] {step.trial(), limit}).toList(), far(), Picture.GREY);
        return chart;
    }

    private Marker far() {
        return maximize ? SeriesMarkers.TRIANGLE_DOWN : SeriesMarkers.TRIANGLE_UP;
    }

    /// Values of one parameter against the metric, late trials darker.
    private XYChart slice(Analysis.Axis axis, List<Analysis.Dot> all) {
        XYChart chart = chart("Study " + findings.study() + ": " + metric + " by " + axis.name(), axis.name(), metric);
        List<Analysis.Dot> dots = all.stream().filter(dot -> Double.isFinite(dot.value())).toList();
        for (int band = 0; band < BANDS; band++) {
            List<Analysis.Dot> some = dots.subList(dots.size() * band / BANDS, dots.size() * (band + 1) / BANDS);
            if (some.isEmpty()) continue;
            String name = some.size() == 1 ? "trial " + some.getFirst().trial() : "trials " + some.getFirst().trial() + " to " + some.getLast().trial();
            dots(chart, name, some.stream().filter(dot -> !beyond(dot.value())).map(dot -> point(axis, dot)).toList(), SeriesMarkers.CIRCLE, between(EARLY, Picture.BLUE, band / (BANDS - 1.0)));
        }
        dots(chart, "worse than shown", dots.stream().filter(dot -> beyond(dot.value())).map(dot -> point(axis, dot)).toList(), far(), Picture.GREY);
        dots.stream().min(Comparator.comparingDouble(dot -> maximize ? -dot.value() : dot.value())).ifPresent(best -> dots(chart, "best of them", List.of(point(axis, best)), SeriesMarkers.DIAMOND, Picture.ORANGE));
        scale(chart, axis);
        return chart;
    }

    /// A number as it is; a choice by its index.
    private double[] point(Analysis.Axis axis, Analysis.Dot dot) {
        double at = axis.labels().isEmpty() ? ((Number) dot.at()).doubleValue() : axis.labels().indexOf(String.valueOf(dot.at()));
        return new double[] {at, shown(dot.value())};
    }

    private static void scale(XYChart chart, Analysis.Axis axis) {
        if (axis.labels().isEmpty()) {
            if (axis.scale() != Scale.LOG) return;
            chart.getStyler().setXAxisLogarithmic(true).setXAxisMin(Math.pow(10, Math.floor(Math.log10(axis.low()) + 1e-9))).setXAxisMax(Math.pow(10, Math.ceil(Math.log10(axis.high()) - 1e-9)));
            return;
        }
        chart.getStyler().setXAxisMin(-0.5).setXAxisMax(axis.labels().size() - 0.5);
        // XChart looks for ticks until all labels differ, so what has none is as many blanks as nothing else
        chart.setCustomXAxisTickLabelsFormatter(at -> at == Math.rint(at) && at >= 0 && at < axis.labels().size() ? axis.labels().get(at.intValue()) : " ".repeat(9 + (int) Math.abs(Math.round(8 * at))));
    }

    /// A line per trial through its places on the axes of all parameters and of the metric; the better the darker, the best in orange.
    private XYChart parallel() {
        Analysis.Parallel all = analysis.parallel();
        int[] axes = IntStream.range(0, all.axes().size()).filter(axis -> axis == all.axes().size() - 1 || isWide(all.axes().get(axis))).toArray();
        List<Analysis.Line> lines = all.lines().stream().filter(line -> Double.isFinite(line.value())).sorted(Comparator.comparingDouble(line -> maximize ? line.value() : -line.value())).toList();
        lines = lines.subList(Math.max(0, lines.size() - LINES), lines.size()); // the best ones, the best last
        double worst = shown(lines.getFirst().value()), best = lines.getLast().value();
        XYChart chart = chart("Study " + findings.study() + ": " + (axes.length - 1) + " parameters and " + metric + " of " + lines.size() + " trials", "", "");
        chart.getStyler().setLegendVisible(false).setAnnotationTextFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15)).setAnnotationTextFontColor(Color.BLACK);
        chart.getStyler().setAxisTicksVisible(false).setXAxisMin(-0.25).setXAxisMax(axes.length - 0.75).setYAxisMin(-0.16).setYAxisMax(1.09).setPlotGridLinesVisible(false);
        for (int j = 0; j < lines.size(); j++) {
            double[] heights = new double[axes.length];
            for (int axis = 0; axis < axes.length - 1; axis++) heights[axis] = lines.get(j).places()[axes[axis]];
            heights[axes.length - 1] = best == worst ? 0.5 : (shown(lines.get(j).value()) - Math.min(best, worst)) / Math.abs(worst - best);
            line(chart, "trial " + lines.get(j).trial(), heights, (j + 1.0) / lines.size(), j == lines.size() - 1);
        }
        for (int axis = 0; axis < axes.length; axis++) axis(chart, axis, axis < axes.length - 1 ? all.axes().get(axes[axis]) : new Analysis.Axis(metric, Math.min(best, worst), Math.max(best, worst), Scale.LINEAR, List.of()));
        return chart;
    }

    private static void axis(XYChart chart, int place, Analysis.Axis axis) {
        XYSeries bar = chart.addSeries("axis " + place, new double[] {place, place}, new double[] {0, 1});
        bar.setMarker(SeriesMarkers.NONE).setLineColor(Color.BLACK).setLineStyle(new BasicStroke(1.4f));
        boolean numbers = axis.labels().isEmpty();
        chart.addAnnotation(new AnnotationText(axis.name(), place, -0.12, false));
        chart.addAnnotation(new AnnotationText(numbers ? TrialTable.brief(axis.low()) : TrialTable.brief(axis.labels().getFirst()), place, -0.045, false));
        chart.addAnnotation(new AnnotationText(numbers ? TrialTable.brief(axis.high()) : TrialTable.brief(axis.labels().getLast()), place, 1.045, false));
    }

    /// @param good from 0, the worst, to 1
    private static void line(XYChart chart, String name, double[] heights, double good, boolean best) {
        XYSeries series = chart.addSeries(name, IntStream.range(0, heights.length).asDoubleStream().toArray(), heights);
        series.setMarker(SeriesMarkers.NONE).setLineColor(best ? Picture.ORANGE : between(new Color(0xe8, 0xe8, 0xe8), Picture.BLUE, good * good * good)).setLineStyle(new BasicStroke(best ? 3f : 1.1f));
    }

    private CategoryChart importances() {
        CategoryChart chart = new CategoryChartBuilder().width(960).height(600).title("Study " + findings.study() + ": how much each parameter matters for " + metric).xAxisTitle("").yAxisTitle("share").build();
        Picture.style(chart.getStyler());
        Map<String, Double> shares = Importance.of(findings);
        chart.addSeries("share", List.copyOf(shares.keySet()), List.copyOf(shares.values())).setFillColor(Picture.BLUE);
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setYAxisMin(0.0).setYAxisDecimalPattern("0.00").setXAxisLabelRotation(shares.size() > 6 ? 30 : 0);
        chart.getStyler().setAvailableSpaceFill(Math.min(0.6, 0.12 * shares.size())).setLabelsVisible(false);
        return chart;
    }

    private static Color between(Color a, Color b, double share) {
        return new Color((int) (a.getRed() + share * (b.getRed() - a.getRed())), (int) (a.getGreen() + share * (b.getGreen() - a.getGreen())), (int) (a.getBlue() + share * (b.getBlue() - a.getBlue())));
    }
}

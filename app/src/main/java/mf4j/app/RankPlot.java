package mf4j.app;

import mf4j.lowrank.RankCurve;
import mf4j.lowrank.RankErrors;
import mf4j.lowrank.RankSearch.Outcome;
import mf4j.lowrank.Spectrum;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The curve of ranks as a picture: the floor of every rank, what was reached, and the rank to take.
///
/// Where ranks were tried it ends at four times the highest of them. Errors many times those of no factors at all want a logarithmic
/// axis, or the curve would lie on the ground.
final class RankPlot {
    private static final Color GREEN = new Color(0x3a, 0x7d, 0x44);
    private static final int BEYOND = 4;     // times the highest rank that was tried
    private static final double HIGH = 5;    // times the floor of rank 0
    private static final double LOW = 1e-3;  // of the floor of rank 0: the end of a logarithmic axis

    private final XYChart chart;
    private final double least; // that is shown

    /// @param what    was tried, for the legend
    /// @param heldOut errors over hidden entries, where they were asked for
    /// @param chosen  the rank to take
    RankPlot(Spectrum spectrum, String what, List<Outcome> outcomes, Optional<RankErrors> heldOut, RankCurve.Choice chosen) {
        chart = new XYChartBuilder().width(960).height(600).title("Mean squared error by rank, " + Table.count(spectrum.rows()) + " x " + Table.count(spectrum.columns()))
                .xAxisTitle("rank").yAxisTitle("mean squared error").build();
        double highest = Stream.concat(outcomes.stream().map(Outcome::mse), heldOut.stream().flatMap(errors -> Arrays.stream(errors.errors()).boxed())).mapToDouble(error -> error).max().orElse(0);
        boolean logarithmic = spectrum.floor(0) > 0 && highest > HIGH * spectrum.floor(0);
        least = logarithmic ? LOW * spectrum.floor(0) : 0;
        int most = most(spectrum, outcomes, chosen);
        style(chart.getStyler(), logarithmic, most);
        int[] ranks = IntStream.rangeClosed(0, most).toArray();
        XYSeries floor = chart.addSeries("least error of the rank (exact)", doubles(ranks), Arrays.stream(ranks).mapToDouble(spectrum::floor).toArray());
        floor.setMarker(SeriesMarkers.NONE).setLineColor(Picture.BLUE).setLineStyle(new BasicStroke(2.2f));
        if (chosen.rank() > 0 && chosen.rank() <= most) mark(chosen, Math.max(highest, spectrum.floor(0)));
        heldOut.ifPresent(errors -> points("error over hidden entries", errors.ranks(), errors.errors(), GREEN));
        if (outcomes.isEmpty()) return;
        List<Outcome> sorted = outcomes.stream().sorted(Comparator.comparingInt(Outcome::rank)).toList();
        points("best seed of " + what, sorted.stream().mapToInt(Outcome::rank).toArray(), sorted.stream().mapToDouble(Outcome::mse).toArray(), Picture.ORANGE);
    }

    /// The last rank that is shown: the last with a floor above the least that is shown, and not far beyond those that were tried.
    private int most(Spectrum spectrum, List<Outcome> outcomes, RankCurve.Choice chosen) {
        int last = IntStream.rangeClosed(0, spectrum.most()).filter(rank -> spectrum.floor(rank) > least).max().orElse(0);
        if (outcomes.isEmpty()) return last;
        int tried = outcomes.stream().mapToInt(Outcome::rank).max().orElseThrow();
        return Math.min(last, BEYOND * Math.max(tried, chosen.rank()));
    }

    private static double[] doubles(int[] values) {
        return Arrays.stream(values).asDoubleStream().toArray();
    }

    /// A line at the rank, or by a hair beside it: an axis of evenly spaced values is labelled at odd ones.
    private void mark(RankCurve.Choice chosen, double to) {
        double[] ranks = {chosen.rank(), chosen.rank() + 1e-6};
        XYSeries line = chart.addSeries("rank " + chosen.rank() + ", by " + chosen.name(), ranks, new double[] {least, to});
        line.setMarker(SeriesMarkers.NONE).setLineColor(Picture.GREY).setLineStyle(new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10f, new float[] {5f, 4f}, 0f));
    }

    private void points(String name, int[] ranks, double[] values, Color colour) {
        double[] errors = Arrays.stream(values).map(error -> Math.max(error, least)).toArray();
        XYSeries series = chart.addSeries(name, doubles(ranks), errors);
        series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(colour).setLineColor(colour).setLineStyle(new BasicStroke(1.2f));
    }

    private static void style(XYStyler styler, boolean logarithmic, int most) {
        Picture.style(styler);
        styler.setLegendPosition(Styler.LegendPosition.OutsideS).setLegendLayout(Styler.LegendLayout.Horizontal).setLegendBorderColor(Color.WHITE);
        styler.setXAxisMin(0.0).setXAxisMax(Math.max(1.0, most)).setXAxisTickMarkSpacingHint(100);
        styler.setYAxisLogarithmic(logarithmic);
        if (logarithmic) styler.setYAxisDecimalPattern("0.#########"); // a function of labels would make the axis linear
        else styler.setYAxisMin(0.0).setyAxisTickLabelsFormattingFunction(RankPlot::label);
    }

    /// A number with as few digits as it takes.
    private static String label(double value) {
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-4 || size >= 1e6)) return String.format(Locale.ROOT, "%.0e", value);
        return BigDecimal.valueOf(value).round(new MathContext(6)).stripTrailingZeros().toPlainString();
    }

    /// Writes it beside the CSV as .png and .svg; returns the first.
    Path write(Path csv) throws IOException {
        Path png = Picture.write(chart, csv.toAbsolutePath().getParent(), csv.getFileName().toString().replaceFirst("\\.csv$", ""));
        return csv.resolveSibling(png.getFileName());
    }
}

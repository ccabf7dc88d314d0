package mf4j.app;

import mf4j.lowrank.RankErrors;
import mf4j.lowrank.RankSearch.Outcome;
import mf4j.lowrank.Spectrum;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The curve of ranks as a picture: the floor of every rank, and what descent reached.
final class RankPlot {
    private static final Color GREEN = new Color(0x3a, 0x7d, 0x44);

    private final XYChart chart;

    /// @param what    was tried, for the legend
    /// @param heldOut errors over hidden entries, where they were asked for
    RankPlot(Spectrum spectrum, String what, List<Outcome> outcomes, Optional<RankErrors> heldOut) {
        chart = new XYChartBuilder().width(960).height(600).title("Mean squared error by rank, " + spectrum.rows() + " x " + spectrum.columns())
                .xAxisTitle("rank").yAxisTitle("mean squared error").build();
        Picture.style(chart.getStyler());
        chart.getStyler().setYAxisMin(0.0);
        int most = IntStream.rangeClosed(0, spectrum.most()).filter(rank -> spectrum.floor(rank) > 0).max().orElse(0);
        double[] ranks = IntStream.rangeClosed(0, most).asDoubleStream().toArray();
        double[] floors = IntStream.rangeClosed(0, most).mapToDouble(spectrum::floor).toArray();
        XYSeries floor = chart.addSeries("least error of the rank (exact)", ranks, floors);
        floor.setMarker(SeriesMarkers.NONE).setLineColor(Picture.BLUE).setLineStyle(new BasicStroke(2.2f));
        heldOut.ifPresent(errors -> points("error over hidden entries", errors.ranks(), errors.errors(), GREEN));
        if (outcomes.isEmpty()) return;
        List<Outcome> sorted = outcomes.stream().sorted(Comparator.comparingInt(Outcome::rank)).toList();
        points("best seed of " + what, sorted.stream().mapToInt(Outcome::rank).toArray(), sorted.stream().mapToDouble(Outcome::mse).toArray(), Picture.ORANGE);
    }

    private void points(String name, int[] ranks, double[] errors, Color colour) {
        XYSeries series = chart.addSeries(name, Arrays.stream(ranks).asDoubleStream().toArray(), errors);
        series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(colour).setLineColor(colour).setLineStyle(new BasicStroke(1.2f));
    }

    /// Writes it beside the CSV as .png and .svg; returns the first.
    Path write(Path csv) throws IOException {
        return Picture.write(chart, csv.toAbsolutePath().getParent(), csv.getFileName().toString().replaceFirst("\\.csv$", ""));
    }
}

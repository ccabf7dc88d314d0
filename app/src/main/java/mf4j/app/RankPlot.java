package mf4j.app;

import mf4j.lowrank.RankSearch.Outcome;
import mf4j.lowrank.Spectrum;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.awt.BasicStroke;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/// The curve of ranks as a picture: the floor of every rank, and what descent reached.
final class RankPlot {
    private final XYChart chart;

    RankPlot(Spectrum spectrum, List<Outcome> outcomes) {
        chart = new XYChartBuilder().width(960).height(600).title("Mean squared error by rank, " + spectrum.rows() + " x " + spectrum.columns())
                .xAxisTitle("rank").yAxisTitle("mean squared error").build();
        Picture.style(chart.getStyler());
        chart.getStyler().setYAxisMin(0.0);
        int most = IntStream.rangeClosed(0, spectrum.most()).filter(rank -> spectrum.floor(rank) > 0).max().orElse(0);
        double[] ranks = IntStream.rangeClosed(0, most).asDoubleStream().toArray();
        double[] floors = IntStream.rangeClosed(0, most).mapToDouble(spectrum::floor).toArray();
        XYSeries floor = chart.addSeries("least error of the rank (exact)", ranks, floors);
        floor.setMarker(SeriesMarkers.NONE).setLineColor(Picture.BLUE).setLineStyle(new BasicStroke(2.2f));
        if (outcomes.isEmpty()) return;
        List<Outcome> sorted = outcomes.stream().sorted(java.util.Comparator.comparingInt(Outcome::rank)).toList();
        XYSeries reached = chart.addSeries("best seed of gradient descent", sorted.stream().mapToDouble(Outcome::rank).toArray(), sorted.stream().mapToDouble(Outcome::mse).toArray());
        reached.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(Picture.ORANGE).setLineColor(Picture.ORANGE).setLineStyle(new BasicStroke(1.2f));
    }

    /// Writes it beside the CSV as .png and .svg; returns the first.
    Path write(Path csv) throws IOException {
        return Picture.write(chart, csv.toAbsolutePath().getParent(), csv.getFileName().toString().replaceFirst("\\.csv$", ""));
    }
}

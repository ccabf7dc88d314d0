package mf4j.app;

import mf4j.lowrank.RankSearch.Outcome;
import mf4j.lowrank.Spectrum;
import mf4j.train.SafeFile;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
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
        style(chart.getStyler());
        int most = IntStream.rangeClosed(0, spectrum.most()).filter(rank -> spectrum.floor(rank) > 0).max().orElse(0);
        double[] ranks = IntStream.rangeClosed(0, most).asDoubleStream().toArray();
        double[] floors = IntStream.rangeClosed(0, most).mapToDouble(spectrum::floor).toArray();
        XYSeries floor = chart.addSeries("least error of the rank (exact)", ranks, floors);
        floor.setMarker(SeriesMarkers.NONE).setLineColor(new Color(0x1f, 0x4e, 0x79)).setLineStyle(new BasicStroke(2.2f));
        if (outcomes.isEmpty()) return;
        List<Outcome> sorted = outcomes.stream().sorted(java.util.Comparator.comparingInt(Outcome::rank)).toList();
        XYSeries reached = chart.addSeries("best seed of gradient descent", sorted.stream().mapToDouble(Outcome::rank).toArray(), sorted.stream().mapToDouble(Outcome::mse).toArray());
        reached.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(new Color(0xc5, 0x5a, 0x11)).setLineColor(new Color(0xc5, 0x5a, 0x11)).setLineStyle(new BasicStroke(1.2f));
    }

    private static void style(org.knowm.xchart.style.XYStyler styler) {
        styler.setLegendPosition(Styler.LegendPosition.InsideNE).setMarkerSize(7).setChartBackgroundColor(Color.WHITE);
        styler.setPlotGridLinesColor(new Color(0xdd, 0xdd, 0xdd)).setPlotBorderVisible(false).setLegendBorderColor(new Color(0xdd, 0xdd, 0xdd));
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 18)).setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15)).setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        styler.setYAxisMin(0.0).setChartTitleBoxVisible(false);
    }

    /// Writes it beside the CSV as .png and .svg; returns the first.
    Path write(Path csv) throws IOException {
        String name = csv.getFileName().toString().replaceFirst("\\.csv$", "");
        Path png = csv.resolveSibling(name + ".png");
        SafeFile.write(png, out -> BitmapEncoder.saveBitmap(chart, out, BitmapEncoder.BitmapFormat.PNG));
        SafeFile.write(csv.resolveSibling(name + ".svg"), out -> VectorGraphicsEncoder.saveVectorGraphic(chart, out, VectorGraphicsEncoder.VectorGraphicsFormat.SVG));
        return png;
    }
}

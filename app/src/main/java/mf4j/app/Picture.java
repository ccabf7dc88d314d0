package mf4j.app;

import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import mf4j.train.SafeFile;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/// How plots look, and how they are written: as .png and as .svg.
final class Picture {
    static final Color BLUE = new Color(0x1f, 0x4e, 0x79);
    static final Color ORANGE = new Color(0xc5, 0x5a, 0x11);
    static final Color GREY = new Color(0x9a, 0x9a, 0x9a);
    private static final Color LIGHT = new Color(0xdd, 0xdd, 0xdd);

    private static final int SHARP = 2; // points of a panel's side per unit

    private Picture() { }

    /// Readable in print.
    static void style(AxesChartStyler styler) {
        styler.setLegendPosition(Styler.LegendPosition.InsideNE).setChartBackgroundColor(Color.WHITE).setLegendBorderColor(LIGHT);
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 18)).setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14)).setChartTitleBoxVisible(false);
        styler.setPlotGridLinesColor(LIGHT).setPlotBorderVisible(false);
        styler.setMarkerSize(7);
        styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15)).setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    }

    /// An empty chart of lines.
    static XYChart chart(String title, String x, String y, int width, int height) {
        XYChart chart = new XYChartBuilder().width(width).height(height).title(title).xAxisTitle(x).yAxisTitle(y).build();
        style(chart.getStyler());
        return chart;
    }

    /// Writes charts of one size beside and below each other, as one picture; returns the `.png`, which has twice the points for print.
    ///
    /// @param columns at most, beside each other
    static Path write(List<XYChart> charts, int columns, Path folder, String name) throws IOException {
        int width = charts.getFirst().getWidth();
        int height = charts.getFirst().getHeight();
        int across = Math.min(columns, charts.size());
        int wide = width * across;
        int high = height * Math.ceilDiv(charts.size(), across);
        BufferedImage image = new BufferedImage(SHARP * wide, SHARP * high, BufferedImage.TYPE_INT_RGB);
        Graphics2D points = image.createGraphics();
        points.scale(SHARP, SHARP);
        paint(charts, across, points);
        points.dispose();
        VectorGraphics2D lines = new VectorGraphics2D();
        paint(charts, across, lines);
        Path png = folder.resolve(name + ".png");
        SafeFile.write(png, out -> ImageIO.write(image, "png", out));
        SafeFile.write(folder.resolve(name + ".svg"), out -> Processors.get("svg").getDocument(lines.getCommands(), new PageSize(wide, high)).writeTo(out));
        return png;
    }

    private static void paint(List<XYChart> charts, int across, Graphics2D g) {
        for (int k = 0; k < charts.size(); k++) {
            XYChart chart = charts.get(k);
            AffineTransform before = g.getTransform();
            g.translate(k % across * chart.getWidth(), k / across * chart.getHeight());
            chart.paint(g, chart.getWidth(), chart.getHeight());
            g.setTransform(before);
        }
    }

    /// Writes `NAME.png` and `NAME.svg`; returns the first.
    static Path write(Chart<?, ?> chart, Path folder, String name) throws IOException {
        Path png = folder.resolve(name + ".png");
        SafeFile.write(png, out -> BitmapEncoder.saveBitmap(chart, out, BitmapEncoder.BitmapFormat.PNG));
        SafeFile.write(folder.resolve(name + ".svg"), out -> VectorGraphicsEncoder.saveVectorGraphic(chart, out, VectorGraphicsEncoder.VectorGraphicsFormat.SVG));
        return png;
    }
}

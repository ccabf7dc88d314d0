package mf4j.app;

import mf4j.train.SafeFile;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;

import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;

/// How plots look, and how they are written: as .png and as .svg.
final class Picture {
    static final Color BLUE = new Color(0x1f, 0x4e, 0x79);
    static final Color ORANGE = new Color(0xc5, 0x5a, 0x11);
    static final Color GREY = new Color(0x9a, 0x9a, 0x9a);
    private static final Color LIGHT = new Color(0xdd, 0xdd, 0xdd);

    private Picture() { }

    /// Readable in print.
    static void style(AxesChartStyler styler) {
        styler.setLegendPosition(Styler.LegendPosition.InsideNE).setChartBackgroundColor(Color.WHITE).setLegendBorderColor(LIGHT);
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 18)).setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14)).setChartTitleBoxVisible(false);
        styler.setPlotGridLinesColor(LIGHT).setPlotBorderVisible(false);
        styler.setMarkerSize(7);
        styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15)).setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    }

    /// Writes `NAME.png` and `NAME.svg`; returns the first.
    static Path write(Chart<?, ?> chart, Path folder, String name) throws IOException {
        Path png = folder.resolve(name + ".png");
        SafeFile.write(png, out -> BitmapEncoder.saveBitmap(chart, out, BitmapEncoder.BitmapFormat.PNG));
        SafeFile.write(folder.resolve(name + ".svg"), out -> VectorGraphicsEncoder.saveVectorGraphic(chart, out, VectorGraphicsEncoder.VectorGraphicsFormat.SVG));
        return png;
    }
}

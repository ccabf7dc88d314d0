package mf4j.app;

import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.awt.Color;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/// A chart whose y axis is logarithmic, with powers of ten written out, over however many decades there are. What is not above 0 has no place
/// on it and is left out.
final class LogChart {
    private static final String DIGITS = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";
    private static final int LABELS = 9; // at most, on the axis

    private static final int MARKS = 14; // at most, on a line

    private final XYChart chart;
    private double least = Double.POSITIVE_INFINITY; // exponents
    private double most = Double.NEGATIVE_INFINITY;
    private double right; // end of the x axis, which begins at 0

    LogChart(String title, String x, String y) {
        chart = Picture.chart(title, x, y, 800, 520);
        chart.getStyler().setXAxisTickMarkSpacingHint(90);
    }

    /// The k-th line, with its marks here and there: dashes would begin anew at every point.
    LogChart line(String name, double[] x, double[] y, int k) {
        int[] shown = IntStream.range(0, y.length).filter(j -> y[j] > 0 && y[j] < Double.POSITIVE_INFINITY).toArray();
        if (shown.length == 0) return this;
        chart.getStyler().setXAxisMin(0.0);
        right = Math.max(right, Arrays.stream(x).max().orElseThrow());
        chart.getStyler().setXAxisMax(right);
        double[] at = Arrays.stream(shown).mapToDouble(j -> x[j]).toArray();
        double[] exponents = Arrays.stream(shown).mapToDouble(j -> Math.log10(y[j])).toArray();
        least = Math.min(least, Arrays.stream(exponents).min().orElseThrow());
        most = Math.max(most, Arrays.stream(exponents).max().orElseThrow());
        Color color = Strokes.color(k);
        chart.addSeries(name + " ", at, exponents).setMarker(SeriesMarkers.NONE).setLineColor(color).setLineStyle(Strokes.solid(2)).setShowInLegend(false);
        int apart = Math.ceilDiv(at.length, MARKS);
        int[] marked = IntStream.range(0, at.length).filter(j -> j % apart == apart / 2 * (k % 2)).toArray();
        XYSeries marks = chart.addSeries(name + "  ", Arrays.stream(marked).mapToDouble(j -> at[j]).toArray(), Arrays.stream(marked).mapToDouble(j -> exponents[j]).toArray());
        marks.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter).setMarker(Strokes.marker(k)).setMarkerColor(color);
        return this;
    }

    XYChart build() {
        if (!(least <= most)) return chart;
        int step = Math.max(1, (int) Math.ceil((most - least) / LABELS));
        double low = step * Math.floor(least / step);
        double high = Math.max(low + step, step * Math.ceil(most / step));
        chart.getStyler().setYAxisMin(low).setYAxisMax(high);
        chart.getStyler().setyAxisTickLabelsFormattingFunction(exponent -> power(exponent, step));
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS).setLegendLayout(Styler.LegendLayout.Horizontal);
        return chart;
    }

    private static String power(double exponent, int step) {
        long whole = Math.round(exponent);
        if (Math.abs(exponent - whole) > 1e-6) return step == 1 && Math.abs(exponent) < 4 ? String.format(Locale.ROOT, "%.2g", Math.pow(10, exponent)) : " ";
        StringBuilder text = new StringBuilder("10").append(whole < 0 ? "\u207b" : "");
        for (char digit : Long.toString(Math.abs(whole)).toCharArray()) text.append(DIGITS.charAt(digit - '0'));
        return text.toString();
    }
}

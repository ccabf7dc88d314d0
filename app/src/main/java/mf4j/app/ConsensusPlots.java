package mf4j.app;

import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The runs of an experiment in pictures: every agent's sharpness against its line, errors, and disagreement.
final class ConsensusPlots {
    private static final int PANELS = 3; // beside each other
    private static final double ROUNDING = 1e-28; // relative disagreement
    private static final Color FAINT = new Color(0x1f, 0x4e, 0x79, 0x60);

    private final List<ConsensusCurve> curves;

    ConsensusPlots(List<ConsensusCurve> curves) {
        this.curves = curves;
    }

    /// Writes `normalized_errors`, `consensus_errors` and, where it was measured, `sharpness_plot`.
    void write(Path folder) throws IOException {
        Picture.write(List.of(errors("Distance from the truth", "mean |X(W_i) - X*|\u00b2 / |X*|\u00b2", "nmse")), 1, folder, "normalized_errors");
        Picture.write(List.of(errors("Disagreement of the agents", "mean |W_i - mean|\u00b2", "consensus")), 1, folder, "consensus_errors");
        if (curves.getFirst().sharp()) Picture.write(curves.stream().map(this::sharpness).toList(), PANELS, folder, "sharpness_plot");
    }

    private XYChart errors(String title, String y, String measure) {
        LogChart chart = new LogChart(title, "iteration", y);
        for (int k = 0; k < curves.size(); k++) {
            ConsensusCurve curve = curves.get(k);
            // at a start that all share, what is apart is rounding
            chart.line("step " + curve.step() + " of the bound", curve.iterations(), curve.values(row -> row.measure("relativeConsensus") < ROUNDING && measure.equals("consensus") ? 0 : row.measure(measure)), k);
        }
        return chart.build();
    }

    /// One run: all agents, their median, and the line, which is 1 for everyone.
    private XYChart sharpness(ConsensusCurve curve) {
        int agents = curve.lines().length;
        XYChart chart = Picture.chart("step " + curve.step() + " of the bound", "iteration", "sharpness over (1 + \u03bb_min(V)) / \u03b7_i", 560, 460);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS).setLegendLayout(Styler.LegendLayout.Horizontal);
        chart.getStyler().setXAxisTickMarkSpacingHint(90);
        double[] at = curve.iterations();
        List<double[]> all = new ArrayList<>(IntStream.range(0, agents).mapToObj(curve::ratios).toList());
        double most = Math.max(1, all.stream().flatMapToDouble(Arrays::stream).max().orElseThrow());
        double least = all.stream().flatMapToDouble(Arrays::stream).min().orElseThrow();
        chart.getStyler().setYAxisMin(Math.floor(10 * (least - 0.2 * (most - least))) / 10).setYAxisMax(Math.ceil(10 * most + 0.5) / 10).setXAxisMin(0.0).setXAxisMax(Math.max(1, at[at.length - 1]));
        for (int i = 0; i < agents; i++) {
            XYSeries series = chart.addSeries(i == 0 ? "each agent" : "agent " + i, at, all.get(i));
            series.setMarker(SeriesMarkers.NONE).setLineColor(FAINT).setLineStyle(Strokes.solid(1)).setShowInLegend(i == 0);
        }
        double[] median = IntStream.range(0, at.length).mapToDouble(k -> median(all.stream().mapToDouble(ratios -> ratios[k]).toArray())).toArray();
        chart.addSeries("median", at, median).setMarker(SeriesMarkers.NONE).setLineColor(Picture.BLUE).setLineStyle(Strokes.solid(2.4f));
        chart.addSeries("where steps become too long", new double[] {at[0], Math.max(1, at[at.length - 1])}, new double[] {1, 1}).setMarker(SeriesMarkers.NONE).setLineColor(Picture.ORANGE).setLineStyle(Strokes.dashed(2));
        return chart;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return 0.5 * (values[(values.length - 1) / 2] + values[values.length / 2]);
    }
}

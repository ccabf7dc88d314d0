package mf4j.app;

import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.awt.BasicStroke;
import java.awt.Color;

/// Lines that can be told apart in print, without colour too.
final class Strokes {
    private static final Color[] COLORS = {Picture.BLUE, Picture.ORANGE, new Color(0x2e, 0x7d, 0x32), new Color(0x7b, 0x1f, 0xa2), new Color(0x00, 0x83, 0x8f), new Color(0x61, 0x61, 0x61)};
    private static final Marker[] MARKERS = {SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE, SeriesMarkers.TRIANGLE_UP, SeriesMarkers.DIAMOND, SeriesMarkers.CROSS, SeriesMarkers.TRIANGLE_DOWN};
    private static final float[] DASHES = {9, 4};
    private static final float[] DOTS = {2, 3};

    private Strokes() { }

    static BasicStroke solid(float width) {
        return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
    }

    static BasicStroke dashed(float width) {
        return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, DASHES, 0);
    }

    static BasicStroke dotted(float width) {
        return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, DOTS, 0);
    }

    /// Marks of the k-th line.
    static Marker marker(int k) {
        return MARKERS[k % MARKERS.length];
    }

    /// Its colour.
    static Color color(int k) {
        return COLORS[k % COLORS.length];
    }
}

package mf4j.study;

import java.util.Arrays;

/// Where a Gaussian process of few points is believed: not farther than a radius from one of them in any coordinate, as Google Vizier has it. The
/// radius `0.2 + 0.3 n / (5 (d + 1))` grows with the n finished trials; from a half on there is no restriction. Choices are not counted in
/// the distance, nor are numbers with gaps of more than 0.2 of their scale.
final class TrustRegion {
    private static final double WIDE = 0.5;
    private static final double GAP = 0.2;

    private final double[] centres; // one after another
    private final int count;
    private final boolean[] counted;
    private final double radius;

    private TrustRegion(double[] centres, int count, boolean[] counted, double radius) {
        this.centres = centres;
        this.count = count;
        this.counted = counted;
        this.radius = radius;
    }

    /// @param centres  features of trusted points, one after another
    /// @param finished trials
    static TrustRegion around(double[] centres, int count, int finished, Features features) {
        Space space = features.space();
        boolean[] counted = new boolean[features.size()];
        int freedom = 0;
        for (int j = 0; j < counted.length; j++) {
            Parameter p = space.parameter(j);
            counted[j] = !p.categorical() && p.count() > 1 && gap(p) <= GAP;
            if (counted[j] || p.categorical()) freedom++;
        }
        double radius = finished == 0 || count == 0 ? 1 : 0.2 + 0.3 * finished / (5.0 * (freedom + 1));
        return new TrustRegion(centres, count, counted, radius);
    }

    private static double gap(Parameter p) {
        if (p.count() > 1000) return 0;
        double gap = 0;
        for (long k = 1; k < p.count(); k++) gap = Math.max(gap, p.toUnit(p.at(k)) - p.toUnit(p.at(k - 1)));
        return gap;
    }

    boolean whole() {
        return radius > WIDE;
    }

    /// Moves a point into the region of the centre that is nearest.
    ///
    /// @param low  bounds around that centre, which are written
    /// @param high as well
    void into(double[] point, double[] low, double[] high) {
        Arrays.fill(low, 0);
        Arrays.fill(high, 1);
        if (whole()) return;
        int nearest = nearest(point);
        for (int j = 0; j < point.length; j++) {
            if (!counted[j]) continue;
            low[j] = Math.max(0, centres[nearest * point.length + j] - radius);
            high[j] = Math.min(1, centres[nearest * point.length + j] + radius);
            point[j] = Math.clamp(point[j], low[j], high[j]);
        }
    }

    private int nearest(double[] point) {
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            double far = 0;
            for (int j = 0; j < point.length; j++) if (counted[j]) far = Math.max(far, Math.abs(point[j] - centres[i * point.length + j]));
            if (far >= least) continue;
            least = far;
            nearest = i;
        }
        return nearest;
    }
}

package mf4j.study;

import java.util.ArrayList;
import java.util.List;

/// Points spread evenly over where all coordinates are 0 or above and sum to 1 (Das and Dennis 1998).
final class ReferencePoints {
    private ReferencePoints() { }

    /// All with coordinates of whole parts.
    ///
    /// @param goals     coordinates
    /// @param divisions parts that 1 is cut into
    static double[][] of(int goals, int divisions) {
        List<double[]> all = new ArrayList<>();
        fill(all, new double[goals], 0, divisions, divisions);
        return all.toArray(double[][]::new);
    }

    private static void fill(List<double[]> all, double[] point, int goal, int left, int divisions) {
        if (goal == point.length - 1) {
            point[goal] = (double) left / divisions;
            all.add(point.clone());
            return;
        }
        for (int parts = 0; parts <= left; parts++) {
            point[goal] = (double) parts / divisions;
            fill(all, point, goal + 1, left - parts, divisions);
        }
    }

    /// The most divisions that give no more points than `most`; at least 1.
    static int divisions(int goals, int most) {
        int divisions = 1;
        while (goals > 1 && count(goals, divisions + 1) <= most) divisions++;
        return divisions;
    }

    /// `(divisions + goals - 1)` over `divisions`.
    private static double count(int goals, int divisions) {
        double count = 1;
        for (int k = 1; k < goals; k++) count *= (divisions + k) / (double) k;
        return Math.rint(count);
    }
}

package mf4j.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Which of some points are better than which in several losses at once: fronts, the first of which nothing dominates (Goldberg 1989; found as in
/// Zhang, Tian, Cheng and Jin 2015, points in the order of their losses, each put into the first front of which none dominates it). Of a front only
/// those points are compared with that no other of it reaches in all losses but the first (Kung, Luccio and Preparata 1975): a later point is behind
/// all of them in the first, so what another point dominates one of these does. With two losses that is one point, with three a staircase.
///
/// Less is better; NaN is worse than anything.
final class NonDomination {
    private NonDomination() { }

    /// Whether `a` is nowhere worse than `b` and somewhere better.
    static boolean dominates(double[] a, double[] b) {
        boolean better = false;
        for (int j = 0; j < a.length; j++) {
            int order = Double.compare(a[j] + 0.0, b[j] + 0.0); // -0 is 0; NaN is above infinity
            if (order > 0) return false;
            better |= order < 0;
        }
        return better;
    }

    /// The front of every point, from 0. Equal points are in the same front.
    ///
    /// @param losses of each point
    static int[] ranks(double[][] losses) {
        int[] ranks = new int[losses.length];
        List<List<double[]>> fronts = new ArrayList<>();
        for (int index : order(losses)) {
            ranks[index] = place(fronts, losses[index]);
            if (ranks[index] == fronts.size()) fronts.add(new ArrayList<>());
            List<double[]> front = fronts.get(ranks[index]);
            front.removeIf(point -> reaches(losses[index], point));
            front.add(losses[index]);
        }
        return ranks;
    }

    /// The same where some points break constraints: those that break none come first, in their fronts; then the others, each amount of breaking one
    /// front.
    ///
    /// @param violations by how much each point breaks them in all; 0 and below or NaN is no breaking
    static int[] ranks(double[][] losses, double[] violations) {
        int[] kept = IntStream.range(0, losses.length).filter(i -> !(violations[i] > 0)).toArray();
        int[] inner = ranks(Arrays.stream(kept).mapToObj(i -> losses[i]).toArray(double[][]::new));
        int fronts = Arrays.stream(inner).max().orElse(-1) + 1;
        double[] amounts = Arrays.stream(violations).filter(v -> v > 0).sorted().distinct().toArray();
        int[] ranks = new int[losses.length];
        for (int i = 0; i < ranks.length; i++) if (violations[i] > 0) ranks[i] = fronts + Arrays.binarySearch(amounts, violations[i]);
        for (int k = 0; k < kept.length; k++) ranks[kept[k]] = inner[k];
        return ranks;
    }

    /// Indices of the points in the order of their first loss, where that is equal of their second, and so on.
    static int[] order(double[][] losses) {
        Comparator<double[]> lexicographic = (a, b) -> {
            for (int j = 0; j < a.length; j++) {
                int order = Double.compare(a[j] + 0.0, b[j] + 0.0);
                if (order != 0) return order;
            }
            return 0;
        };
        Integer[] order = new Integer[losses.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> lexicographic.compare(losses[a], losses[b]));
        return Arrays.stream(order).mapToInt(i -> i).toArray();
    }

    /// The first front without one that dominates the point: where a front has one, every front before has one.
    private static int place(List<List<double[]>> fronts, double[] point) {
        int from = 0;
        int to = fronts.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (holdsBetter(fronts.get(middle), point)) from = middle + 1;
            else to = middle;
        }
        return from;
    }

    /// Whether `a` is nowhere worse than `b` but in the first loss.
    private static boolean reaches(double[] a, double[] b) {
        for (int j = 1; j < a.length; j++) if (Double.compare(a[j] + 0.0, b[j] + 0.0) > 0) return false;
        return true;
    }

    /// The last one put in is the likeliest.
    private static boolean holdsBetter(List<double[]> front, double[] point) {
        for (int j = front.size() - 1; j >= 0; j--) if (dominates(front.get(j), point)) return true;
        return false;
    }
}

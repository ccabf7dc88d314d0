package mf4j.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// How much of the space of several losses some points dominate, up to a reference point: how good they are together (Zitzler and Thiele 1998).
///
/// Less is better. What lies at or beyond the reference in some loss, or is NaN there, dominates nothing of it.
final class Hypervolume {
    private static final double NOTHING = 1e-12; // instead of a reference of 0, which would be no room at all

    private Hypervolume() { }

    /// The volume: slices along the last loss, of each point what it adds to those before it (While, Bradstreet and Barone 2012).
    ///
    /// @param points    losses of each
    /// @param reference finite, the worst that counts
    static double of(double[][] points, double[] reference) {
        List<double[]> inside = new ArrayList<>();
        for (double[] point : points) if (within(point, reference)) inside.add(point);
        return volume(inside, reference, reference.length);
    }

    private static boolean within(double[] point, double[] reference) {
        for (int j = 0; j < reference.length; j++) if (!(point[j] < reference[j])) return false;
        return true;
    }

    /// Of the first losses.
    private static double volume(List<double[]> points, double[] reference, int losses) {
        if (points.isEmpty()) return 0;
        if (losses == 1) return reference[0] - points.stream().mapToDouble(p -> p[0]).min().getAsDouble();
        if (losses == 2) return area(points, reference);
        List<double[]> order = new ArrayList<>(points);
        order.sort(Comparator.comparingDouble(p -> p[losses - 1]));
        if (losses == 3) return layers(order, reference);
        double sum = 0;
        for (int i = 0; i < order.size(); i++) {
            double[] point = order.get(i);
            sum += (reference[losses - 1] - point[losses - 1]) * added(point, order.subList(0, i), reference, losses - 1);
        }
        return sum;
    }

    /// What a point dominates and others do not: its own box without what they dominate of it.
    private static double added(double[] point, List<double[]> others, double[] reference, int losses) {
        double box = 1;
        for (int j = 0; j < losses; j++) box *= reference[j] - point[j];
        List<double[]> common = new ArrayList<>();
        for (double[] other : others) common.add(worse(point, other, losses));
        return Math.max(0, box - volume(common, reference, losses));
    }

    private static double[] worse(double[] a, double[] b, int losses) {
        double[] worse = new double[losses];
        for (int j = 0; j < losses; j++) worse[j] = Math.max(a[j], b[j]);
        return worse;
    }

    private static double area(List<double[]> points, double[] reference) {
        double[][] order = points.toArray(double[][]::new);
        Arrays.sort(order, Comparator.comparingDouble(p -> p[0]));
        double sum = 0;
        double top = reference[1];
        for (double[] point : order) {
            if (point[1] >= top) continue;
            sum += (reference[0] - point[0]) * (top - point[1]);
            top = point[1];
        }
        return sum;
    }

    /// Of three losses: layers along the last, each as large as the staircase that the points before it make in the others.
    private static double layers(List<double[]> order, double[] reference) {
        List<double[]> stairs = new ArrayList<>(); // by the first loss
        double sum = 0;
        double area = 0;
        double level = order.getFirst()[2];
        for (double[] point : order) {
            sum += area * (point[2] - level);
            level = point[2];
            area += step(stairs, point, reference);
        }
        return sum + area * (reference[2] - level);
    }

    /// Puts a point among stairs and takes away those behind it.
    ///
    /// @return by how much the area below them grows
    private static double step(List<double[]> stairs, double[] point, double[] reference) {
        int at = 0;
        while (at < stairs.size() && stairs.get(at)[0] <= point[0]) at++;
        double top = at == 0 ? reference[1] : stairs.get(at - 1)[1];
        if (top <= point[1]) return 0;
        double from = point[0];
        double grown = 0;
        int end = at;
        for (; end < stairs.size() && top > point[1]; end++) {
            double[] stair = stairs.get(end);
            grown += (stair[0] - from) * (top - point[1]);
            from = stair[0];
            top = stair[1];
            if (top <= point[1]) break;
        }
        if (end == stairs.size()) grown += (reference[0] - from) * (top - point[1]);
        stairs.subList(at, end).clear();
        stairs.add(at, point);
        return grown;
    }

    /// A reference a little beyond the worst of every loss: 1.1 times it, where it is below 0 the 0.9 of it.
    static double[] beyond(double[][] points) {
        double[] reference = points[0].clone();
        for (double[] point : points) for (int j = 0; j < reference.length; j++) reference[j] = Math.max(reference[j], point[j]);
        for (int j = 0; j < reference.length; j++) {
            reference[j] = Math.max(1.1 * reference[j], 0.9 * reference[j]);
            if (reference[j] == 0) reference[j] = NOTHING;
        }
        return reference;
    }

    /// Points that dominate much together: one after the other the one that adds the most, which reaches at least 1 - 1/e of the best volume that so
    /// many points have (Guerreiro, Fonseca and Paquete 2016). Of equal points one is taken before any is taken twice.
    ///
    /// @param points    losses of each
    /// @param size      how many to take
    /// @param reference the worst that counts; where it is not finite, the first points are taken
    /// @return indices, ascending
    static int[] subset(double[][] points, int size, double[] reference) {
        if (size >= points.length || !Arrays.stream(reference).allMatch(Double::isFinite)) return first(points.length, size);
        List<Integer> once = new ArrayList<>();
        List<Integer> again = new ArrayList<>();
        for (int index : NonDomination.order(points)) {
            if (!once.isEmpty() && Arrays.equals(points[index], points[once.getLast()])) again.add(index);
            else once.add(index);
        }
        if (once.size() > size) return greedy(points, once, size, reference);
        again.sort(null);
        once.addAll(again.subList(0, size - once.size()));
        return once.stream().mapToInt(i -> i).sorted().toArray();
    }

    private static int[] first(int all, int size) {
        int[] first = new int[Math.min(all, size)];
        Arrays.setAll(first, i -> i);
        return first;
    }

    /// A point and what it can add at most, as far as was worked out.
    private static final class Candidate {
        final int place;
        final double[] point;
        final double box;
        final List<double[]> common = new ArrayList<>(); // of what it dominates, what those taken dominate too: none of these corners within another's
        double bound;
        int taken;

        Candidate(int place, double[] point, double[] reference) {
            this.place = place;
            this.point = point;
            double sides = within(point, reference) ? 1 : 0;
            for (int j = 0; j < reference.length && sides > 0; j++) sides *= reference[j] - point[j];
            this.box = sides;
            this.bound = sides;
        }

        int place() {
            return place;
        }

        double bound() {
            return bound;
        }

        void look(List<double[]> all, double[] reference) {
            for (; taken < all.size() && box > 0; taken++) {
                double[] other = all.get(taken);
                if (isCovered(other)) continue;
                double[] corner = worse(point, other, reference.length);
                common.removeIf(one -> covers(corner, one));
                common.add(corner);
            }
            taken = all.size();
            bound = box == 0 ? 0 : Math.max(0, box - volume(common, reference, reference.length));
        }

        /// Whether what it dominates together with another point is known; the last corner is the likeliest.
        private boolean isCovered(double[] other) {
            for (int i = common.size() - 1; i >= 0; i--) {
                double[] corner = common.get(i);
                int j = 0;
                while (j < corner.length && (corner[j] <= point[j] || corner[j] <= other[j])) j++;
                if (j == corner.length) return true;
            }
            return false;
        }

        private static boolean covers(double[] a, double[] b) {
            for (int j = 0; j < a.length; j++) if (a[j] > b[j]) return false;
            return true;
        }
    }

    /// The more points are taken the less another adds, so that only bounds that are still above all others are worked out again, from what was taken
    /// since: thousands of points of three losses take a fraction of a second.
    private static int[] greedy(double[][] points, List<Integer> candidates, int size, double[] reference) {
        PriorityQueue<Candidate> queue = new PriorityQueue<>(Comparator.comparingDouble(Candidate::bound).reversed().thenComparingInt(Candidate::place));
        List<double[]> taken = new ArrayList<>();
        for (int k = 0; k < candidates.size(); k++) queue.add(new Candidate(k, points[candidates.get(k)], reference));
        int[] chosen = new int[size];
        while (taken.size() < size) {
            Candidate best = queue.remove();
            if (best.taken < taken.size()) {
                best.look(taken, reference);
                queue.add(best);
                continue;
            }
            chosen[taken.size()] = candidates.get(best.place);
            taken.add(best.point);
        }
        Arrays.sort(chosen);
        return chosen;
    }
}

package mf4j.study;

import mf4j.train.Seeds;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// NSGA-III's survival: fronts, and of the last one that does not fit, those that are near reference points which have few near them (Deb and Jain
/// 2014). What breaks constraints is behind what does not.
final class Niching implements Survival {
    private final double[][] references;
    private final Seeds seeds;

    Niching(double[][] references, long seed) {
        this.references = references;
        this.seeds = Seeds.of(seed).forPurpose("niching");
    }

    @Override
    public List<Member> of(List<Observation> all, int size, int generation) {
        int[] fronts = Survival.fronts(all);
        List<Integer> chosen = new ArrayList<>();
        int front = 0;
        List<Integer> next = front(fronts, front);
        while (!next.isEmpty() && chosen.size() + next.size() <= size) {
            chosen.addAll(next);
            next = front(fronts, ++front);
        }
        if (!next.isEmpty() && chosen.size() < size) chosen.addAll(some(all, chosen, next, size - chosen.size(), seeds.stream(generation)));
        return chosen.stream().map(i -> new Member(all.get(i), fronts[i], 0)).toList();
    }

    private static List<Integer> front(int[] fronts, int front) {
        return IntStream.range(0, fronts.length).filter(i -> fronts[i] == front).boxed().toList();
    }

    private List<Integer> some(List<Observation> all, List<Integer> chosen, List<Integer> last, int count, Seeds.Stream random) {
        if (!all.get(last.getFirst()).feasible()) return last.subList(0, count);
        List<Integer> both = new ArrayList<>(chosen);
        both.addAll(last);
        double[][] points = normalized(both.stream().map(i -> all.get(i).losses()).toArray(double[][]::new));
        int[] nearest = Arrays.stream(points).mapToInt(this::nearest).toArray();
        int[] crowd = new int[references.length];
        for (int k = 0; k < chosen.size(); k++) crowd[nearest[k]]++;
        List<Integer> left = new ArrayList<>(IntStream.range(chosen.size(), both.size()).boxed().toList());
        List<Integer> taken = new ArrayList<>();
        while (taken.size() < count) {
            int niche = niche(crowd, nearest, left, random);
            List<Integer> there = left.stream().filter(k -> nearest[k] == niche).toList();
            int one = crowd[niche] > 0 ? there.get(random.nextInt(there.size())) : closest(points, there, references[niche]);
            left.remove((Integer) one);
            taken.add(both.get(one));
            crowd[niche]++;
        }
        return taken;
    }

    /// One of those with the smallest crowd that somebody of the last front is near.
    private static int niche(int[] crowd, int[] nearest, List<Integer> left, Seeds.Stream random) {
        int[] open = left.stream().mapToInt(k -> nearest[k]).distinct().sorted().toArray();
        int least = Arrays.stream(open).map(r -> crowd[r]).min().orElseThrow();
        int[] best = Arrays.stream(open).filter(r -> crowd[r] == least).toArray();
        return best[random.nextInt(best.length)];
    }

    private static int closest(double[][] points, List<Integer> candidates, double[] reference) {
        int best = candidates.getFirst();
        for (int k : candidates) if (distance(points[k], reference) < distance(points[best], reference)) best = k;
        return best;
    }

    private int nearest(double[] point) {
        int best = 0;
        for (int r = 1; r < references.length; r++) if (distance(point, references[r]) < distance(point, references[best])) best = r;
        return best;
    }

    /// Squared, from a point to the line through 0 and a reference.
    static double distance(double[] point, double[] reference) {
        double along = 0;
        double square = 0;
        double length = 0;
        for (int g = 0; g < point.length; g++) {
            along += point[g] * reference[g];
            square += point[g] * point[g];
            length += reference[g] * reference[g];
        }
        return square - along * along / length;
    }

    /// The ideal point becomes 0, where the plane through the extreme points meets the axes 1; without such a plane, the worst of each loss. What is
    /// infinite is three ranges beyond the others.
    static double[][] normalized(double[][] losses) {
        int goals = losses[0].length;
        double[][] points = Arrays.stream(losses).map(double[]::clone).toArray(double[][]::new);
        double[] worst = new double[goals];
        for (int g = 0; g < goals; g++) {
            int goal = g;
            double low = Arrays.stream(losses).mapToDouble(p -> p[goal]).filter(Double::isFinite).min().orElse(0);
            double high = Arrays.stream(losses).mapToDouble(p -> p[goal]).filter(Double::isFinite).max().orElse(0);
            double ideal = Arrays.stream(losses).anyMatch(p -> p[goal] == Double.NEGATIVE_INFINITY) ? low - 3 * (high - low) : low;
            for (double[] point : points) {
                double finite = Double.isFinite(point[g]) ? point[g] : point[g] > 0 ? high + 3 * (high - low) : ideal;
                point[g] = Math.clamp(finite - ideal, 0, Double.MAX_VALUE / 4);
                worst[g] = Math.max(worst[g], point[g]);
            }
        }
        double[] axes = intercepts(points, worst);
        for (double[] point : points) for (int g = 0; g < goals; g++) point[g] /= axes[g];
        return points;
    }

    private static double[] intercepts(double[][] points, double[] worst) {
        int goals = worst.length;
        double[] fallback = Arrays.stream(worst).map(w -> w > 0 && w < Double.MAX_VALUE / 8 ? w : 1).toArray();
        double[][] rows = new double[goals][];
        for (int g = 0; g < goals; g++) {
            rows[g] = Arrays.copyOf(extreme(points, fallback, g), goals + 1);
            for (int k = 0; k < goals; k++) rows[g][k] /= fallback[k];
            rows[g][goals] = 1;
        }
        double[] inverse = solved(rows);
        double[] axes = new double[goals];
        for (int g = 0; g < goals; g++) {
            if (!(inverse[g] > 1e-6) || !(inverse[g] < 1e6)) return fallback;
            axes[g] = fallback[g] / inverse[g];
        }
        return axes;
    }

    /// The point that an achievement along one axis favours: the least of its greatest coordinates, all others weighted a million times.
    private static double[] extreme(double[][] points, double[] unit, int axis) {
        double[] best = points[0];
        double least = Double.POSITIVE_INFINITY;
        for (double[] point : points) {
            double greatest = 0;
            for (int g = 0; g < unit.length; g++) greatest = Math.max(greatest, point[g] / unit[g] * (g == axis ? 1 : 1e6));
            if (greatest < least) {
                least = greatest;
                best = point;
            }
        }
        return best;
    }

    /// Gauss's elimination; NaN where there is no one solution.
    private static double[] solved(double[][] rows) {
        int n = rows.length;
        for (int c = 0; c < n; c++) {
            int pivot = c;
            for (int r = c + 1; r < n; r++) if (Math.abs(rows[r][c]) > Math.abs(rows[pivot][c])) pivot = r;
            double[] swap = rows[c];
            rows[c] = rows[pivot];
            rows[pivot] = swap;
            for (int r = 0; r < n; r++) {
                double factor = rows[r][c] / rows[c][c];
                for (int k = c; r != c && k <= n; k++) rows[r][k] -= factor * rows[c][k];
            }
        }
        return IntStream.range(0, n).mapToDouble(r -> rows[r][n] / rows[r][r]).toArray();
    }
}

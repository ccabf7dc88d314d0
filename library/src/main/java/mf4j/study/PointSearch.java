package mf4j.study;

import mf4j.train.Seeds;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Looks for the point with the greatest acquisition: among points spread over the space and points near the best that are known, and from the best
/// of these on by descent in the coordinates that are a continuum and by trying others of the values that are not, in turn, until neither helps.
/// Of a small space every point is looked at.
final class PointSearch {
    private static final int NEAR = 4;             // one candidate in so many is near a known point
    private static final int CENTRES = 5;          // known points
    private static final int FEW = 16;             // values that are all tried; of more, those 1, 2, 4, ... away
    private static final int ROUNDS = 6;
    private static final double APART = 0.1;       // of the scale, between the points that are started from
    private static final int STEPS = 60;

    private final Features features;
    private final Space space;
    private final Acquisition acquisition;
    private final TrustRegion region;
    private final Set<List<Double>> banned;
    private final double[] lengths;

    /// A genotype and its acquisition.
    private record Scored(double[] genotype, double value) { }

    /// @param banned  points that must not be found
    /// @param weights of the kernel: per dimension one over the square of its length
    PointSearch(Features features, Acquisition acquisition, TrustRegion region, Set<List<Double>> banned, double[] weights) {
        this.features = features;
        this.space = features.space();
        this.acquisition = acquisition;
        this.region = region;
        this.banned = banned;
        this.lengths = Arrays.stream(weights).map(w -> Math.clamp(1 / Math.sqrt(w), 0.05, 2)).toArray();
    }

    /// The best point.
    ///
    /// @param known      points, the best first
    /// @param candidates that are looked at first
    /// @param starts     from which it is improved
    /// @return empty where no point has a finite acquisition
    Optional<double[]> best(List<double[]> known, int candidates, int starts, Seeds.Stream random) {
        long count = features.countable() ? space.count() : Long.MAX_VALUE;
        boolean every = count <= candidates;
        List<double[]> first = every ? lattice((int) count) : candidates(known, candidates, random);
        double[] values = values(first);
        Scored best = null;
        for (int at : every ? new int[] {greatest(values)} : apart(first, values, starts)) {
            Scored found = every ? new Scored(first.get(at), values[at]) : climb(first.get(at), values[at]);
            if (best == null || found.value > best.value) best = found;
        }
        return best == null || !Double.isFinite(best.value) ? Optional.empty() : Optional.of(features.point(best.genotype));
    }

    private static int greatest(double[] values) {
        int greatest = 0;
        for (int i = 1; i < values.length; i++) if (values[i] > values[greatest]) greatest = i;
        return greatest;
    }

    private List<double[]> lattice(int count) {
        Lattice lattice = new Lattice(space, 0);
        double[] spare = new double[features.size()];
        return IntStream.range(0, count).mapToObj(k -> features.genotype(lattice.at(k), spare)).toList();
    }

    private List<double[]> candidates(List<double[]> known, int count, Seeds.Stream random) {
        int d = features.size();
        double[] shift = random.doubles(d).toArray();
        double[] steps = steps(d);
        List<double[]> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            double[] u = new double[d];
            for (int j = 0; j < d; j++) {
                u[j] = shift[j] + i * steps[j];
                u[j] -= Math.floor(u[j]);
            }
            double[] genotype = features.drawn(u);
            boolean near = !known.isEmpty() && i % NEAR == 0;
            all.add(trusted(near ? near(features.genotype(known.get(i / NEAR % Math.min(CENTRES, known.size())), genotype), genotype, random) : genotype));
        }
        return all;
    }

    /// Steps of an additive sequence that fills d dimensions evenly: powers of the root of `x^(d+1) = x + 1` (Roberts 2018).
    private static double[] steps(int d) {
        double root = 1.5;
        for (int k = 0; k < 60; k++) root = Math.pow(1 + root, 1.0 / (d + 1));
        double[] steps = new double[d];
        for (int j = 0; j < d; j++) steps[j] = j == 0 ? 1 / root : steps[j - 1] / root;
        return steps;
    }

    /// A known point, some of its coordinates moved by something between a quarter of the length of the kernel and a 64th of that; some
    /// choices drawn anew.
    private double[] near(double[] centre, double[] drawn, Seeds.Stream random) {
        int d = centre.length;
        double[] moved = centre.clone();
        double scale = StrictMath.pow(2, -2 - 6 * random.nextDouble());
        double share = random.nextDouble();
        int surely = random.nextInt(d);
        for (int j = 0; j < d; j++) {
            double step = scale * Math.min(1, lengths[j]) * random.nextGaussian();
            if (random.nextDouble() >= share && j != surely) continue;
            if (!features.choices()[j]) moved[j] = Math.clamp(moved[j] + step, 0, 1);
            else if (j == surely || random.nextDouble() < 0.3) moved[j] = drawn[j];
        }
        return moved;
    }

    private double[] trusted(double[] genotype) {
        if (region.whole()) return genotype;
        double[] point = features.point(genotype);
        double[] moved = features.of(point);
        region.into(moved, new double[moved.length], new double[moved.length]);
        for (int j = 0; j < moved.length; j++) if (!Double.isNaN(point[j])) genotype[j] = moved[j];
        return genotype;
    }

    private double[] values(List<double[]> genotypes) {
        int d = features.size();
        double[] rows = new double[genotypes.size() * d];
        boolean[] out = new boolean[genotypes.size()];
        for (int i = 0; i < out.length; i++) {
            double[] point = features.point(genotypes.get(i));
            out[i] = !banned.isEmpty() && banned.contains(Arrays.stream(point).boxed().toList());
            System.arraycopy(features.of(point), 0, rows, i * d, d);
        }
        double[] values = new double[out.length];
        acquisition.values(rows, values.length, values);
        for (int i = 0; i < out.length; i++) if (out[i] || Double.isNaN(values[i])) values[i] = Double.NEGATIVE_INFINITY;
        return values;
    }

    /// The best candidates that are apart from one another.
    private int[] apart(List<double[]> genotypes, double[] values, int count) {
        List<Integer> chosen = new ArrayList<>();
        for (int i : IntStream.range(0, values.length).boxed().sorted(Comparator.comparing((Integer i) -> -values[i])).toList()) {
            if (chosen.size() == count) break;
            if (chosen.stream().noneMatch(k -> close(genotypes.get(i), genotypes.get(k)))) chosen.add(i);
        }
        return chosen.stream().mapToInt(i -> i).toArray();
    }

    private boolean close(double[] a, double[] b) {
        for (int j = 0; j < a.length; j++) if (features.choices()[j] ? a[j] != b[j] : Math.abs(a[j] - b[j]) > APART * Math.min(1, lengths[j])) return false;
        return true;
    }

    private Scored climb(double[] genotype, double value) {
        Scored best = smooth(new Scored(genotype, value), true);
        for (int round = 0; round < ROUNDS; round++) {
            Scored other = otherValues(best);
            if (other.value <= best.value) break;
            best = smooth(other, false);
        }
        return best;
    }

    /// Descends in the active coordinates that are a continuum; at first also in stepped ones of many values, which are then taken to the nearest.
    private Scored smooth(Scored start, boolean stepped) {
        double[] point = features.point(start.genotype);
        double[] x = features.of(point);
        int[] moving = IntStream.range(0, x.length).filter(j -> !Double.isNaN(point[j]) && moves(space.parameter(j), stepped)).toArray();
        if (moving.length == 0) return start;
        double[] low = new double[x.length];
        double[] high = new double[x.length];
        region.into(x, low, high);
        double[] gradient = new double[x.length];
        BoundedDescent descent = new BoundedDescent(scaled(low, moving), scaled(high, moving), 8, STEPS, 1e-4);
        BoundedDescent.Minimum found = descent.from(scaled(x, moving), (z, slope) -> {
            for (int k = 0; k < moving.length; k++) x[moving[k]] = z[k] * lengths[moving[k]];
            double value = acquisition.at(x, gradient);
            for (int k = 0; k < moving.length; k++) slope[k] = -gradient[moving[k]] * lengths[moving[k]];
            return -value;
        });
        double[] genotype = start.genotype.clone();
        for (int k = 0; k < moving.length; k++) genotype[moving[k]] = Math.clamp(found.x()[k] * lengths[moving[k]], 0, 1);
        double value = values(List.of(genotype))[0];
        return value > start.value ? new Scored(genotype, value) : start;
    }

    private static boolean moves(Parameter parameter, boolean stepped) {
        return parameter.continuous() || stepped && !parameter.categorical() && parameter.count() > FEW;
    }

    private double[] scaled(double[] x, int[] moving) {
        return Arrays.stream(moving).mapToDouble(j -> x[j] / lengths[j]).toArray();
    }

    /// Other values of what is no continuum, one dimension after another.
    private Scored otherValues(Scored start) {
        Scored best = start;
        for (int j = 0; j < features.size(); j++) {
            Parameter parameter = space.parameter(j);
            double[] point = features.point(best.genotype);
            if (parameter.continuous() || parameter.count() == 1 || Double.isNaN(point[j])) continue;
            double[] low = new double[point.length];
            double[] high = new double[point.length];
            region.into(features.of(point), low, high);
            List<double[]> others = new ArrayList<>();
            for (double value : others(parameter, point[j])) {
                double[] other = best.genotype.clone();
                other[j] = parameter.categorical() ? value : parameter.toUnit(value);
                if (parameter.categorical() || other[j] >= low[j] && other[j] <= high[j]) others.add(other);
            }
            if (others.isEmpty()) continue;
            double[] values = values(others);
            int at = greatest(values);
            if (values[at] > best.value) best = new Scored(others.get(at), values[at]);
        }
        return best;
    }

    private static Collection<Double> others(Parameter parameter, double own) {
        List<Double> others = new ArrayList<>();
        if (parameter.count() <= FEW || parameter.categorical()) {
            for (long k = 0; k < parameter.count(); k++) if (parameter.at(k) != own) others.add(parameter.at(k));
            return others;
        }
        long index = index(parameter, own);
        for (long step = 1; step < parameter.count(); step *= 2) {
            if (index - step >= 0) others.add(parameter.at(index - step));
            if (index + step < parameter.count()) others.add(parameter.at(index + step));
        }
        return others;
    }

    /// By halving: the values ascend.
    private static long index(Parameter parameter, double own) {
        long low = 0;
        long high = parameter.count() - 1;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (parameter.at(middle) < own - 1e-12 * Math.max(1, Math.abs(own))) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}

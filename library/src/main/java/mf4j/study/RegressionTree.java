package mf4j.study;

import mf4j.train.Seeds;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// A tree of regression over the unit cube and choices (Breiman et al. 1984): each node is split where the squared errors about the two means are
/// least, down to single values; of equally good splits the one of a random dimension. It knows the variance of what it says.
final class RegressionTree {
    private final double[][] x;   // by row: numbers in [0, 1], choices as indices
    private final int[] choices;  // by dimension: how many, 0 for numbers
    private final double[] y;
    private final int depth;
    private final Seeds.Stream random;
    private final List<Leaf> leaves = new ArrayList<>();

    /// A part of the space and its value. Numbers lie in [low, high), choices among `allowed`.
    private record Leaf(double[] low, double[] high, boolean[][] allowed, double value) {
        double length(int j) {
            if (allowed[j] == null) return high[j] - low[j];
            return (double) IntStream.range(0, allowed[j].length).filter(c -> allowed[j][c]).count() / allowed[j].length;
        }

        double volume() {
            return IntStream.range(0, low.length).mapToDouble(this::length).reduce(1, (a, b) -> a * b);
        }
    }

    /// A way to divide rows: numbers up to the place, or the one choice, go left.
    private record Split(int dimension, double place, double gain) { }

    RegressionTree(double[][] x, int[] choices, double[] y, int depth, Seeds.Stream random) {
        this.x = x;
        this.choices = choices;
        this.y = y;
        this.depth = depth;
        this.random = random;
    }

    /// Grows on some of the rows, which may be there more than once.
    RegressionTree grown(int[] rows) {
        double[] high = new double[choices.length];
        Arrays.fill(high, 1);
        boolean[][] allowed = new boolean[choices.length][];
        for (int j = 0; j < choices.length; j++) {
            if (choices[j] == 0) continue;
            allowed[j] = new boolean[choices[j]];
            Arrays.fill(allowed[j], true);
        }
        grow(rows, new Leaf(new double[choices.length], high, allowed, 0), 0);
        return this;
    }

    private void grow(int[] rows, Leaf box, int level) {
        Split split = level < depth && Arrays.stream(rows).mapToDouble(r -> y[r]).distinct().count() > 1 ? split(rows) : null;
        if (split == null) {
            leaves.add(new Leaf(box.low(), box.high(), box.allowed(), Arrays.stream(rows).mapToDouble(r -> y[r]).average().orElseThrow()));
            return;
        }
        for (boolean left : new boolean[] {true, false}) {
            grow(Arrays.stream(rows).filter(r -> goesLeft(split, r) == left).toArray(), part(box, split, left), level + 1);
        }
    }

    private boolean goesLeft(Split split, int row) {
        double value = x[row][split.dimension()];
        return choices[split.dimension()] > 0 ? value == split.place() : value <= split.place();
    }

    private Leaf part(Leaf box, Split split, boolean left) {
        int j = split.dimension();
        if (choices[j] == 0) {
            double[] bound = left ? box.high().clone() : box.low().clone();
            bound[j] = split.place();
            return left ? new Leaf(box.low(), bound, box.allowed(), 0) : new Leaf(bound, box.high(), box.allowed(), 0);
        }
        boolean[][] allowed = box.allowed().clone();
        allowed[j] = new boolean[choices[j]];
        for (int c = 0; c < choices[j]; c++) allowed[j][c] = box.allowed()[j][c] && (c == split.place()) == left;
        return new Leaf(box.low(), box.high(), allowed, 0);
    }

    /// The best split; null where all rows are at the same place.
    private Split split(int[] rows) {
        Split best = null;
        for (int j : random.permutation(0, choices.length)) {
            Split split = choices[j] > 0 ? ofChoices(rows, j) : ofNumbers(rows, j);
            if (split != null && (best == null || split.gain() > best.gain())) best = split;
        }
        return best;
    }

    private Split ofNumbers(int[] rows, int j) {
        int[] order = IntStream.of(rows).boxed().sorted((a, b) -> Double.compare(x[a][j], x[b][j])).mapToInt(r -> r).toArray();
        double all = IntStream.of(rows).mapToDouble(r -> y[r]).sum();
        double left = 0;
        Split best = null;
        for (int k = 1; k < order.length; k++) {
            left += y[order[k - 1]];
            double before = x[order[k - 1]][j];
            double after = x[order[k]][j];
            if (before == after) continue;
            double gain = left * left / k + (all - left) * (all - left) / (order.length - k);
            if (best == null || gain > best.gain()) best = new Split(j, between(before, after), gain);
        }
        return best;
    }

    /// The middle, unless rounding makes it the greater one.
    private static double between(double before, double after) {
        double middle = before + (after - before) / 2;
        return middle < after ? middle : before;
    }

    private Split ofChoices(int[] rows, int j) {
        double[] sums = new double[choices[j]];
        int[] counts = new int[choices[j]];
        for (int r : rows) {
            sums[(int) x[r][j]] += y[r];
            counts[(int) x[r][j]]++;
        }
        double all = Arrays.stream(sums).sum();
        Split best = null;
        for (int c = 0; c < sums.length; c++) {
            int others = rows.length - counts[c];
            if (counts[c] == 0 || others == 0) continue;
            double gain = sums[c] * sums[c] / counts[c] + (all - sums[c]) * (all - sums[c]) / others;
            if (best == null || gain > best.gain()) best = new Split(j, c, gain);
        }
        return best;
    }

    /// The variance of the mean value given each dimension, over the variance of the value; zeros where it has none.
    double[] variances() {
        double mean = leaves.stream().mapToDouble(leaf -> leaf.value() * leaf.volume()).sum();
        double variance = leaves.stream().mapToDouble(leaf -> (leaf.value() - mean) * (leaf.value() - mean) * leaf.volume()).sum();
        double[] shares = new double[choices.length];
        if (variance > 0) for (int j = 0; j < shares.length; j++) shares[j] = (choices[j] > 0 ? ofChoices(j, mean) : ofNumbers(j, mean)) / variance;
        return shares;
    }

    private double ofChoices(int j, double mean) {
        double[] means = new double[choices[j]];
        for (Leaf leaf : leaves) {
            double part = leaf.value() * leaf.volume() / leaf.length(j);
            for (int c = 0; c < means.length; c++) if (leaf.allowed()[j][c]) means[c] += part;
        }
        return Arrays.stream(means).map(m -> (m - mean) * (m - mean)).sum() / means.length;
    }

    /// Between two places next to each other where leaves begin or end the mean is the same: sums of the leaves that reach over it.
    private double ofNumbers(int j, double mean) {
        double[] places = leaves.stream().flatMapToDouble(leaf -> Arrays.stream(new double[] {leaf.low()[j], leaf.high()[j]})).sorted().distinct().toArray();
        double[] changes = new double[places.length];
        for (Leaf leaf : leaves) {
            if (leaf.length(j) == 0) continue;
            double part = leaf.value() * leaf.volume() / leaf.length(j);
            changes[Arrays.binarySearch(places, leaf.low()[j])] += part;
            changes[Arrays.binarySearch(places, leaf.high()[j])] -= part;
        }
        double variance = 0;
        double sum = 0;
        for (int k = 0; k + 1 < places.length; k++) {
            sum += changes[k];
            variance += (sum - mean) * (sum - mean) * (places[k + 1] - places[k]);
        }
        return variance;
    }
}

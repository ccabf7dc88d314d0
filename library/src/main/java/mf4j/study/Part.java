package mf4j.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Parameters that a TPE chooses together: two densities over them, of trials below and above, and the trials that have them.
final class Part {
    private final int[] dimensions;
    private final List<Column> columns = new ArrayList<>();
    private final Mixture below;
    private final Mixture above;
    private int[] rows = new int[16]; // which trial each row is
    private int size;

    /// @param dimensions of the space, each of more than one value
    Part(Space space, List<Integer> dimensions) {
        this.dimensions = dimensions.stream().mapToInt(j -> j).toArray();
        for (int j : dimensions) columns.add(new Column(Axis.of(space.parameter(j))));
        List<Axis> axes = columns.stream().map(column -> column.axis).toList();
        this.below = new Mixture(axes);
        this.above = new Mixture(axes);
    }

    /// The dimension that tells whether the part is active: all of them are, or none is.
    int first() {
        return dimensions[0];
    }

    /// Forgets the trials from this one on.
    void cut(int trials) {
        int from = size;
        while (from > 0 && rows[from - 1] >= trials) from--;
        size = from;
        for (Column column : columns) column.cut(size);
    }

    /// Takes in the trials from this one on.
    void add(List<Observation> trials, int from) {
        int[] fresh = new int[trials.size() - from];
        int count = 0;
        for (int i = from; i < trials.size(); i++) if (!Double.isNaN(trials.get(i).point()[first()])) fresh[count++] = i;
        if (size + count > rows.length) rows = Arrays.copyOf(rows, Math.max(2 * rows.length, size + count));
        System.arraycopy(fresh, 0, rows, size, count);
        size += count;
        for (int p = 0; p < dimensions.length; p++) {
            double[] inside = new double[count];
            for (int k = 0; k < count; k++) inside[k] = trials.get(fresh[k]).point()[dimensions[p]];
            columns.get(p).add(inside);
        }
    }

    /// Fits both densities.
    ///
    /// @param good   which trials are below
    /// @param counts which trials are there at all
    /// @param equal  whether all trials below have the same weight
    void fit(boolean[] good, boolean[] counts, boolean equal, Tpe.Bandwidth bandwidth) {
        boolean[] chosen = new boolean[size];
        for (int row = 0; row < size; row++) chosen[row] = good[rows[row]];
        below.fit(columns, 0, size, chosen, !equal, bandwidth);
        for (int row = 0; row < size; row++) chosen[row] = counts[rows[row]] && !good[rows[row]];
        above.fit(columns, 1, size, chosen, true, bandwidth);
    }

    /// Writes values into a point: of some drawn from the density below those with the greatest quotient of both.
    void choose(int candidates, RandomGenerator random, double[] point) {
        double[] best = null;
        double most = 0;
        for (int k = 0; k < candidates; k++) {
            double[] one = below.draw(random);
            double score = below.logDensity(one) - above.logDensity(one);
            if (best != null && !(score > most)) continue;
            best = one;
            most = score;
        }
        for (int p = 0; p < dimensions.length; p++) point[dimensions[p]] = best[p];
    }
}

package mf4j.study;

import java.util.Arrays;

/// The places of one parameter in trials that have it, in the order of the trials, and in the order of the places; and how wide a bump of density stands
/// on each of them. What it works out it keeps for the next time.
final class Column {
    private static final int MANY = 32; // more than these at once are sorted, fewer are put in one by one

    final Axis axis;
    private double[] places = new double[16]; // by row
    private int[] order = new int[16];        // rows by place, then by row
    private int size;
    private final double[][] widths = {new double[16], new double[16]}; // of the bumps of each side last time, by row
    private final double[][] shares = {new double[16], new double[16]}; // and what each was divided by

    Column(Axis axis) {
        this.axis = axis;
    }

    double place(int row) {
        return places[row];
    }

    /// Forgets the rows from here on.
    void cut(int rows) {
        int kept = 0;
        for (int j = 0; j < size; j++) if (order[j] < rows) order[kept++] = order[j];
        for (double[] width : widths) Arrays.fill(width, rows, size, 0);
        size = rows;
    }

    /// Adds rows.
    void add(double[] inside) {
        if (size + inside.length > places.length) grow(Math.max(2 * places.length, size + inside.length));
        for (double one : inside) {
            places[size] = axis.place(one);
            if (inside.length <= MANY) insert(size);
            size++;
        }
        if (inside.length > MANY) sort();
    }

    private void grow(int capacity) {
        places = Arrays.copyOf(places, capacity);
        order = Arrays.copyOf(order, capacity);
        for (int side = 0; side < 2; side++) {
            widths[side] = Arrays.copyOf(widths[side], capacity);
            shares[side] = Arrays.copyOf(shares[side], capacity);
        }
    }

    private void insert(int row) {
        int from = 0;
        int to = row;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (places[order[middle]] <= places[row]) from = middle + 1;
            else to = middle;
        }
        System.arraycopy(order, from, order, from + 1, row - from);
        order[from] = row;
    }

    private void sort() {
        Integer[] rows = new Integer[size];
        Arrays.setAll(rows, j -> j);
        Arrays.sort(rows, (a, b) -> places[a] != places[b] ? Double.compare(places[a], places[b]) : a - b);
        for (int j = 0; j < size; j++) order[j] = rows[j];
    }

    /// What takes the bumps in the order of their places.
    interface Bumps {
        /// @param kernel its number
        /// @param place  its middle
        /// @param width  its deviation
        /// @param share  logarithm of what it is to be divided by
        void take(int kernel, double place, double width, double share);
    }

    /// The bumps of some rows. Each is as wide as the way to its farther neighbour; the outer ones have but one, one alone has the ends of the line;
    /// within limits.
    ///
    /// @param side    0 or 1: whose bumps of last time are likely to be the same
    /// @param kernels number of the bump of each row, -1 for none
    /// @param count   how many have one
    /// @param width   of all of them, as a share of the line; 0 for the ways to neighbours
    void bumps(int side, int[] kernels, int count, double width, Bumps bumps) {
        if (count == 0) return;
        int[] chosen = new int[count];
        for (int j = 0, k = 0; k < count; j++) if (kernels[order[j]] >= 0) chosen[k++] = order[j];
        double least = axis.length() / Math.min(100, count + 2);
        for (int k = 0; k < count; k++) {
            int row = chosen[k];
            double here = places[row];
            double before = k > 0 ? here - places[chosen[k - 1]] : count == 1 ? here - axis.low() : 0;
            double after = k < count - 1 ? places[chosen[k + 1]] - here : count == 1 ? axis.high() - here : 0;
            double wide = Math.clamp(width > 0 ? width * axis.length() : Math.max(before, after), least, axis.length());
            bumps.take(kernels[row], here, wide, share(side, row, wide));
        }
    }

    private double share(int side, int row, double width) {
        if (widths[side][row] != width) {
            widths[side][row] = width;
            shares[side][row] = share(places[row], width);
        }
        return shares[side][row];
    }

    /// The logarithm of what a bump is divided by so that what of it lies on the line is 1: of chances of cells, or of a density.
    double share(double place, double width) {
        double mass = TruncatedNormal.logMass((axis.low() - place) / width, (axis.high() - place) / width);
        return axis.cells() ? mass : mass + StrictMath.log(width);
    }
}

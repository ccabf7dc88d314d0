package mf4j.lowrank;

import mf4j.matrix.Matrix;
import mf4j.matrix.SparseRows;
import mf4j.train.Sweep;

import java.util.concurrent.atomic.AtomicLong;

/// Refuses negative numbers, naming the first.
final class NonNegative {
    private NonNegative() { }

    /// Of a matrix; for Itakura-Saito zeros are refused too.
    static void check(Matrix x, Divergence divergence) {
        x.finite();
        boolean positive = divergence == Divergence.ITAKURA_SAITO;
        AtomicLong first = new AtomicLong(x.size());
        int columns = x.columns();
        Sweep.over(x.rows(), x.blockRows(), () -> new double[x.blockRows() * columns], (scratch, from, to) -> {
            if ((long) from * columns > first.get()) return;
            x.copy(from, to, scratch, 0);
            for (int j = 0; j < (to - from) * columns; j++) {
                if (positive ? scratch[j] > 0 : scratch[j] >= 0) continue;
                first.accumulateAndGet((long) from * columns + j, Math::min);
                return;
            }
        });
        if (first.get() == x.size()) return;
        int row = (int) (first.get() / columns);
        int column = (int) (first.get() % columns);
        throw refusal(positive ? "positive numbers for Itakura-Saito" : "no negative numbers", x.at(row, column), row, column);
    }

    /// Of a sparse matrix, whose columns are checked with it.
    static void check(SparseRows x) {
        finite(x);
        for (int r = 0; r < x.rows(); r++) {
            for (int e = x.offsets()[r]; e < x.offsets()[r + 1]; e++) {
                if (x.values()[e] < 0) throw refusal("no negative numbers", x.values()[e], r, x.columns()[e]);
            }
        }
    }

    /// Refuses what is not finite, and columns that are not there.
    static void finite(SparseRows x) {
        for (int r = 0; r < x.rows(); r++) {
            for (int e = x.offsets()[r]; e < x.offsets()[r + 1]; e++) {
                int column = x.columns()[e];
                if (column < 0 || column >= x.columnCount()) {
                    throw new IllegalArgumentException("the matrix must have columns in [0, " + x.columnCount() + ") but has " + column + " in row " + r);
                }
                float value = x.values()[e];
                if (!Float.isFinite(value)) throw refusal("finite numbers", value, r, column);
            }
        }
    }

    private static IllegalArgumentException refusal(String rule, double value, int row, int column) {
        return new IllegalArgumentException("the matrix must hold " + rule + " but has " + value + " in row " + row + ", column " + column + " (counted from 0)");
    }
}

package mf4j.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// A block of C of any size that fits the registers, made of the sums of [DoubleSums]:
/// `C = alpha * sum_p a_p b_p^T + beta * C`, where a_p is a short column found at `a[ao + p * sa]` and b_p a row found at
/// `b[bo + p * sb]`. A may also stand in rows, for [DoubleRows].
final class DoubleBlock {

    /// Most rows of a block: panels are as wide.
    static final int ROWS = Lanes.MANY_REGISTERS ? 8 : 6;

    private static final VectorSpecies<Double> S = Lanes.DOUBLES;
    private static final int L = Lanes.DOUBLE;

    /// Most columns of a block.
    static final int COLUMNS = 2 * L;

    /// Sums of the largest block, and what a strip may have of rows at most.
    static final int MOST_ROWS = 8;

    private DoubleBlock() { }

    /// One block, of at most [#ROWS] x [#COLUMNS]; only these elements of C are touched. With alpha 1 the sums begin with what beta leaves
    /// of C, so that the layers of a deep product are one chain.
    ///
    /// Reads `a` up to the next multiple of 4 rows, beyond 4 up to [#ROWS], and `b` up to the next multiple of the lanes: what lies there
    /// may be anything.
    ///
    /// @param sums   scratch, [#MOST_ROWS] x [#COLUMNS]
    /// @param inRows whether A stands in rows, element i of a_p at `a[ao + i * sa + p]`; there are [#ROWS] of them then
    static void block(double[] sums, int rows, int columns, boolean inRows, double[] a, int ao, int sa, double[] b, int bo, int sb, int depth,
                      double alpha, double beta, double[] c, int co, int ldc) {
        if (alpha == 1 && (beta == 0 || beta == 1)) {
            chain(sums, rows, columns, inRows, a, ao, sa, b, bo, sb, depth, beta == 0, c, co, ldc);
            return;
        }
        clear(sums, 0, COLUMNS, MOST_ROWS, COLUMNS);
        add(rows, columns, inRows, a, ao, sa, b, bo, sb, depth, sums, 0, COLUMNS);
        if (beta == 0) {
            store(rows, columns, alpha, sums, c, co, ldc);
        } else {
            addTo(rows, columns, alpha, sums, beta, c, co, ldc);
        }
    }

    /// In place where the block is one that [DoubleSums] fills, otherwise in a copy of its part of C.
    private static void chain(double[] sums, int rows, int columns, boolean inRows, double[] a, int ao, int sa, double[] b, int bo, int sb, int depth,
                              boolean fresh, double[] c, int co, int ldc) {
        if ((rows == ROWS || rows == 4) && columns % L == 0) {
            if (fresh) clear(c, co, ldc, rows, columns);
            add(rows, columns, inRows, a, ao, sa, b, bo, sb, depth, c, co, ldc);
            return;
        }
        clear(sums, 0, COLUMNS, MOST_ROWS, COLUMNS);
        for (int i = 0; i < rows && !fresh; i++) System.arraycopy(c, co + i * ldc, sums, i * COLUMNS, columns);
        add(rows, columns, inRows, a, ao, sa, b, bo, sb, depth, sums, 0, COLUMNS);
        for (int i = 0; i < rows; i++) System.arraycopy(sums, i * COLUMNS, c, co + i * ldc, columns);
    }

    private static void add(int rows, int columns, boolean inRows, double[] a, int ao, int sa, double[] b, int bo, int sb, int depth,
                            double[] c, int co, int ldc) {
        if (inRows) DoubleRows.add(columns > L, a, ao, sa, b, bo, sb, depth, c, co, ldc);
        else DoubleSums.add(rows, columns > L, a, ao, sa, b, bo, sb, depth, c, co, ldc);
    }

    /// Columns are a multiple of the lanes.
    private static void clear(double[] c, int co, int ldc, int rows, int columns) {
        DoubleVector zero = DoubleVector.zero(S);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j += L) zero.intoArray(c, co + i * ldc + j);
        }
    }

    private static void store(int rows, int columns, double alpha, double[] sums, double[] c, int co, int ldc) {
        VectorMask<Double> rest = S.indexInRange(columns / L * L, columns);
        for (int i = 0; i < rows; i++) {
            int at = co + i * ldc;
            int j = 0;
            for (; j <= columns - L; j += L) {
                DoubleVector.fromArray(S, sums, i * COLUMNS + j).mul(alpha).intoArray(c, at + j);
            }
            if (j < columns) {
                DoubleVector.fromArray(S, sums, i * COLUMNS + j).mul(alpha).intoArray(c, at + j, rest);
            }
        }
    }

    private static void addTo(int rows, int columns, double alpha, double[] sums, double beta, double[] c, int co, int ldc) {
        VectorMask<Double> rest = S.indexInRange(columns / L * L, columns);
        DoubleVector scale = DoubleVector.broadcast(S, beta);
        for (int i = 0; i < rows; i++) {
            int at = co + i * ldc;
            int j = 0;
            for (; j <= columns - L; j += L) {
                DoubleVector sum = DoubleVector.fromArray(S, sums, i * COLUMNS + j).mul(alpha);
                DoubleVector.fromArray(S, c, at + j).fma(scale, sum).intoArray(c, at + j);
            }
            if (j < columns) {
                DoubleVector sum = DoubleVector.fromArray(S, sums, i * COLUMNS + j).mul(alpha);
                DoubleVector.fromArray(S, c, at + j, rest).fma(scale, sum).intoArray(c, at + j, rest);
            }
        }
    }
}

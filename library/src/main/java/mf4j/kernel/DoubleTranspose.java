package mf4j.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Copies the transpose of a part of a matrix, in squares of 4 x 4 kept in four registers.
final class DoubleTranspose {

    private static final VectorSpecies<Double> S = Lanes.FOUR_DOUBLES;
    private static final VectorShuffle<Double> HALVES = VectorShuffle.fromValues(S, 2, 3, 0, 1);
    private static final VectorShuffle<Double> PAIRS = VectorShuffle.fromValues(S, 1, 0, 3, 2);
    private static final VectorMask<Double> HIGH = VectorMask.fromValues(S, false, false, true, true);
    private static final VectorMask<Double> LOW = HIGH.not();
    private static final VectorMask<Double> ODD = VectorMask.fromValues(S, false, true, false, true);
    private static final VectorMask<Double> EVEN = ODD.not();

    private DoubleTranspose() { }

    /// `to[ti + j * ts + i] = from[fi + i * fs + j]` for i in [0, rows), j in [0, columns).
    static void copy(double[] from, int fi, int fs, int rows, int columns, double[] to, int ti, int ts) {
        int i = 0;
        for (; i <= rows - 4; i += 4) {
            int j = 0;
            for (; j <= columns - 4; j += 4) {
                square(from, fi + i * fs + j, fs, to, ti + j * ts + i, ts, 1);
            }
            single(from, fi + i * fs + j, fs, 4, columns - j, to, ti + j * ts + i, ts);
        }
        single(from, fi + i * fs, fs, rows - i, columns, to, ti + i, ts);
    }

    /// `to[j * ts + i] = -from[i * fs + j]` for j <= i < n, and for some j > i beside the diagonal.
    static void copyLowerNegated(double[] from, int fs, int n, double[] to, int ts) {
        int i = 0;
        for (; i <= n - 4; i += 4) {
            for (int j = 0; j <= i; j += 4) {
                square(from, i * fs + j, fs, to, j * ts + i, ts, -1);
            }
        }
        for (; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                to[j * ts + i] = -from[i * fs + j];
            }
        }
    }

    /// `to[i * ts + j] = from[j * fs + i]` for j <= i < n, and for some j > i beside the diagonal.
    static void copyUpper(double[] from, int fs, int n, double[] to, int ts) {
        int i = 0;
        for (; i <= n - 4; i += 4) {
            for (int j = 0; j <= i; j += 4) {
                square(from, j * fs + i, fs, to, i * ts + j, ts, 1);
            }
        }
        single(from, i, fs, n, n - i, to, i * ts, ts);
    }

    private static void square(double[] from, int fi, int fs, double[] to, int ti, int ts, double sign) {
        DoubleVector a = DoubleVector.fromArray(S, from, fi).mul(sign);
        DoubleVector b = DoubleVector.fromArray(S, from, fi + fs).mul(sign);
        DoubleVector c = DoubleVector.fromArray(S, from, fi + 2 * fs).mul(sign);
        DoubleVector d = DoubleVector.fromArray(S, from, fi + 3 * fs).mul(sign);
        DoubleVector ac = a.blend(c.rearrange(HALVES), HIGH);
        DoubleVector ca = c.blend(a.rearrange(HALVES), LOW);
        DoubleVector bd = b.blend(d.rearrange(HALVES), HIGH);
        DoubleVector db = d.blend(b.rearrange(HALVES), LOW);
        ac.blend(bd.rearrange(PAIRS), ODD).intoArray(to, ti);
        bd.blend(ac.rearrange(PAIRS), EVEN).intoArray(to, ti + ts);
        ca.blend(db.rearrange(PAIRS), ODD).intoArray(to, ti + 2 * ts);
        db.blend(ca.rearrange(PAIRS), EVEN).intoArray(to, ti + 3 * ts);
    }

    private static void single(double[] from, int fi, int fs, int rows, int columns, double[] to, int ti, int ts) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                to[ti + j * ts + i] = from[fi + i * fs + j];
            }
        }
    }
}

package mf4j.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Copies the transpose of a part of a matrix, in squares of 4 x 4 kept in four registers.
final class FloatTranspose {

    private static final VectorSpecies<Float> S = Lanes.FOUR_FLOATS;
    private static final VectorShuffle<Float> HALVES = VectorShuffle.fromValues(S, 2, 3, 0, 1);
    private static final VectorShuffle<Float> PAIRS = VectorShuffle.fromValues(S, 1, 0, 3, 2);
    private static final VectorMask<Float> HIGH = VectorMask.fromValues(S, false, false, true, true);
    private static final VectorMask<Float> LOW = HIGH.not();
    private static final VectorMask<Float> ODD = VectorMask.fromValues(S, false, true, false, true);
    private static final VectorMask<Float> EVEN = ODD.not();

    private FloatTranspose() { }

    /// `to[ti + j * ts + i] = from[fi + i * fs + j]` for i in [0, rows), j in [0, columns).
    static void copy(float[] from, int fi, int fs, int rows, int columns, float[] to, int ti, int ts) {
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
    static void copyLowerNegated(float[] from, int fs, int n, float[] to, int ts) {
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
    static void copyUpper(float[] from, int fs, int n, float[] to, int ts) {
        int i = 0;
        for (; i <= n - 4; i += 4) {
            for (int j = 0; j <= i; j += 4) {
                square(from, j * fs + i, fs, to, i * ts + j, ts, 1);
            }
        }
        single(from, i, fs, n, n - i, to, i * ts, ts);
    }

    private static void square(float[] from, int fi, int fs, float[] to, int ti, int ts, float sign) {
        FloatVector a = FloatVector.fromArray(S, from, fi).mul(sign);
        FloatVector b = FloatVector.fromArray(S, from, fi + fs).mul(sign);
        FloatVector c = FloatVector.fromArray(S, from, fi + 2 * fs).mul(sign);
        FloatVector d = FloatVector.fromArray(S, from, fi + 3 * fs).mul(sign);
        FloatVector ac = a.blend(c.rearrange(HALVES), HIGH);
        FloatVector ca = c.blend(a.rearrange(HALVES), LOW);
        FloatVector bd = b.blend(d.rearrange(HALVES), HIGH);
        FloatVector db = d.blend(b.rearrange(HALVES), LOW);
        ac.blend(bd.rearrange(PAIRS), ODD).intoArray(to, ti);
        bd.blend(ac.rearrange(PAIRS), EVEN).intoArray(to, ti + ts);
        ca.blend(db.rearrange(PAIRS), ODD).intoArray(to, ti + 2 * ts);
        db.blend(ca.rearrange(PAIRS), EVEN).intoArray(to, ti + 3 * ts);
    }

    private static void single(float[] from, int fi, int fs, int rows, int columns, float[] to, int ti, int ts) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                to[ti + j * ts + i] = from[fi + i * fs + j];
            }
        }
    }
}

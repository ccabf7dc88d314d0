package mf4j.recommend;

import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.train.Sweep;

import java.util.Arrays;

/// Bounds from factors kept in six bits, a quarter of the bytes: an item's are `q = s c + e` with whole numbers c of size at most 31 and
/// its own scale s, a user's `p = s' c' + e'`. Then
///
/// ```
/// bias + p.q  =  bias + s s' c.c' + p.e + e'.(s c)  <=  bias + s s' c.c' + |p||e| + |e'||s c|
/// ```
///
/// by Cauchy and Schwarz, whatever the codes: rounding and clipping are in e and e', whose lengths are measured. The inner product of codes
/// is exact.
///
/// The slack S |p||q|, kept in the second term as `|p| (|e| + S |q|)`, pays for floats of unit roundoff u = 2^-24: the score is off by at
/// most gamma_k |p||q|; the bound is a chain of at most G + 6 roundings for G groups of codes, of sums that are at most 8 |p||q| + |bias|
/// in size: a number is no farther from its nearest multiple of s than from 0, so |e| <= |q| and |s c| <= 2 |q|, and so for users. What is
/// relative to the bias is in [Bounds#allowance].
final class CodeBounds implements Bounds {
    private static final Kernel KERNEL = Kernel.active();
    private static final int WIDTH = ItemTiles.WIDTH;
    private static final int TERMS = 3; // per item: |e| + S |q|, |s c|, bias

    private final int rank;
    private final double slack;
    private final byte[][] codes;  // by tile: strips of codes
    private final float[][] scale; // by tile: WIDTH
    private final float[][] terms; // by tile: TERMS x WIDTH

    CodeBounds(Side side, ItemTiles items) {
        this.rank = side.factors().rank();
        this.slack = 1.01 * (rank + 8 * (rank / 32 + 7) + 8) * 0x1p-24;
        this.codes = new byte[items.tiles()][];
        this.scale = new float[items.tiles()][];
        this.terms = new float[items.tiles()][];
        Sweep.over(codes.length, 1, (_, from, to) -> {
            for (int tile = from; tile < to; tile++) encode(side, items, tile);
        });
    }

    private void encode(Side side, ItemTiles items, int tile) {
        Factors factors = side.factors();
        byte[] made = new byte[WIDTH * rank];
        float[] scales = new float[WIDTH];
        float[] more = new float[TERMS * WIDTH];
        short[] code = new short[rank];
        for (int j = 0; j < items.width(tile); j++) {
            int item = items.item[tile * WIDTH + j];
            Coded coded = Coded.of(factors.values(), factors.start(item), rank, code, 0);
            int column = j / Kernel.STRIP * rank * Kernel.STRIP + j % Kernel.STRIP;
            for (int d = 0; d < rank; d++) made[column + d * Kernel.STRIP] = (byte) code[d];
            scales[j] = coded.scale;
            more[j] = Bounds.above(coded.error + slack * items.length(item));
            more[WIDTH + j] = Bounds.above(coded.size);
            more[2 * WIDTH + j] = side.bias()[item];
        }
        codes[tile] = made;
        scale[tile] = scales;
        terms[tile] = more;
    }

    /// How a row is written in codes.
    ///
    /// @param scale of the codes
    /// @param error at least the length of what codes leave of the row
    /// @param size  at least the length of what they keep
    private record Coded(float scale, double error, double size) {
        static Coded of(float[] values, int start, int n, short[] code, int ci) {
            float most = 0;
            for (int j = 0; j < n; j++) most = Math.max(most, Math.abs(values[start + j]));
            float scale = most / Kernel.CODE;
            double inverse = scale > 0 ? 1.0 / scale : 0;
            double error = 0, size = 0;
            for (int j = 0; j < n; j++) {
                double value = values[start + j];
                code[ci + j] = (short) Math.clamp(Math.rint(value * inverse), -Kernel.CODE, Kernel.CODE);
                double kept = (double) scale * code[ci + j];
                error += (value - kept) * (value - kept);
                size += kept * kept;
            }
            double rounding = 1 + (n + 8) * 0x1p-52;
            return new Coded(scale, Math.sqrt(error) * rounding, Math.sqrt(size) * rounding);
        }
    }

    @Override
    public Strategy strategy() {
        return Strategy.QUANTIZED;
    }

    @Override
    public int dimensions() {
        return rank;
    }

    @Override
    public long bytesOfTile() {
        return (rank + 4L * (1 + TERMS)) * WIDTH;
    }

    @Override
    public Reach reach(float[] rows, double[] length, int n) {
        short[] code = new short[n * rank];
        float[] scales = new float[n];
        float[] weights = new float[n * TERMS];
        for (int r = 0; r < n; r++) {
            Coded coded = Coded.of(rows, r * rank, rank, code, r * rank);
            scales[r] = coded.scale;
            weights[r * TERMS] = Bounds.above(length[r] * (1 + rank * 0x1p-52));
            weights[r * TERMS + 1] = Bounds.above(coded.error);
            weights[r * TERMS + 2] = 1;
        }
        float[] one = new float[WIDTH];
        return (tile, active, actives, into) -> {
            for (int a = 0; a < actives; a++) {
                int r = active[a];
                Arrays.fill(one, 0);
                KERNEL.transposedMultiplyAdd(terms[tile], TERMS, WIDTH, weights, r * TERMS, one);
                KERNEL.addCodeProducts(code, r * rank, rank, codes[tile], WIDTH, scales[r], scale[tile], one);
                System.arraycopy(one, 0, into, a * WIDTH, WIDTH);
            }
        };
    }
}

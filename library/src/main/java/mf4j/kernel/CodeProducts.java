package mf4j.kernel;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Products of codes: bytes are read, sixteen-bit lanes multiply and add. There is no instruction for eight bits behind the Vector API,
/// and none is missed: one user's pass over all items waits for memory, of which codes take a quarter.
///
/// The four sums of a step are written out because the compiler keeps named vectors in registers, but not arrays of vectors.
final class CodeProducts {
    private static final VectorSpecies<Byte> BYTES = VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, Lanes.BITS / 2)));
    private static final VectorSpecies<Short> SHORTS = VectorSpecies.of(short.class, VectorShape.forBitSize(Lanes.BITS));
    private static final VectorSpecies<Float> FLOATS = Lanes.FLOATS;
    private static final int L = SHORTS.length();
    private static final int FL = Lanes.FLOAT;

    private CodeProducts() { }

    static void add(short[] x, int xi, int depth, byte[] codes, int n, float factor, float[] scale, float[] into) {
        for (int j = 0; j < n; j += Kernel.STRIP) {
            for (int from = 0; from < depth; from += ScalarKernel.CODES_EXACT) {
                int to = Math.min(depth, from + ScalarKernel.CODES_EXACT);
                int at = j * depth;
                if (4 * L > Kernel.STRIP) addTwo(x, xi, from, to, codes, at, factor, scale, j, into);
                else for (int v = 0; v < Kernel.STRIP; v += 4 * L) addFour(x, xi, from, to, codes, at + v, factor, scale, j + v, into);
            }
        }
    }

    private static void addFour(short[] x, int xi, int from, int to, byte[] codes, int at, float factor, float[] scale, int j, float[] into) {
        ShortVector s0 = ShortVector.zero(SHORTS);
        ShortVector s1 = s0;
        ShortVector s2 = s0;
        ShortVector s3 = s0;
        for (int d = from; d < to; d++) {
            ShortVector one = ShortVector.broadcast(SHORTS, x[xi + d]);
            int c = at + d * Kernel.STRIP;
            s0 = s0.add(one.mul(shorts(codes, c)));
            s1 = s1.add(one.mul(shorts(codes, c + L)));
            s2 = s2.add(one.mul(shorts(codes, c + 2 * L)));
            s3 = s3.add(one.mul(shorts(codes, c + 3 * L)));
        }
        FloatVector weight = FloatVector.broadcast(FLOATS, factor);
        addFloats(s0, weight, scale, j, into);
        addFloats(s1, weight, scale, j + L, into);
        addFloats(s2, weight, scale, j + 2 * L, into);
        addFloats(s3, weight, scale, j + 3 * L, into);
    }

    private static void addTwo(short[] x, int xi, int from, int to, byte[] codes, int at, float factor, float[] scale, int j, float[] into) {
        ShortVector s0 = ShortVector.zero(SHORTS);
        ShortVector s1 = s0;
        for (int d = from; d < to; d++) {
            ShortVector one = ShortVector.broadcast(SHORTS, x[xi + d]);
            int c = at + d * Kernel.STRIP;
            s0 = s0.add(one.mul(shorts(codes, c)));
            s1 = s1.add(one.mul(shorts(codes, c + L)));
        }
        FloatVector weight = FloatVector.broadcast(FLOATS, factor);
        addFloats(s0, weight, scale, j, into);
        addFloats(s1, weight, scale, j + L, into);
    }

    private static ShortVector shorts(byte[] codes, int at) {
        return (ShortVector) ByteVector.fromArray(BYTES, codes, at).convertShape(VectorOperators.B2S, SHORTS, 0);
    }

    private static void addFloats(ShortVector sums, FloatVector weight, float[] scale, int j, float[] into) {
        FloatVector low = (FloatVector) sums.convertShape(VectorOperators.S2F, FLOATS, 0);
        FloatVector high = (FloatVector) sums.convertShape(VectorOperators.S2F, FLOATS, 1);
        low.fma(weight.mul(FloatVector.fromArray(FLOATS, scale, j)), FloatVector.fromArray(FLOATS, into, j)).intoArray(into, j);
        high.fma(weight.mul(FloatVector.fromArray(FLOATS, scale, j + FL)), FloatVector.fromArray(FLOATS, into, j + FL)).intoArray(into, j + FL);
    }
}

package mf4j.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// The vectors of this process and how their lanes are summed.
final class Lanes {

    /// Bits of one vector.
    static final int BITS = Kernels.chosenBits();

    /// Vectors of floats, and how many one holds.
    static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, VectorShape.forBitSize(BITS));
    static final int FLOAT = FLOATS.length();

    /// Vectors of doubles, and how many one holds.
    static final VectorSpecies<Double> DOUBLES = VectorSpecies.of(double.class, VectorShape.forBitSize(BITS));
    static final int DOUBLE = DOUBLES.length();

    /// Vectors of four lanes, for moving elements about.
    static final VectorSpecies<Float> FOUR_FLOATS = FloatVector.SPECIES_128;
    static final VectorSpecies<Double> FOUR_DOUBLES = DoubleVector.SPECIES_256;

    /// Whether there are 32 vector registers rather than 16: AVX-512 and everything but x86.
    static final boolean MANY_REGISTERS = widestBits() >= 512 || !System.getProperty("os.arch").matches("amd64|x86_64|x86");

    private static final VectorShuffle<Float> FLOAT_8 = rotation(FLOATS, 8);
    private static final VectorShuffle<Float> FLOAT_4 = rotation(FLOATS, 4);
    private static final VectorShuffle<Float> FLOAT_2 = rotation(FLOATS, 2);
    private static final VectorShuffle<Float> FLOAT_1 = rotation(FLOATS, 1);
    private static final VectorShuffle<Double> DOUBLE_4 = rotation(DOUBLES, 4);
    private static final VectorShuffle<Double> DOUBLE_2 = rotation(DOUBLES, 2);
    private static final VectorShuffle<Double> DOUBLE_1 = rotation(DOUBLES, 1);

    private Lanes() { }

    /// The widest vectors this processor and Java have, in bits.
    static int widestBits() {
        return FloatVector.SPECIES_PREFERRED.vectorBitSize();
    }

    private static <E> VectorShuffle<E> rotation(VectorSpecies<E> species, int by) {
        return VectorShuffle.fromOp(species, lane -> (lane + by) % species.length());
    }

    /// The sum of the lanes as a tree: lane j meets lane j + half, then j + quarter, and so on.
    static float sum(FloatVector v) {
        if (FLOAT >= 16) {
            v = v.add(v.rearrange(FLOAT_8));
        }
        if (FLOAT >= 8) {
            v = v.add(v.rearrange(FLOAT_4));
        }
        v = v.add(v.rearrange(FLOAT_2));
        return v.add(v.rearrange(FLOAT_1)).lane(0);
    }

    /// The same of the vector at `a[at]`: for callers so long that the compiler may not inline this, since no vector crosses the call.
    static float sum(float[] a, int at) {
        FloatVector v = FloatVector.fromArray(FLOATS, a, at);
        if (FLOAT >= 16) {
            v = v.add(v.rearrange(FLOAT_8));
        }
        if (FLOAT >= 8) {
            v = v.add(v.rearrange(FLOAT_4));
        }
        v = v.add(v.rearrange(FLOAT_2));
        return v.add(v.rearrange(FLOAT_1)).lane(0);
    }

    /// The same of the vector at `a[at]`.
    static double sum(double[] a, int at) {
        DoubleVector v = DoubleVector.fromArray(DOUBLES, a, at);
        if (DOUBLE >= 8) {
            v = v.add(v.rearrange(DOUBLE_4));
        }
        if (DOUBLE >= 4) {
            v = v.add(v.rearrange(DOUBLE_2));
        }
        return v.add(v.rearrange(DOUBLE_1)).lane(0);
    }

    /// The sum of the lanes as a tree.
    static double sum(DoubleVector v) {
        if (DOUBLE >= 8) {
            v = v.add(v.rearrange(DOUBLE_4));
        }
        if (DOUBLE >= 4) {
            v = v.add(v.rearrange(DOUBLE_2));
        }
        return v.add(v.rearrange(DOUBLE_1)).lane(0);
    }
}

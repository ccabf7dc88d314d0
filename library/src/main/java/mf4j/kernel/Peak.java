package mf4j.kernel;

import jdk.incubator.vector.FloatVector;

/// The yardstick of the kernels: fused multiply-adds on ten independent sums and nothing else, to be timed by a benchmark. Ten hide
/// the latency of two units of four or five cycles and leave room in sixteen registers. Needs the module `jdk.incubator.vector`.
public final class Peak {

    private Peak() { }

    /// Floating-point operations of one round.
    public static int operations() {
        return 2 * 10 * Lanes.FLOAT;
    }

    /// Runs rounds; the result only keeps the compiler from leaving them out.
    public static float run(int rounds) {
        FloatVector x = FloatVector.broadcast(Lanes.FLOATS, 0.999f);
        FloatVector y = FloatVector.broadcast(Lanes.FLOATS, 0.001f);
        FloatVector s0 = y;
        FloatVector s1 = y;
        FloatVector s2 = y;
        FloatVector s3 = y;
        FloatVector s4 = y;
        FloatVector s5 = y;
        FloatVector s6 = y;
        FloatVector s7 = y;
        FloatVector s8 = y;
        FloatVector s9 = y;
        for (int round = 0; round < rounds; round++) {
            s0 = s0.fma(x, y);
            s1 = s1.fma(x, y);
            s2 = s2.fma(x, y);
            s3 = s3.fma(x, y);
            s4 = s4.fma(x, y);
            s5 = s5.fma(x, y);
            s6 = s6.fma(x, y);
            s7 = s7.fma(x, y);
            s8 = s8.fma(x, y);
            s9 = s9.fma(x, y);
        }
        return Lanes.sum(s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7).add(s8).add(s9));
    }
}

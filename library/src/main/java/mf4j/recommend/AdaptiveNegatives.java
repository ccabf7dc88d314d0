package mf4j.recommend;

import mf4j.matrix.Factors;
import mf4j.train.Seeds;

import java.util.Arrays;

/// Draws items that score high for a user (Rendle and Freudenthaler 2014, algorithm 2): a factor with probability in proportion to
/// `|p_f| deviation(q_f)`, then a rank r with probability in proportion to `exp(-r / (tail n))`, and the item of that rank in the order
/// of the n items by q_f, falling where p_f > 0 and rising where p_f < 0. The bias is one more factor, with p = 1.
///
/// Scratch of one worker: not for sharing between threads.
final class AdaptiveNegatives {
    private final Factors q;
    private final float[] bias;
    private final double tail;
    private final double[] deviations;  // per factor, the bias last
    private final double[] cumulative;  // per factor: the sum of what it is drawn in proportion to, up to it
    private final boolean[] rising;     // per factor, of the user at hand
    private int[] orders = new int[0];  // per factor the places of the items, falling
    private int size;

    AdaptiveNegatives(Factors q, float[] bias, double tail) {
        this.q = q;
        this.bias = bias;
        this.tail = tail;
        this.deviations = new double[q.rank() + 1];
        this.cumulative = new double[q.rank() + 1];
        this.rising = new boolean[q.rank() + 1];
    }

    /// Orders `items[from..to)` by every factor.
    void rank(int[] items, int from, int to) {
        size = to - from;
        if (orders.length < size * deviations.length) orders = new int[size * deviations.length];
        long[] keys = new long[size];
        for (int f = 0; f < deviations.length; f++) {
            double sum = 0;
            double squares = 0;
            for (int j = 0; j < size; j++) {
                float value = value(items[from + j], f);
                keys[j] = (long) ~ordered(value) << 32 | j;
                sum += value;
                squares += (double) value * value;
            }
            Arrays.sort(keys);
            for (int j = 0; j < size; j++) orders[f * size + j] = (int) keys[j];
            deviations[f] = Math.sqrt(Math.max(0, squares / size - sum / size * (sum / size)));
        }
    }

    private float value(int item, int factor) {
        return factor == q.rank() ? bias[item] : q.values()[q.start(item) + factor];
    }

    /// An integer that is greater for a greater number.
    private static int ordered(float value) {
        int bits = Float.floatToIntBits(value);
        return bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
    }

    /// Draws for the user with these factors from now on.
    void prepare(float[] p, int pi) {
        double sum = 0;
        for (int f = 0; f < cumulative.length; f++) {
            float own = f == q.rank() ? 1 : p[pi + f];
            rising[f] = own < 0;
            sum += Math.abs(own) * deviations[f];
            cumulative[f] = sum;
        }
    }

    /// An item's place among those ranked; where nothing tells the items apart any of them.
    int draw(Seeds.Stream stream) {
        int rank = rank(stream);
        double wanted = stream.nextDouble() * cumulative[cumulative.length - 1];
        int f = 0;
        while (f < cumulative.length - 1 && cumulative[f] <= wanted) f++;
        return orders[f * size + (rising[f] ? size - 1 - rank : rank)];
    }

    /// Exponential, within the number of items.
    private int rank(Seeds.Stream stream) {
        double most = -StrictMath.expm1(-1 / tail);
        return Math.min(size - 1, (int) (-tail * size * StrictMath.log1p(-stream.nextDouble() * most)));
    }
}

package mf4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;

/// A small block of ratings, and [SgdBlock]'s step written down once more, in double.
final class Descent {

    private static final int USERS = 9;
    private static final int ITEMS = 7;
    private static final int RATINGS = 60;

    private final SgdBlock block;
    private final int[] users = new int[RATINGS];
    private final int[] items = new int[RATINGS];
    private final float[] ratings = new float[RATINGS];

    Descent(int rank, boolean biased, boolean adaptive, Random random) {
        block = new SgdBlock(rank, values(USERS * rank, random), values(ITEMS * rank, random),
                biased ? values(USERS, random) : null, biased ? values(ITEMS, random) : null,
                adaptive ? positive(USERS, random) : null, adaptive ? positive(ITEMS, random) : null,
                biased && adaptive ? positive(USERS, random) : null, biased && adaptive ? positive(ITEMS, random) : null,
                0.25f, 0.02f, 0.013f, 0.05f, 0.03f);
        for (int n = 0; n < RATINGS; n++) {
            users[n] = random.nextInt(USERS);
            items[n] = random.nextInt(ITEMS);
            ratings[n] = random.nextFloat(-2, 2);
        }
    }

    private static float[] values(int n, Random random) {
        float[] values = new float[n];
        for (int j = 0; j < n; j++) {
            values[j] = random.nextFloat(-0.3f, 0.3f);
        }
        return values;
    }

    private static float[] positive(int n, Random random) {
        float[] values = values(n, random);
        for (int j = 0; j < n; j++) {
            values[j] += 1;
        }
        return values;
    }

    /// A hash of everything a descent leaves behind.
    int bits(Kernel kernel) {
        double squares = kernel.descend(block, users, items, ratings, 0, RATINGS);
        return Objects.hash(squares, Arrays.hashCode(block.userFactors()), Arrays.hashCode(block.itemFactors()),
                Arrays.hashCode(block.userBias()), Arrays.hashCode(block.itemBias()),
                Arrays.hashCode(block.userGrad()), Arrays.hashCode(block.itemGrad()));
    }

    void assertSame(Kernel kernel) {
        double[] p = KernelContract.doubles(block.userFactors());
        double[] q = KernelContract.doubles(block.itemFactors());
        double[] bu = copy(block.userBias());
        double[] bi = copy(block.itemBias());
        double[] gp = copy(block.userGrad());
        double[] gq = copy(block.itemGrad());
        double[] gu = copy(block.userBiasGrad());
        double[] gi = copy(block.itemBiasGrad());
        double squares = 0;
        for (int n = 3; n < RATINGS - 2; n++) {
            squares += step(users[n], items[n], ratings[n], p, q, bu, bi, gp, gq, gu, gi);
        }
        String what = kernel.name() + " rank " + block.rank() + (bu == null ? "" : " biased") + (gp == null ? "" : " adaptive");
        assertThat(kernel.descend(block, users, items, ratings, 3, RATINGS - 2)).as(what).isCloseTo(squares, within(1e-4));
        assertClose(block.userFactors(), p, what);
        assertClose(block.itemFactors(), q, what);
        assertClose(block.userBias(), bu, what);
        assertClose(block.itemBias(), bi, what);
        assertClose(block.userGrad(), gp, what);
        assertClose(block.itemGrad(), gq, what);
        assertClose(block.userBiasGrad(), gu, what);
        assertClose(block.itemBiasGrad(), gi, what);
    }

    private double step(int u, int i, double r, double[] p, double[] q, double[] bu, double[] bi,
                        double[] gp, double[] gq, double[] gu, double[] gi) {
        int k = block.rank();
        double e = r - block.mean() - (bu == null ? 0 : bu[u] + bi[i]);
        for (int f = 0; f < k; f++) {
            e -= p[u * k + f] * q[i * k + f];
        }
        if (bu != null) {
            stepBias(bu, gu, u, e);
            stepBias(bi, gi, i, e);
        }
        double userStep = length(block.rate(), gp, u);
        double itemStep = length(block.rate(), gq, i);
        for (int f = 0; f < k; f++) {
            double oldP = p[u * k + f];
            double oldQ = q[i * k + f];
            double gradP = -e * oldQ + block.regularization() * oldP;
            double gradQ = -e * oldP + block.regularization() * oldQ;
            p[u * k + f] -= userStep * gradP;
            q[i * k + f] -= itemStep * gradQ;
            if (gp != null) {
                gp[u] += gradP * gradP / k;
                gq[i] += gradQ * gradQ / k;
            }
        }
        return e * e;
    }

    private void stepBias(double[] bias, double[] grad, int index, double e) {
        double gradient = -e + block.biasRegularization() * bias[index];
        bias[index] -= length(block.biasRate(), grad, index) * gradient;
        if (grad != null) {
            grad[index] += gradient * gradient;
        }
    }

    private static double length(double rate, double[] grad, int index) {
        return grad == null ? rate : rate / Math.sqrt(grad[index]);
    }

    private static double[] copy(float[] values) {
        return values == null ? null : KernelContract.doubles(values);
    }

    private static void assertClose(float[] actual, double[] expected, String what) {
        if (actual != null) {
            KernelContract.assertClose(KernelContract.doubles(actual), expected, 2e-5, what);
        }
    }
}

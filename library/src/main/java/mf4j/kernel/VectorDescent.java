package mf4j.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// Stochastic descent: [SgdBlock]'s step with both rows in registers up to four vectors, and a loop for longer ones.
///
/// A rank that does not fill its vectors costs no masked access: the last vectors begin earlier and overlap the ones before. Both
/// compute the same bits for the elements they share, so writing them twice does no harm; only the sums must count them once,
/// which a vector of zeros and ones sees to.
///
/// The loops call the Vector API itself and nothing of ours that takes or gives a vector, but the last sum: the API's methods are
/// always inlined, ours only until the compiler's budget of nodes is spent, and then each vector that crosses the call is boxed.
final class VectorDescent {

    private static final VectorSpecies<Float> S = Lanes.FLOATS;
    private static final int L = Lanes.FLOAT;

    /// Whether a masked access costs no more than a plain one.
    private static final boolean FREE_MASKS = Lanes.BITS == 512;

    private VectorDescent() { }

    static double descend(SgdBlock model, int[] users, int[] items, float[] ratings, int from, int to) {
        int rank = model.rank();
        if (rank == 0) {
            return ScalarKernel.INSTANCE.descend(model, users, items, ratings, from, to);
        }
        if (rank < L || rank == L && FREE_MASKS) {
            return one(model, users, items, ratings, from, to);
        }
        if (rank <= 2 * L) {
            return two(model, users, items, ratings, from, to);
        }
        return rank <= 4 * L ? four(model, users, items, ratings, from, to) : many(model, users, items, ratings, from, to);
    }

    /// Ranks up to one vector.
    private static double one(SgdBlock model, int[] users, int[] items, float[] ratings, int from, int to) {
        float[] userFactors = model.userFactors();
        float[] itemFactors = model.itemFactors();
        int rank = model.rank();
        VectorMask<Float> lanes = S.indexInRange(0, rank);
        FloatVector shrink = FloatVector.broadcast(S, model.regularization());
        float[] sums = new float[2 * L];
        double squares = 0;
        for (int n = from; n < to; n++) {
            int u = users[n];
            int i = items[n];
            FloatVector p = FloatVector.fromArray(S, userFactors, u * rank, lanes);
            FloatVector q = FloatVector.fromArray(S, itemFactors, i * rank, lanes);
            float e = rest(model, u, i, ratings[n]) - Lanes.sum(p.mul(q));
            squares += (double) e * e;
            stepBiases(model, u, i, e);
            FloatVector error = FloatVector.broadcast(S, -e);
            FloatVector gp = q.fma(error, p.mul(shrink));
            FloatVector gq = p.fma(error, q.mul(shrink));
            FloatVector userStep = FloatVector.broadcast(S, -ScalarKernel.step(model, model.userGrad(), u));
            FloatVector itemStep = FloatVector.broadcast(S, -ScalarKernel.step(model, model.itemGrad(), i));
            gp.fma(userStep, p).intoArray(userFactors, u * rank, lanes);
            gq.fma(itemStep, q).intoArray(itemFactors, i * rank, lanes);
            if (model.userGrad() != null) {
                gp.mul(gp).intoArray(sums, 0);
                gq.mul(gq).intoArray(sums, L);
                settle(model, u, i, sums);
            }
        }
        return squares;
    }

    /// Ranks from one vector to two.
    private static double two(SgdBlock model, int[] users, int[] items, float[] ratings, int from, int to) {
        float[] userFactors = model.userFactors();
        float[] itemFactors = model.itemFactors();
        int rank = model.rank();
        int second = rank - L;
        FloatVector once = once(L, second);
        FloatVector shrink = FloatVector.broadcast(S, model.regularization());
        float[] sums = new float[2 * L];
        double squares = 0;
        for (int n = from; n < to; n++) {
            int u = users[n];
            int i = items[n];
            int x = u * rank;
            int y = i * rank;
            FloatVector p0 = FloatVector.fromArray(S, userFactors, x);
            FloatVector p1 = FloatVector.fromArray(S, userFactors, x + second);
            FloatVector q0 = FloatVector.fromArray(S, itemFactors, y);
            FloatVector q1 = FloatVector.fromArray(S, itemFactors, y + second);
            float e = rest(model, u, i, ratings[n]) - Lanes.sum(p1.mul(once).fma(q1, p0.mul(q0)));
            squares += (double) e * e;
            stepBiases(model, u, i, e);
            FloatVector error = FloatVector.broadcast(S, -e);
            FloatVector gp0 = q0.fma(error, p0.mul(shrink));
            FloatVector gp1 = q1.fma(error, p1.mul(shrink));
            FloatVector gq0 = p0.fma(error, q0.mul(shrink));
            FloatVector gq1 = p1.fma(error, q1.mul(shrink));
            FloatVector userStep = FloatVector.broadcast(S, -ScalarKernel.step(model, model.userGrad(), u));
            FloatVector itemStep = FloatVector.broadcast(S, -ScalarKernel.step(model, model.itemGrad(), i));
            gp0.fma(userStep, p0).intoArray(userFactors, x);
            gp1.fma(userStep, p1).intoArray(userFactors, x + second);
            gq0.fma(itemStep, q0).intoArray(itemFactors, y);
            gq1.fma(itemStep, q1).intoArray(itemFactors, y + second);
            if (model.userGrad() != null) {
                gp1.mul(once).fma(gp1, gp0.mul(gp0)).intoArray(sums, 0);
                gq1.mul(once).fma(gq1, gq0.mul(gq0)).intoArray(sums, L);
                settle(model, u, i, sums);
            }
        }
        return squares;
    }

    /// Ranks from two vectors to four. The loop's body is in two halves that read memory each, since the compiler stops inlining,
    /// and then boxes vectors, in a method that would hold both.
    private static double four(SgdBlock model, int[] users, int[] items, float[] ratings, int from, int to) {
        int rank = model.rank();
        int third = Math.min(2 * L, rank - L);
        float[] once = new float[2 * L];
        once(2 * L, third).intoArray(once, 0);
        once(third + L, rank - L).intoArray(once, L);
        float[] sums = new float[2 * L];
        double squares = 0;
        for (int n = from; n < to; n++) {
            int u = users[n];
            int i = items[n];
            float e = rest(model, u, i, ratings[n]) - dotFour(model.userFactors(), u * rank, model.itemFactors(), i * rank, rank, once);
            squares += (double) e * e;
            stepBiases(model, u, i, e);
            stepFour(model, u, i, e, once, sums);
            if (model.userGrad() != null) {
                settle(model, u, i, sums);
            }
        }
        return squares;
    }

    private static float dotFour(float[] p, int x, float[] q, int y, int rank, float[] once) {
        int third = Math.min(2 * L, rank - L);
        int fourth = rank - L;
        FloatVector front = FloatVector.fromArray(S, p, x).mul(FloatVector.fromArray(S, q, y));
        front = FloatVector.fromArray(S, p, x + L).fma(FloatVector.fromArray(S, q, y + L), front);
        FloatVector back = FloatVector.fromArray(S, p, x + third).mul(FloatVector.fromArray(S, once, 0));
        back = back.mul(FloatVector.fromArray(S, q, y + third));
        FloatVector last = FloatVector.fromArray(S, p, x + fourth).mul(FloatVector.fromArray(S, once, L));
        return Lanes.sum(front.add(last.fma(FloatVector.fromArray(S, q, y + fourth), back)));
    }

    private static void stepFour(SgdBlock model, int u, int i, float e, float[] once, float[] sums) {
        int rank = model.rank();
        int third = Math.min(2 * L, rank - L);
        int fourth = rank - L;
        float[] userFactors = model.userFactors();
        float[] itemFactors = model.itemFactors();
        int x = u * rank;
        int y = i * rank;
        FloatVector shrink = FloatVector.broadcast(S, model.regularization());
        FloatVector error = FloatVector.broadcast(S, -e);
        FloatVector p0 = FloatVector.fromArray(S, userFactors, x);
        FloatVector p1 = FloatVector.fromArray(S, userFactors, x + L);
        FloatVector p2 = FloatVector.fromArray(S, userFactors, x + third);
        FloatVector p3 = FloatVector.fromArray(S, userFactors, x + fourth);
        FloatVector q0 = FloatVector.fromArray(S, itemFactors, y);
        FloatVector q1 = FloatVector.fromArray(S, itemFactors, y + L);
        FloatVector q2 = FloatVector.fromArray(S, itemFactors, y + third);
        FloatVector q3 = FloatVector.fromArray(S, itemFactors, y + fourth);
        FloatVector gp0 = q0.fma(error, p0.mul(shrink));
        FloatVector gp1 = q1.fma(error, p1.mul(shrink));
        FloatVector gp2 = q2.fma(error, p2.mul(shrink));
        FloatVector gp3 = q3.fma(error, p3.mul(shrink));
        FloatVector userStep = FloatVector.broadcast(S, -ScalarKernel.step(model, model.userGrad(), u));
        gp0.fma(userStep, p0).intoArray(userFactors, x);
        gp1.fma(userStep, p1).intoArray(userFactors, x + L);
        gp2.fma(userStep, p2).intoArray(userFactors, x + third);
        gp3.fma(userStep, p3).intoArray(userFactors, x + fourth);
        FloatVector gq0 = p0.fma(error, q0.mul(shrink));
        FloatVector gq1 = p1.fma(error, q1.mul(shrink));
        FloatVector gq2 = p2.fma(error, q2.mul(shrink));
        FloatVector gq3 = p3.fma(error, q3.mul(shrink));
        FloatVector itemStep = FloatVector.broadcast(S, -ScalarKernel.step(model, model.itemGrad(), i));
        gq0.fma(itemStep, q0).intoArray(itemFactors, y);
        gq1.fma(itemStep, q1).intoArray(itemFactors, y + L);
        gq2.fma(itemStep, q2).intoArray(itemFactors, y + third);
        gq3.fma(itemStep, q3).intoArray(itemFactors, y + fourth);
        FloatVector once2 = FloatVector.fromArray(S, once, 0);
        FloatVector once3 = FloatVector.fromArray(S, once, L);
        gp1.fma(gp1, gp0.mul(gp0)).add(gp3.mul(once3).fma(gp3, gp2.mul(once2).mul(gp2))).intoArray(sums, 0);
        gq1.fma(gq1, gq0.mul(gq0)).add(gq3.mul(once3).fma(gq3, gq2.mul(once2).mul(gq2))).intoArray(sums, L);
    }

    /// Longer ranks.
    private static double many(SgdBlock model, int[] users, int[] items, float[] ratings, int from, int to) {
        int rank = model.rank();
        float[] sums = new float[2 * L];
        double squares = 0;
        for (int n = from; n < to; n++) {
            int u = users[n];
            int i = items[n];
            float e = rest(model, u, i, ratings[n])
                    - VectorKernel.INSTANCE.dot(model.userFactors(), u * rank, model.itemFactors(), i * rank, rank);
            squares += (double) e * e;
            stepBiases(model, u, i, e);
            stepFactors(model, u, i, e, sums);
            if (model.userGrad() != null) {
                settle(model, u, i, sums);
            }
        }
        return squares;
    }

    private static void stepFactors(SgdBlock model, int u, int i, float e, float[] sums) {
        int rank = model.rank();
        float[] userFactors = model.userFactors();
        float[] itemFactors = model.itemFactors();
        int x = u * rank;
        int y = i * rank;
        FloatVector shrink = FloatVector.broadcast(S, model.regularization());
        FloatVector error = FloatVector.broadcast(S, -e);
        FloatVector userStep = FloatVector.broadcast(S, -ScalarKernel.step(model, model.userGrad(), u));
        FloatVector itemStep = FloatVector.broadcast(S, -ScalarKernel.step(model, model.itemGrad(), i));
        FloatVector userSquares = FloatVector.zero(S);
        FloatVector itemSquares = userSquares;
        int f = 0;
        for (; f <= rank - L; f += L) {
            FloatVector p = FloatVector.fromArray(S, userFactors, x + f);
            FloatVector q = FloatVector.fromArray(S, itemFactors, y + f);
            FloatVector gp = q.fma(error, p.mul(shrink));
            FloatVector gq = p.fma(error, q.mul(shrink));
            gp.fma(userStep, p).intoArray(userFactors, x + f);
            gq.fma(itemStep, q).intoArray(itemFactors, y + f);
            userSquares = gp.fma(gp, userSquares);
            itemSquares = gq.fma(gq, itemSquares);
        }
        if (f < rank) {
            VectorMask<Float> lanes = S.indexInRange(f, rank);
            FloatVector p = FloatVector.fromArray(S, userFactors, x + f, lanes);
            FloatVector q = FloatVector.fromArray(S, itemFactors, y + f, lanes);
            FloatVector gp = q.fma(error, p.mul(shrink));
            FloatVector gq = p.fma(error, q.mul(shrink));
            gp.fma(userStep, p).intoArray(userFactors, x + f, lanes);
            gq.fma(itemStep, q).intoArray(itemFactors, y + f, lanes);
            userSquares = gp.fma(gp, userSquares);
            itemSquares = gq.fma(gq, itemSquares);
        }
        userSquares.intoArray(sums, 0);
        itemSquares.intoArray(sums, L);
    }

    /// Adds the mean squares of both gradients, a vector of partial sums each, to the accumulators.
    private static void settle(SgdBlock model, int u, int i, float[] sums) {
        model.userGrad()[u] += Lanes.sum(sums, 0) / model.rank();
        model.itemGrad()[i] += Lanes.sum(sums, L) / model.rank();
    }

    /// Zeros where the vector beginning at `start` covers what the ones before, up to `covered`, have; ones elsewhere.
    private static FloatVector once(int covered, int start) {
        return FloatVector.broadcast(S, 1).blend(0, S.indexInRange(0, Math.max(0, covered - start)));
    }

    /// What the factors have to explain.
    private static float rest(SgdBlock model, int u, int i, float rating) {
        float rest = rating - model.mean();
        return model.userBias() == null ? rest : rest - model.userBias()[u] - model.itemBias()[i];
    }

    private static void stepBiases(SgdBlock model, int u, int i, float e) {
        if (model.userBias() != null) {
            ScalarKernel.stepBias(model, model.userBias(), model.userBiasGrad(), u, e);
            ScalarKernel.stepBias(model, model.itemBias(), model.itemBiasGrad(), i, e);
        }
    }
}

package mf4j.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// Stochastic descent: [SgdBlock]'s step with rows of one, two or four whole vectors in registers, and a loop for other ranks.
final class VectorDescent {

    private static final VectorSpecies<Float> S = Lanes.FLOATS;
    private static final int L = Lanes.FLOAT;

    private VectorDescent() { }

    static double descend(SgdBlock model, int[] users, int[] items, float[] ratings, int from, int to) {
        int rank = model.rank();
        float[] userBias = model.userBias();
        float[] itemBias = model.itemBias();
        float mean = model.mean();
        double squares = 0;
        for (int n = from; n < to; n++) {
            int u = users[n];
            int i = items[n];
            float bias = userBias == null ? mean : mean + userBias[u] + itemBias[i];
            float e = ratings[n] - bias - dot(model.userFactors(), u * rank, model.itemFactors(), i * rank, rank);
            squares += (double) e * e;
            if (userBias != null) {
                ScalarKernel.stepBias(model, userBias, model.userBiasGrad(), u, e);
                ScalarKernel.stepBias(model, itemBias, model.itemBiasGrad(), i, e);
            }
            if (rank > 0) {
                step(model, u, i, e, rank);
            }
        }
        return squares;
    }

    private static float dot(float[] a, int ai, float[] b, int bi, int rank) {
        if (rank == L) {
            return Lanes.sum(load(a, ai).mul(load(b, bi)));
        }
        if (rank == 2 * L) {
            return Lanes.sum(load(a, ai + L).fma(load(b, bi + L), load(a, ai).mul(load(b, bi))));
        }
        return VectorKernel.INSTANCE.dot(a, ai, b, bi, rank);
    }

    private static void step(SgdBlock model, int u, int i, float e, int rank) {
        float userStep = -ScalarKernel.step(model, model.userGrad(), u);
        float itemStep = -ScalarKernel.step(model, model.itemGrad(), i);
        float[] p = model.userFactors();
        float[] q = model.itemFactors();
        int pi = u * rank;
        int qi = i * rank;
        FloatVector userSquares = FloatVector.zero(S);
        FloatVector itemSquares = userSquares;
        int f = 0;
        for (; f <= rank - L; f += L) {
            FloatVector oldP = load(p, pi + f);
            FloatVector oldQ = load(q, qi + f);
            FloatVector gp = gradient(oldP, oldQ, e, model.regularization());
            FloatVector gq = gradient(oldQ, oldP, e, model.regularization());
            gp.fma(FloatVector.broadcast(S, userStep), oldP).intoArray(p, pi + f);
            gq.fma(FloatVector.broadcast(S, itemStep), oldQ).intoArray(q, qi + f);
            userSquares = gp.fma(gp, userSquares);
            itemSquares = gq.fma(gq, itemSquares);
        }
        if (f < rank) {
            VectorMask<Float> rest = S.indexInRange(f, rank);
            FloatVector oldP = FloatVector.fromArray(S, p, pi + f, rest);
            FloatVector oldQ = FloatVector.fromArray(S, q, qi + f, rest);
            FloatVector gp = gradient(oldP, oldQ, e, model.regularization());
            FloatVector gq = gradient(oldQ, oldP, e, model.regularization());
            gp.fma(FloatVector.broadcast(S, userStep), oldP).intoArray(p, pi + f, rest);
            gq.fma(FloatVector.broadcast(S, itemStep), oldQ).intoArray(q, qi + f, rest);
            userSquares = gp.fma(gp, userSquares);
            itemSquares = gq.fma(gq, itemSquares);
        }
        if (model.userGrad() != null) {
            model.userGrad()[u] += Lanes.sum(userSquares) / rank;
            model.itemGrad()[i] += Lanes.sum(itemSquares) / rank;
        }
    }

    private static FloatVector gradient(FloatVector own, FloatVector other, float e, float regularization) {
        return other.fma(FloatVector.broadcast(S, -e), own.mul(regularization));
    }

    private static FloatVector load(float[] a, int at) {
        return FloatVector.fromArray(S, a, at);
    }
}

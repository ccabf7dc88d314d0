package mf4j.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Adam's step, a vector at a time: the root and the division take as long as all else, so several are under way at once.
final class VectorAdam {
    private static final VectorSpecies<Float> S = Lanes.FLOATS;
    private static final int L = Lanes.FLOAT;

    private VectorAdam() { }

    static void step(AdamStep step, float[] g, int gi, float[] m, int mi, float[] v, int vi, float[] w, int wi, int n) {
        FloatVector keepMean = FloatVector.broadcast(S, step.beta1());
        FloatVector takeMean = FloatVector.broadcast(S, 1 - step.beta1());
        FloatVector keepSquare = FloatVector.broadcast(S, step.beta2());
        FloatVector takeSquare = FloatVector.broadcast(S, 1 - step.beta2());
        FloatVector root = FloatVector.broadcast(S, step.root());
        FloatVector epsilon = FloatVector.broadcast(S, step.epsilon());
        int j = 0;
        for (; j <= n - L; j += L) {
            FloatVector gradient = FloatVector.fromArray(S, g, gi + j).mul(step.scale());
            FloatVector mean = keepMean.fma(FloatVector.fromArray(S, m, mi + j), takeMean.mul(gradient));
            FloatVector square = keepSquare.fma(FloatVector.fromArray(S, v, vi + j), takeSquare.mul(gradient).mul(gradient));
            mean.intoArray(m, mi + j);
            square.intoArray(v, vi + j);
            FloatVector below = square.lanewise(VectorOperators.SQRT).fma(root, epsilon);
            FloatVector.fromArray(S, w, wi + j).sub(mean.mul(step.length()).div(below)).intoArray(w, wi + j);
        }
        ScalarKernel.adam(step, g, gi, m, mi, v, vi, w, wi, j, n);
    }
}

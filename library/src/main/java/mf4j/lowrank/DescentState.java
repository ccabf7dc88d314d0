package mf4j.lowrank;

import mf4j.matrix.Factors;
import mf4j.kernel.AdamStep;
import mf4j.kernel.Kernel;

import java.util.LinkedHashMap;
import java.util.Map;

/// What one run of gradient descent scribbles on: both factors, what the optimizer remembers of each number, the best factors so far.
final class DescentState {
    private static final Kernel KERNEL = Kernel.active();
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    final int rows;
    final int columns;
    final int rank;
    final float[] left;           // rows x rank
    final float[] right;          // rank x columns
    private final GradientFactorization knobs;
    private final float[][] means = new float[2][];   // of left and right: mean gradients, or the fading sum
    private final float[][] squares = new float[2][]; // mean squared gradients
    private final float[][] lefts = new float[2][];   // the last and the best left, in either order
    private final float[][] rights = new float[2][];
    private final double[] memory = {Double.POSITIVE_INFINITY, 0, Double.NaN}; // least loss, where the best is, last squared error by |X|^2

    DescentState(GradientFactorization knobs, Factors left, Factors right) {
        this.knobs = knobs;
        this.rows = left.rows();
        this.columns = right.rank();
        this.rank = left.rank();
        this.left = left.values().clone();
        this.right = right.values().clone();
        if (knobs.optimizer() != Optimizer.PLAIN) means(means);
        if (knobs.optimizer() == Optimizer.ADAM) means(squares);
        if (!knobs.keepBest()) return;
        for (int j = 0; j < 2; j++) {
            lefts[j] = new float[this.left.length];
            rights[j] = new float[this.right.length];
        }
    }

    private void means(float[][] both) {
        both[0] = new float[left.length];
        both[1] = new float[right.length];
    }

    /// All of it by name.
    Map<String, Object> arrays() {
        Map<String, Object> arrays = new LinkedHashMap<>();
        arrays.put("left", left);
        arrays.put("right", right);
        for (int j = 0; j < 2; j++) {
            if (means[j] != null) arrays.put("means/" + j, means[j]);
            if (squares[j] != null) arrays.put("squares/" + j, squares[j]);
            if (lefts[j] != null) arrays.put("kept/left/" + j, lefts[j]);
            if (rights[j] != null) arrays.put("kept/right/" + j, rights[j]);
        }
        arrays.put("memory", memory);
        return arrays;
    }

    /// Whether the error is so small that its expansion in products would cancel.
    boolean isClose() {
        return memory[2] < 1e-2;
    }

    /// Moves rows of the left factor; as they were they are kept.
    ///
    /// @param gradient rows x rank, from index 0
    /// @param scale    what it is multiplied by
    void moveLeft(int from, int to, float[] gradient, double scale, int epoch) {
        int at = from * rank;
        int count = (to - from) * rank;
        if (knobs.keepBest()) System.arraycopy(left, at, lefts[1 - (int) memory[1]], at, count);
        move(0, left, at, gradient, count, scale, epoch);
    }

    /// Moves the right factor; as it was it is kept.
    void moveRight(float[] gradient, double scale, int epoch) {
        if (knobs.keepBest()) System.arraycopy(right, 0, rights[1 - (int) memory[1]], 0, right.length);
        move(1, right, 0, gradient, right.length, scale, epoch);
    }

    private void move(int side, float[] w, int at, float[] gradient, int count, double scale, int epoch) {
        double rate = knobs.step(epoch, rows, columns);
        switch (knobs.optimizer()) {
            case ADAM -> KERNEL.adam(AdamStep.of(epoch, scale, BETA1, BETA2, rate, EPSILON), gradient, 0, means[side], at, squares[side], at, w, at, count);
            case PLAIN -> KERNEL.axpy((float) (-rate * scale), gradient, 0, w, at, count);
            case MOMENTUM -> {
                float[] mean = means[side];
                float momentum = (float) knobs.momentum();
                for (int j = 0; j < count; j++) mean[at + j] = Math.fma(momentum, mean[at + j], (float) scale * gradient[j]);
                KERNEL.axpy((float) -rate, mean, at, w, at, count);
            }
        }
    }

    /// Takes note of the loss that the factors had before the move.
    void note(double loss, double share) {
        memory[2] = share;
        if (!knobs.keepBest() || !(loss < memory[0])) return;
        memory[0] = loss;
        memory[1] = 1 - memory[1];
    }

    /// The factors that count: the best, or the last where none are kept.
    Factors keptLeft() {
        return new Factors(hasBest() ? lefts[(int) memory[1]] : left, rows, rank);
    }

    /// The same of the right factor.
    Factors keptRight() {
        return new Factors(hasBest() ? rights[(int) memory[1]] : right, rank, columns);
    }

    private boolean hasBest() {
        return knobs.keepBest() && memory[0] < Double.POSITIVE_INFINITY;
    }
}

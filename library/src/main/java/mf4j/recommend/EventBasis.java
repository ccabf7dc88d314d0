package mf4j.recommend;

import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.matrix.SymmetricEigen;
import mf4j.train.Sweep;

/// The eigenbasis of the Gramian that all rows of half a sweep share. Scores are the same in every orthogonal basis; in this one
/// the shared part of a row's matrix, `unobserved Q^T Q` and the row's own pull, is diagonal for every row.
///
/// @param others   the factors of the fixed side in this basis
/// @param diagonal of `unobserved Q^T Q` in this basis, not below 0
/// @param vectors  rank x rank, row-major: the basis, column by column
record EventBasis(Factors others, float[] diagonal, float[] vectors) {
    private static final Kernel KERNEL = Kernel.active();
    private static final int BLOCK = 256; // rows turned at a time

    static EventBasis of(EventRule rule, Factors others) {
        int rank = others.rank();
        float[] gram = Gramian.of(others, rule.unobserved());
        double[] wide = new double[gram.length];
        for (int j = 0; j < gram.length; j++) wide[j] = gram[j];
        SymmetricEigen eigen = SymmetricEigen.of(wide, rank);
        float[] diagonal = new float[rank];
        for (int j = 0; j < rank; j++) diagonal[j] = (float) Math.max(0, eigen.values()[j]);
        float[] vectors = new float[rank * rank];
        for (int j = 0; j < vectors.length; j++) vectors[j] = (float) eigen.vectors()[j];
        Factors turned = others.copy();
        turn(turned, vectors, false);
        return new EventBasis(turned, diagonal, vectors);
    }

    /// Takes rows of the other side into this basis, in place.
    void enter(Factors factors) {
        turn(factors, vectors, false);
    }

    /// Takes rows of the other side back out of it, in place.
    void leave(Factors factors) {
        turn(factors, vectors, true);
    }

    /// What solvers by normal equations start from.
    EventSide side() {
        int rank = diagonal.length;
        float[] gram = new float[rank * rank];
        for (int j = 0; j < rank; j++) gram[j * rank + j] = diagonal[j];
        return new EventSide(others, gram);
    }

    private static void turn(Factors factors, float[] vectors, boolean back) {
        int rank = factors.rank();
        Sweep.over(factors.rows(), BLOCK, () -> new float[BLOCK * rank], (turned, from, to) -> {
            KERNEL.gemm(false, back, to - from, rank, rank, 1, factors.values(), factors.start(from), rank, vectors, 0, rank, 0, turned, 0, rank);
            System.arraycopy(turned, 0, factors.values(), factors.start(from), (to - from) * rank);
        });
    }
}

package mf4j.lowrank;

/// One epoch of non-negative factorization over a matrix, however it is kept: the left side moves, then the right one.
interface NmfPass {
    /// Moves both sides.
    ///
    /// @return the divergence of the matrix from the product: after the epoch for squared errors, for others after the left side's move,
    ///         where it costs nothing, with the pull of both sides at that point
    double step(NmfSide left, NmfSide right);

    /// How far the matrix is from the product, in double.
    Distance distance(NmfSide left, NmfSide right);

    /// Sums over all entries.
    ///
    /// @param divergence that is minimised
    /// @param squares    of errors
    record Distance(double divergence, double squares) { }

    /// The inner product of two arrays.
    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) sum += a[j] * b[j];
        return sum;
    }

    /// The same.
    static double dot(double[] a, float[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) sum += a[j] * b[j];
        return sum;
    }

    /// Rounded.
    static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int j = 0; j < floats.length; j++) floats[j] = (float) values[j];
        return floats;
    }
}

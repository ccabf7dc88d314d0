package mf4j.kernel;

/// How numbers are multiplied: one arithmetic, several ways to run it.
///
/// All operations work on ranges of plain arrays given by an array and the index where the range begins; lengths may be anything,
/// alignment is never asked for, ranges that are written must not overlap the ranges that are read unless an operation says so.
/// Nothing is checked beyond Java's own bounds checks: callers are the checked shell, this is the unchecked core.
///
/// [ScalarKernel] is the definition. [VectorKernel] computes the same with the Vector API, in another order of summation, and
/// every sum's order is fixed: the same kernel name gives the same bits on every run, interpreted or compiled. That is why no
/// kernel uses the Vector API's floating-point `reduceLanes`, whose order is left open.
public sealed interface Kernel permits ScalarKernel, VectorKernel {

    /// The kernel of this process: chosen once, see [Kernels].
    static Kernel active() {
        return Kernels.active();
    }

    /// `scalar`, or `vector-B` with the width B of a register in bits; promises of equal bits are made per name.
    String name();

    /// Sum of `a[ai + j] * b[bi + j]` for j in [0, n).
    float dot(float[] a, int ai, float[] b, int bi, int n);

    /// Sum of `a[ai + j] * b[bi + j]` for j in [0, n).
    double dot(double[] a, int ai, double[] b, int bi, int n);

    /// `y[yi + j] += alpha * x[xi + j]`, fused.
    void axpy(float alpha, float[] x, int xi, float[] y, int yi, int n);

    /// `y[yi + j] += alpha * x[xi + j]`, fused.
    void axpy(double alpha, double[] x, int xi, double[] y, int yi, int n);

    /// `z[zi + j] += x[xi + j] * y[yi + j]`, fused.
    void multiplyAdd(float[] x, int xi, float[] y, int yi, float[] z, int zi, int n);

    /// `z[zi + j] += x[xi + j] * y[yi + j]`, fused.
    void multiplyAdd(double[] x, int xi, double[] y, int yi, double[] z, int zi, int n);

    /// Rotates two ranges: `x[xi + j]` becomes `cosine x - sine y`, `y[yi + j]` becomes `sine x + cosine y`, both of the old values.
    /// The ranges must not overlap, but may lie in one array.
    void rotate(double[] x, int xi, double[] y, int yi, int n, double cosine, double sine);

    /// One pass over the upper triangle of a symmetric matrix A, its rows and columns [from, n) alone: `A -= v w^T + w v^T`, then `p = A u`.
    /// What lies below the diagonal is neither read nor written.
    ///
    /// @param a n x n, row-major from index 0
    /// @param v from index `vi` on for column 0; so are `w` and `p` from index 0 and `u` from `ui`
    void symmetricStep(double[] a, int n, int from, double[] v, int vi, double[] w, double[] u, int ui, double[] p);

    /// Symmetric rank-`rows` update of the lower triangle: `g[i * k + j] += sum_r w[r] * t[r * k + i] * t[r * k + j]` for j <= i.
    ///
    /// What lies above the diagonal of `g` is scratch: its content after the call is undefined.
    ///
    /// @param tile    rows x k, row-major, contiguous from index 0
    /// @param weights one per row, or null for all ones
    /// @param gram    k x k, row-major
    void symmetricUpdate(float[] tile, int rows, int k, float[] weights, float[] gram);

    /// Symmetric rank-`rows` update in double: `g[i * k + j] += sum_r t[r * stride + i] * t[r * stride + j]` for j <= i.
    ///
    /// What lies above the diagonal of `g` is scratch. It is fastest with rows an odd number of cache lines of 8 apart.
    ///
    /// @param tile rows x k, row-major from index 0, rows `stride` apart; it has room for 16 numbers behind the last row
    /// @param gram k x k, row-major
    void symmetricUpdate(double[] tile, int stride, int rows, int k, double[] gram);

    /// The sums of a weighted regression whose regressors are rows of a table, read where they stand; r counts them from 0:
    ///
    /// ```
    /// sums[i * k + j] += sum_r w[r] f_r[i] f_r[j] for j <= i < k      sums[k * k + j] += sum_r m[r] f_r[j]
    /// sums[(k + 1) * k + j] += sum_r w[r] f_r[j], with totals
    /// ```
    ///
    /// What lies above the diagonal of `sums`, and beyond these rows, is scratch: its content after the call is undefined. It is fastest
    /// with room for rows up to a multiple of 8.
    ///
    /// @param factors row-major, k wide
    /// @param which   the rows to take are `which[from..to)`, or with null `from..to` themselves
    /// @param weights one per taken row from index 0 on, or null for all ones
    /// @param moments one per taken row from index 0 on
    void regress(float[] factors, int k, int[] which, int from, int to, float[] weights, float[] moments, boolean totals, float[] sums);

    /// The products of all pairs of rows, lower triangle: `g[i * rows + j] = sum_c t[i * k + c] * t[j * k + c]` for j <= i.
    ///
    /// What lies above the diagonal of `g` is scratch: its content after the call is undefined.
    ///
    /// @param tile rows x k, row-major, contiguous from index 0
    /// @param gram rows x rows, row-major
    void rowProducts(float[] tile, int rows, int k, float[] gram);

    /// Copies rows `columns[from..to)` of `factors` (row-major, `k` wide) one after another to the start of `tile`.
    void gather(float[] factors, int k, int[] columns, int from, int to, float[] tile);

    /// `y[r] = sum_j t[r * k + j] * x[j]`: the tile times a vector.
    ///
    /// @param tile rows x k, row-major, contiguous from index 0
    void multiply(float[] tile, int rows, int k, float[] x, int xi, float[] y);

    /// `y[j] += sum_r x[r] * t[r * k + j]`: the transposed tile times a vector.
    void transposedMultiplyAdd(float[] tile, int rows, int k, float[] x, int xi, float[] y);

    /// General product `C = alpha * op(A) * op(B) + beta * C` of row-major matrices, op(A) m x k, op(B) k x n.
    /// With `beta` 0 the old content of C is not read. Leading dimensions are distances between the starts of rows as stored.
    ///
    /// The bits of an element depend on its row of op(A), its column of op(B), k, alpha and beta alone, not on m, n or its place:
    /// one user's scores are the same alone as in a batch.
    void gemm(boolean transposeA, boolean transposeB, int m, int n, int k, float alpha,
              float[] a, int ai, int lda, float[] b, int bi, int ldb, float beta, float[] c, int ci, int ldc);

    /// The same in double.
    void gemm(boolean transposeA, boolean transposeB, int m, int n, int k, double alpha,
              double[] a, int ai, int lda, double[] b, int bi, int ldb, double beta, double[] c, int ci, int ldc);

    /// The indexes j in [0, n), ascending, with `x[xi + j] >= floor`; what is not a number is never one of them.
    ///
    /// @param found holds at least n numbers
    /// @return how many
    int atLeast(float[] x, int xi, int n, float floor, int[] found);

    /// `into[j] += x.r_j` for j in [0, count), where r_j is row `which[j]` of `rows` (row-major, `k` wide) and x is `x[xi..xi + k)`,
    /// with the bits that [#gemm] gives with alpha 1 and beta 1: chosen products are the same alone as among all.
    void addProducts(float[] x, int xi, int k, float[] rows, int[] which, int count, float[] into);

    /// Greatest size of a code: products of two, 32 of them added, stay within 16 bits.
    int CODE = 31;

    /// Columns of a strip of codes: a cache line of bytes.
    int STRIP = 64;

    /// `into[j] += factor * scale[j] * sum_d x[d] * code(j, d)` for j in [0, n), d in [0, depth): products of small whole numbers, exact in
    /// groups of 32; each group is then added as a float, fused.
    ///
    /// @param x     whole numbers of size at most [#CODE], from index xi
    /// @param codes the same, strips of [#STRIP] columns one after another: code(j, d) is `codes[(j / 64 * depth + d) * 64 + j % 64]`
    /// @param n     a multiple of [#STRIP]
    void addCodeProducts(short[] x, int xi, int depth, byte[] codes, int n, float factor, float[] scale, float[] into);

    /// Solves (A + ridge I) x = b by Cholesky, A symmetric and positive definite with the ridge.
    ///
    /// @param a lower triangle, n x n row-major from index 0, rows `stride` apart; it is kept, what lies above its diagonal is not read
    /// @param x may be the range of b
    /// @return -1, or the row whose pivot was not positive (x is then as it was)
    int solvePositive(float[] a, int n, int stride, float ridge, float[] b, int bi, float[] x, int xi);

    /// Cholesky A = L L^T in place of the lower triangle of the n x n row-major matrix at the start of `a`, rows `stride` apart.
    ///
    /// What lies above the diagonal is scratch: its content after the call is undefined.
    ///
    /// @return -1, or the row whose pivot was not positive (the content is then undefined)
    int cholesky(float[] a, int n, int stride);

    /// The same in double.
    int cholesky(double[] a, int n, int stride);

    /// Solves L x = b in place of `b[bi..bi + n)`, L lower triangular with rows `stride` apart.
    void solveLower(float[] l, int n, int stride, float[] b, int bi);

    /// Solves L^T x = b in place.
    void solveLowerTransposed(float[] l, int n, int stride, float[] b, int bi);

    /// Solves L x = b in place.
    void solveLower(double[] l, int n, int stride, double[] b, int bi);

    /// Solves L^T x = b in place.
    void solveLowerTransposed(double[] l, int n, int stride, double[] b, int bi);

    /// One step of Adam (Kingma and Ba 2015, algorithm 1) along the gradient `scale g`:
    ///
    /// ```
    /// m = beta1 m + (1 - beta1) scale g      v = beta2 v + (1 - beta2) (scale g)^2      w -= length m / (root sqrt(v) + epsilon)
    /// ```
    void adam(AdamStep step, float[] g, int gi, float[] m, int mi, float[] v, int vi, float[] w, int wi, int n);

    /// Stochastic gradient descent over the ratings `[from, to)` of one block, in their order: see [SgdBlock] for the step.
    ///
    /// @return the sum of squared errors, each taken before its own step
    double descend(SgdBlock model, int[] users, int[] items, float[] ratings, int from, int to);

    /// One step that draws the row `p[pi..pi + n)` towards row `q[qi..)` and away from row `q[qj..)`, all from the old values:
    ///
    /// ```
    /// p = keep p + step (q_i - q_j)      q_i = keep q_i + step p      q_j = keep q_j - step p
    /// ```
    ///
    /// The three ranges must not overlap.
    void pairStep(float[] p, int pi, float[] q, int qi, int qj, int n, float step, float keep);
}

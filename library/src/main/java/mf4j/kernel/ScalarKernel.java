package mf4j.kernel;

import java.util.Arrays;

/// The definition of every operation: plain loops, no vectors, nothing to load.
final class ScalarKernel implements Kernel {

    static final ScalarKernel INSTANCE = new ScalarKernel();

    static final int CODES_EXACT = 32; // products of codes whose sum 16 bits hold

    private ScalarKernel() { }

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public float dot(float[] a, int ai, float[] b, int bi, int n) {
        float sum = 0;
        for (int j = 0; j < n; j++) {
            sum += a[ai + j] * b[bi + j];
        }
        return sum;
    }

    @Override
    public double dot(double[] a, int ai, double[] b, int bi, int n) {
        double sum = 0;
        for (int j = 0; j < n; j++) {
            sum += a[ai + j] * b[bi + j];
        }
        return sum;
    }

    @Override
    public void axpy(float alpha, float[] x, int xi, float[] y, int yi, int n) {
        for (int j = 0; j < n; j++) {
            y[yi + j] = Math.fma(alpha, x[xi + j], y[yi + j]);
        }
    }

    @Override
    public void axpy(double alpha, double[] x, int xi, double[] y, int yi, int n) {
        for (int j = 0; j < n; j++) {
            y[yi + j] = Math.fma(alpha, x[xi + j], y[yi + j]);
        }
    }

    @Override
    public void multiplyAdd(float[] x, int xi, float[] y, int yi, float[] z, int zi, int n) {
        for (int j = 0; j < n; j++) {
            z[zi + j] = Math.fma(x[xi + j], y[yi + j], z[zi + j]);
        }
    }

    @Override
    public void multiplyAdd(double[] x, int xi, double[] y, int yi, double[] z, int zi, int n) {
        for (int j = 0; j < n; j++) {
            z[zi + j] = Math.fma(x[xi + j], y[yi + j], z[zi + j]);
        }
    }

    @Override
    public void symmetricStep(double[] a, int n, int from, double[] v, int vi, double[] w, double[] u, int ui, double[] p) {
        Arrays.fill(p, from, n, 0);
        for (int i = from; i < n; i++) {
            double sum = 0;
            for (int j = i; j < n; j++) {
                double value = a[i * n + j] - v[vi + i] * w[j] - w[i] * v[vi + j];
                a[i * n + j] = value;
                sum += value * u[ui + j];
                if (j > i) p[j] += value * u[ui + i];
            }
            p[i] += sum;
        }
    }

    @Override
    public void rotate(double[] x, int xi, double[] y, int yi, int n, double cosine, double sine) {
        for (int j = 0; j < n; j++) {
            double a = x[xi + j];
            double b = y[yi + j];
            x[xi + j] = Math.fma(cosine, a, -sine * b);
            y[yi + j] = Math.fma(cosine, b, sine * a);
        }
    }

    @Override
    public void rowProducts(float[] tile, int rows, int k, float[] gram) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j <= i; j++) {
                gram[i * rows + j] = dot(tile, i * k, tile, j * k, k);
            }
        }
    }

    @Override
    public void symmetricUpdate(float[] tile, int rows, int k, float[] weights, float[] gram) {
        for (int r = 0; r < rows; r++) {
            float weight = weights == null ? 1 : weights[r];
            for (int i = 0; i < k; i++) {
                axpy(weight * tile[r * k + i], tile, r * k, gram, i * k, i + 1);
            }
        }
    }

    @Override
    public void symmetricUpdate(double[] tile, int stride, int rows, int k, double[] gram) {
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < k; i++) {
                axpy(tile[r * stride + i], tile, r * stride, gram, i * k, i + 1);
            }
        }
    }

    @Override
    public void regress(float[] factors, int k, int[] which, int from, int to, float[] weights, float[] moments, boolean totals, float[] sums) {
        for (int r = 0; r < to - from; r++) {
            int row = (which == null ? from + r : which[from + r]) * k;
            float weight = weights == null ? 1 : weights[r];
            for (int i = 0; i < k; i++) {
                axpy(weight * factors[row + i], factors, row, sums, i * k, i + 1);
            }
            axpy(moments[r], factors, row, sums, k * k, k);
            if (totals) {
                axpy(weight, factors, row, sums, (k + 1) * k, k);
            }
        }
    }

    @Override
    public void gather(float[] factors, int k, int[] columns, int from, int to, float[] tile) {
        for (int c = from; c < to; c++) {
            System.arraycopy(factors, columns[c] * k, tile, (c - from) * k, k);
        }
    }

    @Override
    public void multiply(float[] tile, int rows, int k, float[] x, int xi, float[] y) {
        for (int r = 0; r < rows; r++) {
            y[r] = dot(tile, r * k, x, xi, k);
        }
    }

    @Override
    public void transposedMultiplyAdd(float[] tile, int rows, int k, float[] x, int xi, float[] y) {
        for (int r = 0; r < rows; r++) {
            axpy(x[xi + r], tile, r * k, y, 0, k);
        }
    }

    @Override
    public void gemm(boolean transposeA, boolean transposeB, int m, int n, int k, float alpha,
                     float[] a, int ai, int lda, float[] b, int bi, int ldb, float beta, float[] c, int ci, int ldc) {
        float[] row = new float[n];
        for (int i = 0; i < m; i++) {
            Arrays.fill(row, 0);
            for (int p = 0; p < k; p++) {
                float aip = transposeA ? a[ai + p * lda + i] : a[ai + i * lda + p];
                for (int j = 0; j < n; j++) {
                    row[j] += aip * (transposeB ? b[bi + j * ldb + p] : b[bi + p * ldb + j]);
                }
            }
            for (int j = 0; j < n; j++) {
                c[ci + i * ldc + j] = alpha * row[j] + (beta == 0 ? 0 : beta * c[ci + i * ldc + j]);
            }
        }
    }

    @Override
    public void gemm(boolean transposeA, boolean transposeB, int m, int n, int k, double alpha,
                     double[] a, int ai, int lda, double[] b, int bi, int ldb, double beta, double[] c, int ci, int ldc) {
        double[] row = new double[n];
        for (int i = 0; i < m; i++) {
            Arrays.fill(row, 0);
            for (int p = 0; p < k; p++) {
                double aip = transposeA ? a[ai + p * lda + i] : a[ai + i * lda + p];
                for (int j = 0; j < n; j++) {
                    row[j] += aip * (transposeB ? b[bi + j * ldb + p] : b[bi + p * ldb + j]);
                }
            }
            for (int j = 0; j < n; j++) {
                c[ci + i * ldc + j] = alpha * row[j] + (beta == 0 ? 0 : beta * c[ci + i * ldc + j]);
            }
        }
    }

    @Override
    public int atLeast(float[] x, int xi, int n, float floor, int[] found) {
        return atLeast(x, xi, 0, n, floor, found, 0);
    }

    /// Appends those in [from, to) to `count` found ones.
    static int atLeast(float[] x, int xi, int from, int to, float floor, int[] found, int count) {
        for (int j = from; j < to; j++) {
            if (x[xi + j] >= floor) found[count++] = j;
        }
        return count;
    }

    @Override
    public void addProducts(float[] x, int xi, int k, float[] rows, int[] which, int count, float[] into) {
        for (int j = 0; j < count; j++) {
            into[j] += dot(x, xi, rows, which[j] * k, k);
        }
    }

    @Override
    public void addCodeProducts(short[] x, int xi, int depth, byte[] codes, int n, float factor, float[] scale, float[] into) {
        for (int j = 0; j < n; j++) {
            for (int from = 0; from < depth; from += CODES_EXACT) {
                int sum = 0;
                for (int d = from; d < Math.min(depth, from + CODES_EXACT); d++) {
                    sum += x[xi + d] * codes[(j / STRIP * depth + d) * STRIP + j % STRIP];
                }
                into[j] = Math.fma(sum, factor * scale[j], into[j]);
            }
        }
    }

    @Override
    public int solvePositive(float[] a, int n, int stride, float ridge, float[] b, int bi, float[] x, int xi) {
        float[] l = new float[n * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(a, i * stride, l, i * n, i + 1);
            l[i * n + i] += ridge;
        }
        int failed = cholesky(l, n, n);
        if (failed < 0) {
            System.arraycopy(b, bi, x, xi, n);
            solveLower(l, n, n, x, xi);
            solveLowerTransposed(l, n, n, x, xi);
        }
        return failed;
    }

    @Override
    public int cholesky(float[] a, int n, int stride) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                float rest = a[i * stride + j] - dot(a, i * stride, a, j * stride, j);
                if (i > j) {
                    a[i * stride + j] = rest / a[j * stride + j];
                } else if (rest > 0) {
                    a[i * stride + i] = (float) Math.sqrt(rest);
                } else {
                    return i;
                }
            }
        }
        return -1;
    }

    @Override
    public int cholesky(double[] a, int n, int stride) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double rest = a[i * stride + j] - dot(a, i * stride, a, j * stride, j);
                if (i > j) {
                    a[i * stride + j] = rest / a[j * stride + j];
                } else if (rest > 0) {
                    a[i * stride + i] = Math.sqrt(rest);
                } else {
                    return i;
                }
            }
        }
        return -1;
    }

    @Override
    public void solveLower(float[] l, int n, int stride, float[] b, int bi) {
        for (int i = 0; i < n; i++) {
            b[bi + i] = (b[bi + i] - dot(l, i * stride, b, bi, i)) / l[i * stride + i];
        }
    }

    @Override
    public void solveLowerTransposed(float[] l, int n, int stride, float[] b, int bi) {
        for (int i = n - 1; i >= 0; i--) {
            b[bi + i] /= l[i * stride + i];
            axpy(-b[bi + i], l, i * stride, b, bi, i);
        }
    }

    @Override
    public void solveLower(double[] l, int n, int stride, double[] b, int bi) {
        for (int i = 0; i < n; i++) {
            b[bi + i] = (b[bi + i] - dot(l, i * stride, b, bi, i)) / l[i * stride + i];
        }
    }

    @Override
    public void solveLowerTransposed(double[] l, int n, int stride, double[] b, int bi) {
        for (int i = n - 1; i >= 0; i--) {
            b[bi + i] /= l[i * stride + i];
            axpy(-b[bi + i], l, i * stride, b, bi, i);
        }
    }

    @Override
    public void pairStep(float[] p, int pi, float[] q, int qi, int qj, int n, float step, float keep) {
        for (int f = 0; f < n; f++) {
            float own = p[pi + f];
            float liked = q[qi + f];
            float other = q[qj + f];
            p[pi + f] = Math.fma(step, liked - other, keep * own);
            q[qi + f] = Math.fma(step, own, keep * liked);
            q[qj + f] = Math.fma(-step, own, keep * other);
        }
    }

    @Override
    public void adam(AdamStep step, float[] g, int gi, float[] m, int mi, float[] v, int vi, float[] w, int wi, int n) {
        adam(step, g, gi, m, mi, v, vi, w, wi, 0, n);
    }

    static void adam(AdamStep step, float[] g, int gi, float[] m, int mi, float[] v, int vi, float[] w, int wi, int from, int to) {
        for (int j = from; j < to; j++) {
            float gradient = step.scale() * g[gi + j];
            float mean = Math.fma(step.beta1(), m[mi + j], (1 - step.beta1()) * gradient);
            float square = Math.fma(step.beta2(), v[vi + j], (1 - step.beta2()) * gradient * gradient);
            m[mi + j] = mean;
            v[vi + j] = square;
            w[wi + j] -= step.length() * mean / Math.fma((float) Math.sqrt(square), step.root(), step.epsilon());
        }
    }

    @Override
    public double descend(SgdBlock model, int[] users, int[] items, float[] ratings, int from, int to) {
        double squares = 0;
        for (int n = from; n < to; n++) {
            int u = users[n];
            int i = items[n];
            float e = ratings[n] - model.mean() - bias(model.userBias(), u) - bias(model.itemBias(), i)
                    - dot(model.userFactors(), u * model.rank(), model.itemFactors(), i * model.rank(), model.rank());
            squares += (double) e * e;
            stepBiases(model, u, i, e);
            stepFactors(model, u, i, e);
        }
        return squares;
    }

    private static float bias(float[] biases, int index) {
        return biases == null ? 0 : biases[index];
    }

    private static void stepBiases(SgdBlock model, int u, int i, float e) {
        if (model.userBias() != null) {
            stepBias(model, model.userBias(), model.userBiasGrad(), u, e);
            stepBias(model, model.itemBias(), model.itemBiasGrad(), i, e);
        }
    }

    /// One step of one bias; the vector kernel takes it from here.
    static void stepBias(SgdBlock model, float[] bias, float[] grad, int index, float e) {
        float old = bias[index];
        float gradient = model.biasRegularization() * old - e;
        bias[index] = old - step(model.biasRate(), grad, index) * gradient;
        if (grad != null) {
            grad[index] += gradient * gradient;
        }
    }

    /// The length of the step of one row or bias; the vector kernel takes it from here.
    static float step(SgdBlock model, float[] grad, int index) {
        return step(model.rate(), grad, index);
    }

    private static float step(float rate, float[] grad, int index) {
        return grad == null ? rate : rate / (float) Math.sqrt(grad[index]);
    }

    private static void stepFactors(SgdBlock model, int u, int i, float e) {
        int rank = model.rank();
        if (rank == 0) {
            return;
        }
        float[] userFactors = model.userFactors();
        float[] itemFactors = model.itemFactors();
        float userStep = step(model, model.userGrad(), u);
        float itemStep = step(model, model.itemGrad(), i);
        float userSquares = 0;
        float itemSquares = 0;
        for (int f = 0; f < rank; f++) {
            float p = userFactors[u * rank + f];
            float q = itemFactors[i * rank + f];
            float gp = Math.fma(-e, q, model.regularization() * p);
            float gq = Math.fma(-e, p, model.regularization() * q);
            userFactors[u * rank + f] = Math.fma(-userStep, gp, p);
            itemFactors[i * rank + f] = Math.fma(-itemStep, gq, q);
            userSquares = Math.fma(gp, gp, userSquares);
            itemSquares = Math.fma(gq, gq, itemSquares);
        }
        if (model.userGrad() != null) {
            model.userGrad()[u] += userSquares / rank;
            model.itemGrad()[i] += itemSquares / rank;
        }
    }
}

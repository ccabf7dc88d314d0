package mf4j.matrix;

import mf4j.kernel.Kernel;
import mf4j.train.Check;
import mf4j.train.Sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// `X = Q R` of a matrix at least as high as wide, in double: Q has orthonormal columns whatever the rank of X, R is upper triangular.
///
/// Parts of the rows are made triangular by Householder reflections, each on its own, and their triangles, one upon another, are the next
/// matrix to be treated so (Demmel, Grigori, Hoemmen and Langou, Communication-optimal parallel and sequential QR and LU factorizations,
/// 2012). Reflections are gathered by the panel and applied as products of matrices (Schreiber and Van Loan 1989). Each column of `Q R - X`
/// is as small as rounding of that column, so badly scaled columns do no harm. Cost: `2 n d^2` operations for R and about `4 n d k` for a
/// product of Q with k columns; memory: `n d` doubles, which keep the reflections.
public final class Qr {
    private static final Kernel KERNEL = Kernel.active();
    private static final int PANEL = 32;        // reflections gathered
    private static final int CHUNK = 96;        // columns that a worker reflects at a time
    private static final int LEAST_ROWS = 2048; // of a part

    private final int rows;
    private final int columns;
    private final int parts;
    private final List<Panel>[] panels; // of each part
    private final double[] triangle;    // d x d, row-major
    private final Qr above;             // of the parts' triangles; null for a single part

    private Qr(Matrix x) {
        this.rows = x.rows();
        this.columns = x.columns();
        this.parts = Math.max(1, rows / Math.max(4 * columns, LEAST_ROWS));
        @SuppressWarnings({"unchecked", "rawtypes"})
        List<Panel>[] made = new List[parts];
        this.panels = made;
        double[] triangles = new double[Matrix.size(parts * columns, columns)];
        Sweep.over(parts, 1, (_, part, _) -> {
            int from = start(part);
            double[] a = new double[Matrix.size(start(part + 1) - from, columns)];
            x.copy(from, start(part + 1), a, 0);
            panels[part] = reflected(a, start(part + 1) - from, columns);
            for (int i = 0; i < columns; i++) System.arraycopy(a, i * columns + i, triangles, (part * columns + i) * columns + i, columns - i);
        });
        this.above = parts == 1 ? null : new Qr(Matrix.of(triangles, parts * columns, columns));
        this.triangle = parts == 1 ? triangles : above.triangle;
    }

    /// Of a matrix of finite numbers.
    public static Qr of(Matrix x) {
        Check.of(Qr.class).that(x.rows() >= x.columns(), "x", "be at least as high as wide", x);
        return new Qr(x);
    }

    /// R: columns x columns, row-major; numbers on its diagonal may have either sign.
    public double[] triangle() {
        return triangle.clone();
    }

    /// `Q W`: rows x k, row-major.
    ///
    /// @param w columns x k, row-major
    public double[] times(double[] w, int k) {
        double[] upon = above == null ? w : above.times(w, k);
        double[] product = new double[Matrix.size(rows, k)];
        Sweep.over(parts, 1, (_, part, _) -> {
            System.arraycopy(upon, part * columns * k, product, start(part) * k, columns * k);
            for (Panel panel : panels[part].reversed()) panel.reflect(false, product, start(part) * k, k, 0, k);
        });
        return product;
    }

    /// The first row of a part.
    private int start(int part) {
        return (int) ((long) rows * part / parts);
    }

    /// Makes `a` upper triangular; what it holds below the diagonal is then scratch.
    private static List<Panel> reflected(double[] a, int rows, int columns) {
        List<Panel> panels = new ArrayList<>();
        for (int j = 0; j < columns; j += PANEL) {
            Panel panel = new Panel(a, rows, columns, j, Math.min(PANEL, columns - j));
            panel.reflect(true, a, 0, columns, j + panel.width, columns);
            panels.add(panel);
        }
        return panels;
    }

    /// Reflections `I - v v^T` of neighbouring columns, and their product `I - V^T T V`.
    private static final class Panel {
        final int first;  // row from which they work
        final int length; // rows from there on
        final int width;
        final double[] vectors;   // width x length: the v, of squared length 2, or zeros
        final double[] triangular; // width x width: T, upper

        /// Of columns [first, first + width), which become triangular.
        Panel(double[] a, int rows, int columns, int first, int width) {
            this.first = first;
            this.length = rows - first;
            this.width = width;
            this.vectors = new double[width * length];
            this.triangular = new double[width * width];
            for (int i = 0; i < length; i++) {
                for (int j = 0; j < width; j++) vectors[j * length + i] = a[(first + i) * columns + first + j];
            }
            for (int j = 0; j < width; j++) {
                double diagonal = reflector(j);
                for (int i = 0; i < j; i++) a[(first + i) * columns + first + j] = vectors[j * length + i];
                a[(first + j) * columns + first + j] = diagonal;
                Arrays.fill(vectors, j * length, j * length + j, 0);
                for (int c = j + 1; c < width; c++) {
                    KERNEL.axpy(-KERNEL.dot(vectors, j * length + j, vectors, c * length + j, length - j), vectors, j * length + j, vectors, c * length + j, length - j);
                }
            }
            gather();
        }

        /// Turns column j from its diagonal on into v; returns what the reflection leaves on the diagonal.
        private double reflector(int j) {
            int at = j * length + j;
            int count = length - j;
            double norm = Math.sqrt(KERNEL.dot(vectors, at, vectors, at, count));
            if (norm == 0) return 0;
            double sign = Math.copySign(1, vectors[at]);
            double scale = 1 / Math.sqrt(norm * (norm + Math.abs(vectors[at])));
            vectors[at] += sign * norm;
            for (int i = at; i < at + count; i++) vectors[i] *= scale;
            return -sign * norm;
        }

        /// Column j of T is `-T V v_j` above a 1.
        private void gather() {
            double[] met = new double[width];
            for (int j = 0; j < width; j++) {
                for (int i = 0; i < j; i++) met[i] = KERNEL.dot(vectors, i * length + j, vectors, j * length + j, length - j);
                for (int i = 0; i < j; i++) {
                    for (int c = i; c < j; c++) triangular[i * width + j] -= triangular[i * width + c] * met[c];
                }
                triangular[j * width + j] = 1;
            }
        }

        /// Columns [from, to) of `c`, `stride` numbers wide from `at` on, times the product or its transpose.
        void reflect(boolean transposed, double[] c, int at, int stride, int from, int to) {
            Sweep.over(Math.max(0, to - from), CHUNK, (_, left, right) -> {
                int count = right - left;
                int start = at + first * stride + from + left;
                double[] met = new double[width * count];
                double[] turned = new double[width * count];
                KERNEL.gemm(false, false, width, count, length, 1.0, vectors, 0, length, c, start, stride, 0.0, met, 0, count);
                KERNEL.gemm(transposed, false, width, count, width, 1.0, triangular, 0, width, met, 0, count, 0.0, turned, 0, count);
                KERNEL.gemm(true, false, length, count, width, -1.0, vectors, 0, length, turned, 0, count, 1.0, c, start, stride);
            });
        }
    }
}

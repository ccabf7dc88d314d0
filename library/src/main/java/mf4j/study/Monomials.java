package mf4j.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Products of bits as signs, -1 and 1, 0 where not active; and which few of them explain numbers: the lasso (Tibshirani 1996), among those that go
/// with the numbers the most (Fan and Lv 2008).
final class Monomials {
    private static final int SCREENED = 1000;
    private static final int SWEEPS = 200;
    private static final double SETTLED = 1e-6;

    private Monomials() { }

    /// Some signs' product and how much of it.
    ///
    /// @param signs  indices, ascending
    /// @param weight factor
    record Term(int[] signs, double weight) {
        /// Its value at signs.
        double at(double[] x) {
            double product = weight;
            for (int j : signs) product *= x[j];
            return product;
        }
    }

    /// Of bits; NaN becomes 0.
    static double[] signs(double[] bits) {
        return Arrays.stream(bits).map(b -> Double.isNaN(b) ? 0 : 2 * b - 1).toArray();
    }

    /// All products of up to so many signs, with weight 1, one of which at least is among those wanted.
    static List<Term> all(int size, int degree, boolean[] wanted) {
        List<Term> all = new ArrayList<>();
        grow(all, new int[0], size, degree, wanted, false);
        return all;
    }

    private static void grow(List<Term> all, int[] signs, int size, int degree, boolean[] wanted, boolean has) {
        if (has) all.add(new Term(signs, 1));
        if (signs.length == degree) return;
        for (int j = signs.length == 0 ? 0 : signs[signs.length - 1] + 1; j < size; j++) {
            int[] more = Arrays.copyOf(signs, signs.length + 1);
            more[signs.length] = j;
            grow(all, more, size, degree, wanted, has || wanted[j]);
        }
    }

    /// The terms that a lasso keeps, the heaviest first. `|y - sum w_j (x_j - mean)|^2 / 2 n + a sum k_j |w_j|` is the least, by one coordinate after
    /// the other, `k_j` signs in term j: products of more signs are more in number, and each of them is less likely.
    ///
    /// @param x       signs of each trial
    /// @param y       with mean 0
    /// @param penalty a, of the least that keeps nothing
    static List<Term> lasso(List<Term> terms, double[][] x, double[] y, double penalty) {
        int n = x.length;
        record Column(Term term, double[] values, double covariance) { }
        PriorityQueue<Column> best = new PriorityQueue<>(Comparator.comparingDouble((Column c) -> Math.abs(c.covariance())));
        for (Term term : terms) {
            double[] values = Arrays.stream(x).mapToDouble(row -> term.at(row) / term.signs().length).toArray();
            double mean = Arrays.stream(values).average().orElse(0);
            double covariance = 0;
            for (int i = 0; i < n; i++) covariance += (values[i] -= mean) * y[i] / n;
            best.add(new Column(term, values, covariance));
            if (best.size() > SCREENED) best.remove();
        }
        List<Column> columns = new ArrayList<>(best);
        columns.sort(Comparator.comparingDouble((Column c) -> -Math.abs(c.covariance())));
        if (columns.isEmpty()) return List.of();
        double[] weights = weights(columns.stream().map(Column::values).toArray(double[][]::new), y, penalty * Math.abs(columns.getFirst().covariance()));
        List<Term> kept = new ArrayList<>();
        for (int j = 0; j < weights.length; j++) if (weights[j] != 0) kept.add(new Term(columns.get(j).term().signs(), weights[j] / columns.get(j).term().signs().length));
        kept.sort(Comparator.comparingDouble(term -> -Math.abs(term.weight())));
        return kept;
    }

    /// Of columns with mean 0.
    static double[] weights(double[][] columns, double[] y, double penalty) {
        int n = y.length;
        double[] weights = new double[columns.length];
        double[] rest = y.clone();
        double[] squares = Arrays.stream(columns).mapToDouble(c -> Arrays.stream(c).map(v -> v * v).sum() / n).toArray();
        double change = Double.POSITIVE_INFINITY;
        for (int sweep = 0; sweep < SWEEPS && change > SETTLED; sweep++) {
            change = 0;
            for (int j = 0; j < columns.length; j++) {
                if (squares[j] < 1e-12) continue;
                double[] c = columns[j];
                double along = 0;
                for (int i = 0; i < n; i++) along += c[i] * rest[i];
                double free = along / n + squares[j] * weights[j];
                double next = Math.signum(free) * Math.max(0, Math.abs(free) - penalty) / squares[j];
                double step = next - weights[j];
                if (step == 0) continue;
                for (int i = 0; i < n; i++) rest[i] -= step * c[i];
                weights[j] = next;
                change = Math.max(change, Math.abs(step));
            }
        }
        return weights;
    }
}

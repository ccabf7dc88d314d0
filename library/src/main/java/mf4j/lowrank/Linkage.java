package mf4j.lowrank;

import java.util.Arrays;

/// Hierarchical clustering by average linkage: the two clusters whose rows are nearest on average are joined, again and again.
///
/// By chains of nearest neighbours (Muellner 2011, "Modern hierarchical, agglomerative clustering algorithms", figure 3), `rows^2` steps,
/// the first of equally near ones first, as SciPy does.
final class Linkage {
    private final double[] distances; // of pairs; of joined clusters afterwards
    private final int rows;
    private final int[] sizes;        // of the cluster kept under a row's number; 0 where it was joined to another
    private final int[] chain;
    private int length;

    private Linkage(double[] distances, int rows) {
        this.distances = distances;
        this.rows = rows;
        this.sizes = new int[rows];
        this.chain = new int[rows];
        Arrays.fill(sizes, 1);
    }

    /// Where a pair i != j stands among all pairs, row by row.
    static int pair(int i, int j, int rows) {
        int low = Math.min(i, j);
        return rows * low - low * (low + 1) / 2 + Math.max(i, j) - low - 1;
    }

    /// The sum over all pairs of `(height - mean)^2`, the height being that at which the pair is joined.
    ///
    /// @param distances of all pairs, which are overwritten
    static double average(double[] distances, int rows, double mean) {
        Linkage linkage = new Linkage(distances, rows);
        double sum = 0;
        for (int step = 1; step < rows; step++) {
            double height = linkage.nearest();
            int x = Math.min(linkage.chain[linkage.length - 1], linkage.chain[linkage.length - 2]);
            int y = Math.max(linkage.chain[linkage.length - 1], linkage.chain[linkage.length - 2]);
            linkage.length -= 2;
            sum += (double) linkage.sizes[x] * linkage.sizes[y] * (height - mean) * (height - mean);
            linkage.join(x, y);
        }
        return sum;
    }

    /// Lengthens the chain until its last two are each other's nearest.
    private double nearest() {
        if (length == 0) {
            while (sizes[chain[0]] == 0) chain[0]++;
            length = 1;
        }
        while (true) {
            int x = chain[length - 1];
            int y = length > 1 ? chain[length - 2] : -1;
            double least = length > 1 ? distances[pair(x, y, rows)] : Double.POSITIVE_INFINITY;
            for (int i = 0; i < rows; i++) {
                if (sizes[i] == 0 || i == x) continue;
                double distance = distances[pair(x, i, rows)];
                if (distance < least) {
                    least = distance;
                    y = i;
                }
            }
            if (length > 1 && y == chain[length - 2]) return least;
            chain[length++] = y;
        }
    }

    /// Puts x into y.
    private void join(int x, int y) {
        double first = sizes[x];
        double second = sizes[y];
        sizes[x] = 0;
        sizes[y] += (int) first;
        for (int i = 0; i < rows; i++) {
            if (sizes[i] == 0 || i == y) continue;
            int at = pair(i, y, rows);
            distances[at] = (first * distances[pair(i, x, rows)] + second * distances[at]) / (first + second);
        }
    }
}

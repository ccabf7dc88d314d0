package mf4j.lowrank;

import mf4j.matrix.Matrix;
import mf4j.train.Check;
import mf4j.train.Watch;

import java.util.List;
import java.util.stream.IntStream;

/// How well runs of non-negative factorization from different seeds agree on which rows belong together: a row belongs to the component
/// that is largest in it, and the consensus of two rows is the share of runs that put them together (Brunet, Tamayo, Golub and Mesirov
/// 2004). A rank at which the runs agree is one the matrix has.
///
/// Memory: 2 bytes a pair of rows, and 8 while the correlation is computed; cost: `rows^2` a run.
///
/// @param rows       of the matrix
/// @param runs       how many
/// @param together   for each pair i < j of rows, row by row, in how many runs they were together; shared, not copied
/// @param cophenetic correlation between `1 - consensus` and the heights at which average linkage joins the pairs; 1 where all runs agree
/// @param dispersion `mean of 4 (consensus - 1/2)^2` over all pairs in both orders and each row with itself (Kim and Park 2007): 1 where
///                   all runs agree, 0 where they toss a coin
public record NmfConsensus(int rows, int runs, short[] together, double cophenetic, double dispersion) {
    /// The most rows it is made for: their pairs take 268 MB while it is computed.
    public static final int MOST_ROWS = 8192;
    private static final Check CHECK = Check.of(NmfConsensus.class);

    /// Of runs with the seeds `seed`, `seed + 1`, ... of a trainer that starts at random. For columns, turn the matrix.
    ///
    /// @param runs in [1, 32767]
    public static NmfConsensus of(Nmf trainer, Matrix x, int runs) {
        CHECK.that(trainer.start() == Nmf.Start.RANDOM, "trainer.start", "be RANDOM, or all seeds give the same,", trainer.start());
        check(x.rows(), runs);
        NmfRun.Field field = trainer.field(x);
        return ofClusters(IntStream.range(0, runs).mapToObj(run -> clusters(trainer.withSeed(trainer.seed() + run).fit(field, Watch.none()))).toList());
    }

    /// The largest component of each row, the first among equals.
    public static int[] clusters(LowRank result) {
        int[] clusters = new int[result.rows()];
        for (int r = 0; r < clusters.length; r++) {
            double[] row = result.left().row(r);
            for (int k = 1; k < row.length; k++) if (row[k] * result.values()[k] > row[clusters[r]] * result.values()[clusters[r]]) clusters[r] = k;
        }
        return clusters;
    }

    /// Of clusters found by any means.
    ///
    /// @param runs of each run, the cluster of each row
    public static NmfConsensus ofClusters(List<int[]> runs) {
        check(runs.isEmpty() ? 0 : runs.getFirst().length, runs.size());
        int rows = runs.getFirst().length;
        short[] together = new short[rows * (rows - 1) / 2];
        for (int[] clusters : runs) {
            CHECK.that(clusters.length == rows, "clusters", "be of " + rows + " rows in every run", clusters.length);
            int pair = 0;
            for (int i = 0; i < rows; i++) {
                for (int j = i + 1; j < rows; j++, pair++) if (clusters[i] == clusters[j]) together[pair]++;
            }
        }
        return new NmfConsensus(rows, runs.size(), together, cophenetic(together, rows, runs.size()), dispersion(together, rows, runs.size()));
    }

    private static void check(int rows, int runs) {
        CHECK.that(runs >= 1 && runs <= Short.MAX_VALUE, "runs", "lie between 1 and " + Short.MAX_VALUE, runs);
        CHECK.that(rows >= 1 && rows <= MOST_ROWS, "rows", "lie between 1 and " + MOST_ROWS + ", as every pair of them is kept,", rows);
    }

    /// The share of runs that put two rows together.
    public double consensus(int i, int j) {
        CHECK.that(i >= 0 && i < rows, "row", "lie in [0, " + rows + ")", i);
        CHECK.that(j >= 0 && j < rows, "row", "lie in [0, " + rows + ")", j);
        return i == j ? 1 : (double) together[Linkage.pair(i, j, rows)] / runs;
    }

    private static double dispersion(short[] together, int rows, int runs) {
        double sum = rows;
        for (short count : together) sum += 2 * 4 * Math.pow((double) count / runs - 0.5, 2);
        return sum / ((double) rows * rows);
    }

    /// Average linkage gives each pair the mean distance of the clusters it is joined by: so the covariance of distances and heights is
    /// the variance of the heights, and their correlation the ratio of the deviations.
    private static double cophenetic(short[] together, int rows, int runs) {
        double[] distances = new double[together.length];
        double sum = 0;
        double squares = 0;
        for (int p = 0; p < distances.length; p++) {
            distances[p] = 1 - (double) together[p] / runs;
            sum += distances[p];
            squares += distances[p] * distances[p];
        }
        double mean = sum / Math.max(1, distances.length);
        double spread = squares - sum * mean;
        double heights = Linkage.average(distances, rows, mean);
        return spread <= 1e-12 * Math.max(1, squares) ? 1 : Math.sqrt(Math.min(1, heights / spread));
    }
}

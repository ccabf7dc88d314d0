package mf4j.lowrank;

import mf4j.matrix.Matrix;
import mf4j.train.Seeds;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class NmfConsensusTest {
    /// Against SciPy 1.17.1: `cophenet(linkage(D, 'average'), D)[0]` with D the condensed `1 - consensus`, and `(4 * (C - .5)**2).mean()`.
    @Test
    void isWhatSciPySays() {
        List<int[]> runs = new ArrayList<>();
        for (int s = 0; s < 5; s++) {
            int[] clusters = new int[9];
            for (int i = 0; i < 9; i++) clusters[i] = (i * i + s * i + s) / (2 + s) % 3;
            runs.add(clusters);
        }
        NmfConsensus consensus = NmfConsensus.ofClusters(runs);
        assertThat(consensus.cophenetic()).isCloseTo(0.7526368099483054, within(1e-12));
        assertThat(consensus.dispersion()).isCloseTo(0.3916049382716049, within(1e-12));
        assertThat(consensus.consensus(0, 4)).isEqualTo(consensus.consensus(4, 0)).isEqualTo(0.6);
        assertThat(consensus.consensus(3, 3)).isEqualTo(1);
    }

    /// Average linkage as it is printed, the nearest clusters looked for among all, on distances without ties; and the correlation of
    /// distances and heights by its own formula.
    @Test
    void linksWhatIsNearestOnAverage() {
        Random random = new Random(5);
        for (int n = 3; n < 30; n++) {
            double[] distances = random.doubles(n * (n - 1) / 2).toArray();
            double[] heights = heights(distances, n);
            double mean = Arrays.stream(distances).average().orElseThrow();
            double spread = Arrays.stream(distances).map(d -> (d - mean) * (d - mean)).sum();
            double expected = Arrays.stream(heights).map(h -> (h - mean) * (h - mean)).sum();
            double made = Linkage.average(distances.clone(), n, mean);
            assertThat(made).as(n + " rows").isCloseTo(expected, within(1e-9));
            double together = 0;
            for (int p = 0; p < distances.length; p++) together += (distances[p] - mean) * (heights[p] - mean);
            assertThat(Math.sqrt(made / spread)).isCloseTo(together / Math.sqrt(spread * expected), within(1e-9));
        }
    }

    private static double[] heights(double[] distances, int n) {
        List<List<Integer>> clusters = new ArrayList<>();
        for (int i = 0; i < n; i++) clusters.add(List.of(i));
        double[] heights = new double[distances.length];
        while (clusters.size() > 1) {
            double least = Double.POSITIVE_INFINITY;
            int[] best = new int[2];
            for (int a = 0; a < clusters.size(); a++) {
                for (int b = 0; b < a; b++) {
                    double average = average(distances, n, clusters.get(a), clusters.get(b));
                    if (average >= least) continue;
                    least = average;
                    best = new int[] {a, b};
                }
            }
            List<Integer> joined = new ArrayList<>(clusters.remove(best[0]));
            List<Integer> other = clusters.remove(best[1]);
            for (int i : joined) for (int j : other) heights[Linkage.pair(i, j, n)] = least;
            joined.addAll(other);
            clusters.add(joined);
        }
        return heights;
    }

    private static double average(double[] distances, int n, List<Integer> some, List<Integer> others) {
        double total = 0;
        for (int i : some) for (int j : others) total += distances[Linkage.pair(i, j, n)];
        return total / some.size() / others.size();
    }

    @Test
    void agreementIsOne() {
        int[] clusters = {0, 0, 1, 2, 1};
        NmfConsensus all = NmfConsensus.ofClusters(List.of(clusters, new int[] {2, 2, 0, 1, 0}, clusters));
        assertThat(all.cophenetic()).isCloseTo(1, within(1e-12));
        assertThat(all.dispersion()).isCloseTo(1, within(1e-12));
        assertThat(NmfConsensus.ofClusters(List.of(new int[4])).cophenetic()).isEqualTo(1);
        assertThat(NmfConsensus.ofClusters(List.of(new int[1])).dispersion()).isEqualTo(1);
    }

    /// Three groups of rows that use other columns: at rank 3 all seeds find them, at rank 5 they do not agree.
    @Test
    void agreesAtTheRankThatIsThere() {
        double[] values = new double[30 * 12];
        Seeds.Stream noise = Seeds.of(4).stream(0);
        for (int j = 0; j < values.length; j++) values[j] = (j / 12 % 3 == j % 12 / 4 ? 2 + noise.nextDouble() : 0) + 0.3 * noise.nextDouble();
        Matrix x = Matrix.of(values, 30, 12);
        Nmf nmf = Nmf.defaults().withStart(Nmf.Start.RANDOM).withEpochs(100);
        NmfConsensus right = NmfConsensus.of(nmf.withRank(3), x, 8);
        NmfConsensus wrong = NmfConsensus.of(nmf.withRank(5), x, 8);
        assertThat(right.cophenetic()).isCloseTo(1, within(1e-12));
        assertThat(right.dispersion()).isCloseTo(1, within(1e-12));
        assertThat(wrong.dispersion()).isLessThan(0.99);
        for (int i = 0; i < 30; i++) for (int j = 0; j < 30; j++) assertThat(right.consensus(i, j)).isEqualTo(i % 3 == j % 3 ? 1 : 0);
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatIllegalArgumentException().isThrownBy(() -> NmfConsensus.of(Nmf.defaults(), Matrix.of(new double[4][4]), 3))
                .withMessage("NmfConsensus.trainer.start must be RANDOM, or all seeds give the same, but was NNDSVDA");
        assertThatIllegalArgumentException().isThrownBy(() -> NmfConsensus.ofClusters(List.of(new int[9000])))
                .withMessage("NmfConsensus.rows must lie between 1 and 8192, as every pair of them is kept, but was 9000");
        assertThatIllegalArgumentException().isThrownBy(() -> NmfConsensus.ofClusters(List.of())).withMessageContaining("NmfConsensus.runs must lie between 1");
        assertThatIllegalArgumentException().isThrownBy(() -> NmfConsensus.ofClusters(List.of(new int[3], new int[4]))).withMessageContaining("be of 3 rows in every run but was 4");
    }
}

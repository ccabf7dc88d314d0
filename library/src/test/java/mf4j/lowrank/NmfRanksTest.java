package mf4j.lowrank;

import mf4j.matrix.Factors;
import mf4j.matrix.Matrix;
import mf4j.train.Seeds;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class NmfRanksTest {
    private static final Nmf NMF = Nmf.defaults().withStart(Nmf.Start.RANDOM).withEpochs(100);

    /// Groups of rows that use other columns, and noise.
    private static Matrix grouped(int rows, int groups) {
        double[] values = new double[rows * 4 * groups];
        Seeds.Stream noise = Seeds.of(4).stream(0);
        int d = 4 * groups;
        for (int j = 0; j < values.length; j++) values[j] = (j / d % groups == j % d / 4 ? 2 + noise.nextDouble() : 0) + 0.3 * noise.nextDouble();
        return Matrix.of(values, rows, d);
    }

    /// Every seed by itself, from the matrix alone, gives the same: nothing that is shared depends on rank or seed.
    @Test
    void isWhatEverySeedReachesByItself() {
        Matrix x = grouped(30, 3);
        NmfRanks.Field field = new NmfRanks(NMF, 4).field(x);
        for (int rank : new int[] {5, 2, 3}) {
            List<String> told = new ArrayList<>();
            int[] epochs = new int[4];
            NmfRanks.Outcome outcome = field.attempt(rank, new RankSearch.Listener() {
                @Override
                public void epoch(int rank, int epoch, int of, int seed, double[] losses) {
                    epochs[seed] = epoch;
                }

                @Override
                public void seed(int rank, int seed, double loss, Factors left, Factors right) {
                    told.add(seed + " " + Matrix.of(left).fingerprint() + Matrix.of(right).fingerprint());
                }
            });
            for (int s = 0; s < 4; s++) {
                LowRank alone = NMF.withRank(rank).withSeed(s).fit(x);
                assertThat(outcome.reached().losses()[s]).isEqualTo(alone.fit().mse());
                assertThat(outcome.reached().epochs()[s]).isEqualTo(alone.provenance().history().epochs().size()).isEqualTo(epochs[s]);
                assertThat(told.get(s)).isEqualTo(s + " " + alone.left().fingerprint() + alone.right().fingerprint());
            }
            NmfConsensus consensus = NmfConsensus.of(NMF.withRank(rank), x, 4);
            assertThat(outcome.agreement()).isEqualTo(new NmfRanks.Agreement(rank, consensus.cophenetic(), consensus.dispersion()));
            assertThat(outcome.reached().floor()).isEqualTo(Spectrum.of(x).floor(rank));
            assertThat(outcome.reached().mse()).isEqualTo(outcome.reached().min()).isGreaterThan(outcome.reached().floor());
            assertThat(outcome.reached().losses()[outcome.reached().best()]).isEqualTo(outcome.reached().min());
        }
    }

    @Test
    void choosesTheRankThatIsThere() {
        NmfRanks.Field field = new NmfRanks(NMF, 8).field(grouped(40, 4));
        List<NmfRanks.Agreement> agreements = new ArrayList<>();
        for (int rank = 8; rank >= 1; rank--) agreements.add(field.attempt(rank, RankSearch.Listener.NONE).agreement());
        List<RankCurve.Choice> choices = NmfRanks.choices(agreements);
        assertThat(choices).extracting(RankCurve.Choice::name).containsExactly("cophenetic", "dispersion");
        assertThat(choices).extracting(RankCurve.Choice::rank).containsOnly(4);
    }

    @Test
    void theHighestAmongEqualsIsChosenAndRankOneNever() {
        assertThat(NmfRanks.choices(List.of(new NmfRanks.Agreement(1, 1, 1)))).isEmpty();
        List<NmfRanks.Agreement> agreements = List.of(new NmfRanks.Agreement(1, 1, 1), new NmfRanks.Agreement(4, 0.9, 0.7), new NmfRanks.Agreement(2, 0.98, 0.6), new NmfRanks.Agreement(3, 0.98 - 1e-12, 0.5));
        List<RankCurve.Choice> choices = NmfRanks.choices(agreements);
        assertThat(choices).extracting(RankCurve.Choice::rank).containsExactly(3, 4);
        assertThat(choices.getFirst().reason()).isEqualTo("seeds agree best on which rows belong together, their cophenetic correlation is 0.9800");
        assertThat(choices.getLast().reason()).endsWith("their dispersion is 0.7000, the last rank tried: a higher one may do as well");
    }

    /// Of more rows than pairs are kept of, a sample: groups as clear as these agree in it, too.
    @Test
    void takesASampleOfManyRows() {
        NmfRanks.Field field = new NmfRanks(NMF.withEpochs(30), 2).field(grouped(NmfConsensus.MOST_ROWS + 8, 2));
        NmfRanks.Outcome outcome = field.attempt(2, RankSearch.Listener.NONE);
        assertThat(outcome.agreement().cophenetic()).isCloseTo(1, within(1e-9));
        assertThat(outcome.agreement().dispersion()).isCloseTo(1, within(1e-9));
    }

    /// Of other divergences the loss is twice the objective over the number of entries.
    @Test
    void knowsOtherDivergences() {
        Matrix x = grouped(20, 2);
        Nmf counts = NMF.withDivergence(Divergence.KULLBACK_LEIBLER).withSolver(Nmf.Solver.MULTIPLICATIVE);
        NmfRanks.Outcome outcome = new NmfRanks(counts, 2).field(x).attempt(2, RankSearch.Listener.NONE);
        double[] alone = Arrays.stream(new int[] {0, 1}).mapToDouble(s -> 2 * counts.withRank(2).withSeed(s).fit(x).fit().objective() / x.size()).toArray();
        assertThat(outcome.reached().losses()).containsExactly(alone);
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatIllegalArgumentException().isThrownBy(() -> new NmfRanks(Nmf.defaults(), 3)).withMessage("NmfRanks.trainer.start must be RANDOM, or all seeds give the same, but was NNDSVDA");
        assertThatIllegalArgumentException().isThrownBy(() -> new NmfRanks(NMF, 0)).withMessageContaining("NmfRanks.seeds must lie between 1 and 32767 but was 0");
        assertThatIllegalArgumentException().isThrownBy(() -> new NmfRanks(NMF, 3).field(Matrix.of(new double[][] {{1, -2}}))).withMessageContaining("no negative numbers but has -2.0 in row 0, column 1");
        assertThatIllegalArgumentException().isThrownBy(() -> new NmfRanks(NMF, 3).field(grouped(30, 3)).attempt(13, RankSearch.Listener.NONE)).withMessageContaining("rank must be at most 12");
    }
}

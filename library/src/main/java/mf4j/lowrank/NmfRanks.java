package mf4j.lowrank;

import mf4j.lowrank.RankSearch.Listener;
import mf4j.matrix.Factors;
import mf4j.matrix.Matrix;
import mf4j.study.FrozenTrial;
import mf4j.study.State;
import mf4j.study.Study;
import mf4j.study.Trial;
import mf4j.train.Check;
import mf4j.train.Seeds;
import mf4j.train.Watch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// Tries ranks of non-negative factorization: random starts from several seeds for each, what they reach beside the least error that the
/// rank allows, and how well they agree on which rows belong together ([NmfConsensus]).
///
/// What does not depend on rank and seed - the spectrum, the fingerprint, the check for negative numbers - is computed once. Agreement
/// is that of all rows, or of [NmfConsensus#MOST_ROWS] drawn by lot where there are more.
///
/// @param trainer what every seed runs, its rank and seed aside; it starts at random
/// @param seeds   starts per rank, from the trainer's seed on
public record NmfRanks(Nmf trainer, int seeds) {
    private static final Check CHECK = Check.of(NmfRanks.class);
    private static final double EQUAL = 1e-9;

    /// Checks that seeds make a difference.
    public NmfRanks {
        CHECK.that(trainer.start() == Nmf.Start.RANDOM, "trainer.start", "be RANDOM, or all seeds give the same,", trainer.start());
        CHECK.that(seeds >= 1 && seeds <= Short.MAX_VALUE, "seeds", "lie between 1 and " + Short.MAX_VALUE, seeds);
    }

    /// How well the seeds of a rank agree.
    ///
    /// @param cophenetic correlation, see [NmfConsensus]
    /// @param dispersion see [NmfConsensus]
    public record Agreement(int rank, double cophenetic, double dispersion) { }

    /// What a rank reached.
    ///
    /// @param reached a seed's loss is twice its objective over the number of entries: of squared errors without pulls the mean one.
    ///                The floor is that of factors of any sign; the least loss without negative numbers is not known
    public record Outcome(RankSearch.Outcome reached, Agreement agreement) {
        private void note(Trial trial) {
            reached.note(trial);
            trial.note("cophenetic", agreement.cophenetic);
            trial.note("dispersion", agreement.dispersion);
        }

        private static Outcome of(FrozenTrial trial) {
            RankSearch.Outcome reached = RankSearch.Outcome.of(trial);
            Map<String, Object> notes = trial.userAttributes();
            double cophenetic = ((Number) notes.get("cophenetic")).doubleValue();
            return new Outcome(reached, new Agreement(reached.rank(), cophenetic, ((Number) notes.get("dispersion")).doubleValue()));
        }
    }

    /// Tries every rank that a study asks for, beyond those that it has.
    ///
    /// @param field  of this search and a matrix
    /// @param study  that minimises the loss
    /// @param rank   the name of its parameter
    /// @param trials ranks tried at most
    /// @param report told of every outcome
    public List<Outcome> run(Field field, Study study, String rank, int trials, Listener listener, Consumer<Outcome> report) throws IOException {
        study.run(trials, trial -> {
            Outcome outcome = field.attempt(trial.whole(rank), listener);
            outcome.note(trial);
            report.accept(outcome);
            return outcome.reached().min();
        });
        return outcomes(study);
    }

    /// The outcomes that a study has, in the order of its trials.
    public static List<Outcome> outcomes(Study study) throws IOException {
        return study.findings().trials().stream().filter(trial -> trial.state() == State.COMPLETE).map(Outcome::of).toList();
    }

    /// What all ranks share.
    ///
    /// @throws IllegalArgumentException for an empty matrix, or one with a number that is negative or not finite
    public Field field(Matrix x) {
        return new Field(this, x);
    }

    /// The data of a search.
    public static final class Field {
        private final NmfRanks search;
        private final NmfRun.Field shared;
        private final int[] rows; // whose agreement is asked for

        private Field(NmfRanks search, Matrix x) {
            this.search = search;
            this.shared = search.trainer.withRank(1).field(x);
            int[] order = x.rows() <= NmfConsensus.MOST_ROWS ? IntStream.range(0, x.rows()).toArray()
                    : Seeds.of(search.trainer.seed()).forPurpose("consensus").stream(0).permutation(0, x.rows());
            this.rows = Arrays.copyOf(order, Math.min(order.length, NmfConsensus.MOST_ROWS));
            Arrays.sort(rows);
        }

        /// The spectrum of the matrix.
        public Spectrum spectrum() {
            return shared.spectrum();
        }

        /// Runs all seeds of a rank, one after another.
        ///
        /// @param listener told of each epoch of a seed, in a group of its own, and of its factors at the end
        public Outcome attempt(int rank, Listener listener) {
            long start = System.nanoTime();
            int seeds = search.seeds;
            double[] losses = new double[seeds];
            double[] errors = new double[seeds];
            int[] epochs = new int[seeds];
            List<int[]> clusters = new ArrayList<>();
            for (int s = 0; s < seeds; s++) {
                LowRank made = search.trainer.withRank(rank).withSeed(search.trainer.seed() + s).fit(shared, watch(rank, s, listener));
                losses[s] = loss(made.fit().objective());
                errors[s] = made.fit().mse();
                epochs[s] = made.provenance().history().epochs().size();
                int[] all = NmfConsensus.clusters(made);
                clusters.add(Arrays.stream(rows).map(row -> all[row]).toArray());
                listener.seed(rank, s, losses[s], factors(made.left()), factors(made.right()));
            }
            int best = 0;
            for (int s = 1; s < seeds; s++) if (losses[s] < losses[best]) best = s;
            NmfConsensus consensus = NmfConsensus.ofClusters(clusters);
            double seconds = (System.nanoTime() - start) * 1e-9;
            return new Outcome(new RankSearch.Outcome(rank, losses, epochs, Double.NaN, spectrum().floor(rank), errors[best], best, seconds),
                    new Agreement(rank, consensus.cophenetic(), consensus.dispersion()));
        }

        private double loss(double objective) {
            return 2 * objective / shared.x().size();
        }

        private Watch<LowRank> watch(int rank, int seed, Listener listener) {
            return progress -> {
                listener.epoch(rank, progress.epoch().number(), progress.epochs(), seed, new double[] {loss(progress.epoch().objective())});
                return Watch.Verdict.GO_ON;
            };
        }

        private static Factors factors(Matrix side) {
            return new Factors(side.toFloats(), side.rows(), side.columns());
        }
    }

    /// The ranks that the seeds agree on, best reason first: that of the highest cophenetic correlation, behind which it falls (Brunet and
    /// others 2004), and that of the highest dispersion (Kim and Park 2007); of equal ones the highest rank.
    ///
    /// @param agreements of the ranks tried, in any order. Rank 1, at which all seeds agree on anything, does not count
    /// @return empty where no other was tried
    public static List<RankCurve.Choice> choices(List<Agreement> agreements) {
        List<Agreement> sorted = agreements.stream().filter(one -> one.rank() > 1).sorted(Comparator.comparingInt(Agreement::rank)).toList();
        if (sorted.isEmpty()) return List.of();
        return List.of(choice("cophenetic", "their cophenetic correlation", Agreement::cophenetic, sorted), choice("dispersion", "their dispersion", Agreement::dispersion, sorted));
    }

    private static RankCurve.Choice choice(String name, String what, ToDoubleFunction<Agreement> measure, List<Agreement> sorted) {
        Agreement best = sorted.getFirst();
        for (Agreement one : sorted) if (measure.applyAsDouble(one) >= measure.applyAsDouble(best) - EQUAL) best = one;
        String beyond = best == sorted.getLast() ? ", the last rank tried: a higher one may do as well" : "";
        return new RankCurve.Choice(name, best.rank(), String.format(Locale.ROOT, "seeds agree best on which rows belong together, %s is %.4f%s", what, measure.applyAsDouble(best), beyond));
    }
}

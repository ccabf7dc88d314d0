package mf4j.lowrank;

import mf4j.kernel.Kernel;
import mf4j.matrix.Matrix;
import mf4j.matrix.Qr;
import mf4j.train.Check;
import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Seeds;
import mf4j.train.Sweep;

import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/// Which rank predicts random entries of the matrix best that were hidden from it (Wold 1978), each rank fitted by expectation and maximisation:
/// hidden entries are filled in by the model, the model is the best of its rank for the filled matrix.
///
/// Each round fills in and takes one step of orthogonal iteration; the rounds of a rank begin where those of the rank before ended and
/// end when the squared error over the entries that are not hidden falls by less than the tolerance, of itself. Cost: `6 n d rank` operations a round. A rank
/// that needs many rounds predicts worse than its optimum would: the answer is about a model that can be had.
///
/// @param share     of entries that are hidden
/// @param rounds    at most, for each rank
/// @param tolerance least fall of the error that goes on
/// @param seed      of what is hidden
public record HeldOut(
        @Knob(value = "share of entries that are hidden", atLeast = 0, above = true, atMost = 0.9) double share,
        @Knob(value = "rounds at most for each rank", atLeast = 1, atMost = 100_000) int rounds,
        @Knob(value = "least fall of the error that goes on", atLeast = 0) double tolerance,
        @Knob("seed of what is hidden") long seed) {
    private static final Kernel KERNEL = Kernel.active();
    private static final int MOST_PARTS = 16;

    /// Checks the knobs.
    public HeldOut {
        Knobs.check(HeldOut.class, share, rounds, tolerance, seed);
    }

    /// One entry in ten.
    public static HeldOut defaults() {
        return new HeldOut(0.1, 100, 1e-4, 0);
    }

    /// With another share.
    public HeldOut withShare(double share) {
        return Knobs.with(this, "share", share);
    }

    /// With other rounds.
    public HeldOut withRounds(int rounds) {
        return Knobs.with(this, "rounds", rounds);
    }

    /// With another tolerance.
    public HeldOut withTolerance(double tolerance) {
        return Knobs.with(this, "tolerance", tolerance);
    }

    /// With other entries hidden.
    public HeldOut withSeed(long seed) {
        return Knobs.with(this, "seed", seed);
    }

    /// The errors of some ranks.
    ///
    /// @param ranks ascending, from 0 to the shorter side; 0 predicts 0
    public RankErrors errors(Matrix x, int... ranks) {
        return errors(x, ranks, (_, _) -> { });
    }

    /// The same, telling each rank and its error as soon as it is known.
    public RankErrors errors(Matrix x, int[] ranks, BiConsumer<Integer, Double> told) {
        Check check = Check.of(HeldOut.class);
        for (int j = 0; j < ranks.length; j++) {
            check.that(ranks[j] >= (j == 0 ? 0 : ranks[j - 1] + 1) && ranks[j] <= x.shortSide(), "ranks", "ascend within 0 to " + x.shortSide(), ranks[j]);
        }
        x.finite();
        Filling filling = new Filling(this, x);
        double[] errors = new double[ranks.length];
        for (int j = 0; j < ranks.length; j++) {
            errors[j] = filling.error(ranks[j]);
            told.accept(ranks[j], errors[j]);
        }
        check.that(filling.hidden > 0, "share", "hide at least one of " + x.size() + " entries", share);
        return new RankErrors("held-out", ranks.clone(), errors);
    }

    /// The model so far: `left next^T`, for rows that were projected on the space that the round before had.
    private static final class Filling {
        private final HeldOut knobs;
        private final Matrix x;
        private final int d;
        private final Seeds seeds;
        private final int block;
        private double[] left = {};   // rows x rank
        private double[] space = {};  // rank x columns, what left belongs to
        private double[] next = {};   // rank x columns, for the next round
        private long hidden;

        Filling(HeldOut knobs, Matrix x) {
            this.knobs = knobs;
            this.x = x;
            this.d = x.columns();
            this.seeds = Seeds.of(knobs.seed).forPurpose("hidden");
            this.block = x.blockRows();
        }

        /// Mean squared error over what is hidden, after the rounds of a rank.
        double error(int rank) {
            grow(rank);
            double known = Double.POSITIVE_INFINITY;
            for (int round = 0; ; round++) {
                Sums sums = round(rank);
                hidden = (long) sums.count;
                boolean settled = known - sums.known <= knobs.tolerance * sums.known;
                if (rank == 0 || round > 1 && settled || round > knobs.rounds) return sums.error / sums.count;
                known = round == 0 ? Double.POSITIVE_INFINITY : sums.known;
            }
        }

        /// More components, drawn at random and orthogonal to those that are there; the model stays what it is.
        private void grow(int rank) {
            int before = next.length / d;
            double[] basis = Arrays.copyOf(next, rank * d);
            for (int k = before; k < rank; k++) {
                RandomGenerator stream = seeds.forPurpose("space").stream(k);
                for (int j = 0; j < d; j++) basis[k * d + j] = stream.nextGaussian();
            }
            next = orthonormal(basis, rank);
        }

        private double[] orthonormal(double[] rows, int rank) {
            if (rank == 0) return rows;
            double[] identity = new double[rank * rank];
            for (int k = 0; k < rank; k++) identity[k * rank + k] = 1;
            return Matrix.of(Qr.of(Matrix.of(rows, rank, d).transposed()).times(identity, rank), d, rank).transposed().toDoubles();
        }

        /// Squared errors of the model before the round, over what is hidden and what is not, and `X^T` times the new left side.
        private static final class Sums {
            double error;
            double count;
            double known;
            final double[] product;

            Sums(int size) {
                this.product = new double[size];
            }

            void add(Sums other) {
                error += other.error;
                count += other.count;
                known += other.known;
                KERNEL.axpy(1.0, other.product, 0, product, 0, product.length);
            }
        }

        private Sums round(int rank) {
            int part = Math.max(block, Math.ceilDiv(x.rows(), MOST_PARTS));
            Sums[] parts = new Sums[Math.ceilDiv(x.rows(), part)];
            double[] made = new double[Math.multiplyExact(x.rows(), rank)];
            Sweep.over(x.rows(), part, () -> new double[2 * block * d], (scratch, from, to) -> {
                Sums sums = new Sums(rank * d);
                for (int start = from; start < to; start += block) advance(rank, start, Math.min(to, start + block), scratch, made, sums);
                parts[from / part] = sums;
            });
            for (int p = 1; p < parts.length; p++) parts[0].add(parts[p]);
            left = made;
            space = next;
            next = orthonormal(parts[0].product, rank);
            return parts[0];
        }

        private void advance(int rank, int from, int to, double[] scratch, double[] made, Sums sums) {
            int rows = to - from;
            int model = block * d;
            int before = space.length / d;
            x.copy(from, to, scratch, 0);
            KERNEL.gemm(false, false, rows, d, before, 1.0, left, from * before, before, space, 0, d, 0.0, scratch, model, d);
            for (int r = 0; r < rows; r++) fill(from + r, scratch, r * d, model + r * d, sums);
            KERNEL.gemm(false, true, rows, rank, d, 1.0, scratch, 0, d, next, 0, d, 0.0, made, from * rank, rank);
            KERNEL.gemm(true, false, rank, d, rows, 1.0, made, from * rank, rank, scratch, 0, d, 1.0, sums.product, 0, d);
        }

        /// Which entries of a row are hidden depends on the seed and the row alone.
        private void fill(int row, double[] scratch, int at, int model, Sums sums) {
            RandomGenerator stream = seeds.stream(row);
            for (int j = 0; j < d; j++) {
                double error = scratch[at + j] - scratch[model + j];
                if (stream.nextDouble() < knobs.share) {
                    sums.error += error * error;
                    sums.count++;
                    scratch[at + j] = scratch[model + j];
                } else {
                    sums.known += error * error;
                }
            }
        }
    }
}

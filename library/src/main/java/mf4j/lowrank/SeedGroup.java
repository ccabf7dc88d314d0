package mf4j.lowrank;

import mf4j.matrix.Factors;
import mf4j.matrix.Matrix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Several seeds of one rank that descend side by side.
abstract class SeedGroup {
    private final int[] epochs;
    private final boolean[] stopped;

    SeedGroup(int count) {
        this.epochs = new int[count];
        this.stopped = new boolean[count];
    }

    /// One step of those that were not stopped.
    ///
    /// @return the losses before it, NaN of the stopped
    final double[] step(int epoch) {
        List<Integer> going = new ArrayList<>();
        for (int s = 0; s < stopped.length; s++) if (!stopped[s]) going.add(s);
        double[] some = step(going, epoch);
        double[] losses = new double[stopped.length];
        Arrays.fill(losses, Double.NaN);
        for (int j = 0; j < some.length; j++) {
            int s = going.get(j);
            losses[s] = Double.isNaN(some[j]) ? Double.POSITIVE_INFINITY : some[j];
            epochs[s] = epoch;
        }
        return losses;
    }

    abstract double[] step(List<Integer> going, int epoch);

    abstract Factors left(int seed);

    abstract Factors right(int seed);

    final void stop(int seed) {
        stopped[seed] = true;
    }

    final int epochs(int seed) {
        return epochs[seed];
    }

    private static GradientFactorization.Start start(GradientFactorization trainer, Matrix x, int seed) {
        return GradientFactorization.Start.normal(x, trainer.rank(), trainer.deviation(), seed);
    }

    /// Over all rows.
    static final class Whole extends SeedGroup {
        private final DescentPass pass;
        private final Loss loss;
        private final List<DescentState> states = new ArrayList<>();

        Whole(GradientFactorization trainer, Matrix x, DescentPass pass, int first, int count) {
            super(count);
            this.pass = pass;
            this.loss = trainer.loss();
            for (int s = 0; s < count; s++) {
                GradientFactorization.Start start = start(trainer, x, first + s);
                states.add(new DescentState(trainer, start.left(), start.right()));
            }
        }

        @Override
        double[] step(List<Integer> going, int epoch) {
            return pass.step(going.stream().map(states::get).toList(), loss, epoch);
        }

        @Override
        Factors left(int seed) {
            return states.get(seed).keptLeft();
        }

        @Override
        Factors right(int seed) {
            return states.get(seed).keptRight();
        }
    }

    /// In the space of the matrix's own rank.
    static final class Compressed extends SeedGroup {
        private final GradientFactorization trainer;
        private final boolean turned;
        private final List<CompressedDescent> runs = new ArrayList<>();

        Compressed(GradientFactorization trainer, Matrix x, Compression space, int first, int count) {
            super(count);
            this.trainer = trainer;
            this.turned = x.rows() < x.columns();
            for (int s = 0; s < count; s++) runs.add(CompressedDescent.of(trainer, x, space, start(trainer, x, first + s)));
        }

        @Override
        double[] step(List<Integer> going, int epoch) {
            return going.stream().mapToDouble(s -> runs.get(s).step(trainer, epoch)).toArray();
        }

        @Override
        Factors left(int seed) {
            return turned ? Pq.transposed(runs.get(seed).right()) : runs.get(seed).left();
        }

        @Override
        Factors right(int seed) {
            return turned ? Pq.transposed(runs.get(seed).left()) : runs.get(seed).right();
        }
    }
}

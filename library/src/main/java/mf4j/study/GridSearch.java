package mf4j.study;

import mf4j.train.Knob;
import mf4j.train.Knobs;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Every point of a grid once, in the order of Vizier's: the parameter declared first varies fastest, whole and discrete numbers ascend,
/// choices come in the order of their text, a continuum is cut into points equally far on its scale, both bounds among them. Unlike Vizier's it
/// ends the study after the last point.
///
/// @param seed   of the shuffling
/// @param reals  points of a continuum
/// @param shuffled whether the points come in an order drawn from the seed: any of all orders' worth of permutations that four rounds of a
///               Feistel network reach, which needs no memory for it
public record GridSearch(@Knob("seed of the shuffling") long seed,
                         @Knob(value = "points of a continuum", atLeast = 1) int reals,
                         @Knob("whether the points come in an order drawn from the seed") boolean shuffled) implements Sampler {
    /// Checks the knobs.
    public GridSearch {
        Knobs.check(GridSearch.class, seed, reals, shuffled);
    }

    /// Ten points of a continuum, in order.
    public static GridSearch defaults() {
        return new GridSearch(0, 10, false);
    }

    @Override
    public GridSearch withSeed(long seed) {
        return Knobs.with(this, "seed", seed);
    }

    /// With another number of points of a continuum.
    public GridSearch withReals(int reals) {
        return Knobs.with(this, "reals", reals);
    }

    /// In an order drawn from the seed.
    public GridSearch withShuffled(boolean shuffled) {
        return Knobs.with(this, "shuffled", shuffled);
    }

    @Override
    public Proposer proposer(Space space, List<Goal> goals) {
        Lattice lattice = new Lattice(space, reals);
        Shuffle order = new Shuffle(lattice.count(), seed);
        Fold<Walk> walks = new Fold<>(() -> new Walk(lattice, order), (walk, one) -> walk.tried.add(key(one.point())));
        return evidence -> walks.of(evidence.trials()).next();
    }

    /// What was tried, and how far the grid is known to be among it.
    private final class Walk {
        private final Lattice lattice;
        private final Shuffle order;
        private final Set<List<Double>> tried = new HashSet<>();
        private long index;

        Walk(Lattice lattice, Shuffle order) {
            this.lattice = lattice;
            this.order = order;
        }

        Optional<double[]> next() {
            for (; index < lattice.count(); index++) {
                double[] point = lattice.at(shuffled ? order.at(index) : index);
                if (!tried.contains(key(point))) return Optional.of(point);
            }
            return Optional.empty();
        }
    }

    private static List<Double> key(double[] point) {
        return Arrays.stream(point).boxed().toList();
    }
}

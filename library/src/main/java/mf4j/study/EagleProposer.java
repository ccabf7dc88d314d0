package mf4j.study;

import mf4j.train.Seeds;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Chooses by an [Eagle]: the place of the trial's number decides which fly moves.
final class EagleProposer implements Proposer {
    private static final double SIGHT = 10;

    private final Eagle knobs;
    private final Space space;
    private final Fold<Flies> fold;
    private final Proposer start;

    EagleProposer(Eagle knobs, Space space) {
        this.knobs = knobs;
        this.space = space;
        this.fold = new Fold<>(() -> new Flies(space, knobs.perturbation()), Flies::take);
        this.start = QuasiRandom.defaults().withSeed(knobs.seed()).proposer(space, List.of());
    }

    /// Parameters that are seen equally far.
    private enum Sort {
        REAL(3), WHOLE(1), CHOICE(0.2);

        private final double visibility;

        Sort(double visibility) {
            this.visibility = visibility;
        }

        static Sort of(Parameter parameter) {
            return parameter.categorical() ? CHOICE : parameter.continuous() ? REAL : WHOLE;
        }
    }

    @Override
    public Optional<double[]> next(Evidence evidence) {
        Flies flies = fold.of(evidence.trials().stream().filter(Observation::finished).toList());
        Flies.Fly fly = flies.of(evidence.number());
        if (fly == null) return start.next(evidence);
        Seeds.Stream random = evidence.random(knobs.seed(), "eagle");
        double[] genome = complete(fly.genome(), random);
        pull(genome, fly, flies.all(), random);
        shake(genome, fly.perturbation(), random);
        return Optional.of(point(genome));
    }

    private double[] complete(double[] genome, RandomGenerator random) {
        double[] whole = genome.clone();
        for (int j = 0; j < whole.length; j++) {
            Parameter p = space.parameter(j);
            double drawn = p.drawn(random.nextDouble());
            if (Double.isNaN(whole[j])) whole[j] = p.categorical() ? drawn : p.toUnit(drawn);
        }
        return whole;
    }

    private void pull(double[] genome, Flies.Fly fly, Flies.Fly[] all, Seeds.Stream random) {
        for (int k : random.permutation(0, all.length)) {
            if (all[k] == fly) continue;
            double[] other = all[k].genome();
            double force = Standing.ORDER.compare(all[k].trial(), fly.trial()) < 0 ? knobs.gravity() : -knobs.repulsion();
            double[] weights = weights(genome, other, force);
            for (int j = 0; j < genome.length; j++) {
                if (Double.isNaN(other[j])) continue;
                Sort sort = Sort.of(space.parameter(j));
                double weight = weights[sort.ordinal()];
                if (sort != Sort.CHOICE) genome[j] = weight * other[j] + (1 - weight) * genome[j];
                else if (random.nextDouble() < weight) genome[j] = other[j];
            }
        }
    }

    /// Per sort `force exp(-10 visibility distance^2 / n)` of its n parameters, from where the flies before have pulled it.
    private double[] weights(double[] own, double[] other, double force) {
        double[] squares = new double[Sort.values().length];
        int[] counts = new int[squares.length];
        for (int j = 0; j < own.length; j++) {
            if (Double.isNaN(other[j])) continue;
            Sort sort = Sort.of(space.parameter(j));
            squares[sort.ordinal()] += sort != Sort.CHOICE ? (own[j] - other[j]) * (own[j] - other[j]) : own[j] == other[j] ? 0 : 1;
            counts[sort.ordinal()]++;
        }
        double[] weights = new double[squares.length];
        for (Sort sort : Sort.values()) weights[sort.ordinal()] = force * Math.exp(-SIGHT * sort.visibility * squares[sort.ordinal()] / Math.max(1, counts[sort.ordinal()]));
        return weights;
    }

    /// A random step: Laplace's, the longest coordinate made as long as the perturbation; at least a share where values have one. Choices are drawn
    /// anew with its chance.
    private void shake(double[] genome, double perturbation, RandomGenerator random) {
        double[] steps = new double[genome.length];
        double longest = 0;
        for (int j = 0; j < steps.length; j++) {
            double e = random.nextExponential();
            steps[j] = random.nextBoolean() ? e : -e;
            if (!space.parameter(j).categorical()) longest = Math.max(longest, e);
        }
        for (int j = 0; j < steps.length; j++) {
            Parameter p = space.parameter(j);
            if (p.categorical()) {
                double chance = random.nextDouble();
                double drawn = p.drawn(random.nextDouble());
                if (chance < perturbation) genome[j] = drawn;
            } else {
                double length = p.continuous() ? perturbation : Math.max(perturbation, 1.0 / p.count());
                genome[j] = Math.clamp(genome[j] + length * steps[j] / longest, 0, 1);
            }
        }
    }

    private double[] point(double[] genome) {
        double[] point = new double[genome.length];
        for (int j = 0; j < point.length; j++) point[j] = space.parameter(j).categorical() ? genome[j] : space.parameter(j).fromUnit(genome[j]);
        return space.masked(point);
    }
}

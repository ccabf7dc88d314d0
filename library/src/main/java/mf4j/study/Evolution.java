package mf4j.study;

import mf4j.train.Seeds;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Chooses children of a population. A generation is as many evaluated trials as the population has, in the order of their numbers; the first is
/// random.
final class Evolution implements Proposer {
    private final Space space;
    private final long seed;
    private final Breeding breeding;
    private final Fold<Generations> fold;

    Evolution(Space space, long seed, Breeding breeding, int population, Survival survival) {
        this.space = space;
        this.seed = seed;
        this.breeding = breeding;
        this.fold = new Fold<>(() -> new Generations(population, survival), Generations::take);
    }

    @Override
    public Optional<double[]> next(Evidence evidence) {
        List<Survival.Member> parents = fold.of(evidence.trials().stream().filter(Evolution::evaluated).toList()).members;
        Seeds.Stream random = evidence.random(seed, "evolution");
        if (parents.isEmpty()) return Optional.of(space.random(random));
        Survival.Member mother = parent(parents, random);
        Survival.Member father = parent(parents, random);
        for (int again = 0; again < 10 && mother == father; again++) father = parent(parents, random);
        return Optional.of(breeding.child(mother.trial().point(), father.trial().point(), random));
    }

    private static boolean evaluated(Observation one) {
        return one.kind() == Observation.Kind.COMPLETE && Arrays.stream(one.losses()).noneMatch(Double::isNaN);
    }

    /// The better of two.
    private static Survival.Member parent(List<Survival.Member> members, Seeds.Stream random) {
        Survival.Member one = members.get(random.nextInt(members.size()));
        Survival.Member other = members.get(random.nextInt(members.size()));
        if (one.front() != other.front()) return one.front() < other.front() ? one : other;
        return one.crowding() >= other.crowding() ? one : other;
    }

    private static final class Generations {
        private final int population;
        private final Survival survival;
        private final List<Observation> block = new ArrayList<>();
        private List<Survival.Member> members = List.of();
        private int generation;

        Generations(int population, Survival survival) {
            this.population = population;
            this.survival = survival;
        }

        void take(Observation one) {
            block.add(one);
            if (block.size() < population) return;
            List<Observation> all = new ArrayList<>(members.stream().map(Survival.Member::trial).toList());
            all.addAll(block);
            members = survival.of(all, population, generation++);
            block.clear();
        }
    }
}

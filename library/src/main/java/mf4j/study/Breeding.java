package mf4j.study;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Makes a point of two: crossover, then mutation (Deb and Agrawal 1995; Deb and Goyal 1996).
///
/// @param space     of the points
/// @param crossover how numbers of two points are mixed
/// @param rate      chance that they are mixed at all
/// @param spread    index of the distribution of a simulated binary crossover: the higher, the nearer to the parents
/// @param mutation  index of the distribution of a mutation: the higher, the nearer to the number
record Breeding(Space space, Crossover crossover, double rate, double spread, double mutation) {
    /// A child of two points, of which it is neither as far as the space allows.
    double[] child(double[] mother, double[] father, RandomGenerator random) {
        double[] child = new double[space.size()];
        boolean mixed = random.nextDouble() < rate;
        for (int j = 0; j < child.length; j++) {
            Parameter p = space.parameter(j);
            double value = gene(p, mother[j], father[j], mixed, random);
            boolean mutated = random.nextDouble() < 1.0 / child.length;
            child[j] = mutated ? mutated(p, value, random) : value;
        }
        space.masked(child);
        if (Arrays.equals(child, mother) || Arrays.equals(child, father)) redraw(child, random);
        return child;
    }

    /// What only one of them has is its; what none has is drawn.
    private double gene(Parameter p, double mother, double father, boolean mixed, RandomGenerator random) {
        double spare = p.drawn(random.nextDouble());
        if (Double.isNaN(mother) && Double.isNaN(father)) return spare;
        if (Double.isNaN(mother) || Double.isNaN(father)) return Double.isNaN(mother) ? father : mother;
        boolean swap = random.nextBoolean();
        double chance = random.nextDouble();
        boolean other = random.nextBoolean();
        if (!mixed) return mother;
        if (p.categorical() || crossover == Crossover.UNIFORM) return swap ? father : mother;
        return swap ? value(p, simulatedBinary(place(p, mother), place(p, father), chance, other, spread)) : mother;
    }

    private double mutated(Parameter p, double value, RandomGenerator random) {
        double chance = random.nextDouble();
        return p.categorical() ? p.drawn(chance) : value(p, polynomial(place(p, value), chance, mutation));
    }

    private void redraw(double[] child, RandomGenerator random) {
        int[] active = IntStream.range(0, child.length).filter(j -> !Double.isNaN(child[j]) && space.parameter(j).count() > 1).toArray();
        if (active.length == 0) return;
        int j = active[random.nextInt(active.length)];
        child[j] = another(space.parameter(j), child[j], random.nextDouble());
        for (int k = 0; k < child.length; k++) {
            double drawn = space.parameter(k).drawn(random.nextDouble());
            if (Double.isNaN(child[k])) child[k] = drawn;
        }
        space.masked(child);
    }

    private static double another(Parameter p, double inside, double u) {
        if (p.continuous()) return p.drawn(u);
        return p.at((Cells.index(p, inside) + 1 + (long) (u * (p.count() - 1))) % p.count());
    }

    private static double place(Parameter p, double inside) {
        return Cells.middle(p, inside);
    }

    private static double value(Parameter p, double place) {
        return p.continuous() ? p.fromUnit(place) : p.drawn(Math.clamp(place, 0, Math.nextDown(1.0)));
    }

    /// One of two numbers about those of the parents, in [0, 1]: as far from each other as crossing two numbers bit by bit would make them.
    ///
    /// @param chance uniform in [0, 1)
    /// @param upper  which of the two
    static double simulatedBinary(double a, double b, double chance, boolean upper, double spread) {
        double low = Math.min(a, b);
        double high = Math.max(a, b);
        if (high - low < 1e-14) return a;
        double room = 1 + 2 * (upper ? 1 - high : low) / (high - low);
        double alpha = 2 - Math.pow(room, -(spread + 1));
        double ratio = Math.pow(chance <= 1 / alpha ? chance * alpha : 1 / (2 - chance * alpha), 1 / (spread + 1));
        return Math.clamp(0.5 * (low + high + (upper ? ratio : -ratio) * (high - low)), 0, 1);
    }

    /// A number about one of [0, 1]; half of the chances are below it.
    ///
    /// @param chance uniform in [0, 1)
    static double polynomial(double place, double chance, double index) {
        double power = index + 1;
        double step = chance < 0.5 ? Math.pow(2 * chance + (1 - 2 * chance) * Math.pow(1 - place, power), 1 / power) - 1
                : 1 - Math.pow(2 * (1 - chance) + (2 * chance - 1) * Math.pow(place, power), 1 / power);
        return Math.clamp(place + step, 0, 1);
    }
}

package mf4j.study;

import java.util.Arrays;

/// The flies of an [Eagle], each in its place, as the trials that have ended left them.
final class Flies {
    private static final double SMALLER = 0.9;  // a random step after a failure
    private static final double LARGER = 10;    // after a step to where it was
    private static final double LARGEST = 0.5;
    private static final double LEAST = 0.001;  // below it a fly is given up

    private final Space space;
    private final double perturbation;
    private final Fly[] places;
    private int best = -1;

    /// A fly.
    ///
    /// @param trial        the best of its trials
    /// @param genome       places of its values on their scales; of choices the index; NaN where not active
    /// @param perturbation length of its random steps
    record Fly(Observation trial, double[] genome, double perturbation) { }

    Flies(Space space, double perturbation) {
        this.space = space;
        this.perturbation = perturbation;
        this.places = new Fly[capacity(space.size())];
    }

    /// How many places there are for flies.
    static int capacity(int dimensions) {
        return (int) Math.min(1000, 10 + Math.round((Math.pow(dimensions, 1.2) + dimensions) / 2));
    }

    int capacity() {
        return places.length;
    }

    /// The fly that a trial's number moves; null where there is none.
    Fly of(int number) {
        return places[number % places.length];
    }

    /// Those that there are.
    Fly[] all() {
        return Arrays.stream(places).filter(fly -> fly != null).toArray(Fly[]::new);
    }

    static double[] genome(Space space, double[] point) {
        double[] genome = new double[point.length];
        for (int j = 0; j < genome.length; j++) {
            genome[j] = Double.isNaN(point[j]) || space.parameter(j).categorical() ? point[j] : space.parameter(j).toUnit(point[j]);
        }
        return genome;
    }

    /// A trial that has ended: its fly goes there if that is better, else makes smaller steps.
    void take(Observation trial) {
        int place = trial.number() % places.length;
        Fly fly = places[place];
        if (fly == null) {
            if (Standing.tells(trial)) settle(place, new Fly(trial, genome(space, trial.point()), perturbation));
        } else if (Standing.ORDER.compare(trial, fly.trial()) < 0) {
            settle(place, new Fly(trial, genome(space, trial.point()), fly.perturbation()));
        } else {
            boolean same = Arrays.equals(trial.point(), fly.trial().point());
            double next = same ? Math.min(LARGEST, LARGER * fly.perturbation()) : SMALLER * fly.perturbation();
            places[place] = next < LEAST && place != best ? null : new Fly(fly.trial(), fly.genome(), Math.max(next, LEAST));
        }
    }

    private void settle(int place, Fly fly) {
        places[place] = fly;
        if (best < 0 || Standing.ORDER.compare(fly.trial(), places[best].trial()) < 0) best = place;
    }
}

package mf4j.study;

import mf4j.train.Seeds;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Chooses by a [CmaEs]. Its distribution is worked out of the trials that have ended, a generation of them after the other.
///
/// A trial's point says less than what was drawn: numbers were rounded, others are not active. So what it would have drawn for the trial is drawn
/// again, from the last distributions; only where that is not the trial's point is the middle of the values' shares taken.
final class CmaProposer implements Proposer {
    private static final int ATTEMPTS = 4;         // of a trial to be told apart from another's
    private static final double SETTLED = 1e-9;    // of the length of a scale
    private static final int REDRAWN = 10;         // times per dimension, before a point is clipped

    private final CmaEs knobs;
    private final Space space;
    private final int[] numbers; // dimensions that are adapted
    private final List<Parameter> parameters;
    private final Fold<Generations> fold;

    CmaProposer(CmaEs knobs, Space space) {
        this.knobs = knobs;
        this.space = space;
        this.numbers = IntStream.range(0, space.size()).filter(j -> !space.parameter(j).categorical() && space.parameter(j).count() > 1).toArray();
        this.parameters = Arrays.stream(numbers).mapToObj(space::parameter).toList();
        this.fold = new Fold<>(Generations::new, Generations::take);
    }

    @Override
    public Optional<double[]> next(Evidence evidence) {
        if (evidence.number() == 0 || numbers.length == 0) return Optional.of(space.random(evidence.random(knobs.seed(), "cma start")));
        CmaState state = fold.of(evidence.trials().stream().filter(one -> one.finished() && one.number() > 0).toList()).state;
        return Optional.of(point(genome(state, evidence), evidence));
    }

    /// Values of the numbers' scales, in [0, 1].
    private double[] genome(CmaState state, Evidence evidence) {
        RandomGenerator random = evidence.random(knobs.seed(), "cma");
        double[] x = state.draw(random);
        for (int again = 0; again < REDRAWN * numbers.length && !within(x); again++) x = state.draw(random);
        for (int j = 0; j < x.length; j++) x[j] = Math.clamp(x[j], 0, 1);
        return x;
    }

    /// Only a continuum has bounds that rounding does not keep.
    private boolean within(double[] x) {
        for (int j = 0; j < x.length; j++) if ((parameters.get(j).continuous() || !knobs.margin()) && !(x[j] >= 0 && x[j] <= 1)) return false;
        return true;
    }

    /// The point of the numbers' places, with choices at random.
    private double[] point(double[] genome, Evidence evidence) {
        RandomGenerator random = evidence.random(knobs.seed(), "cma choices");
        double[] point = new double[space.size()];
        for (int j = 0; j < point.length; j++) point[j] = space.parameter(j).drawn(random.nextDouble());
        for (int k = 0; k < numbers.length; k++) {
            Parameter p = parameters.get(k);
            point[numbers[k]] = p.continuous() ? p.fromUnit(genome[k]) : p.drawn(Math.min(genome[k], Math.nextDown(1.0)));
        }
        return space.masked(point);
    }

    /// The distributions so far, and the trials of the generation that is not complete.
    private final class Generations {
        private final List<Observation> block = new ArrayList<>();
        private int beginnings;
        private CmaState before;
        private CmaState state;

        Generations() {
            if (numbers.length == 0) return;
            state = begin(knobs.population() > 0 ? knobs.population() : CmaRates.population(numbers.length), middle());
            before = state;
        }

        private CmaState begin(int population, double[] mean) {
            return widened(CmaState.begin(CmaRates.of(numbers.length, population, knobs.separable()), mean, knobs.deviation()));
        }

        private CmaState widened(CmaState state) {
            return knobs.margin() ? new CmaMargin(parameters, 1.0 / (state.rates().population() * numbers.length)).applied(state) : state;
        }

        void take(Observation one) {
            block.add(one);
            if (block.size() < state.rates().population()) return;
            if (block.stream().anyMatch(Standing::tells)) learn();
            block.clear();
        }

        private void learn() {
            CmaState next = widened(state.next(block.stream().sorted(Standing.ORDER).map(this::genome).toList()));
            if (next.settled(SETTLED)) {
                double[] elsewhere = new double[numbers.length];
                RandomGenerator random = Seeds.of(knobs.seed()).forPurpose("cma elsewhere").stream(beginnings++);
                Arrays.setAll(elsewhere, _ -> random.nextDouble());
                next = begin(2 * state.rates().population(), elsewhere);
            }
            before = state;
            state = next;
        }

        private double[] genome(Observation one) {
            for (CmaState drawn : before == state ? List.of(state) : List.of(state, before)) {
                for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                    Evidence asked = new Evidence(one.number(), attempt, List.of(), List.of());
                    double[] genome = CmaProposer.this.genome(drawn, asked);
                    if (Arrays.equals(point(genome, asked), one.point())) return genome;
                }
            }
            double[] x = new double[numbers.length];
            for (int k = 0; k < x.length; k++) {
                double inside = one.point()[numbers[k]];
                x[k] = Double.isNaN(inside) ? state.mean(k) : Cells.middle(parameters.get(k), inside);
            }
            return state.near(x);
        }
    }

    private double[] middle() {
        double[] mean = new double[numbers.length];
        for (int k = 0; k < mean.length; k++) {
            Parameter p = parameters.get(k);
            mean[k] = p.initial().map(value -> Cells.middle(p, p.inside(value))).orElse(0.5);
        }
        return mean;
    }
}

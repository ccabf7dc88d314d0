package mf4j.study;

import mf4j.train.Seeds;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Chooses points by Gaussian processes; see [Gp].
final class GpProposer implements Proposer {
    private static final int IMPROVED = 6;          // candidates that are improved
    private static final double EXPLORES = 0.1;     // how often while nothing newer than what is known is pending
    private static final double NOISY = 0.7;        // the same, and the ratio of signal to noise below which it is taken
    private static final double UPPER = 0.25;       // how often the upper bound is taken while something newer is pending
    private static final double ALMOST_NONE = 1e-10; // noise of what is believed where there is much
    private static final double LABELS = 0.5;       // scale of warped labels, beside which a logarithm of a probability counts
    private static final double POLISHED = 0.02;    // deviation below which the upper bound would polish what is known; labels are of deviation about 1
    private static final double BOLDER = 2;         // than the upper bound, by which one in two polishing trials looks elsewhere

    private final Gp gp;
    private final Space space;
    private final Features features;
    private final Proposer spread;
    private final int goals;
    private List<List<Observation>> priors = List.of();
    private List<Beliefs> beliefs;
    private final Fitting violations;

    GpProposer(Gp gp, Space space, int goals) {
        this.gp = gp;
        this.space = space;
        this.goals = goals;
        this.features = new Features(space);
        this.spread = new QuasiRandom(gp.seed()).proposer(space, List.of());
        this.beliefs = beliefs(priors);
        this.violations = Fitting.of(features, Prior.GAMMA, GpProposer::violations, Beliefs::merits, gp.points(), gp.draws(), gp.seed());
    }

    private List<Beliefs> beliefs(List<List<Observation>> priors) {
        return IntStream.range(0, goals).mapToObj(goal -> new Beliefs(gp, features, goal, priors)).toList();
    }

    /// By how much constraints are broken, on a scale that spares the outliers; NaN where it is not known.
    private static double[] violations(List<Observation> trials) {
        double[] sizes = trials.stream().mapToDouble(t -> Math.abs(t.violation())).filter(v -> v > 0 && Double.isFinite(v)).sorted().toArray();
        double scale = sizes.length == 0 ? 1 : sizes[sizes.length / 2];
        return trials.stream().mapToDouble(t -> t.kind() == Observation.Kind.INFEASIBLE && t.feasible() ? Double.NaN : asinh(t.violation() / scale)).toArray();
    }

    private static double asinh(double x) {
        double size = Math.min(Math.abs(x), 1e150);
        return Math.copySign(StrictMath.log(size + Math.sqrt(size * size + 1)), x) + 0 * x;
    }

    @Override
    public synchronized Optional<double[]> next(Evidence evidence) {
        if (!evidence.priors().equals(priors)) {
            priors = evidence.priors();
            beliefs = beliefs(priors);
        }
        List<Observation> finished = evidence.trials().stream().filter(Observation::finished).toList();
        boolean taught = beliefs.getFirst().taught();
        if (!taught && (evidence.trials().size() < gp.starts() || finished.isEmpty())) return start(evidence);
        return chosen(evidence, finished).or(() -> Optional.of(space.random(evidence.random(gp.seed(), "gp spare"))));
    }

    private Optional<double[]> start(Evidence evidence) {
        if (gp.initial() && evidence.trials().isEmpty() && evidence.attempt() == 0) return Optional.of(space.initial());
        return spread.next(evidence);
    }

    private Optional<double[]> chosen(Evidence evidence, List<Observation> finished) {
        List<Observation> pending = evidence.all(Observation.Kind.PENDING).toList();
        boolean explores = gp.hope() == Gp.Hope.UPPER_BOUND_OR_EXPLORE;
        List<Beliefs.Now> now = beliefs.stream().map(one -> one.now(finished)).toList();
        boolean noisy = explores && now.stream().anyMatch(one -> one.signal() < NOISY);
        double[] points = features.byPoint(pending);
        List<Beliefs.Now> later = now.stream().map(one -> one.believing(points, pending.size(), noisy ? ALMOST_NONE : Double.NaN)).toList();
        Seeds.Stream random = evidence.random(gp.seed(), "gp");
        boolean explore = explores && explores(finished, pending, noisy, random);
        Acquisition hope = explore ? exploration(now, later, finished, pending) : goals > 1 ? hypervolume(now, later, random) : single(now.getFirst(), later.getFirst(), finished, pending);
        double weight = goals == 1 && gp.hope() != Gp.Hope.IMPROVEMENT || explore ? LABELS : 1;
        TrustRegion region = region(finished, pending);
        Set<List<Double>> banned = evidence.attempt() == 0 ? Set.of() : tried(evidence);
        List<double[]> known = known(now);
        Function<Acquisition, Optional<double[]>> search = wish -> new PointSearch(features, permitted(wish, finished, weight), region, banned, now.getFirst().process().first().kernel().weights())
                .best(known, gp.candidates(), IMPROVED, random);
        Optional<double[]> best = search.apply(hope);
        if (!explores || explore || goals > 1 || best.isEmpty() || random.nextBoolean() || deviation(later.getFirst(), best.get()) > POLISHED) return best;
        return search.apply(new UpperBound(later.getFirst().surrogate(), now.getFirst().noise(), BOLDER * gp.boldness()));
    }

    private double deviation(Beliefs.Now belief, double[] point) {
        double[] variance = new double[1];
        belief.surrogate().predict(features.of(point), 1, new double[1], variance);
        return Math.sqrt(variance[0]);
    }

    private boolean explores(List<Observation> finished, List<Observation> pending, boolean noisy, Seeds.Stream random) {
        double draw = random.nextDouble();
        if (finished.isEmpty() && (!pending.isEmpty() || !beliefs.getFirst().taught())) return true;
        boolean newer = !pending.isEmpty() && pending.getLast().number() > finished.getLast().number();
        return newer ? draw >= UPPER : draw < (noisy ? NOISY : EXPLORES);
    }

    private Set<List<Double>> tried(Evidence evidence) {
        Set<List<Double>> tried = new HashSet<>();
        for (Observation one : evidence.trials()) tried.add(Arrays.stream(one.point()).boxed().toList());
        return tried;
    }

    private TrustRegion region(List<Observation> finished, List<Observation> pending) {
        List<Observation> trusted = new ArrayList<>(finished);
        if (gp.hope() == Gp.Hope.UPPER_BOUND_OR_EXPLORE) trusted.addAll(pending);
        boolean everywhere = gp.hope() == Gp.Hope.IMPROVEMENT || goals > 1 && gp.hope() == Gp.Hope.UPPER_BOUND;
        return TrustRegion.around(features.byPoint(trusted), everywhere ? 0 : trusted.size(), finished.size(), features);
    }

    /// Points that may be improved on, the best first.
    private List<double[]> known(List<Beliefs.Now> now) {
        List<Observation> trials = now.getFirst().trials();
        double[] sums = new double[trials.size()];
        for (Beliefs.Now one : now) for (int i = 0; i < sums.length; i++) sums[i] += one.labels()[i];
        return IntStream.range(0, sums.length).boxed().sorted(Comparator.comparing((Integer i) -> !trials.get(i).feasible()).thenComparing(i -> -sums[i]))
                .map(i -> trials.get(i).point()).toList();
    }

    private Acquisition single(Beliefs.Now now, Beliefs.Now later, List<Observation> finished, List<Observation> pending) {
        if (gp.hope() != Gp.Hope.IMPROVEMENT) return new UpperBound(later.surrogate(), now.noise(), gp.boldness());
        double[] expected = now.means(pending);
        double best = Arrays.stream(expected).max().orElse(Double.NEGATIVE_INFINITY);
        double worst = Double.POSITIVE_INFINITY;
        for (int i = 0; i < now.labels().length; i++) {
            if (now.trials().get(i).feasible()) best = Math.max(best, now.labels()[i]);
            worst = Math.min(worst, now.labels()[i]);
        }
        return new LogImprovement(later.surrogate(), Double.isFinite(best) ? best : Double.isFinite(worst) ? worst : 0);
    }

    private Acquisition hypervolume(List<Beliefs.Now> now, List<Beliefs.Now> later, Seeds.Stream random) {
        List<UpperBound> bounds = IntStream.range(0, goals).mapToObj(i -> new UpperBound(later.get(i).surrogate(), now.get(i).noise(), gp.boldness())).toList();
        List<Observation> trials = now.getFirst().trials();
        double[][] labels = IntStream.range(0, trials.size()).filter(i -> trials.get(i).feasible()).mapToObj(i -> now.stream().mapToDouble(one -> one.labels()[i]).toArray()).toArray(double[][]::new);
        return new HypervolumeBound(bounds, labels, gp.directions(), random);
    }

    /// The threshold of a goal is its mean at the known or pending point whose upper bounds are greatest, added over the goals.
    private Acquisition exploration(List<Beliefs.Now> now, List<Beliefs.Now> later, List<Observation> finished, List<Observation> pending) {
        List<Observation> all = new ArrayList<>(finished);
        all.addAll(pending);
        double[] sums = new double[all.size()];
        double[] bounds = new double[all.size()];
        double[] points = features.byPoint(all);
        for (Beliefs.Now one : now) {
            new UpperBound(one.surrogate(), one.noise(), gp.boldness()).values(points, bounds.length, bounds);
            for (int i = 0; i < sums.length; i++) sums[i] += bounds[i];
        }
        int best = IntStream.range(0, sums.length).boxed().max(Comparator.comparing(i -> sums[i])).orElse(-1);
        List<PureExploration.Part> parts = new ArrayList<>();
        for (int i = 0; i < goals; i++) {
            double threshold = best < 0 ? Double.NEGATIVE_INFINITY : now.get(i).means(List.of(all.get(best)))[0];
            parts.add(new PureExploration.Part(now.get(i).surrogate(), now.get(i).noise(), later.get(i).surrogate(), later.get(i).process().noise(), threshold));
        }
        return new PureExploration(parts);
    }

    private Acquisition permitted(Acquisition hope, List<Observation> finished, double weight) {
        if (finished.stream().allMatch(Observation::feasible)) return hope;
        return new Permitted(hope, violations.of(finished).process(), weight);
    }
}

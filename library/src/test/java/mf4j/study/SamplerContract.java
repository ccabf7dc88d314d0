package mf4j.study;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/// What every sampler does: it chooses points of the space, by its seed and the evidence alone, and nothing that a trial may bring throws.
abstract class SamplerContract {
    static final Space PLANE = Space.of(Parameter.real("x", -2, 6), Parameter.logarithmic("y", 1e-4, 10));
    static final Space MIXED = Space.of(Parameter.real("rate", 1, 9).on(Scale.REVERSE_LOG), Parameter.whole("units", 1, 900).on(Scale.LOG), Parameter.choice("kind", "a", "b", "c"),
            Parameter.real("step", 0, 2).inSteps(0.25), Parameter.discrete("size", 1, 2, 10), Parameter.bool("flag"), Parameter.whole("fixed", 3, 3));
    static final Space TREE = Space.of(Parameter.choice("solver", "exact", "cg", "sgd"), Parameter.whole("rank", 1, 30))
            .when("solver", List.of("cg"), Parameter.whole("steps", 1, 4)).when("solver", List.of("sgd"), Parameter.choice("momentum", "none", "plain", "nesterov"))
            .when("momentum", List.of("plain", "nesterov"), Parameter.real("beta", 0, 1)).when("solver", List.of("sgd"), Parameter.logarithmic("steps", 5, 600));
    static final Space BITS = Space.of(Parameter.bool("a"), Parameter.bool("b"), Parameter.bool("c"), Parameter.bool("d"), Parameter.bool("e"), Parameter.bool("f"));
    static final Space POINT = Space.of(Parameter.whole("n", 2, 2), Parameter.choice("c", "only"), Parameter.real("x", 1, 1));

    /// As studies have it that do not turn a knob, the start made short where it is long.
    abstract Sampler sampler();

    /// The spaces that it serves.
    List<Space> spaces() {
        return List.of(PLANE, MIXED, TREE, BITS, POINT);
    }

    /// Those that it refuses.
    List<Space> refused() {
        return List.of();
    }

    /// How many goals it serves, the least first.
    List<Integer> goals() {
        return List.of(1);
    }

    /// Length of the studies here: past the start, and past the first generations.
    int trials() {
        return 40;
    }

    /// Whether another seed gives other points.
    boolean seeded() {
        return true;
    }

    static List<Goal> goals(int count) {
        List<Goal> goals = new ArrayList<>();
        for (int j = 0; j < count; j++) goals.add(Goal.minimize("loss" + j));
        return goals;
    }

    /// A loss that every active dimension has a part in.
    static double[] losses(Space space, double[] point, int goals) {
        double[] losses = new double[goals];
        double[] u = space.toUnit(point);
        for (int g = 0; g < goals; g++) {
            for (int j = 0; j < u.length; j++) losses[g] += Double.isNaN(u[j]) ? 0.1 : Math.pow(u[j] - (0.3 + 0.4 * g) + 0.01 * j, 2);
        }
        return losses;
    }

    static Observation complete(int number, double[] point, double... losses) {
        return new Observation(number, Observation.Kind.COMPLETE, point, losses, 0, -1, Double.NaN);
    }

    static Observation pending(Observation one) {
        double[] none = new double[one.losses().length];
        Arrays.fill(none, Double.NaN);
        return new Observation(one.number(), Observation.Kind.PENDING, one.point(), none, Double.NaN, -1, Double.NaN);
    }

    /// Trial n as one that is seen: a few are pruned, infeasible or break a constraint.
    private static Observation outcome(Space space, int number, double[] point, int goals) {
        double[] losses = losses(space, point, goals);
        double[] none = new double[goals];
        Arrays.fill(none, Double.NaN);
        return switch (number % 11) {
            case 4 -> new Observation(number, Observation.Kind.PRUNED, point, losses, 0, 3, losses[0] + 0.1);
            case 7 -> new Observation(number, Observation.Kind.INFEASIBLE, point, none, Double.NaN, -1, Double.NaN);
            case 9 -> new Observation(number, Observation.Kind.COMPLETE, point, losses, 0.5, -1, Double.NaN);
            default -> new Observation(number, Observation.Kind.COMPLETE, point, losses, -0.1, -1, Double.NaN);
        };
    }

    /// What trial `number` sees of those before it.
    private interface Sight {
        boolean seen(int number, int other);
    }

    private static List<Observation> seen(List<Observation> all, int number, Sight sight) {
        return all.stream().map(one -> sight.seen(number, one.number()) ? one : pending(one)).toList();
    }

    private void assertPure(Space space, int goals, Sight sight) {
        Proposer warm = sampler().proposer(space, goals(goals));
        List<Observation> all = new ArrayList<>();
        for (int number = 0; number < trials(); number++) {
            Evidence evidence = new Evidence(number, seen(all, number, sight));
            Optional<double[]> point = warm.next(evidence);
            assertThat(point.isPresent()).as("trial %s of %s", number, space).isEqualTo(sampler().proposer(space, goals(goals)).next(evidence).isPresent());
            if (point.isEmpty()) return;
            assertThat(point.get()).as("trial %s of %s", number, space).containsExactly(sampler().proposer(space, goals(goals)).next(evidence).orElseThrow()).containsExactly(warm.next(evidence).orElseThrow());
            assertIn(space, point.get());
            all.add(outcome(space, number, point.get(), goals));
        }
    }

    private static void assertIn(Space space, double[] point) {
        assertThat(point).hasSize(space.size());
        for (int j = 0; j < point.length; j++) {
            assertThat(Double.isNaN(point[j])).as("%s is active or NaN in %s", space.parameter(j).name(), Arrays.toString(point)).isEqualTo(!space.active(j, point));
            if (space.active(j, point)) assertThat(space.parameter(j).has(point[j])).as("%s has %s", space.parameter(j), point[j]).isTrue();
        }
    }

    /// The same evidence gives the same point, whatever the proposer was asked before; and points are of the space.
    @Test
    void dependsOnTheEvidenceAlone() {
        for (Space space : spaces()) for (int goals : goals()) assertPure(space, goals, (_, _) -> true);
    }

    /// Three trials at a time: the last two are pending.
    @Test
    void dependsOnTheEvidenceAloneWithTrialsPending() {
        for (Space space : spaces()) assertPure(space, goals().getFirst(), (number, other) -> other <= number - 3);
    }

    /// Trials that end in another order than they began: a lesson may come late, between those that are known.
    @Test
    void dependsOnTheEvidenceAloneWhenTrialsEndInAnyOrder() {
        for (Space space : spaces()) assertPure(space, goals().getFirst(), (number, other) -> other + other * 7 % 5 + (other == 6 ? 15 : 0) < number);
    }

    /// A proposer that has seen more, or another study, chooses as one that has seen nothing.
    @Test
    void forgetsWhatIsNotEvidence() {
        for (Space space : spaces()) {
            Proposer warm = sampler().proposer(space, goals(goals().getFirst()));
            List<Observation> all = run(sampler(), space, goals().getFirst());
            if (all.size() < 4) continue;
            warm.next(new Evidence(all.size(), all));
            List<Observation> others = run(sampler().withSeed(77), space, goals().getFirst());
            for (List<Observation> history : List.of(all.subList(0, all.size() / 2), all.subList(all.size() / 3, all.size()), others, List.<Observation>of(), all)) {
                for (int attempt = 0; attempt < 2; attempt++) {
                    Evidence evidence = new Evidence(all.size(), attempt, history, List.of());
                    assertSame(warm.next(evidence), sampler().proposer(space, goals(goals().getFirst())).next(evidence));
                }
            }
        }
    }

    private static void assertSame(Optional<double[]> one, Optional<double[]> other) {
        assertThat(one.isPresent()).isEqualTo(other.isPresent());
        if (one.isPresent()) assertThat(one.get()).containsExactly(other.get());
    }

    private List<Observation> run(Sampler sampler, Space space, int goals) {
        Proposer proposer = sampler.proposer(space, goals(goals));
        List<Observation> all = new ArrayList<>();
        for (int number = 0; number < trials(); number++) {
            Optional<double[]> point = proposer.next(new Evidence(number, List.copyOf(all)));
            if (point.isEmpty()) break;
            all.add(complete(number, point.get(), losses(space, point.get(), goals)));
        }
        return all;
    }

    @Test
    void servesTheSpacesThatItDoesAndSaysWhyNotTheOthers() {
        for (int goals : goals()) for (Space space : spaces()) assertThatCode(() -> sampler().check(space, goals(goals))).doesNotThrowAnyException();
        for (Space space : refused()) assertThatIllegalArgumentException().as("%s", space).isThrownBy(() -> sampler().check(space, goals(goals().getFirst()))).withMessageMatching(".{20,}");
        if (goals().getLast() == 1) assertThatIllegalArgumentException().isThrownBy(() -> sampler().check(spaces().getFirst(), goals(2))).withMessageContaining("goal");
    }

    /// Losses that are all equal, infinite, or not there, and points that are all the same.
    @Test
    void bearsWhatTrialsBring() {
        for (Space space : spaces()) {
            for (int goals : goals()) {
                double[] same = space.initial();
                for (double loss : new double[] {1, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, 1e300, -1e300}) {
                    bears(space, goals, (number, _) -> losses(loss, goals), _ -> Observation.Kind.COMPLETE, null);
                    bears(space, goals, (number, point) -> number % 3 == 0 ? losses(loss, goals) : losses(space, point, goals), _ -> Observation.Kind.COMPLETE, same);
                }
                bears(space, goals, (_, _) -> losses(Double.NaN, goals), _ -> Observation.Kind.PENDING, null);
                bears(space, goals, (_, _) -> losses(Double.NaN, goals), _ -> Observation.Kind.INFEASIBLE, null);
                bears(space, goals, (number, point) -> number == 0 ? losses(space, point, goals) : losses(Double.NaN, goals), number -> number == 0 ? Observation.Kind.COMPLETE : Observation.Kind.INFEASIBLE, null);
                bears(space, goals, (_, _) -> losses(Double.NaN, goals), _ -> Observation.Kind.PRUNED, null);
            }
        }
    }

    private static double[] losses(double loss, int goals) {
        double[] losses = new double[goals];
        Arrays.fill(losses, loss);
        return losses;
    }

    private interface Outcome {
        double[] losses(int number, double[] point);
    }

    private interface Fate {
        Observation.Kind kind(int number);
    }

    private void bears(Space space, int goals, Outcome outcome, Fate fate, double[] only) {
        Proposer proposer = sampler().proposer(space, goals(goals));
        List<Observation> all = new ArrayList<>();
        for (int number = 0; number < trials(); number++) {
            Optional<double[]> point = proposer.next(new Evidence(number, List.copyOf(all)));
            if (point.isEmpty()) return;
            assertIn(space, point.get());
            double[] tried = only == null ? point.get() : only;
            all.add(new Observation(number, fate.kind(number), tried, outcome.losses(number, tried), number % 4 == 0 ? Double.NaN : number % 2, -1, Double.NaN));
        }
    }

    @Test
    void bearsASingleTrial() {
        for (Space space : spaces()) {
            for (int number : new int[] {1, 60}) {
                sampler().proposer(space, goals(goals().getFirst())).next(new Evidence(number, List.of(complete(0, space.initial(), losses(space, space.initial(), goals().getFirst())))))
                        .ifPresent(point -> assertIn(space, point));
            }
        }
    }

    @Test
    void followsItsSeed() {
        assertThat(sampler().withSeed(5).seed()).isEqualTo(5);
        Space space = spaces().getFirst();
        List<double[]> one = run(sampler().withSeed(1), space, goals().getFirst()).stream().map(Observation::point).toList();
        List<double[]> same = run(sampler().withSeed(1), space, goals().getFirst()).stream().map(Observation::point).toList();
        List<double[]> other = run(sampler().withSeed(2), space, goals().getFirst()).stream().map(Observation::point).toList();
        assertThat(Arrays.deepEquals(one.toArray(), same.toArray())).isTrue();
        assertThat(Arrays.deepEquals(one.toArray(), other.toArray())).isEqualTo(!seeded());
    }
}

package mf4j.study;

import mf4j.train.Seeds;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/// Asks a study's sampler: shows it what it may see, and sees that nothing is tried twice where that teaches nothing.
final class Chooser {
    private static final int ATTEMPTS = 8; // of a sampler to find what was not tried, before the next such point is taken

    private final StudyPlan plan;
    private final List<List<Observation>> priors;
    private final Map<Space, Board> boards = new HashMap<>();
    private final Map<Parameter, Board> singles = new HashMap<>();

    /// What a trial begins with.
    ///
    /// @param parameters by name
    /// @param values     in the outside form
    record Choice(Map<String, Parameter> parameters, Map<String, Object> values) { }

    /// A sampler at work on one space.
    ///
    /// @param rest   of the space, without what the sampler has fixed
    /// @param points of the rest
    private record Board(Space space, Proposer proposer, Observations observations, PartiallyFixed.Rest rest, Lattice points) { }

    Chooser(StudyPlan plan, List<List<Observation>> priors) {
        this.plan = plan;
        this.priors = priors;
    }

    private Board board(Space space, Sampler sampler) {
        PartiallyFixed.Rest rest = PartiallyFixed.Rest.of(space, PartiallyFixed.of(sampler));
        return new Board(space, sampler.proposer(space, aims()), new Observations(space, plan.goals()), rest, new Lattice(rest.space(), 0));
    }

    private List<Goal> aims() {
        return plan.goals().stream().filter(goal -> goal.safe().isEmpty()).toList();
    }

    /// What the sampler chooses for a trial; empty where everything was tried.
    ///
    /// @param visible trials below this number are seen with what came of them
    synchronized Optional<Choice> next(List<FrozenTrial> trials, int number, int visible) {
        if (stepwise().isPresent() && stepwise().get().exhausted(finished(trials, number, visible))) return Optional.empty();
        Space space = space(trials, visible);
        if (space.size() == 0) return Optional.of(new Choice(Map.of(), Map.of()));
        return point(space, trials, number, visible).map(point -> choice(space, point));
    }

    /// The same with some values given.
    ///
    /// @throws Infeasible where no point of the study's space has them
    synchronized Choice completed(List<FrozenTrial> trials, int number, int visible, Map<String, Object> fixed) {
        Space space = space(trials, visible);
        if (space.size() == 0) return new Choice(Map.of(), Map.of());
        double[] chosen = point(space, trials, number, visible).orElseGet(space::initial);
        Seeds.Stream random = Seeds.of(plan.sampler().seed()).forPurpose("completed").stream(number);
        double[] point = new double[space.size()];
        for (int j = 0; j < point.length; j++) {
            Parameter p = space.parameter(j);
            double drawn = p.drawn(random.nextDouble());
            double free = Double.isNaN(chosen[j]) ? drawn : chosen[j];
            point[j] = !space.active(j, point) ? Double.NaN : fixed.containsKey(p.name()) ? given(p, fixed.get(p.name()), free) : free;
        }
        return choice(space, point);
    }

    /// A fixed value.
    ///
    /// @param free what stands for it among what is chosen together where an objective asks for another range than before
    /// @throws Infeasible where the study's own space does not have it
    private double given(Parameter parameter, Object value, double free) {
        try {
            return parameter.inside(value);
        } catch (IllegalArgumentException e) {
            if (plan.space().size() > 0) throw new Infeasible(e.getMessage());
            return free;
        }
    }

    /// The value of one parameter that was not known when the trial began. Trials that are under way are not looked at: what they have chosen so
    /// far depends on the time.
    synchronized Object single(List<FrozenTrial> trials, int number, int visible, Parameter parameter) {
        if (parameter.count() == 1) return parameter.outside(parameter.at(0));
        if (stepwise().isPresent()) return parameter.outside(stepwise().get().next(trials.get(number), parameter, finished(trials, number, visible)));
        Board board = singles.computeIfAbsent(parameter, _ -> board(Space.of(parameter), alone(parameter.name())));
        Evidence evidence = new Evidence(number, board.observations().of(finished(comparable(trials, number, visible), number, visible), visible, number));
        return parameter.outside(board.proposer().next(evidence).orElseGet(() -> board.space().random(evidence.random(plan.sampler().seed(), "single")))[0]);
    }

    /// Where the study declares no space.
    private Optional<Stepwise> stepwise() {
        return plan.space().size() > 0 ? Optional.empty() : plan.sampler().stepwise();
    }

    private static List<FrozenTrial> finished(List<FrozenTrial> trials, int number, int visible) {
        return trials.stream().filter(t -> t.number() < Math.min(visible, number) && t.state().finished()).toList();
    }

    /// With a seed of the parameter's own: else all parameters of a trial would be drawn with the same random numbers.
    private Sampler alone(String parameter) {
        return plan.sampler().single().withSeed(Seeds.of(plan.sampler().seed()).forPurpose(parameter).bits(0));
    }

    private List<FrozenTrial> comparable(List<FrozenTrial> trials, int number, int visible) {
        IntPredicate comparable = plan.pruner().comparable(plan.name(), trials.subList(0, Math.clamp(visible, 0, trials.size())), number);
        return trials.stream().filter(t -> comparable.test(t.number())).toList();
    }

    private static Choice choice(Space space, double[] point) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        for (int j = 0; j < point.length; j++) if (!Double.isNaN(point[j])) parameters.put(space.parameter(j).name(), space.parameter(j));
        return new Choice(parameters, space.values(point));
    }

    /// The declared space; else what all trials seen have in common, by name.
    private Space space(List<FrozenTrial> trials, int visible) {
        if (plan.space().size() > 0) return plan.space();
        if (stepwise().isPresent()) return Space.EMPTY;
        Map<String, Parameter> common = null;
        for (FrozenTrial trial : trials) {
            if (trial.number() >= visible || (trial.state() != State.COMPLETE && trial.state() != State.PRUNED)) continue;
            if (common == null) common = new TreeMap<>(trial.parameters());
            else common.entrySet().removeIf(e -> !e.getValue().equals(trial.parameters().get(e.getKey())));
        }
        return common == null ? Space.EMPTY : Space.of(common.values().stream().filter(p -> p.count() > 1).toList());
    }

    /// The sampler learns from trials that can be compared with this one, and what any trial has tried is not tried again.
    private Optional<double[]> point(Space space, List<FrozenTrial> trials, int number, int visible) {
        Board board = boards.computeIfAbsent(space, _ -> board(space, plan.sampler()));
        List<Observation> seen = board.observations().of(comparable(trials, number, visible), visible, number);
        Set<List<Double>> tried = new HashSet<>();
        boolean once = !plan.noisy() && board.points().count() < Long.MAX_VALUE && isWhole(space, trials, visible);
        if (once) board.observations().of(trials, visible, number).stream().map(Observation::point).filter(board.rest()::has).forEach(point -> tried.add(key(point)));
        if (once && tried.size() >= board.points().count()) return Optional.empty();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<double[]> point = board.proposer().next(new Evidence(number, attempt, seen, priors));
            if (point.isEmpty() || !tried.contains(key(point.get()))) return point;
        }
        return untried(board, tried, number);
    }

    /// Whether a point says all that was chosen for trials: no objective has asked for more.
    private static boolean isWhole(Space space, List<FrozenTrial> trials, int visible) {
        Set<String> names = space.parameters().stream().map(Parameter::name).collect(Collectors.toSet());
        return trials.stream().filter(t -> t.state().finished() && t.number() < visible).flatMap(t -> t.parameters().values().stream())
                .allMatch(p -> p.count() == 1 || names.contains(p.name()));
    }

    /// From a random place in the order of the grid on.
    private Optional<double[]> untried(Board board, Set<List<Double>> tried, int number) {
        long count = board.points().count();
        long index = Seeds.of(plan.sampler().seed()).forPurpose("untried").stream(number).nextLong(count);
        for (long left = count; left > 0; left--, index = (index + 1) % count) {
            double[] point = board.rest().point(board.points().at(index));
            if (!tried.contains(key(point))) return Optional.of(point);
        }
        return Optional.empty();
    }

    private static List<Double> key(double[] point) {
        return Arrays.stream(point).boxed().toList();
    }
}

package mf4j.study;

import mf4j.train.Check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Another sampler where some parameters have values that do not change: it chooses the others, as if the fixed ones were not there. Parameters that
/// depend on a fixed one are always active or not there at all.
///
/// It learns from all trials that have the parameters that are left, whatever values the fixed ones had in them.
///
/// @param fixed values by name, in the outside form
/// @param base  what chooses the others
public record PartiallyFixed(Map<String, Object> fixed, Sampler base) implements Sampler {
    /// Keeps its own copy.
    public PartiallyFixed {
        fixed = Map.copyOf(fixed);
    }

    @Override
    public long seed() {
        return base.seed();
    }

    @Override
    public PartiallyFixed withSeed(long seed) {
        return new PartiallyFixed(fixed, base.withSeed(seed));
    }

    /// Names must be of the space, and values of their parameters; of a study whose objective asks for its parameters neither is known before.
    @Override
    public void check(Space space, List<Goal> goals) {
        if (space.size() == 0) {
            base.check(space, goals);
            return;
        }
        Set<String> names = new HashSet<>(space.parameters().stream().map(Parameter::name).toList());
        for (String name : fixed.keySet()) Check.of(PartiallyFixed.class).that(names.contains(name), name, "be one of " + names, fixed.get(name));
        Rest rest = Rest.of(space, fixed);
        if (rest.space.size() > 0) base.check(rest.space, goals);
    }

    @Override
    public Proposer proposer(Space space, List<Goal> goals) {
        Rest rest = Rest.of(space, fixed);
        if (rest.space.size() == 0) return _ -> Optional.of(rest.point(new double[0]));
        Proposer proposer = base.proposer(rest.space, goals);
        Map<List<List<Observation>>, List<List<Observation>>> priors = new IdentityHashMap<>(); // a study has always the same ones
        return evidence -> proposer.next(new Evidence(evidence.number(), evidence.attempt(), rest.seen(evidence.trials()), priors.computeIfAbsent(evidence.priors(), rest::all))).map(rest::point);
    }

    @Override
    public Sampler single() {
        return new PartiallyFixed(fixed, base.single());
    }

    /// The same of parameters that are chosen one by one: the base sees trials without the fixed ones, and only those that had their values.
    @Override
    public Optional<Stepwise> stepwise() {
        return base.stepwise().map(steps -> new Stepwise() {
            @Override
            public boolean exhausted(List<FrozenTrial> before) {
                return steps.exhausted(others(before));
            }

            @Override
            public double next(FrozenTrial trial, Parameter parameter, List<FrozenTrial> before) {
                if (fixed.containsKey(parameter.name())) return parameter.inside(fixed.get(parameter.name()));
                return steps.next(others(trial).orElse(trial), parameter, others(before));
            }
        });
    }

    private List<FrozenTrial> others(List<FrozenTrial> trials) {
        return trials.stream().flatMap(one -> others(one).stream()).toList();
    }

    private Optional<FrozenTrial> others(FrozenTrial trial) {
        Map<String, Parameter> parameters = new LinkedHashMap<>(trial.parameters());
        Map<String, Object> values = new LinkedHashMap<>(trial.values());
        for (Map.Entry<String, Object> one : fixed.entrySet()) {
            Parameter parameter = parameters.remove(one.getKey());
            Object value = values.remove(one.getKey());
            if (parameter != null && !isSame(parameter, value, one.getValue())) return Optional.empty();
        }
        return Optional.of(new FrozenTrial(trial.number(), trial.state(), parameters, values, trial.metrics(), trial.reports(), trial.userAttributes(), trial.systemAttributes(), trial.started(), trial.ended()));
    }

    private static boolean isSame(Parameter parameter, Object value, Object fixed) {
        try {
            return parameter.inside(value) == parameter.inside(fixed);
        } catch (IllegalArgumentException outOfRange) {
            return false;
        }
    }

    /// What a sampler does not choose, by name.
    static Map<String, Object> of(Sampler sampler) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (Sampler one = sampler; one instanceof PartiallyFixed part; one = part.base) part.fixed.forEach(all::putIfAbsent);
        return all;
    }

    /// What is left of a space.
    ///
    /// @param whole      the space
    /// @param space      dimensions that are not fixed and may be active
    /// @param dimensions which of the whole space each is
    /// @param values     of the whole space's fixed dimensions, NaN of the others and of those that are never active
    record Rest(Space whole, Space space, int[] dimensions, double[] values) {
        static Rest of(Space space, Map<String, Object> fixed) {
            double[] values = new double[space.size()];
            Arrays.fill(values, Double.NaN);
            Map<Integer, Integer> places = new LinkedHashMap<>(); // of dimensions that are left
            List<Space.Dimension> left = new ArrayList<>();
            for (int j = 0; j < space.size(); j++) {
                Space.Dimension d = space.dimensions().get(j);
                boolean depends = places.containsKey(d.parent());
                if (!depends && !space.active(j, values)) continue;
                String name = d.parameter().name();
                if (!fixed.containsKey(name)) {
                    places.put(j, left.size());
                    left.add(depends ? new Space.Dimension(d.parameter(), places.get(d.parent()), d.when()) : new Space.Dimension(d.parameter(), -1, List.of()));
                    continue;
                }
                values[j] = d.parameter().inside(fixed.get(name));
            }
            return new Rest(space, new Space(left), places.keySet().stream().mapToInt(j -> j).toArray(), values);
        }

        double[] point(double[] chosen) {
            double[] point = values.clone();
            for (int k = 0; k < dimensions.length; k++) point[dimensions[k]] = chosen[k];
            return whole.masked(point);
        }

        /// Whether a point has the fixed values, where they are active.
        boolean has(double[] point) {
            for (int j = 0; j < point.length; j++) if (!Double.isNaN(values[j]) && whole.active(j, point) && point[j] != values[j]) return false;
            return true;
        }

        private List<List<Observation>> all(List<List<Observation>> priors) {
            return priors.stream().map(this::seen).toList();
        }

        private List<Observation> seen(List<Observation> trials) {
            return trials.stream().flatMap(one -> seen(one).stream()).toList();
        }

        /// Without trials that lack a parameter that is always active now.
        private Optional<Observation> seen(Observation one) {
            double[] rest = Arrays.stream(dimensions).mapToDouble(j -> one.point()[j]).toArray();
            for (int k = 0; k < rest.length; k++) if (Double.isNaN(rest[k]) == space.active(k, rest)) return Optional.empty();
            return Optional.of(new Observation(one.number(), one.kind(), rest, one.losses(), one.violation(), one.lastStep(), one.lastLoss()));
        }
    }
}

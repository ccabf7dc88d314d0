package mf4j.app;

import mf4j.deep.Agreement;
import mf4j.deep.Consensus;
import mf4j.deep.Mixing;
import mf4j.deep.Network;
import mf4j.deep.Outages;
import mf4j.deep.Sensing;
import mf4j.deep.StepBound;
import mf4j.deep.Team;
import mf4j.deep.WeightRule;
import mf4j.train.Trainer;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/// Agents, the network in one part, and how long their steps may be: what every experiment begins with.
record ConsensusSetting(Sensing agents, Network network, Mixing mixing, StepBound bound) {
    private static final long MOST = 4_000_000; // variables of all agents up to which the exact threshold is worth its time and room

    static ConsensusSetting of(Sensing agents, Network drawn, ConsensusLinks links, long seed, Consumer<String> teller) {
        Network whole = links.whole(drawn, seed, teller);
        Mixing mixing = Mixing.of(whole, links.rule());
        return new ConsensusSetting(agents, whole, mixing, StepBound.of(agents, mixing));
    }

    /// The agents at their start, with steps in multiples of the bound of a method: several rounds of mixing have one of their own.
    Team team(ConsensusLinks links, double[] start, long seed, Trainer<Team, Agreement> method) {
        WeightRule rule = links.rule();
        Outages outages = links.outages(seed);
        double[] units = method instanceof Consensus several ? bound.units(several.rounds(), several.chebyshev()) : bound.units();
        return new Team(agents, network, rule, outages, start, units);
    }

    /// The exact threshold; empty where it would take too long, or there is none.
    OptionalDouble threshold() {
        if ((long) agents.count() * agents.size() > MOST) return OptionalDouble.empty();
        try {
            return OptionalDouble.of(bound.threshold().c());
        } catch (ArithmeticException singular) {
            return OptionalDouble.empty();
        }
    }

    /// Warns of steps of gradient descent above the bound.
    void warn(List<Double> steps, Consumer<String> teller) {
        List<Double> above = steps.stream().filter(step -> step > 1).toList();
        if (above.isEmpty()) return;
        double least = Arrays.stream(bound.units()).min().orElseThrow();
        OptionalDouble exact = threshold();
        teller.accept(String.format(Locale.ROOT, "mf4j: %s: above the bound, which is 1, a step of %.4g for the agent that must take the shortest; near the truth the iteration %s", above, least,
                exact.isPresent() ? String.format(Locale.ROOT, "is stable below %.6f exactly", exact.getAsDouble()) : "may be unstable there"));
    }
}

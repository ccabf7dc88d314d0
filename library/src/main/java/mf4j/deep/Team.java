package mf4j.deep;

import mf4j.train.Check;

import java.util.Arrays;

/// Agents, the network over which they speak, how they weigh what they hear, what fails, and where they start.
///
/// @param agents  what each wants
/// @param network who speaks with whom; connected
/// @param rule    of the weights
/// @param outages what fails in a round
/// @param start   the variables of all agents at the beginning, agents x size, row-major
/// @param units   per agent the step that a method's step is a multiple of: the bound of a [StepBound], or 1
public record Team(Agents agents, Network network, WeightRule rule, Outages outages, double[] start, double[] units) {
    private static final int LONGEST = Integer.MAX_VALUE - 8; // array

    /// Checks that all fit together.
    public Team {
        Check check = Check.of(Team.class);
        check.that(network.agents() == agents.count(), "network", "have the " + agents.count() + " agents of the problem", network.agents());
        checkFits(check, agents);
        check.that(start.length == (long) agents.count() * agents.size(), "start", "have " + agents.count() + " x " + agents.size() + " numbers", start.length);
        for (double one : start) if (!Double.isFinite(one)) check.that(false, "start", "be finite", one);
        check.that(units.length == agents.count(), "units", "be one per agent", units.length);
        for (double one : units) check.that(one > 0 && one < Double.POSITIVE_INFINITY, "unit", "be a finite number above 0", one);
        network.checked();
    }

    /// Metropolis weights, nothing fails, everyone starts at the same point.
    ///
    /// @param start size numbers
    public static Team of(Agents agents, Network network, double[] start) {
        Check check = Check.of(Team.class);
        check.that(start.length == agents.size(), "start", "have the " + agents.size() + " numbers of an agent", start.length);
        checkFits(check, agents);
        double[] all = new double[agents.count() * agents.size()];
        for (int i = 0; i < agents.count(); i++) System.arraycopy(start, 0, all, i * agents.size(), agents.size());
        double[] units = new double[agents.count()];
        Arrays.fill(units, 1);
        return new Team(agents, network, WeightRule.METROPOLIS, Outages.NONE, all, units);
    }

    private static void checkFits(Check check, Agents agents) {
        long all = (long) agents.count() * agents.size();
        check.that(all <= LONGEST, "variables", "fit an array, " + agents.count() + " x " + agents.size(), all);
    }

    /// With other weights.
    public Team withRule(WeightRule rule) {
        return new Team(agents, network, rule, outages, start, units);
    }

    /// With failures.
    public Team withOutages(Outages outages) {
        return new Team(agents, network, rule, outages, start, units);
    }

    /// With a start of each agent's own.
    public Team withStart(double[] start) {
        return new Team(agents, network, rule, outages, start, units);
    }

    /// With steps in other units.
    public Team withUnits(double[] units) {
        return new Team(agents, network, rule, outages, start, units);
    }

    /// The weights where nothing fails.
    public Mixing mixing() {
        return Mixing.of(network, rule);
    }

    /// Names everything but the method.
    String fingerprint() {
        return agents.fingerprint() + " over " + network.name() + " of " + network.links() + " links, " + Integer.toHexString(network.neighbours().stream().mapToInt(Arrays::hashCode).reduce(1, (a, b) -> 31 * a + b))
                + ", " + rule + ", " + outages + ", start " + Integer.toHexString(Arrays.hashCode(start)) + ", units " + Integer.toHexString(Arrays.hashCode(units));
    }
}

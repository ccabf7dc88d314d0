package mf4j.app;

import mf4j.deep.Mixing;
import mf4j.deep.Network;
import mf4j.deep.Outages;
import mf4j.deep.WeightRule;
import picocli.CommandLine.Option;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;

/// The flags that say how agents weigh what they hear, and what fails.
final class ConsensusLinks {
    @Option(names = "--weights", paramLabel = "NAME", description = "How much an agent trusts its neighbours: metropolis, lazy-metropolis, max-degree (${DEFAULT-VALUE}).")
    String weights = "metropolis";

    @Option(names = "--link-failure", paramLabel = "P", description = "Probability that a link is down in a round of mixing (${DEFAULT-VALUE}).")
    double linkFailure;

    @Option(names = "--absence", paramLabel = "P", description = "Probability that an agent is away in an iteration (${DEFAULT-VALUE}).")
    double absence;

    @Option(names = "--no-repair", description = "Refuse a network in several parts, instead of joining each with the one before by a random link.")
    boolean noRepair;

    /// @throws IllegalArgumentException with the flag that cannot be
    WeightRule rule() {
        for (WeightRule rule : WeightRule.values()) if (title(rule).equals(weights)) return rule;
        throw new IllegalArgumentException("--weights must be one of " + String.join(", ", Arrays.stream(WeightRule.values()).map(ConsensusLinks::title).toList()) + " but was " + weights);
    }

    private static String title(WeightRule rule) {
        return rule.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Outages outages(long seed) {
        if (!(linkFailure >= 0 && linkFailure < 1)) throw new IllegalArgumentException("--link-failure must be a probability below 1 but was " + linkFailure);
        if (!(absence >= 0 && absence < 1)) throw new IllegalArgumentException("--absence must be a probability below 1 but was " + absence);
        return linkFailure == 0 && absence == 0 ? Outages.NONE : new Outages(linkFailure, absence, seed);
    }

    /// The network in one part.
    ///
    /// @throws IllegalArgumentException where it is in several and may not be repaired
    Network whole(Network drawn, long seed, Consumer<String> teller) {
        if (drawn.connected()) return drawn;
        long parts = Arrays.stream(drawn.parts()).distinct().count();
        if (noRepair) throw new IllegalArgumentException("the network is in " + parts + " parts, which begin at the agents " + Arrays.stream(drawn.parts()).distinct().boxed().toList() + "; add links, or leave --no-repair away");
        Network whole = drawn.repaired(seed);
        teller.accept("mf4j: the network was in " + parts + " parts; " + (whole.links() - drawn.links()) + " random links join them");
        return whole;
    }

    /// For JSON.
    void into(Tree numbers, Network network, Mixing mixing) {
        numbers.put("network.name", network.name()).put("network.links", network.links()).put("network.weights", weights).put("network.least", mixing.spectrum().least());
        numbers.put("network.second", mixing.spectrum().second()).put("network.gap", mixing.spectrum().gap()).put("network.mixingTime", mixing.spectrum().mixingTime(0.01));
        numbers.put("network.linkFailure", linkFailure).put("network.absence", absence);
    }

    String words(Network network, Mixing mixing) {
        return String.format(Locale.ROOT, "%s of %s links, %s weights: lambda_min %.4f, spectral gap %.4f, a disagreement falls to a hundredth in %.1f rounds", network.name(),
                Table.count(network.links()), weights, mixing.spectrum().least(), mixing.spectrum().gap(), mixing.spectrum().mixingTime(0.01));
    }
}

package mf4j.deep;

import mf4j.train.Check;
import mf4j.train.Seeds;

import java.util.ArrayList;
import java.util.List;

/// What fails in a round: links, and agents that are away and come back with what they had. Those that remain mix by the rule's weights of the
/// links that live.
///
/// @param links  probability that a link is down in a round
/// @param agents probability that an agent is away in a round, with all of its links
/// @param seed   of both
public record Outages(double links, double agents, long seed) {
    /// Nothing fails.
    public static final Outages NONE = new Outages(0, 0, 0);

    /// Checks the probabilities.
    public Outages {
        Check check = Check.of(Outages.class);
        check.that(links >= 0 && links < 1, "links", "be a probability below 1", links);
        check.that(agents >= 0 && agents < 1, "agents", "be a probability below 1", agents);
    }

    /// Whether anything can fail.
    boolean any() {
        return links > 0 || agents > 0;
    }

    /// Whether an agent is away in a round.
    boolean away(long round, int agent) {
        return agents > 0 && Seeds.of(seed).forPurpose("away").at(round).stream(agent).nextDouble() < agents;
    }

    /// The links that live in a round.
    Network living(Network network, long round) {
        Seeds seeds = Seeds.of(seed).forPurpose("down").at(round);
        List<int[]> living = new ArrayList<>();
        for (int i = 0; i < network.agents(); i++) {
            if (away(round, i)) continue;
            Seeds.Stream random = seeds.stream(i);
            for (int j : network.neighbours().get(i)) {
                if (j < i) continue;
                if (random.nextDouble() >= links && !away(round, j)) living.add(new int[] {i, j});
            }
        }
        return Network.of(network.name(), network.agents(), living);
    }
}

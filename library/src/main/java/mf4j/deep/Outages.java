package mf4j.deep;

import mf4j.train.Check;
import mf4j.train.Seeds;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What fails: links in a round of mixing, and agents for a whole iteration. Those that remain mix by the rule's weights of the links that live; who is away
/// stands still, and comes back with what it had.
///
/// @param links  probability that a link is down in a round
/// @param agents probability that an agent is away in an iteration, with all of its links
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

    /// Who is away in an iteration.
    void away(int iteration, boolean[] away) {
        if (agents == 0) return;
        Seeds seeds = Seeds.of(seed).forPurpose("away").at(iteration);
        for (int i = 0; i < away.length; i++) away[i] = seeds.stream(i).nextDouble() < agents;
    }

    /// The links that live in a round of an iteration: each is drawn by that of its ends with the lesser number.
    Network living(Network network, int iteration, long round) {
        int n = network.agents();
        boolean[] away = new boolean[n];
        away(iteration, away);
        Seeds seeds = Seeds.of(seed).forPurpose("down").at(round);
        int[][] living = new int[n][];
        int[] counts = new int[n];
        for (int i = 0; i < n; i++) living[i] = new int[network.degree(i)];
        for (int i = 0; i < n; i++) {
            if (away[i]) continue;
            Seeds.Stream random = seeds.stream(i);
            for (int j : network.neighbours().get(i)) {
                if (j < i || random.nextDouble() < links || away[j]) continue;
                living[i][counts[i]++] = j;
                living[j][counts[j]++] = i;
            }
        }
        List<int[]> neighbours = new ArrayList<>();
        for (int i = 0; i < n; i++) neighbours.add(Arrays.copyOf(living[i], counts[i]));
        return new Network(network.name(), neighbours);
    }
}

package mf4j.deep;

import mf4j.train.Epochs;
import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Seeds;
import mf4j.train.Sweep;
import mf4j.train.Trainer;
import mf4j.train.Watch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Pairwise gossip: in a round some agents wake up, each that is free meets a neighbour that is free, the two take the mean of what they have, and each takes
/// a step along its own gradient (Boyd, Ghosh, Prabhakar and Shah 2006, with gradients). Nobody waits for anybody else.
///
/// @param step       as a multiple of the team's units
/// @param iterations rounds
/// @param activity   share of agents that wake up in a round
/// @param seed       of who wakes up and who is met
public record Asynchronous(@Knob(value = "step, as a multiple of the agents' units", atLeast = 0, above = true, search = {0.1, 1}, logarithmic = true) double step,
                           @Knob(value = "rounds", atLeast = 0) int iterations,
                           @Knob(value = "share of agents that wake up in a round", atLeast = 0, above = true, atMost = 1) double activity,
                           @Knob("seed of who wakes up and who is met") long seed) implements Trainer<Team, Agreement> {
    /// Checks the knobs.
    public Asynchronous {
        Knobs.check(Asynchronous.class, step, iterations, activity, seed);
    }

    /// Half of the agents wake up.
    public static Asynchronous defaults() {
        return new Asynchronous(0.5, 100, 0.5, 0);
    }

    /// With another step.
    public Asynchronous withStep(double step) {
        return Knobs.with(this, "step", step);
    }

    /// With another number of rounds.
    public Asynchronous withIterations(int iterations) {
        return Knobs.with(this, "iterations", iterations);
    }

    /// With another share of agents awake.
    public Asynchronous withActivity(double activity) {
        return Knobs.with(this, "activity", activity);
    }

    /// With another seed.
    public Asynchronous withSeed(long seed) {
        return Knobs.with(this, "seed", seed);
    }

    @Override
    public Agreement fit(Team team, Watch<? super Agreement> watch) {
        return Epochs.run(iterations, new MethodRun(this, team) {
            @Override
            void move(int iteration) {
                List<int[]> pairs = pairs(team.outages().any() ? team.outages().living(team.network(), iteration, iteration) : team.network(), iteration);
                rounds.count(2L * pairs.size() * size * Double.BYTES);
                Sweep.over(pairs.size(), 1, (_, from, to) -> {
                    for (int p = from; p < to; p++) meet(pairs.get(p)[0], pairs.get(p)[1]);
                });
            }

            private void meet(int a, int b) {
                for (int j = 0; j < size; j++) {
                    int atA = a * size + j;
                    int atB = b * size + j;
                    double mean = 0.5 * (x[atA] + x[atB]);
                    x[atA] = mean - step(step, a) * g[atA];
                    x[atB] = mean - step(step, b) * g[atB];
                }
            }
        }, watch);
    }

    /// Who meets whom in a round: nobody twice.
    private List<int[]> pairs(Network network, int iteration) {
        Seeds.Stream random = Seeds.of(seed).forPurpose("meet").stream(iteration);
        boolean[] taken = new boolean[network.agents()];
        List<int[]> pairs = new ArrayList<>();
        for (int i : random.permutation(0, network.agents())) {
            if (taken[i] || random.nextDouble() >= activity) continue;
            int[] free = Arrays.stream(network.neighbours().get(i)).filter(j -> !taken[j]).toArray();
            if (free.length == 0) continue;
            int j = free[random.nextInt(free.length)];
            taken[i] = taken[j] = true;
            pairs.add(new int[] {i, j});
        }
        return pairs;
    }
}

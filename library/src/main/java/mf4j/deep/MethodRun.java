package mf4j.deep;

import mf4j.kernel.Kernel;
import mf4j.train.Epochs;
import mf4j.train.History;
import mf4j.train.Provenance;
import mf4j.train.Sweep;
import mf4j.train.Trainer;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// One run of a method: the agents' variables, the gradients there, the exchange. A method adds what it remembers and how it moves.
abstract class MethodRun implements Epochs.Run<Agreement> {
    static final Kernel KERNEL = Kernel.active();

    final Team team;
    final int agents;
    final int size;
    final Rounds rounds;
    final double[] x;                       // agents x size: where they are
    final double[] g;                       // their gradients there
    final boolean[] away;                   // who is, in the iteration at hand, and stands still
    private final double[] losses;          // there
    private final Rooms<Agents.Desk> desks;
    private final String name;              // of the team: its start is long
    private final double[] sent = new double[1]; // bytes, for a state that is kept
    private final Trainer<Team, Agreement> method;
    private final Map<String, Object> state = new LinkedHashMap<>();

    MethodRun(Trainer<Team, Agreement> method, Team team) {
        this.method = method;
        this.team = team;
        this.agents = team.agents().count();
        this.size = team.agents().size();
        this.rounds = new Rounds(team);
        this.x = team.start().clone();
        this.g = new double[x.length];
        this.away = new boolean[agents];
        this.losses = new double[agents];
        this.desks = new Rooms<>(team.agents()::desk);
        this.name = team.fingerprint();
        state.put("x", x);
        state.put("g", g);
        state.put("sent", sent);
        gradients(0);
    }

    /// An array of the run's, as long as the variables, that is kept with its state.
    final double[] kept(String name) {
        double[] array = new double[x.length];
        state.put(name, array);
        return array;
    }

    /// Moves all agents.
    abstract void move(int iteration);

    @Override
    public final double advance(int epoch) {
        rounds.restore((long) sent[0]);
        team.outages().away(epoch, away);
        move(epoch);
        sent[0] = rounds.sent();
        return gradients(epoch);
    }

    /// All gradients and the mean loss.
    ///
    /// @throws ArithmeticException naming the first agent whose loss is no number any more
    private double gradients(int iteration) {
        Sweep.over(agents, 1, desks.free(), (desk, from, to) -> {
            for (int i = from; i < to; i++) losses[i] = desk.loss(i, x, i * size, g, i * size);
        });
        for (int i = 0; i < agents; i++) {
            if (!Double.isFinite(losses[i])) {
                throw new ArithmeticException("agent " + i + " diverged in iteration " + iteration + ": its loss is " + losses[i] + "; use a step below the bound, or a start nearer to a solution");
            }
        }
        return Arrays.stream(losses).sum() / agents;
    }

    /// The step of an agent.
    final double step(double step, int agent) {
        return step * team.units()[agent];
    }

    /// One step for all, which methods need that end exactly at a solution: the least of the units.
    final double commonStep(double step) {
        return step * Arrays.stream(team.units()).min().orElseThrow();
    }

    /// Work on the variables of every agent that is there: `row` is where they begin.
    final void each(Row work) {
        Sweep.over(agents, 1, (_, from, to) -> {
            for (int i = from; i < to; i++) if (!away[i]) work.at(i, i * size);
        });
    }

    /// Work on one agent's variables.
    interface Row {
        void at(int agent, int row);
    }

    @Override
    public final String fingerprint() {
        return Provenance.fingerprint(method, name, KERNEL.name());
    }

    @Override
    public final Map<String, Object> state() {
        return state;
    }

    @Override
    public final Agreement model(History history) {
        return new Agreement(agents, size, team.agents().blocks(), x, (long) sent[0], Provenance.of(method, name, KERNEL.name(), history));
    }
}

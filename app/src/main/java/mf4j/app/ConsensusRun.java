package mf4j.app;

import mf4j.app.ConsensusCurve.Row;
import mf4j.deep.Agreement;
import mf4j.deep.DeepAgents;
import mf4j.deep.Gauges;
import mf4j.deep.Sharpness;
import mf4j.deep.Team;
import mf4j.train.Checkpoint;
import mf4j.train.Epoch;
import mf4j.train.History;
import mf4j.train.Knobs;
import mf4j.train.Trainer;
import mf4j.train.Watch;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// A run of a method under the eyes of the gauges: shows how it gets on, and knows what they showed when it diverges.
final class ConsensusRun implements Watch<Agreement> {
    private static final boolean LIVE = Boolean.getBoolean("mf4j.live");
    private static final int WIDTH = 30;

    private static final double BEYOND = 1e12;   // times the truth's squares: an error that nothing comes back from

    private final DeepAgents agents;
    private final OptionalDouble sharpness; // tolerance
    private final Team team;
    private final PrintWriter err;
    private final String what;
    private final int lines; // about itself, where nobody watches
    private final Optional<Resume> resume;
    private final long begun = System.nanoTime();
    private List<Epoch> seen = new ArrayList<>();
    private final List<Double> moves = new ArrayList<>();
    private double[] place; // where all were
    private int first; // iterations that a run before this one had finished

    /// @param sharpness the tolerance to which it is measured; empty for not at all
    /// @param what      the run is called
    /// @param lines     about itself, where nobody watches
    ConsensusRun(DeepAgents agents, Team team, OptionalDouble sharpness, PrintWriter err, String what, int lines, Optional<Resume> resume) {
        this.agents = agents;
        this.team = team;
        this.sharpness = sharpness;
        this.err = err;
        this.what = what;
        this.lines = lines;
        this.resume = resume;
    }

    /// Runs it.
    ///
    /// @param lines per agent
    ConsensusCurve of(Trainer<Team, Agreement> method, double step, double[] lines) {
        Agreement start = Knobs.with(method, "iterations", 0).fit(team, Watch.none());
        place = start.theta();
        Row before = new Row(0, loss(start), measured(start, 0));
        try {
            History history = method.fit(team, this).provenance().history();
            return curve(step, lines, before, history.epochs(), Optional.empty());
        } catch (ArithmeticException e) {
            if (LIVE) err.println();
            err.println("mf4j: " + what + ": " + e.getMessage());
            return curve(step, lines, before, seen, Optional.of(e.getMessage()));
        }
    }

    private ConsensusCurve curve(double step, double[] lines, Row before, List<Epoch> epochs, Optional<String> diverged) {
        List<Row> rows = new ArrayList<>(List.of(before));
        epochs.forEach(epoch -> rows.add(new Row(epoch.number(), epoch.objective(), epoch.measures())));
        return new ConsensusCurve(step, lines, rows, List.copyOf(moves), epochs.stream().mapToDouble(Epoch::seconds).sum(), diverged);
    }

    private double loss(Agreement state) {
        return IntStream.range(0, state.agents()).mapToDouble(i -> loss(state, i)).average().orElseThrow();
    }

    private double loss(Agreement state, int agent) {
        return team.agents().desk().loss(agent, state.theta(), agent * state.size(), null, 0);
    }

    /// @throws ArithmeticException naming the agent that is farthest off, where the error is beyond all that comes back
    private Map<String, Double> measured(Agreement state, int iteration) {
        Map<String, Double> measures = new LinkedHashMap<>();
        try {
            measures.putAll(Gauges.of(agents).measures(state));
        } catch (ArithmeticException noNumber) {
            throw diverged(state, iteration, noNumber.getMessage());
        }
        if (!(measures.get("nmse") <= BEYOND)) throw diverged(state, iteration, String.format(Locale.ROOT, "the error is %.3g times what there is to find", measures.get("nmse")));
        if (sharpness.isEmpty()) return measures;
        double[] sharp = Sharpness.of(agents, state.theta(), sharpness.getAsDouble());
        for (int i = 0; i < sharp.length; i++) measures.put("sharpness/" + i, sharp[i]);
        return measures;
    }

    private ArithmeticException diverged(Agreement state, int iteration, String why) {
        int worst = 0;
        for (int i = 1; i < state.agents(); i++) if (!(loss(state, i) <= loss(state, worst))) worst = i;
        return new ArithmeticException("agent " + worst + " diverged in iteration " + iteration + ": " + why + "; use a step below the bound, or a start nearer to a solution");
    }

    @Override
    public Verdict after(Progress<? extends Agreement> progress) {
        Epoch epoch = progress.epoch();
        List<Epoch> before = progress.history().epochs();
        if (seen.isEmpty() && !before.isEmpty()) {
            first = before.size();
            place = null;
            resume.filter(kept -> kept.kept() > 0).ifPresent(kept -> err.println(what + ": going on after iteration " + kept.kept()));
        }
        if (seen.size() != before.size()) seen = new ArrayList<>(before);
        Map<String, Double> measures = measured(progress.model().get(), epoch.number());
        seen.add(new Epoch(epoch.number(), epoch.objective(), epoch.seconds(), measures, false));
        move(progress.model().get().theta());
        show(epoch.number(), progress.epochs(), measures);
        return new Verdict(measures, false, false);
    }

    private void move(double[] theta) {
        if (place != null) moves.add(Math.sqrt(IntStream.range(0, theta.length).mapToDouble(j -> (theta[j] - place[j]) * (theta[j] - place[j])).sum()));
        place = theta.clone();
    }

    private void show(int number, int all, Map<String, Double> measures) {
        boolean over = number == all;
        if (!LIVE && !over && number * (long) lines / all == (number - 1) * (long) lines / all) return;
        double rate = (System.nanoTime() - begun) * 1e-9 / Math.max(1, number - first);
        int full = (int) ((long) WIDTH * number / all);
        String bar = LIVE ? String.format(Locale.ROOT, " [%s%s] %3d %%", "#".repeat(full), ".".repeat(WIDTH - full), 100L * number / all) : "";
        String line = String.format(Locale.ROOT, "%s:%s iteration %d of %d  nmse %.3e  consensus %.3e%s", what, bar, number, all, measures.get("nmse"), measures.get("consensus"),
                over ? "" : String.format(Locale.ROOT, "  %.0f s to go", rate * (all - number)));
        if (LIVE) err.print("\r" + line + "\u001b[K" + (over ? System.lineSeparator() : ""));
        else err.println(line);
        err.flush();
    }

    @Override
    public Checkpoint checkpoint() {
        return resume.<Checkpoint>map(kept -> kept).orElse(Checkpoint.NONE);
    }
}

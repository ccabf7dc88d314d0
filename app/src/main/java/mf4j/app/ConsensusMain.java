package mf4j.app;

import mf4j.deep.Agreement;
import mf4j.deep.Network;
import mf4j.deep.Sensing;
import mf4j.deep.Team;
import mf4j.train.Knobs;
import mf4j.train.SafeFile;
import mf4j.train.Trainer;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// `mf4j consensus main`: steps below and above the bound, with every agent's sharpness against its line.
@CommandLine.Command(name = "main", modelTransformer = KnobFlags.OfMethods.class,
        description = {"Runs a method from one start with several steps, as multiples of the bound, and shows errors, disagreement, and each agent's sharpness against the line",
            "(1 + lambda_min) / step at which its step becomes too long. A run that diverges is stopped; what it showed is kept."},
        footer = {"", "Examples:", "  mf4j consensus main --out experiment", "  mf4j consensus main --agents 8 --depth 4 --dimension 5 --network ring --steps 0.5,0.9 --method extra --out small"})
final class ConsensusMain extends Command {
    private static final Duration SPACING = Duration.ofSeconds(30);
    private static final int LINES = 10; // of a run that nobody watches

    @Mixin
    ConsensusProblem problem = new ConsensusProblem(20, 20, 10);

    @Mixin
    ConsensusNetwork network = new ConsensusNetwork("erdos-renyi");

    @Mixin
    ConsensusLinks links;

    @Mixin
    ConsensusStart start;

    @Option(names = "--method", paramLabel = "NAME", description = "How agents come to agree: see below (${DEFAULT-VALUE}).")
    String method = "dgd";

    @Option(names = "--steps", paramLabel = "C", split = ",", description = "Steps of the runs, as multiples of the bound; of exact methods, of the shortest agent's (0.9,1.3,1.5).")
    List<Double> steps = List.of(0.9, 1.3, 1.5);

    @Option(names = "--iterations", paramLabel = "N", description = "Of each run (${DEFAULT-VALUE}).")
    int iterations = 100;

    @Option(names = "--sharpness-tolerance", paramLabel = "X", description = "Relative error of a sharpness (${DEFAULT-VALUE}).")
    double tolerance = 1e-6;

    @Option(names = "--no-sharpness", description = "Do not measure it: it costs more than the iterations.")
    boolean noSharpness;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where curves and pictures go: curves.csv, sharpness.csv, sharpness_plot, normalized_errors and consensus_errors as .png and .svg, report.json.")
    Path out;

    @Option(names = "--checkpoint", paramLabel = "FILE", description = "Keep the state of each run in FILE.STEP.resume, now and then; the same command goes on from there.")
    Path checkpoint;

    @Override
    Answer answer() throws Exception {
        ConsensusMethod chosen = usage(this::check);
        List<Trainer<Team, Agreement>> methods = steps.stream().map(step -> trainer(chosen, step)).toList();
        Sensing agents = usage(() -> problem.sensing(seedOr(0)));
        Network drawn = usage(() -> network.check()).of(agents.count(), seedOr(0));
        ConsensusFolder folder = new ConsensusFolder(out);
        if (checkpoint != null) SafeFile.check(checkpoint);
        double[] begin = start.of(agents, seedOr(0));
        ConsensusSetting setting = ConsensusSetting.of(agents, drawn, links, seedOr(0), this::say);
        if (chosen == ConsensusMethod.DGD) setting.warn(steps, this::say);
        Team team = setting.team(links, begin, seedOr(0), methods.getFirst());
        List<ConsensusCurve> curves = new ArrayList<>();
        for (int k = 0; k < methods.size(); k++) {
            curves.add(run(setting, team, chosen, methods.get(k), steps.get(k)));
            folder.curves("step", curves, steps);
        }
        new ConsensusPlots(curves).write(folder.path());
        for (double step : steps) if (checkpoint != null) Resume.delete(state(step));
        return report(folder, setting, chosen, curves);
    }

    /// What needs no work to be wrong.
    private ConsensusMethod check() {
        if (steps.isEmpty() || steps.stream().anyMatch(step -> !(step > 0) || step.isInfinite())) throw new IllegalArgumentException("--steps must be numbers above 0 but was " + steps);
        if (steps.stream().distinct().count() < steps.size()) throw new IllegalArgumentException("--steps must be different but was " + steps);
        if (iterations < 1) throw new IllegalArgumentException("--iterations must be at least 1 but was " + iterations);
        if (!(tolerance > 0 && tolerance < 1)) throw new IllegalArgumentException("--sharpness-tolerance must lie between 0 and 1 but was " + tolerance);
        network.check();
        links.rule();
        links.outages(seedOr(0));
        start.check();
        return ConsensusMethod.named(method);
    }

    private Trainer<Team, Agreement> trainer(ConsensusMethod chosen, double step) {
        Map<String, Object> base = new LinkedHashMap<>(Map.of("step", step, "iterations", iterations));
        if (Knobs.valuesOf(chosen.defaults()).containsKey("seed")) base.put("seed", seedOr(0));
        return KnobFlags.trainer(spec, chosen, base);
    }

    private Path state(double step) {
        return checkpoint.resolveSibling(checkpoint.getFileName() + "." + step);
    }

    private ConsensusCurve run(ConsensusSetting setting, Team team, ConsensusMethod chosen, Trainer<Team, Agreement> trainer, double step) {
        double[] taken = chosen.steps(step, team.units());
        double[] lines = new double[taken.length]; // the sharpness for which a step would be the bound: (1 + lambda_min) / eta
        for (int i = 0; i < lines.length; i++) lines[i] = setting.bound().sharpness()[i] * team.units()[i] / taken[i];
        Optional<Resume> resume = checkpoint == null ? Optional.empty() : Optional.of(new Resume(state(step), "gauges " + (noSharpness ? "without sharpness" : tolerance), SPACING));
        ConsensusRun run = new ConsensusRun(setting.agents(), team, noSharpness ? OptionalDouble.empty() : OptionalDouble.of(tolerance), err(), "step " + step, LINES, resume);
        if (resume.isEmpty()) return run.of(trainer, step, lines);
        try (Farewell _ = new Farewell(() -> say(resume.get().stopped()))) {
            return run.of(trainer, step, lines);
        }
    }

    private Answer report(ConsensusFolder folder, ConsensusSetting setting, ConsensusMethod chosen, List<ConsensusCurve> curves) throws IOException {
        Tree numbers = new Tree().put("method", chosen.title());
        problem.into(numbers, setting.agents());
        links.into(numbers, setting.network(), setting.mixing());
        numbers.put("bound.sharpness", setting.bound().sharpness()).put("bound.steps", setting.bound().units());
        numbers.put("start", start.words()).put("runs", curves.stream().map(ConsensusCurve::numbers).toList());
        Table table = new Table("step", "iterations", "loss", "nmse", "consensus", "relative", "sharpest / line", "effective rank", "MB sent");
        for (ConsensusCurve curve : curves) {
            table.row("" + curve.step(), "" + curve.last().iteration(), brief(curve.last().loss()), brief(curve.last().measure("nmse")), brief(curve.last().measure("consensus")),
                    brief(curve.last().measure("relativeConsensus")), curve.sharp() ? RankTable.brief(Arrays.stream(curve.lastRatios()).max().orElseThrow()) : "-", Table.score(curve.last().measure("effectiveRank")),
                    String.format(Locale.ROOT, "%.1f", curve.last().measure("bytes") * 1e-6));
        }
        StringBuilder text = new StringBuilder(problem.words(setting.agents())).append(System.lineSeparator()).append(links.words(setting.network(), setting.mixing()));
        text.append(System.lineSeparator()).append(chosen.title()).append(" from ").append(start.words()).append(System.lineSeparator().repeat(2)).append(table);
        curves.forEach(curve -> curve.diverged().ifPresent(why -> text.append(System.lineSeparator()).append("step ").append(curve.step()).append(": ").append(why)));
        return folder.answer(numbers, text.toString(), curves.stream().anyMatch(curve -> curve.diverged().isPresent()) ? 1 : 0);
    }

    private static String brief(double value) {
        return String.format(Locale.ROOT, "%.3e", value);
    }
}

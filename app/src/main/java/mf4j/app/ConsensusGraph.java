package mf4j.app;

import mf4j.app.ConsensusCurve.Row;
import mf4j.deep.Agreement;
import mf4j.deep.Consensus;
import mf4j.deep.Network;
import mf4j.deep.Sensing;
import mf4j.deep.Team;
import mf4j.train.Trainer;
import org.knowm.xchart.XYChart;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// `mf4j consensus graph`: what it takes from the agents to speak with few.
@CommandLine.Command(name = "graph", description = {"Runs gradient descent on random networks (Erdos and Renyi) of growing density, from log(n) / n, at which a network begins to hang together,",
    "to 1, where everyone speaks with everyone; the step is the same multiple of each network's own bound."},
        footer = {"", "Examples:", "  mf4j consensus graph --out graph", "  mf4j consensus graph --agents 6 --depth 3 --dimension 4 --probabilities 0.3,0.6,1 --step 0.9 --out small"})
final class ConsensusGraph extends Command {
    private static final int PLACES = 10;

    @Mixin
    ConsensusProblem problem = new ConsensusProblem(10, 20, 20);

    @Mixin
    ConsensusLinks links;

    @Mixin
    ConsensusStart start;

    @Option(names = "--probabilities", paramLabel = "P", split = ",", description = "Of a link between two agents (ten, evenly from log(n) / n to 1).")
    List<Double> probabilities;

    @Option(names = "--step", paramLabel = "C", description = "Step, as a multiple of the bound (${DEFAULT-VALUE}).")
    double step = 1.2;

    @Option(names = "--iterations", paramLabel = "N", description = "Of each run (${DEFAULT-VALUE}).")
    int iterations = 200;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where they go: graph.csv, curves.csv, graph_errors as .png and .svg, report.json.")
    Path out;

    @Override
    Answer answer() throws Exception {
        usage(this::check);
        Sensing agents = usage(() -> problem.sensing(seedOr(0)));
        List<Double> places = probabilities != null ? probabilities : places(agents.count());
        ConsensusFolder folder = new ConsensusFolder(out);
        double[] begin = start.of(agents, seedOr(0));
        List<ConsensusSetting> settings = new ArrayList<>();
        List<ConsensusCurve> curves = new ArrayList<>();
        for (double p : places) {
            ConsensusSetting setting = ConsensusSetting.of(agents, Network.erdosRenyi(agents.count(), p, seedOr(0)), links, seedOr(0), this::say);
            Trainer<Team, Agreement> method = Consensus.defaults().withStep(step).withIterations(iterations);
            Team team = setting.team(links, begin, seedOr(0), method);
            curves.add(new ConsensusRun(agents, team, OptionalDouble.empty(), err(), "p " + brief(p), 1, Optional.empty()).of(method, step, new double[0]));
            settings.add(setting);
            folder.curves("probability", curves, places);
        }
        return report(folder, agents, places, settings, curves);
    }

    private boolean check() {
        if (!(step > 0)) throw new IllegalArgumentException("--step must be above 0 but was " + step);
        if (iterations < 1) throw new IllegalArgumentException("--iterations must be at least 1 but was " + iterations);
        if (problem.agents < 2) throw new IllegalArgumentException("--agents must be at least 2, for there to be links, but was " + problem.agents);
        if (probabilities != null && probabilities.stream().anyMatch(p -> !(p >= 0 && p <= 1))) throw new IllegalArgumentException("--probabilities must lie between 0 and 1 but were " + probabilities);
        links.rule();
        links.outages(seedOr(0));
        start.check();
        return true;
    }

    private static List<Double> places(int agents) {
        double least = Math.log(agents) / agents;
        return IntStream.range(0, PLACES).mapToObj(k -> least + (1 - least) * k / (PLACES - 1)).toList();
    }

    private Answer report(ConsensusFolder folder, Sensing agents, List<Double> places, List<ConsensusSetting> settings, List<ConsensusCurve> curves) throws IOException {
        Table table = new Table("p", "links", "gap", "lambda_min", "iterations", "nmse", "consensus", "relative");
        List<List<Object>> cells = new ArrayList<>();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int k = 0; k < places.size(); k++) {
            ConsensusSetting setting = settings.get(k);
            ConsensusCurve curve = curves.get(k);
            Row last = curve.last();
            double gap = setting.mixing().spectrum().gap();
            double least = setting.mixing().spectrum().least();
            table.row(brief(places.get(k)), "" + setting.network().links(), Table.score(gap), Table.score(least), "" + last.iteration(), RankTable.brief(last.measure("nmse")),
                    RankTable.brief(last.measure("consensus")), RankTable.brief(last.measure("relativeConsensus")));
            cells.add(Arrays.asList(places.get(k), setting.network().links(), gap, least, last.iteration(), last.measure("nmse"), last.measure("consensus"), last.measure("relativeConsensus"), curve.diverged().isPresent()));
            rows.add(new Tree().put("probability", places.get(k)).put("links", setting.network().links()).put("gap", gap).put("least", least).put("run", curve.numbers()).values());
        }
        folder.table("graph.csv", "probability,links,gap,least,iterations,nmse,consensus,relativeConsensus,diverged", cells);
        Picture.write(List.of(picture(places, curves)), 1, folder.path(), "graph_errors");
        Tree numbers = new Tree().put("step", step);
        problem.into(numbers, agents);
        numbers.put("results", rows);
        return folder.answer(numbers, problem.words(agents) + System.lineSeparator() + "dgd at " + step + " of each network's bound, from " + start.words() + System.lineSeparator().repeat(2) + table, 0);
    }

    private XYChart picture(List<Double> places, List<ConsensusCurve> curves) {
        double[] p = places.stream().mapToDouble(place -> place).toArray();
        return new LogChart("After " + iterations + " iterations, step " + step + " of the bound", "probability of a link", "")
                .line("distance from the truth (NMSE)", p, curves.stream().mapToDouble(curve -> curve.last().measure("nmse")).toArray(), 0)
                .line("disagreement, relative", p, curves.stream().mapToDouble(curve -> curve.last().measure("relativeConsensus")).toArray(), 1).build();
    }

    private static String brief(double p) {
        return String.format(Locale.ROOT, "%.3f", p);
    }
}

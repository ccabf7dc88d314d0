package mf4j.app;

import mf4j.deep.Agreement;
import mf4j.deep.Consensus;
import mf4j.deep.Network;
import mf4j.deep.Sensing;
import mf4j.deep.Team;
import mf4j.matrix.Lanczos;
import mf4j.train.Trainer;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
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
import java.util.stream.Stream;

/// `mf4j consensus stability`: how much longer than its bound one agent's step may be.
@CommandLine.Command(name = "stability", description = {"Varies the step of one agent around its bound while the others keep theirs: spectral radius of the iteration linearised at the truth,",
    "the multiple at which it leaves stability, and whether the iteration itself then grows."},
        footer = {"", "Examples:", "  mf4j consensus stability --out boundary", "  mf4j consensus stability --agents 5 --depth 3 --dimension 4 --agent 2 --multiples 0.5,1,1.5 --out small"})
final class ConsensusStability extends Command {
    private static final double CLOSE = 1e-5;  // to which the boundary is found
    private static final int PATIENCE = 60;
    private static final double TOLERANCE = 1e-5; // of residuals: of an eigenvalue that stands apart its square is left

    @Mixin
    ConsensusProblem problem = new ConsensusProblem(10, 20, 10);

    @Mixin
    ConsensusNetwork network = new ConsensusNetwork("erdos-renyi");

    @Mixin
    ConsensusLinks links;

    @Mixin
    ConsensusStart start;

    @Option(names = "--agent", paramLabel = "I", description = "Whose step is varied, from 0 (${DEFAULT-VALUE}).")
    int agent;

    @Option(names = "--multiples", paramLabel = "C", split = ",", description = "Of this agent's bound, ascending (ten from 0.1 to 1, ten from 1.1 to 2).")
    List<Double> multiples = Stream.iterate(1, k -> k <= 20, k -> k + 1).map(k -> k / 10.0).toList();

    @Option(names = "--others", paramLabel = "C", description = "Step of the others, as a multiple of their bounds (${DEFAULT-VALUE}).")
    double others = 0.9;

    @Option(names = "--iterations", paramLabel = "N", description = "Of each run (${DEFAULT-VALUE}).")
    int iterations = 100;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where they go: stability.csv, curves.csv, stability_plot as .png and .svg, report.json.")
    Path out;

    /// @param radius of the linearised iteration
    /// @param least  its least eigenvalue, which leaves stability at -1
    private record Place(double multiple, double step, double radius, double least, ConsensusCurve run) { }

    @Override
    Answer answer() throws Exception {
        usage(this::check);
        Sensing agents = usage(() -> problem.sensing(seedOr(0)));
        Network drawn = network.of(agents.count(), seedOr(0));
        ConsensusFolder folder = new ConsensusFolder(out);
        double[] begin = start.of(agents, seedOr(0));
        ConsensusSetting setting = ConsensusSetting.of(agents, drawn, links, seedOr(0), this::say);
        Team team = setting.team(links, begin, seedOr(0), Consensus.defaults());
        List<Place> places = new ArrayList<>();
        for (double multiple : multiples) {
            places.add(place(setting, team, multiple));
            folder.curves("multiple", places.stream().map(Place::run).toList(), multiples);
        }
        return report(folder, setting, places, boundary(setting, places));
    }

    private boolean check() {
        if (iterations < 2) throw new IllegalArgumentException("--iterations must be at least 2 but was " + iterations);
        if (agent < 0 || agent >= problem.agents) throw new IllegalArgumentException("--agent must be one of 0 to " + (problem.agents - 1) + " but was " + agent);
        if (!(others > 0)) throw new IllegalArgumentException("--others must be above 0 but was " + others);
        for (int k = 0; k < multiples.size(); k++) {
            if (!(multiples.get(k) > (k == 0 ? 0 : multiples.get(k - 1)))) throw new IllegalArgumentException("--multiples must be above 0 and ascend but were " + multiples);
        }
        links.rule();
        links.outages(seedOr(0));
        network.check();
        start.check();
        return true;
    }

    private double[] steps(ConsensusSetting setting, double multiple) {
        double[] steps = setting.bound().times(others);
        steps[agent] = multiple * setting.bound().units()[agent];
        return steps;
    }

    private Place place(ConsensusSetting setting, Team team, double multiple) {
        double[] steps = steps(setting, multiple);
        double least = least(setting, steps);
        double greatest = Lanczos.greatest(team.start().length, (x, y) -> setting.bound().linearised(steps, x, y), TOLERANCE, 0).value();
        Trainer<Team, Agreement> method = Consensus.defaults().withStep(1).withIterations(iterations);
        ConsensusCurve run = new ConsensusRun(setting.agents(), team.withUnits(steps), OptionalDouble.empty(), err(), "multiple " + multiple, 1, Optional.empty()).of(method, multiple, new double[0]);
        return new Place(multiple, steps[agent], Math.max(Math.abs(least), Math.abs(greatest)), least, run);
    }

    private static double least(ConsensusSetting setting, double[] steps) {
        return Lanczos.least(setting.agents().count() * setting.agents().size(), (x, y) -> setting.bound().linearised(steps, x, y), TOLERANCE, 0).value();
    }

    /// The multiple at which the least eigenvalue passes -1, between two that were tried; it falls the faster the longer the step, so that chords come from one side and
    /// halves are taken where they are slow.
    private OptionalDouble boundary(ConsensusSetting setting, List<Place> places) {
        int beyond = 0;
        while (beyond < places.size() && places.get(beyond).least() >= -1) beyond++;
        if (beyond == 0 || beyond == places.size()) return OptionalDouble.empty();
        double low = places.get(beyond - 1).multiple(), atLow = places.get(beyond - 1).least() + 1;
        double high = places.get(beyond).multiple(), atHigh = places.get(beyond).least() + 1;
        for (int k = 0; k < PATIENCE && high - low > CLOSE * high; k++) {
            double chord = low + (high - low) * atLow / (atLow - atHigh);
            double middle = k % 3 == 2 ? 0.5 * (low + high) : Math.clamp(chord + (k % 3 == 0 ? -1 : 1) * 0.4 * CLOSE * high, low, high);
            double at = least(setting, steps(setting, middle)) + 1;
            if (at >= 0) {
                low = middle;
                atLow = at;
            } else {
                high = middle;
                atHigh = at;
            }
        }
        return OptionalDouble.of(0.5 * (low + high));
    }

    private Answer report(ConsensusFolder folder, ConsensusSetting setting, List<Place> places, OptionalDouble boundary) throws IOException {
        Table table = new Table("multiple", "step", "radius", "least eigenvalue", "iterations", "nmse", "grew");
        List<List<Object>> cells = new ArrayList<>();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Place place : places) {
            double nmse = place.run().last().measure("nmse");
            table.row("" + place.multiple(), String.format(Locale.ROOT, "%.4g", place.step()), String.format(Locale.ROOT, "%.6f", place.radius()), String.format(Locale.ROOT, "%.6f", place.least()),
                    "" + place.run().last().iteration(), RankTable.brief(nmse), place.run().diverged().isPresent() ? "diverged" : place.run().grew() ? "yes" : "no");
            cells.add(Arrays.asList(place.multiple(), place.step(), place.radius(), place.least(), place.run().last().iteration(), nmse, place.run().grew(), place.run().diverged().isPresent()));
            rows.add(new Tree().put("multiple", place.multiple()).put("step", place.step()).put("radius", place.radius()).put("least", place.least()).put("grew", place.run().grew()).put("run", place.run().numbers()).values());
        }
        folder.table("stability.csv", "multiple,step,radius,least,iterations,nmse,grew,diverged", cells);
        Picture.write(List.of(picture(places, boundary)), 1, folder.path(), "stability_plot");
        Tree numbers = new Tree().put("agent", agent).put("others", others);
        problem.into(numbers, setting.agents());
        links.into(numbers, setting.network(), setting.mixing());
        OptionalDouble grew = places.stream().filter(place -> place.run().grew()).mapToDouble(Place::multiple).findFirst();
        numbers.put("results", rows).put("boundary.linearised", boundary.isPresent() ? boundary.getAsDouble() : null).put("boundary.measured", grew.isPresent() ? grew.getAsDouble() : null);
        String text = String.join(System.lineSeparator(), problem.words(setting.agents()), links.words(setting.network(), setting.mixing()), "agent " + agent + "'s step varied, those of the others at " + others + " of their bounds", "", table.toString(), "",
                boundary.isPresent() ? String.format(Locale.ROOT, "The linearised iteration leaves stability at %.5f of the agent's bound;", boundary.getAsDouble())
                        : places.getFirst().least() < -1 ? "The linearised iteration is unstable for all of these;" : "The linearised iteration is stable for all of these;",
                grew.isPresent() ? "the iteration itself grew within " + iterations + " iterations first at " + grew.getAsDouble() + "." : "the iteration itself grew for none within " + iterations + " iterations.");
        return folder.answer(numbers, text, 0);
    }

    private XYChart picture(List<Place> places, OptionalDouble boundary) {
        XYChart chart = Picture.chart("One agent's step, the others at " + others + " of their bounds", "multiple of the agent's bound", "|least eigenvalue| of the linearised iteration", 800, 520);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNW);
        double[] at = places.stream().mapToDouble(Place::multiple).toArray();
        double[] moduli = places.stream().mapToDouble(place -> Math.abs(place.least())).toArray();
        double most = 1.05 * Math.max(1, Arrays.stream(moduli).max().orElseThrow());
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(most);
        chart.addSeries("|least eigenvalue|", at, moduli).setMarker(SeriesMarkers.NONE).setLineColor(Picture.BLUE).setLineStyle(Strokes.solid(2.2f));
        dots(chart, "the iteration decayed", places.stream().filter(place -> !place.run().grew()).toList(), false);
        dots(chart, "the iteration grew", places.stream().filter(place -> place.run().grew()).toList(), true);
        chart.addSeries("stability ends", new double[] {at[0], at[at.length - 1]}, new double[] {1, 1}).setMarker(SeriesMarkers.NONE).setLineColor(Picture.ORANGE).setLineStyle(Strokes.dashed(2));
        boundary.ifPresent(c -> chart.addSeries(String.format(Locale.ROOT, "at %.4f", c), new double[] {c, c}, new double[] {0, most}).setMarker(SeriesMarkers.NONE).setLineColor(Picture.GREY).setLineStyle(Strokes.dotted(1.6f)));
        return chart;
    }

    private static void dots(XYChart chart, String name, List<Place> places, boolean grew) {
        if (places.isEmpty()) return;
        XYSeries series = chart.addSeries(name, places.stream().mapToDouble(Place::multiple).toArray(), places.stream().mapToDouble(place -> Math.abs(place.least())).toArray());
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter).setMarker(grew ? SeriesMarkers.CROSS : SeriesMarkers.CIRCLE).setMarkerColor(grew ? Picture.ORANGE : Picture.BLUE);
    }
}

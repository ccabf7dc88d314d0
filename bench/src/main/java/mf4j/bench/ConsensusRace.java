package mf4j.bench;

import com.sun.management.OperatingSystemMXBean;
import mf4j.deep.Agreement;
import mf4j.deep.Asynchronous;
import mf4j.deep.Compressed;
import mf4j.deep.Consensus;
import mf4j.deep.ExactDiffusion;
import mf4j.deep.Extra;
import mf4j.deep.Gauges;
import mf4j.deep.GradientTracking;
import mf4j.deep.Mixing;
import mf4j.deep.Network;
import mf4j.deep.Outages;
import mf4j.deep.Sensing;
import mf4j.deep.Shape;
import mf4j.deep.Sharpness;
import mf4j.deep.Starts;
import mf4j.deep.StepBound;
import mf4j.deep.Team;
import mf4j.deep.WeightRule;
import mf4j.kernel.Kernel;
import mf4j.matrix.Npy;
import mf4j.train.Seeds;
import mf4j.train.Sweep;
import mf4j.train.Trainer;
import mf4j.train.Watch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/// Races consensus gradient descent, every agent's sharpness measured in every iteration, against the same with automatic differentiation in Python; with `--large` the
/// cost of an iteration of a thousand agents on a sparse and on a dense network. CPU seconds stand beside the wall's: on a machine that others use too they are the ones
/// to compare.
@Command(name = "consensus-race", mixinStandardHelpOptions = true, description = "Races consensus gradient descent against automatic differentiation.")
public final class ConsensusRace implements Callable<Integer> {
    @Option(names = "--agents", description = "of the race (${DEFAULT-VALUE})")
    int agents = 20;
    @Option(names = "--depth", description = "layers (${DEFAULT-VALUE})")
    int depth = 20;
    @Option(names = "--dimension", description = "the product is D x D (${DEFAULT-VALUE})")
    int dimension = 10;
    @Option(names = "--steps", split = ",", description = "multiples of the bound (${DEFAULT-VALUE})")
    List<Double> steps = List.of(0.9, 1.3, 1.5);
    @Option(names = "--iterations", description = "of each run; of --large (${DEFAULT-VALUE})")
    int iterations = 100;
    @Option(names = "--tolerance", description = "of our sharpness, relative (${DEFAULT-VALUE})")
    double tolerance = 1e-6;
    @Option(names = "--powers", description = "power steps of the other side (${DEFAULT-VALUE})")
    int powers = 50;
    @Option(names = "--peer-iterations", description = "of the other side for each step, by which its time is extrapolated (${DEFAULT-VALUE})")
    int peerIterations = 2;
    @Option(names = "--engine", description = "of the other side: autograd, autograd-once or torch (${DEFAULT-VALUE})")
    String engine = "autograd";
    @Option(names = "--python", description = "a Python that has NumPy and the engine")
    Path python;
    @Option(names = "--methods", description = "instead: all methods on one problem, until the agents agree")
    boolean methods;
    @Option(names = "--most", description = "iterations of these (${DEFAULT-VALUE})")
    int most = 20_000;
    @Option(names = "--large", description = "instead: a thousand agents")
    boolean large;
    @Option(names = "--large-agents", description = "how many these are (${DEFAULT-VALUE})")
    int largeAgents = 1000;
    @Option(names = "--dense-probability", description = "of a link of the dense network beside (${DEFAULT-VALUE})")
    double dense = 0.5;
    @Option(names = "--dense-iterations", description = "on it (${DEFAULT-VALUE})")
    int denseIterations = 3;

    /// Runs the race.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ConsensusRace()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Locale.setDefault(Locale.ROOT);
        System.out.printf("kernel %s, %d threads, load %.1f%n", Kernel.active().name(), Sweep.threads(), ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        if (methods) methods();
        else if (large) large();
        else race();
        return 0;
    }

    /// A stopwatch of the wall and of this process's CPU time.
    private static final class Clock {
        private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        private long wall = System.nanoTime();
        private long cpu = system.getProcessCpuTime();

        /// Seconds since the last lap.
        double[] lap() {
            double[] lap = {(System.nanoTime() - wall) * 1e-9, (system.getProcessCpuTime() - cpu) * 1e-9};
            wall = System.nanoTime();
            cpu = system.getProcessCpuTime();
            return lap;
        }
    }

    private void race() throws IOException {
        Shape shape = Shape.random(dimension, depth, 0);
        double[][] operators = new double[agents][];
        double[] tau = new double[agents];
        for (int i = 0; i < agents; i++) {
            operators[i] = normal(dimension * dimension, 1 / Math.sqrt(dimension), "operators", i);
            tau[i] = 0.1 + 0.8 * Seeds.of(0).forPurpose("tau").stream(i).nextDouble();
        }
        Sensing problem = Sensing.of(shape, normal(shape.size(), 1, "truth", 0), operators, tau);
        Network network = Network.erdosRenyi(agents, 0.8, 0).repaired(0);
        Mixing mixing = Mixing.of(network, WeightRule.METROPOLIS);
        Clock clock = new Clock();
        double[] units = StepBound.of(problem, mixing).units();
        double[] start = Starts.nearTruth(problem, 1e-3);
        double[] prepared = clock.lap();
        System.out.printf("%d agents, widths %s, %d variables each, %d links; bound and start %.2f s (CPU %.2f)%n", agents, shape, shape.size(), network.links(), prepared[0], prepared[1]);
        Team team = Team.of(problem, network, start).withUnits(units);
        List<Agreement> runs = new ArrayList<>();
        clock.lap();
        for (double step : steps) runs.add(Consensus.defaults().withStep(step).withIterations(iterations).fit(team, Gauges.of(problem).withSharpness(tolerance)));
        double[] ours = clock.lap();
        System.out.printf("MF4J: %d steps x %d iterations x %d agents, sharpness to %.0e: %.2f s, CPU %.2f s%n", steps.size(), iterations, agents, tolerance, ours[0], ours[1]);
        if (python == null) return;
        Path folder = written(shape, operators, tau, mixing, start, problem.target(), units);
        double wall = 0;
        double cpu = 0;
        int count = 0;
        for (int k = 0; k < steps.size(); k++) {
            double errors = 0;
            double sharp = 0;
            for (String line : peer(folder, steps.get(k))) {
                JsonNode row = JsonMapper.shared().readTree(line);
                int at = row.get("iteration").asInt() - 1;
                wall += row.get("seconds").asDouble();
                cpu += row.get("cpu").asDouble();
                count++;
                errors = Math.max(errors, Math.abs(row.get("nmse").asDouble() / Gauges.curve(runs.get(k), "nmse").get(at) - 1));
                for (int i = 0; i < agents; i++) sharp = Math.max(sharp, Math.abs(row.get("sharpness").get(i).asDouble() / Gauges.curve(runs.get(k), "sharpness/" + i).get(at) - 1));
            }
            System.out.printf("step %s: over %d iterations NMSE differs by %.1e of it at most, sharpness by %.1e%n", steps.get(k), peerIterations, errors, sharp);
        }
        double all = (double) steps.size() * iterations / count;
        System.out.printf("%s: %.2f s an iteration, CPU %.2f s; the whole experiment %.0f s, CPU %.0f s%n", engine, wall / count, cpu / count, all * wall, all * cpu);
        System.out.printf("ratio %.0f by the wall, %.0f by CPU time%n", all * wall / ours[0], all * cpu / ours[1]);
    }

    private static double[] normal(int size, double deviation, String purpose, int stream) {
        Seeds.Stream random = Seeds.of(0).forPurpose(purpose).stream(stream);
        double[] values = new double[size];
        Arrays.setAll(values, _ -> deviation * random.nextGaussian());
        return values;
    }

    private Path written(Shape shape, double[][] operators, double[] tau, Mixing mixing, double[] start, double[] target, double[] units) throws IOException {
        Path folder = Files.createTempDirectory("consensus-race");
        double[] all = new double[agents * dimension * dimension];
        for (int i = 0; i < agents; i++) System.arraycopy(operators[i], 0, all, i * dimension * dimension, dimension * dimension);
        Npy.write(folder.resolve("widths.npy"), shape.widths(), shape.widths().length);
        Npy.write(folder.resolve("operators.npy"), all, agents, dimension, dimension);
        Npy.write(folder.resolve("tau.npy"), tau, agents);
        Npy.write(folder.resolve("weights.npy"), mixing.dense(), agents, agents);
        Npy.write(folder.resolve("start.npy"), start, start.length);
        Npy.write(folder.resolve("target.npy"), target, dimension, dimension);
        Npy.write(folder.resolve("units.npy"), units, agents);
        try (InputStream source = ConsensusRace.class.getResourceAsStream("consensus_race.py")) {
            Files.write(folder.resolve("consensus_race.py"), source.readAllBytes());
        }
        return folder;
    }

    private List<String> peer(Path folder, double step) throws IOException {
        return Peer.run(List.of(python.toString(), folder.resolve("consensus_race.py").toString(), folder.toString(), engine, "" + step, "" + peerIterations, "" + powers, "" + Sweep.threads())).lines();
    }

    private void methods() {
        int ring = 8;
        Shape shape = Shape.random(4, 3, 4, 6, 3);
        double[][] measured = new double[ring][];
        double[] tau = new double[ring];
        for (int i = 0; i < ring; i++) {
            Seeds.Stream random = Seeds.of(3).forPurpose("operators").stream(i);
            measured[i] = new double[16];
            Arrays.setAll(measured[i], _ -> random.nextGaussian() / 2);
            tau[i] = 0.01 + 0.02 * i / ring;
        }
        Sensing problem = Sensing.of(shape, Starts.balanced(shape, 1.3, 5), measured, tau);
        StepBound bound = StepBound.of(problem, Mixing.of(Network.ring(ring), WeightRule.METROPOLIS));
        Team team = Team.of(problem, Network.ring(ring), Starts.balanced(shape, 1, 9)).withUnits(bound.units());
        System.out.printf("%d agents on a ring, widths %s, sharpness %.0f to %.0f%n", ring, shape, Arrays.stream(bound.sharpness()).min().orElseThrow(), Arrays.stream(bound.sharpness()).max().orElseThrow());
        Consensus descent = Consensus.defaults().withStep(0.5).withIterations(most);
        Compressed compressed = Compressed.defaults().withIterations(most);
        agree("dgd", descent, team);
        agree("dgd, 4 rounds", descent.withRounds(4), team);
        agree("dgd, 4 of Chebyshev", descent.withRounds(4).withChebyshev(true), team);
        agree("extra", Extra.defaults().withIterations(most), team);
        agree("tracking", GradientTracking.defaults().withIterations(most), team);
        agree("diffusion", ExactDiffusion.defaults().withIterations(most), team);
        agree("gossip", Asynchronous.defaults().withIterations(most), team);
        agree("compressed, largest", compressed, team);
        agree("compressed, quantised", compressed.withMessage(Compressed.Message.QUANTISED), team);
        agree("tracking, links fail", GradientTracking.defaults().withStep(0.2).withIterations(most), team.withOutages(new Outages(0.2, 0, 1)));
    }

    private static void agree(String name, Trainer<Team, Agreement> method, Team team) {
        Agreement end = method.fit(team, (Watch<Agreement>) progress -> progress.model().get().relativeDisagreement() < 1e-10 ? Watch.Verdict.STOP : Watch.Verdict.GO_ON);
        double apart = end.relativeDisagreement();
        System.out.printf("%-22s %s  relative disagreement %.1e%n", name, apart < 1e-10 ? String.format("%,d iterations, %.2f MB", end.provenance().history().epochs().size(), end.sent() * 1e-6) : "never", apart);
    }

    private void large() {
        Shape shape = Shape.random(64, 4, 64, 192, 0);
        Clock clock = new Clock();
        Sensing problem = problem(shape);
        double[] start = Starts.nearTruth(problem, 1e-3);
        double most = 0; // sharpness of a few, with room for the others: the cost of an iteration does not depend on the step
        for (int i = 0; i < 4; i++) most = Math.max(most, Sharpness.of(problem, i * (largeAgents / 4), problem.truth(), 0, 1e-3).value());
        System.out.printf("%d agents, widths %s, %d variables each; prepared in %.1f s%n", largeAgents, shape, shape.size(), clock.lap()[0]);
        large(problem, start, most, Network.randomRegular(largeAgents, 4, 0).repaired(0), iterations);
        large(problem, start, most, Network.erdosRenyi(largeAgents, dense, 0).repaired(0), denseIterations);
    }

    private Sensing problem(Shape shape) {
        double[][] operators = new double[largeAgents][];
        double[] tau = new double[largeAgents];
        for (int i = 0; i < largeAgents; i++) {
            operators[i] = normal(shape.rows() * shape.rows(), 1 / Math.sqrt(shape.rows()), "operators", i);
            tau[i] = 0.1 + 0.8 * Seeds.of(0).forPurpose("tau").stream(i).nextDouble();
        }
        return Sensing.of(shape, normal(shape.size(), 1, "truth", 0), operators, tau);
    }

    private void large(Sensing problem, double[] start, double most, Network network, int iterations) {
        Mixing.Spectrum spectrum = Mixing.of(network, WeightRule.METROPOLIS).spectrum();
        double[] units = new double[largeAgents];
        Arrays.fill(units, (1 + spectrum.least()) / (1.5 * most));
        Team team = Team.of(problem, network, start).withUnits(units);
        Clock clock = new Clock();
        List<double[]> laps = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        Agreement end = Consensus.defaults().withStep(0.9).withIterations(iterations).fit(team, (Watch<Agreement>) progress -> {
            laps.add(clock.lap());
            losses.add(progress.epoch().objective());
            return Watch.Verdict.GO_ON;
        });
        double[] wall = laps.stream().skip(laps.size() > 1 ? 1 : 0).mapToDouble(lap -> lap[0]).toArray();
        double[] cpu = laps.stream().skip(laps.size() > 1 ? 1 : 0).mapToDouble(lap -> lap[1]).toArray();
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getName().contains("Old") || pool.getName().contains("Tenured")).map(MemoryPoolMXBean::getPeakUsage).mapToLong(usage -> usage.getUsed()).max().orElse(0);
        System.out.printf("%s, %d links, gap %.4f: %.3f s an iteration (median of %d), CPU %.3f s, so 1000 iterations in %.1f min, or CPU %.1f min over %d threads = %.1f min; loss %.4e to %.4e; heap %.2f GB at most%n",
                network.name(), network.links(), spectrum.gap(), Peer.median(wall), wall.length, Peer.median(cpu), Peer.median(wall) * 1000 / 60, Peer.median(cpu) * 1000 / 60, Sweep.threads(),
                Peer.median(cpu) * 1000 / 60 / Sweep.threads(), losses.getFirst(), losses.getLast(), peak * 1e-9);
        if (!Double.isFinite(end.relativeDisagreement())) throw new ArithmeticException("the run ended with no number");
    }
}

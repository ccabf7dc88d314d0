package mf4j.app;

import mf4j.deep.Agreement;
import mf4j.deep.Consensus;
import mf4j.deep.Extra;
import mf4j.deep.Gauges;
import mf4j.deep.Mixing;
import mf4j.deep.Network;
import mf4j.deep.Sensing;
import mf4j.deep.Shape;
import mf4j.deep.Starts;
import mf4j.deep.StepBound;
import mf4j.deep.Team;
import mf4j.deep.WeightRule;
import mf4j.matrix.Npy;
import mf4j.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/// The experiments with agents on a network, on problems that take a moment.
class ConsensusTest {
    private static final List<Object> SMALL = List.of("--agents", 5, "--depth", 3, "--dimension", 3, "--seed", 7);

    @TempDir
    Path folder;

    private Mf4j run(String command, Object... more) {
        List<Object> words = new ArrayList<>(List.of("consensus", command));
        for (int j = 0; j < SMALL.size(); j += 2) if (!Arrays.asList(more).contains(SMALL.get(j))) words.addAll(SMALL.subList(j, j + 2));
        words.addAll(Arrays.asList(more));
        return Mf4j.run(words.toArray());
    }

    private Mf4j done(String command, Object... more) {
        Mf4j run = run(command, more);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private List<String> lines(String file) throws IOException {
        return Files.readAllLines(folder.resolve(file));
    }

    private static Sensing sensing() {
        return Sensing.random(5, Shape.random(3, 3, 7), OptionalInt.empty(), 0.1, 0.9, 7);
    }

    private static Network network() {
        return Network.erdosRenyi(5, 0.8, 7).repaired(7);
    }

    private void hasPictures(String... names) throws IOException {
        for (String name : names) {
            BufferedImage image = ImageIO.read(folder.resolve(name + ".png").toFile());
            Set<Integer> colours = new TreeSet<>();
            for (int x = 0; x < image.getWidth(); x += 2) for (int y = 0; y < image.getHeight(); y += 2) colours.add(image.getRGB(x, y));
            assertThat(colours).as(name).hasSizeGreaterThan(10);
            assertThat(Files.readString(folder.resolve(name + ".svg"))).as(name).contains("<svg").endsWith("</svg>" + System.lineSeparator()).contains("<path");
        }
    }

    /// Few of Chebyshev's rounds on a slow network have an eigenvalue near -1: by the bound of one round this diverges.
    @Test
    void roundsHaveABoundOfTheirOwn() {
        JsonNode json = done("main", "--agents", 12, "--network", "path", "--rounds", 3, "--chebyshev", "--steps", "0.9", "--iterations", 300, "--no-sharpness", "--out", folder, "--json").json();
        assertThat(json.at("/runs/0/nmse").asDouble()).isLessThan(1e-2);
    }

    /// What is written is what the library measures.
    @Test
    void mainWritesEveryCurve() throws IOException {
        JsonNode json = done("main", "--steps", "0.5,0.9", "--iterations", 12, "--out", folder, "--json").json();
        List<String> curves = lines("curves.csv");
        assertThat(curves.getFirst()).isEqualTo("step,iteration,loss,nmse,consensus,relativeConsensus,bytes,effectiveRank,balance,singular/1,singular/2,singular/3,consensus/1,consensus/2,consensus/3");
        assertThat(curves).hasSize(1 + 2 * 13);
        assertThat(lines("sharpness.csv")).hasSize(1 + 2 * 13 * 5).startsWith("step,iteration,agent,sharpness,line");
        Sensing agents = sensing();
        StepBound bound = StepBound.of(agents, Mixing.of(network(), WeightRule.METROPOLIS));
        Team team = Team.of(agents, network(), Starts.nearTruth(agents, 1e-3)).withUnits(bound.units());
        Agreement end = Consensus.defaults().withStep(0.9).withIterations(12).fit(team, Gauges.of(agents));
        String[] last = curves.getLast().split(",");
        assertThat(last[0]).isEqualTo("0.9");
        assertThat(Double.parseDouble(last[3])).isEqualTo(Gauges.curve(end, "nmse").getLast());
        assertThat(json.at("/runs/1/nmse").asDouble()).isEqualTo(Gauges.curve(end, "nmse").getLast());
        String[] sharp = lines("sharpness.csv").getLast().split(",");
        assertThat(Double.parseDouble(sharp[4])).isCloseTo(bound.sharpness()[4] / 0.9, within(1e-9 * bound.sharpness()[4]));
        hasPictures("sharpness_plot", "normalized_errors", "consensus_errors");
        assertThat(Files.exists(folder.resolve("report.json"))).isTrue();
    }

    @Test
    void sameSeedSameBitsWhateverTheThreads() throws IOException {
        done("main", "--iterations", 6, "--steps", "0.9", "--out", folder, "--threads", 1);
        byte[] one = Files.readAllBytes(folder.resolve("curves.csv")), sharp = Files.readAllBytes(folder.resolve("sharpness.csv"));
        done("main", "--iterations", 6, "--steps", "0.9", "--out", folder, "--threads", 3);
        assertThat(Files.readAllBytes(folder.resolve("curves.csv"))).isEqualTo(one);
        assertThat(Files.readAllBytes(folder.resolve("sharpness.csv"))).isEqualTo(sharp);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dgd --rounds 3 --chebyshev", "extra", "tracking --link-failure 0.2", "diffusion", "gossip --activity 0.7", "compressed --share 0.3 --gossip 0.4", "compressed --message quantised --bits 6"})
    void everyMethodRuns(String method) {
        Object[] words = Stream.concat(Stream.of("--method"), Stream.of(method.split(" "))).toArray();
        JsonNode json = done("main", Stream.concat(Stream.of(words), Stream.of("--steps", "0.2", "--iterations", 5, "--no-sharpness", "--out", folder, "--json")).toArray()).json();
        assertThat(json.at("/runs/0/iterations").asInt()).isEqualTo(5);
        assertThat(json.at("/runs/0/bytes").asDouble()).isPositive();
        assertThat(Files.exists(folder.resolve("sharpness.csv"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ring", "path", "star", "complete", "grid", "watts-strogatz --degree 2 --rewire 0.5", "random-regular --degree 2", "exponential", "erdos-renyi --probability 0.5"})
    void everyNetworkHasABound(String network) {
        JsonNode json = done("bound", Stream.concat(Stream.of("--network"), Stream.concat(Stream.of(network.split(" ")), Stream.of("--json"))).toArray()).json();
        assertThat(json.at("/threshold").asDouble()).isGreaterThanOrEqualTo(1 - 1e-9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"truth --start-distance 0.01", "low-rank --start-rank 2 --start-scale 0.3", "balanced --start-scale 0.8"})
    void everyStart(String start) {
        done("main", Stream.concat(Stream.of("--start"), Stream.concat(Stream.of(start.split(" ")), Stream.of("--steps", "0.1", "--iterations", 3, "--out", folder))).toArray());
    }

    @Test
    void aStartFromAFile() throws IOException {
        Sensing agents = sensing();
        Npy.write(folder.resolve("start.npy"), agents.truth(), agents.size());
        JsonNode json = done("main", "--start", folder.resolve("start.npy"), "--steps", "0.9", "--iterations", 1, "--out", folder, "--json").json();
        assertThat(Double.parseDouble(lines("curves.csv").get(1).split(",")[3])).isLessThan(1e-25);
        assertThat(json.at("/start").asString()).endsWith("start.npy");
        Npy.write(folder.resolve("short.npy"), new double[3], 3);
        assertThat(run("main", "--start", folder.resolve("short.npy"), "--out", folder).err()).contains("found 3");
    }

    @Test
    void boundIsTheLibrarys() {
        JsonNode json = done("bound", "--json").json();
        StepBound bound = StepBound.of(sensing(), Mixing.of(network(), WeightRule.METROPOLIS));
        for (int i = 0; i < 5; i++) {
            assertThat(json.at("/agents/" + i + "/sharpness").asDouble()).isEqualTo(bound.sharpness()[i]);
            assertThat(json.at("/agents/" + i + "/step").asDouble()).isEqualTo(bound.units()[i]);
        }
        assertThat(json.at("/threshold").asDouble()).isEqualTo(bound.threshold().c());
        assertThat(json.at("/stationary/distance").asDouble()).isEqualTo(bound.distanceFromStationary());
        double squares = 0;
        for (JsonNode layer : json.at("/direction/layers")) squares += layer.asDouble() * layer.asDouble();
        assertThat(squares).isCloseTo(1, within(1e-12));
        assertThat(done("bound").out()).contains(String.format(Locale.ROOT, "exactly, below %.8f", bound.threshold().c()));
    }

    @Test
    void stepsAboveTheBoundAreWarned() {
        assertThat(done("main", "--steps", "0.9", "--iterations", 1, "--no-sharpness", "--out", folder).err()).doesNotContain("above the bound");
        assertThat(done("main", "--steps", "0.9,1.2", "--iterations", 1, "--no-sharpness", "--out", folder).err()).contains("[1.2]: above the bound").contains("stable below 1.");
    }

    @Test
    void whatDivergesIsStoppedAndKept() throws IOException {
        Mf4j run = run("main", "--steps", "0.9,30", "--iterations", 40, "--no-sharpness", "--out", folder);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).containsPattern("step 30.0: agent \\d diverged in iteration \\d+: .*use a step below the bound");
        List<String> curves = lines("curves.csv");
        assertThat(curves.stream().filter(line -> line.startsWith("0.9,")).count()).isEqualTo(41);
        assertThat(curves.stream().filter(line -> line.startsWith("30.0,")).count()).isBetween(1L, 39L);
        hasPictures("normalized_errors");
    }

    /// A run that is stopped goes on from its state to the same bits.
    @Test
    void goesOnFromAState() {
        Sensing agents = sensing();
        Team team = Team.of(agents, network(), Starts.nearTruth(agents, 1e-3)).withUnits(StepBound.of(agents, Mixing.of(network(), WeightRule.METROPOLIS)).units());
        Trainer<Team, Agreement> method = Extra.defaults().withStep(0.3).withIterations(9);
        StringWriter said = new StringWriter();
        PrintWriter stopping = new PrintWriter(said) {
            @Override
            public void println(String line) {
                if (line.contains("iteration 5 of 9")) throw new IllegalStateException("stopped");
                super.println(line);
            }
        };
        Resume first = new Resume(folder.resolve("state"), "test"), second = new Resume(folder.resolve("state"), "test");
        assertThatThrownBy(() -> curve(agents, team, method, stopping, first)).hasMessage("stopped");
        ConsensusCurve resumed = curve(agents, team, method, new PrintWriter(said), second);
        ConsensusCurve whole = curve(agents, team, method, new PrintWriter(new StringWriter()), null);
        assertThat(said.toString()).contains("run: going on after iteration 4");
        assertThat(resumed.rows()).isEqualTo(whole.rows()).hasSize(10);
    }

    private static ConsensusCurve curve(Sensing agents, Team team, Trainer<Team, Agreement> method, PrintWriter err, Resume resumeOrNull) {
        return new ConsensusRun(agents, team, OptionalDouble.of(1e-6), err, "run", 9, Optional.ofNullable(resumeOrNull)).of(method, 0.3, new double[5]);
    }

    @Test
    void theStateIsDeletedWhenAllIsWritten() {
        done("main", "--steps", "0.9", "--iterations", 3, "--out", folder, "--checkpoint", folder.resolve("state"));
        assertThat(folder.resolve("state.0.9.resume")).doesNotExist();
        assertThat(run("main", "--out", folder, "--checkpoint", folder.resolve("nowhere").resolve("state")).exitCode()).isEqualTo(1);
    }

    @Test
    void graphComparesDensities() throws IOException {
        JsonNode json = done("graph", "--iterations", 8, "--out", folder, "--json").json();
        assertThat(json.at("/results").size()).isEqualTo(10);
        assertThat(json.at("/results/0/probability").asDouble()).isEqualTo(Math.log(5) / 5);
        assertThat(json.at("/results/9/links").asInt()).isEqualTo(10);
        assertThat(json.at("/results/9/gap").asDouble()).isCloseTo(1, within(1e-12));
        assertThat(lines("graph.csv")).hasSize(11).startsWith("probability,links,gap,least,iterations,nmse,consensus,relativeConsensus,diverged");
        assertThat(lines("curves.csv")).hasSize(1 + 10 * 9);
        hasPictures("graph_errors");
    }

    /// With one agent's step on the boundary that was found the linearised iteration has -1 for an eigenvalue; beyond it the iteration grows.
    @Test
    void stabilityFindsTheBoundary() throws IOException {
        JsonNode json = done("stability", "--agent", 1, "--iterations", 150, "--multiples", "0.2,1,2.5", "--out", folder, "--json").json();
        double c = json.at("/boundary/linearised").asDouble();
        StepBound bound = StepBound.of(sensing(), Mixing.of(network(), WeightRule.METROPOLIS));
        for (double side : new double[] {0.999, 1.001}) {
            double[] steps = bound.times(0.9);
            steps[1] = side * c * bound.units()[1];
            if (side < 1) assertThat(bound.radius(steps)).isLessThan(1);
            else assertThat(bound.radius(steps)).isGreaterThan(1);
        }
        assertThat(json.at("/results/0/grew").asBoolean()).isFalse();
        assertThat(json.at("/results/2/grew").asBoolean()).isTrue();
        assertThat(json.at("/boundary/measured").asDouble()).isEqualTo(2.5);
        assertThat(lines("stability.csv")).hasSize(4).startsWith("multiple,step,radius,least,iterations,nmse,grew,diverged");
        hasPictures("stability_plot");
    }

    @Test
    void aNetworkInPartsIsRepairedOrRefused() throws IOException {
        Path links = Mf4j.write(folder.resolve("links.txt"), "# two parts\n0 1\n2,3\n3 4\n");
        Mf4j repaired = done("bound", "--network", links, "--json");
        assertThat(repaired.err()).contains("the network was in 2 parts; 1 random links join them");
        assertThat(repaired.json().at("/network/links").asInt()).isEqualTo(4);
        Mf4j refused = run("bound", "--network", links, "--no-repair");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("in 2 parts, which begin at the agents [0, 2]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0 9|there is no agent 9, they are 0 to 4", "2 2|an agent is not linked with itself", "a b|a link is two numbers of agents"})
    void aListOfLinksIsRefusedByItsLine(String line, String said) {
        Path links = Mf4j.write(folder.resolve("links.txt"), "0 1\n" + line + "\n");
        Mf4j run = run("bound", "--network", links);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("links.txt:2: " + said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--network mesh|--network must be one of erdos-renyi, ring, path, star, complete, grid, watts-strogatz, random-regular, exponential, or a file, but was mesh",
        "--method newton|--method must be one of dgd, extra, tracking, diffusion, gossip, compressed but was newton",
        "--weights equal|--weights must be one of metropolis, lazy-metropolis, max-degree but was equal",
        "--start zero|--start must be one of truth, low-rank, balanced, or a FILE.npy, but was zero",
        "--widths 2:9|--widths must begin at --dimension, 3, or above",
        "--tau 0.9:0.1|--tau must be a range such as 0.1:0.9 but was 0.9:0.1",
        "--truth-rank 4|--truth-rank must lie between 1 and --dimension, 3, but was 4",
        "--agents 0|--agents must be at least 1 but was 0",
        "--depth 0|--depth must be at least 1 but was 0",
        "--steps 0.9,-1|--steps must be numbers above 0",
        "--steps 0.9,0.9|--steps must be different",
        "--link-failure 1|--link-failure must be a probability below 1 but was 1.0",
        "--network ring --degree 4|--degree is for --network watts-strogatz and random-regular, not ring",
        "--method extra --rounds 2|extra has no knob --rounds",
        "--rounds 0|--rounds must be at least 1 but was 0"})
    void wrongUseIsRefused(String flags, String said) {
        Mf4j run = run("main", Stream.concat(Stream.of(flags.split(" ")), Stream.of("--out", folder)).toArray());
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(said);
    }

    /// Before the hours are spent.
    @Test
    void aFolderThatCannotBeIsRefusedFirst() {
        Path file = Mf4j.write(folder.resolve("file"), "");
        Mf4j run = run("main", "--out", file.resolve("below"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).doesNotContain("iteration");
    }

    /// One agent is gradient descent, one layer is linear regression.
    @Test
    void oneAgentAndOneLayerAreAllowed() {
        assertThat(done("main", "--agents", 1, "--steps", "0.9", "--iterations", 3, "--out", folder, "--json").json().at("/runs/0/bytes").asDouble()).isZero();
        assertThat(done("main", "--depth", 1, "--steps", "0.9", "--iterations", 3, "--out", folder, "--json").json().at("/runs/0/iterations").asInt()).isEqualTo(3);
    }

    /// Agents come to what one that has everything comes to, and say what crossed the links.
    @Test
    void trainKeepsRatingsAtTheirAgents() {
        Path toy = Mf4j.toy(folder);
        Object[] flags = {"--rank", 2, "--split", "random", "--iterations", 60, "--every", 5, "--json"};
        JsonNode ring = Mf4j.done(Stream.concat(Stream.of("consensus", "train", toy, "--agents", 4), Stream.of(flags)).toArray()).json();
        JsonNode alone = Mf4j.done(Stream.concat(Stream.of("consensus", "train", toy, "--agents", 1), Stream.of(flags)).toArray()).json();
        assertThat(ring.at("/method").asString()).isEqualTo("diffusion");
        assertThat(ring.at("/rmse/agents").asDouble()).isCloseTo(alone.at("/rmse/agents").asDouble(), within(0.1 * alone.at("/rmse/agents").asDouble()));
        assertThat(ring.at("/rmse/item-mean").asDouble()).isEqualTo(alone.at("/rmse/item-mean").asDouble());
        assertThat(ring.at("/bytes/perLink").asDouble()).isEqualTo(ring.at("/bytes/all").asDouble() / 4).isPositive();
        assertThat(alone.at("/bytes/all").asDouble()).isZero();
        assertThat(ring.at("/iterations").asInt() % 5).isZero();
    }

    @Test
    void trainTracksWhereLinksFail() {
        Path toy = Mf4j.toy(folder);
        JsonNode json = Mf4j.done("consensus", "train", toy, "--agents", 4, "--network", "complete", "--link-failure", 0.2, "--rank", 2, "--iterations", 20, "--split", "random", "--json").json();
        assertThat(json.at("/method").asString()).isEqualTo("tracking");
        assertThat(Mf4j.done("consensus", "train", toy, "--agents", 4, "--method", "extra", "--link-failure", 0.2, "--rank", 2, "--iterations", 2).err()).contains("--method tracking is where links fail too");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"--agents 31|agents must be at most the number of users 30 but was 31", "--split strong|--split must leave every agent its users", "--step 0|--step must be above 0", "--regularization 0|--regularization must be above 0"})
    void trainRefuses(String flags, String said) {
        Mf4j run = Mf4j.run(Stream.concat(Stream.of("consensus", "train", Mf4j.toy(folder)), Stream.of(flags.split(" "))).toArray());
        assertThat(run.exitCode()).isNotZero();
        assertThat(run.err()).contains(said);
    }
}

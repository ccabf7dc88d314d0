package mf4j.deep;

import mf4j.matrix.SymmetricEigen;
import mf4j.train.Checkpoint;
import mf4j.train.Knobs;
import mf4j.train.Seeds;
import mf4j.train.Sweep;
import mf4j.train.Trainer;
import mf4j.train.Watch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class MethodsTest {
    private static final Network NETWORK = Network.ring(6);
    private static final Completion PROBLEM = Completion.random(6, new Shape(6, 6), 2, 0.5, 0.1, 1); // depth 1: convex, one solution

    @TempDir
    Path folder;

    static Stream<Trainer<Team, Agreement>> all() {
        return Stream.of(Consensus.defaults(), Consensus.defaults().withRounds(3).withChebyshev(true), Extra.defaults(), GradientTracking.defaults(), ExactDiffusion.defaults(), Asynchronous.defaults(),
                Compressed.defaults(), Compressed.defaults().withMessage(Compressed.Message.QUANTISED));
    }

    static Stream<Trainer<Team, Agreement>> exact() {
        return Stream.of(Extra.defaults(), GradientTracking.defaults(), ExactDiffusion.defaults());
    }

    private static Team team(Completion problem, Network network) {
        Team team = Team.of(problem, network, Starts.normal(problem.shape(), 0.1, 2));
        return team.withUnits(StepBound.of(problem, team.mixing(), Starts.normal(problem.shape(), 0.1, 2), 1e-8).units());
    }

    /// The least of the mean loss, by solving for each entry on its own: depth 1 has one unknown per entry.
    private static double[] solution() {
        int entries = 36;
        double[] solution = new double[entries];
        double[] gradient = new double[entries];
        double[] at = new double[entries];
        Agents.Desk desk = PROBLEM.desk();
        double[] slope = new double[entries];
        double[] curvature = new double[entries];
        double[] ones = new double[entries];
        double[] product = new double[entries];
        Arrays.fill(ones, 1);
        for (int i = 0; i < PROBLEM.count(); i++) {
            desk.loss(i, at, 0, gradient, 0);
            desk.curvature(ones, product);
            for (int j = 0; j < entries; j++) {
                slope[j] += gradient[j];
                curvature[j] += product[j];
            }
        }
        for (int j = 0; j < entries; j++) solution[j] = -slope[j] / curvature[j];
        return solution;
    }

    /// Exact methods end at the solution of the sum, with everyone there; decentralised gradient descent stalls.
    @ParameterizedTest
    @MethodSource("exact")
    void endAtTheSolution(Trainer<Team, Agreement> method) {
        Team team = team(PROBLEM, NETWORK);
        Agreement end = Knobs.turned(method, Map.of("iterations", 4000)).fit(team);
        assertThat(end.relativeDisagreement()).isLessThan(1e-20);
        double[] solution = solution();
        for (int i = 0; i < end.agents(); i++) for (int j = 0; j < solution.length; j++) assertThat(end.of(i)[j]).isCloseTo(solution[j], within(1e-9));
        Agreement stalled = Consensus.defaults().withIterations(4000).fit(team);
        assertThat(stalled.relativeDisagreement()).isGreaterThan(1e-6);
    }

    /// The iterates as the papers write them: EXTRA's equation 2.13, exact diffusion's adapt, correct, combine, and DIGing's two lines.
    @Test
    void followTheirEquations() {
        Team team = team(PROBLEM, NETWORK);
        double eta = 0.4 * Arrays.stream(team.units()).min().orElseThrow();
        double[][] extra = iterates(Extra.defaults().withStep(0.4), team);
        double[][] diffusion = iterates(ExactDiffusion.defaults().withStep(0.4), team);
        double[][] tracking = iterates(GradientTracking.defaults().withStep(0.4), team);
        double[] psi = diffusion[0];
        double[] y = gradients(tracking[0]);
        assertThat(extra[1]).containsExactly(sum(1, mixed(team, extra[0]), -eta, gradients(extra[0])), within(1e-13));
        for (int k = 0; k < 5; k++) {
            double[] lazy = sum(1, extra[k], 1, mixed(team, extra[k]));
            double[] lazyNext = sum(1, extra[k + 1], 1, mixed(team, extra[k + 1]));
            double[] change = sum(1, gradients(extra[k + 1]), -1, gradients(extra[k]));
            assertThat(extra[k + 2]).containsExactly(sum(1, sum(1, lazyNext, -0.5, lazy), -eta, change), within(1e-13));
            double[] adapted = sum(1, diffusion[k], -eta, gradients(diffusion[k]));
            double[] corrected = sum(1, sum(1, adapted, 1, diffusion[k]), -1, psi);
            psi = adapted;
            assertThat(diffusion[k + 1]).containsExactly(sum(0.5, corrected, 0.5, mixed(team, corrected)), within(1e-13));
            assertThat(tracking[k + 1]).containsExactly(sum(1, mixed(team, tracking[k]), -eta, y), within(1e-13));
            y = sum(1, mixed(team, y), 1, sum(1, gradients(tracking[k + 1]), -1, gradients(tracking[k])));
        }
    }

    private static double[][] iterates(Trainer<Team, Agreement> method, Team team) {
        double[][] iterates = new double[7][];
        Arrays.setAll(iterates, k -> Knobs.turned(method, Map.of("iterations", k)).fit(team).theta());
        return iterates;
    }

    private static double[] gradients(double[] x) {
        double[] gradients = new double[x.length];
        for (int i = 0; i < PROBLEM.count(); i++) PROBLEM.desk().loss(i, x, i * 36, gradients, i * 36);
        return gradients;
    }

    private static double[] mixed(Team team, double[] x) {
        double[] v = team.mixing().dense();
        double[] mixed = new double[x.length];
        for (int i = 0; i < 6; i++) for (int j = 0; j < 6; j++) for (int c = 0; c < 36; c++) mixed[i * 36 + c] += v[i * 6 + j] * x[j * 36 + c];
        return mixed;
    }

    private static double[] sum(double a, double[] x, double b, double[] y) {
        double[] sum = new double[x.length];
        Arrays.setAll(sum, j -> a * x[j] + b * y[j]);
        return sum;
    }

    /// With links that come and go and agents that are away, too.
    @ParameterizedTest
    @MethodSource("exact")
    void endAtTheSolutionWhateverFails(Trainer<Team, Agreement> method) {
        Team team = team(PROBLEM, NETWORK).withOutages(new Outages(0.2, 0.2, 3));
        Agreement end = Knobs.turned(method, Map.of("step", 0.2, "iterations", 6000)).fit(team);
        double[] solution = solution();
        for (int i = 0; i < end.agents(); i++) for (int j = 0; j < solution.length; j++) assertThat(end.of(i)[j]).isCloseTo(solution[j], within(1e-8));
    }

    /// Who is away in an iteration has after it what it had before, and all others move.
    @ParameterizedTest
    @MethodSource("all")
    void whoIsAwayStandsStill(Trainer<Team, Agreement> method) {
        Outages outages = new Outages(0.1, 0.4, 2);
        Team team = team(PROBLEM, NETWORK).withOutages(outages);
        Agreement before = Knobs.turned(method, Map.of("iterations", 6)).fit(team);
        Agreement after = Knobs.turned(method, Map.of("iterations", 7)).fit(team);
        boolean[] away = new boolean[6];
        outages.away(7, away);
        assertThat(away).contains(true).contains(false);
        for (int i = 0; i < 6; i++) {
            if (away[i]) assertThat(after.of(i)).isEqualTo(before.of(i));
            else if (!(method instanceof Asynchronous)) assertThat(after.of(i)).isNotEqualTo(before.of(i));
        }
    }

    /// Workers keep their desks from iteration to iteration.
    @ParameterizedTest
    @MethodSource("all")
    void makeADeskPerThread(Trainer<Team, Agreement> method) throws Exception {
        AtomicInteger desks = new AtomicInteger();
        Agents counted = new Agents() {
            @Override
            public int count() {
                return PROBLEM.count();
            }

            @Override
            public int size() {
                return PROBLEM.size();
            }

            @Override
            public int[] blocks() {
                return PROBLEM.blocks();
            }

            @Override
            public String fingerprint() {
                return PROBLEM.fingerprint();
            }

            @Override
            public Desk desk() {
                desks.incrementAndGet();
                return PROBLEM.desk();
            }
        };
        Team team = Team.of(counted, NETWORK, Starts.normal(PROBLEM.shape(), 0.1, 2));
        Sweep.withThreads(3, () -> Knobs.turned(method, Map.of("step", 1e-3)).fit(team));
        assertThat(desks.get()).isBetween(1, 3);
    }

    @ParameterizedTest
    @MethodSource("all")
    void goDownhillWithTheSameBitsOnAnyThreads(Trainer<Team, Agreement> method) throws Exception {
        Team team = team(PROBLEM, NETWORK);
        Agreement one = Sweep.withThreads(1, () -> method.fit(team));
        Agreement two = Sweep.withThreads(2, () -> method.fit(team));
        assertThat(two.theta()).isEqualTo(one.theta());
        assertThat(two.sent()).isEqualTo(one.sent()).isPositive();
        double first = one.provenance().history().epochs().getFirst().objective();
        double last = one.provenance().history().epochs().getLast().objective();
        assertThat(last).isLessThan(0.5 * first);
    }

    /// Killed after an iteration and begun again, a run ends with the same bits.
    @ParameterizedTest
    @MethodSource("all")
    void goOnWhereTheyWere(Trainer<Team, Agreement> method) {
        Team team = team(PROBLEM, NETWORK).withOutages(new Outages(0.1, 0.1, 1));
        Agreement whole = method.fit(team);
        Watch<Agreement> stopping = progress -> progress.epoch().number() == 37 ? Watch.Verdict.STOP : Watch.Verdict.GO_ON;
        Checkpoint checkpoint = Checkpoint.file(folder.resolve("state"));
        method.fit(team, stopping.keeping(checkpoint));
        Agreement resumed = method.fit(team, Watch.<Agreement>none().keeping(checkpoint));
        assertThat(resumed.theta()).isEqualTo(whole.theta());
        assertThat(resumed.sent()).isEqualTo(whole.sent());
    }

    /// A ring of 6: 12 messages of 36 doubles a round; gradient tracking sends two, a tenth of the numbers is 4 of 12 bytes.
    @Test
    void countWhatCrossesLinks() {
        Team team = team(PROBLEM, NETWORK);
        assertThat(Consensus.defaults().withIterations(10).fit(team).sent()).isEqualTo(10L * 12 * 36 * 8);
        assertThat(Consensus.defaults().withIterations(10).withRounds(3).fit(team).sent()).isEqualTo(30L * 12 * 36 * 8);
        assertThat(GradientTracking.defaults().withIterations(10).fit(team).sent()).isEqualTo(20L * 12 * 36 * 8);
        assertThat(Compressed.defaults().withIterations(10).fit(team).sent()).isEqualTo(10L * 12 * 4 * 12);
        assertThat(Compressed.defaults().withIterations(10).withMessage(Compressed.Message.QUANTISED).fit(team).sent()).isEqualTo(10L * 12 * (8 + 36));
        assertThat(Compressed.defaults().withIterations(10).fit(team.withOutages(new Outages(0.5, 0, 1))).sent()).isEqualTo(10L * 12 * 4 * 12); // late, but all of them
        long plain = Consensus.defaults().withIterations(200).fit(team.withOutages(new Outages(0.5, 0, 1))).sent();
        assertThat(plain / (200.0 * 12 * 36 * 8)).isCloseTo(0.5, within(0.05));
    }

    /// The slowest disagreement of a path of 12 is left with `1 / T_8(1 / s)` by Chebyshev's rounds, with `s^8` by plain ones; agreement stays.
    @Test
    void chebyshevMixesBetter() {
        Completion problem = Completion.random(12, new Shape(1, 1), 1, 1, 0.1, 1);
        Team team = Team.of(problem, Network.path(12), new double[1]);
        SymmetricEigen eigen = SymmetricEigen.of(team.mixing().dense(), 12);
        double s = eigen.values()[10];
        double[] slow = new double[12];
        for (int i = 0; i < 12; i++) slow[i] = 3 + eigen.vectors()[i * 12 + 10];
        for (boolean chebyshev : new boolean[] {true, false}) {
            double[] mixed = rounds(team, 8, chebyshev, slow);
            double left = chebyshev ? 1 / Math.cosh(8 * Math.log(1 / s + Math.sqrt(1 / s / s - 1))) : Math.pow(s, 8);
            for (int i = 0; i < 12; i++) assertThat(mixed[i]).isCloseTo(3 + left * eigen.vectors()[i * 12 + 10], within(1e-12));
        }
    }

    private static double[] rounds(Team team, int rounds, boolean chebyshev, double[] values) {
        double[] result = new double[values.length];
        new Rounds(team).mix(1, rounds, chebyshev, values, (_, at, mixed, from, count) -> System.arraycopy(mixed, from, result, at, count));
        return result;
    }

    /// Where everyone hears everyone one round is enough, and `T_k(1 / s)` is beyond all numbers.
    @Test
    void chebyshevStandsNetworksThatAgreeAtOnce() {
        Team team = Team.of(Completion.random(7, new Shape(1, 1), 1, 1, 0.1, 1), Network.complete(7), new double[1]);
        for (double mixed : rounds(team, 60, true, new double[] {0, 1, 2, 3, 4, 5, 6})) assertThat(mixed).isCloseTo(3, within(1e-12));
    }

    /// More variables than are mixed at a time, few and many links, one round and three, against the weights written out.
    @ParameterizedTest
    @ValueSource(ints = {7, 20, 70})
    void mixLongVariablesByTheWeights(int agents) {
        for (Network network : List.of(Network.ring(agents), Network.complete(agents), Network.erdosRenyi(agents, 0.6, 1).repaired(1))) {
            Completion problem = Completion.random(agents, new Shape(30, 40, 30), 1, 0.1, 0.1, 1);
            Team team = Team.of(problem, network, new double[problem.size()]);
            double[] values = Seeds.of(1).stream(0).doubles((long) agents * problem.size()).toArray();
            double[] expected = values;
            for (int k = 1; k <= 3; k++) {
                double[] next = new double[values.length];
                double[] v = team.mixing().dense();
                for (int i = 0; i < agents; i++) {
                    for (int j = 0; j < agents; j++) {
                        if (v[i * agents + j] != 0) for (int c = 0; c < problem.size(); c++) next[i * problem.size() + c] += v[i * agents + j] * expected[j * problem.size() + c];
                    }
                }
                expected = next;
                if (k == 2) continue;
                double[] mixed = rounds(team, k, false, values);
                double worst = 0;
                for (int j = 0; j < mixed.length; j++) worst = Math.max(worst, Math.abs(mixed[j] - expected[j]));
                assertThat(worst).isLessThan(1e-14);
            }
        }
    }

    @Test
    void sayWhoDivergedAndWhatToDo() {
        assertThatThrownBy(() -> Consensus.defaults().withStep(50).withIterations(3000).fit(team(Completion.random(6, new Shape(6, 6, 6), 2, 0.5, 0.1, 1), NETWORK))).isInstanceOf(ArithmeticException.class)
                .hasMessageMatching("agent \\d+ diverged in iteration \\d+: its loss is (NaN|Infinity); use a step below the bound, or a start nearer to a solution");
    }

    @Test
    void refuseWhatDoesNotFit() {
        assertThatIllegalArgumentException().isThrownBy(() -> Team.of(PROBLEM, Network.ring(5), new double[36])).withMessage("Team.network must have the 6 agents of the problem but was 5");
        assertThatIllegalArgumentException().isThrownBy(() -> Team.of(PROBLEM, NETWORK, new double[5])).withMessageContaining("Team.start must have the 36 numbers");
        assertThatIllegalArgumentException().isThrownBy(() -> Team.of(PROBLEM, Network.of("x", 6, List.of()), new double[36])).withMessageContaining("join all agents");
        assertThatIllegalArgumentException().isThrownBy(() -> Team.of(Completion.random(50_000, new Shape(210, 210), 1, 1e-9, 0.1, 1), Network.path(50_000), new double[44_100]))
                .withMessage("Team.variables must fit an array, 50000 x 44100 but was 2205000000");
        assertThatIllegalArgumentException().isThrownBy(() -> Consensus.defaults().withStep(0)).withMessage("Consensus.step must be a finite number above 0 but was 0.0");
        assertThatIllegalArgumentException().isThrownBy(() -> new Outages(1, 0, 0)).withMessageContaining("be a probability below 1");
        Sensing one = Sensing.random(1, new Shape(2, 2), OptionalInt.empty(), 0.1, 0.1, 1);
        assertThat(Consensus.defaults().withStep(0.01).fit(Team.of(one, Network.ring(1), new double[4])).sent()).isZero();
    }
}

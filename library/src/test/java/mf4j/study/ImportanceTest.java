package mf4j.study;

import mf4j.train.Seeds;
import mf4j.train.Sweep;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class ImportanceTest {
    private static final List<Goal> LESS = List.of(Goal.minimize("loss"));

    private static FrozenTrial trial(int number, Map<Parameter, Object> values, double... metrics) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        Map<String, Object> named = new LinkedHashMap<>();
        values.forEach((p, value) -> {
            parameters.put(p.name(), p);
            named.put(p.name(), p.outside(p.inside(value)));
        });
        return new FrozenTrial(number, State.COMPLETE, parameters, named, metrics, new TreeMap<>(), Map.of(), Map.of(), Optional.empty(), Optional.empty());
    }

    /// Random trials of a space.
    private static Findings random(Space space, int count, ToDoubleFunction<Map<String, Object>> loss) {
        List<FrozenTrial> trials = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            double[] point = space.random(Seeds.of(5).stream(n));
            Map<Parameter, Object> values = new LinkedHashMap<>();
            for (int j = 0; j < point.length; j++) if (!Double.isNaN(point[j])) values.put(space.parameter(j), space.parameter(j).outside(point[j]));
            trials.add(trial(n, values, loss.applyAsDouble(space.values(point))));
        }
        return new Findings("s", LESS, trials);
    }

    /// The densities and divergences were computed from the formulas with SciPy's normal distribution, value by value rather than by counts.
    @Test
    void pedAnovaIsTheDivergenceOfTheBest() {
        Parameter n = Parameter.whole("n", 0, 9);
        Parameter c = Parameter.choice("c", "a", "b", "c");
        int[] ns = {0, 2, 4, 5, 5, 7, 9, 9};
        String cs = "aabbbbcc";
        double[] losses = {9, 8, 1, 2, 3, 5, 6, 7};
        List<FrozenTrial> trials = IntStream.range(0, 8).mapToObj(j -> trial(j, Map.of(n, ns[j], c, cs.substring(j, j + 1)), losses[j])).toList();
        double[] best = GridDensity.of(n, trials.subList(2, 5));
        assertThat(best[4]).isCloseTo(0.2754419547650594, within(1e-13));
        assertThat(best[0]).isCloseTo(0.02352988637145383, within(1e-13));
        assertThat(GridDensity.of(n, trials)[9]).isCloseTo(0.10303782814004711, within(1e-13));
        assertThat(GridDensity.of(c, trials)).containsExactly(new double[] {0.29100529, 0.41798942, 0.29100529}, within(1e-8));
        Map<String, Double> shares = PedAnova.defaults().withTarget(0.375).shares(new Findings("s", LESS, trials), 0);
        assertThat(shares.keySet()).containsExactly("n", "c");
        assertThat(shares.get("n")).isCloseTo(1.3963119867054832 / (1.3963119867054832 + 0.05468814729558748), within(1e-12));
    }

    @Test
    void cellsAreThoseOfTheScale() {
        assertThat(GridDensity.cells(Parameter.real("x", 0, 1))).isEqualTo(50);
        assertThat(GridDensity.cells(Parameter.real("x", 0, 1).inSteps(0.25))).isEqualTo(5);
        assertThat(GridDensity.cells(Parameter.whole("x", 1, 1000))).isEqualTo(50);
        assertThat(GridDensity.cells(Parameter.whole("x", 8, 1024).on(Scale.LOG))).as("ceil(log2(1017)) + 1").isEqualTo(11);
        assertThat(GridDensity.cells(Parameter.discrete("x", 1, 10, 11))).isEqualTo(3);
    }

    /// The loss is 1 where x is above a half and c is true: mean 1/4, variance 3/16, of the mean given either 1/16.
    @Test
    void aTreeKnowsItsVariances() {
        double[][] x = {{0.25, 0}, {0.25, 1}, {0.75, 0}, {0.75, 1}};
        double[] shares = new RegressionTree(x, new int[] {0, 2}, new double[] {0, 0, 0, 1}, 9, Seeds.of(0).stream(0)).grown(new int[] {0, 1, 2, 3}).variances();
        assertThat(shares).containsExactly(new double[] {1 / 3.0, 1 / 3.0}, within(1e-12));
        double[] stump = new RegressionTree(x, new int[] {0, 2}, new double[] {0, 0, 5, 5}, 1, Seeds.of(0).stream(0)).grown(new int[] {0, 1, 2, 3}).variances();
        assertThat(stump).containsExactly(new double[] {1, 0}, within(1e-12));
        double[] constant = new RegressionTree(x, new int[] {0, 2}, new double[4], 9, Seeds.of(0).stream(0)).grown(new int[] {0, 1, 2, 3}).variances();
        assertThat(constant).containsExactly(0, 0);
    }

    /// `3 x + [c]` has the variances 9/12 and 1/4; on the logarithmic scale `log10 r / 2` between 1e-4 and 1 has that of `2 u`, 4/12.
    @Test
    void fanovaFindsTheVariancesOfASum() {
        Space space = Space.of(Parameter.real("x", 0, 1), Parameter.bool("c"), Parameter.logarithmic("r", 1e-4, 1), Parameter.whole("idle", 1, 5));
        Findings found = random(space, 400, v -> 3 * (Double) v.get("x") + ((Boolean) v.get("c") ? 1 : 0) + Math.log10((Double) v.get("r")) / 2);
        Map<String, Double> shares = Fanova.defaults().shares(found, 0);
        double all = 9 / 12.0 + 1 / 4.0 + 4 / 12.0;
        assertThat(shares.keySet()).containsExactly("x", "r", "c", "idle");
        assertThat(shares.get("x")).isCloseTo(9 / 12.0 / all, within(0.04));
        assertThat(shares.get("c")).isCloseTo(1 / 4.0 / all, within(0.04));
        assertThat(shares.get("r")).isCloseTo(4 / 12.0 / all, within(0.04));
        assertThat(shares.get("idle")).isLessThan(0.01);
        assertThat(Fanova.defaults().withValues(true).shares(found, 0).get("r")).as("by differences r is nearly always above 0.1").isLessThan(0.15);
    }

    @Test
    void fanovaIsTheSameForAnyNumberOfThreads() throws Exception {
        Findings found = random(Space.of(Parameter.real("x", 0, 1), Parameter.real("y", 0, 1)), 60, v -> (Double) v.get("x") * (Double) v.get("y"));
        Map<String, Double> one = Sweep.withThreads(1, () -> Fanova.defaults().shares(found, 0));
        assertThat(Sweep.withThreads(3, () -> Fanova.defaults().shares(found, 0))).isEqualTo(one);
        assertThat(Fanova.defaults().withSeed(1).shares(found, 0)).isNotEqualTo(one);
    }

    /// Where a parameter is not there its value does not matter. With `z` for b and 1/2 for a, all of the variance that one parameter explains is
    /// that of z, although trials tell whether z is there; with 1 for b and 0 for a it is that of the kind.
    @Test
    void parametersThatAreNotAlwaysThereHaveTheirShare() {
        Space space = Space.of(Parameter.choice("kind", "a", "b")).when("kind", List.of("b"), Parameter.real("z", 0, 1));
        Findings byZ = random(space, 300, v -> v.get("kind").equals("b") ? (Double) v.get("z") : 0.5);
        Findings byKind = random(space, 300, v -> v.get("kind").equals("b") ? 1 : 0);
        assertThat(Fanova.defaults().shares(byZ, 0).get("z")).isGreaterThan(0.9);
        assertThat(Fanova.defaults().shares(byKind, 0).get("kind")).isGreaterThan(0.95);
        assertThat(Importance.of(byZ)).containsOnlyKeys("kind", "z");
        assertThat(Importance.of(byZ).get("z")).as("the best tenth has a small z").isGreaterThan(0.5);
        assertThat(Importance.of(byKind).keySet().iterator().next()).isEqualTo("kind");
    }

    @Test
    void theGoalIsChosen() {
        Parameter x = Parameter.real("x", 0, 1);
        Parameter y = Parameter.real("y", 0, 1);
        List<FrozenTrial> trials = IntStream.range(0, 200).mapToObj(n -> {
            double a = Seeds.of(1).stream(n).nextDouble();
            double b = Seeds.of(2).stream(n).nextDouble();
            return trial(n, Map.of(x, a, y, b), a, b);
        }).toList();
        Findings found = new Findings("s", List.of(Goal.minimize("first"), Goal.maximize("second")), trials);
        for (String name : Importance.names()) {
            assertThat(Importance.named(name).shares(found, "first").get("x")).as(name).isGreaterThan(0.8);
            assertThat(Importance.named(name).shares(found, "second").get("y")).as(name).isGreaterThan(0.8);
        }
        assertThat(Importance.of(found)).isEqualTo(Importance.of(found, "first"));
        assertThatIllegalArgumentException().isThrownBy(() -> Importance.of(found, "third")).withMessage("Importance.metric must be one of [first, second] but was third");
        assertThatIllegalArgumentException().isThrownBy(() -> Importance.named("x")).withMessageContaining("there are ped-anova, fanova");
    }

    @Test
    void withoutAnswersSharesAreEqual() {
        Parameter x = Parameter.real("x", 0, 1);
        Parameter one = Parameter.choice("one", "only");
        for (String name : Importance.names()) {
            Importance way = Importance.named(name);
            assertThat(way.shares(new Findings("s", LESS, List.of()), 0)).isEmpty();
            assertThat(way.shares(new Findings("s", LESS, List.of(trial(0, Map.of(x, 0.5, one, "only"), 1))), 0)).isEqualTo(Map.of("x", 0.5, "one", 0.5));
            List<FrozenTrial> trials = IntStream.range(0, 40).mapToObj(n -> trial(n, Map.of(x, n / 40.0, one, "only"), n == 7 ? Double.POSITIVE_INFINITY : n)).toList();
            assertThat(way.shares(new Findings("s", LESS, trials), 0)).as(name).isEqualTo(Map.of("x", 1.0, "one", 0.0));
        }
    }

    private static final String SCRIPT = """
            import random, math
            import optuna
            optuna.logging.set_verbosity(optuna.logging.CRITICAL)
            def objective(trial):
                x = trial.suggest_float("x", -2, 3)
                r = trial.suggest_float("r", 1e-4, 1, log=True)
                n = trial.suggest_int("n", 1, 7)
                m = trial.suggest_int("m", 8, 500, log=True)
                s = trial.suggest_float("s", 0, 2, step=0.25)
                c = trial.suggest_categorical("c", ["a", "b", "d"])
                w = trial.suggest_float("w", 0, 1 if c == "a" else 2)
                loss = x * x + 0.3 * abs(math.log10(r) + 2) + 0.1 * n + 0.5 * (c == "b") + 0.2 * w + 0.3 * s + 0.1 * math.log(m)
                if c == "d":
                    loss += trial.suggest_float("z", 0, 1)
                return loss
            for direction in ("minimize", "maximize"):
                study = optuna.create_study(direction=direction, sampler=optuna.samplers.RandomSampler(seed=3))
                study.optimize(objective, n_trials=120)
                print("study", direction)
                for t in study.trials:
                    print("trial", repr(t.value), *(f"{k}={v!r}".replace("'", "") for k, v in t.params.items()))
                for ev in (optuna.importance.PedAnovaImportanceEvaluator(), optuna.importance.PedAnovaImportanceEvaluator(target_quantile=0.25, region_quantile=0.6)):
                    got = optuna.importance.get_param_importances(study, evaluator=ev)
                    print("ped", *(f"{k}={v!r}" for k, v in got.items()))
            study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=4))
            def plain(trial):
                x = trial.suggest_float("x", -2, 3)
                r = trial.suggest_float("r", 1e-4, 1, log=True)
                n = trial.suggest_int("n", 1, 7)
                c = trial.suggest_categorical("c", ["a", "b"])
                return x * x + 8 * r + n + 2 * (c == "b")
            study.optimize(plain, n_trials=150)
            print("study minimize")
            for t in study.trials:
                print("trial", repr(t.value), *(f"{k}={v!r}".replace("'", "") for k, v in t.params.items()))
            got = optuna.importance.get_param_importances(study, evaluator=optuna.importance.FanovaImportanceEvaluator(n_trees=16, seed=0))
            print("fanova", *(f"{k}={float(v)!r}" for k, v in got.items()))
            """;

    private static Parameter parameter(String name, Map<String, String> texts, boolean three) {
        return switch (name) {
            case "x" -> Parameter.real("x", -2, 3);
            case "r" -> Parameter.logarithmic("r", 1e-4, 1);
            case "n" -> Parameter.whole("n", 1, 7);
            case "m" -> Parameter.whole("m", 8, 500).on(Scale.LOG);
            case "s" -> Parameter.real("s", 0, 2).inSteps(0.25);
            case "c" -> three ? Parameter.choice("c", "a", "b", "d") : Parameter.choice("c", "a", "b");
            case "w" -> Parameter.real("w", 0, texts.get("c").equals("a") ? 1 : 2);
            default -> Parameter.real("z", 0, 1);
        };
    }

    private static Map<String, String> pairs(String[] words, int from) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int j = from; j < words.length; j++) pairs.put(words[j].split("=")[0], words[j].split("=")[1]);
        return pairs;
    }

    /// PED-ANOVA's shares are Optuna's, those of parameters that are not always there or change their range too; the forest's are near those of
    /// scikit-learn's forest.
    @Test
    void agreesWithOptuna() throws IOException {
        List<FrozenTrial> trials = new ArrayList<>();
        List<Goal> goals = LESS;
        int compared = 0;
        for (String line : Optuna.run(SCRIPT).lines().toList()) {
            String[] words = line.split(" ");
            Map<String, String> pairs = pairs(words, words[0].equals("trial") ? 2 : words[0].equals("study") ? 2 : 1);
            switch (words[0]) {
                case "study" -> {
                    trials.clear();
                    goals = List.of(words[1].equals("minimize") ? Goal.minimize("loss") : Goal.maximize("loss"));
                }
                case "trial" -> {
                    Map<Parameter, Object> values = new LinkedHashMap<>();
                    pairs.forEach((name, text) -> values.put(parameter(name, pairs, pairs.containsKey("w")), text));
                    trials.add(trial(trials.size(), values, Double.parseDouble(words[1])));
                }
                case "ped" -> {
                    Map<String, Double> ours = (compared++ % 2 == 0 ? PedAnova.defaults() : new PedAnova(0.25, 0.6)).shares(new Findings("s", goals, trials), 0);
                    assertThat(ours.keySet()).containsExactlyElementsOf(pairs.keySet());
                    pairs.forEach((name, share) -> assertThat(ours.get(name)).as(name).isCloseTo(Double.parseDouble(share), within(1e-9)));
                }
                default -> {
                    Map<String, Double> ours = Fanova.defaults().withValues(true).shares(new Findings("s", goals, trials), 0);
                    pairs.forEach((name, share) -> assertThat(ours.get(name)).as(name).isCloseTo(Double.parseDouble(share), within(0.06)));
                    compared++;
                }
            }
        }
        assertThat(compared).isEqualTo(5);
    }
}

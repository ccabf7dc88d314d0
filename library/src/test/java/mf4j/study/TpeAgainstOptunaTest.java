package mf4j.study;

import mf4j.train.Seeds;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// The densities beside those of Optuna 5, where the machine has a Python with it: the one that `MF4J_PYTHON` names, else `python3`.
class TpeAgainstOptunaTest {
    private static final Optional<String> PYTHON = Stream.of(System.getenv().getOrDefault("MF4J_PYTHON", "python3"), "python3")
            .filter(python -> run(python, "import optuna\nassert optuna.__version__.startswith('5.')\n").isPresent()).findFirst();
    private static final String PRELUDE = """
            import numpy as np
            from optuna.distributions import FloatDistribution as F, IntDistribution as I, CategoricalDistribution as C
            from optuna.samplers._tpe.parzen_estimator import _ParzenEstimator, _ParzenEstimatorParameters
            from optuna.samplers._tpe.sampler import default_weights
            def told(space, observed, points, equal):
                space = {str(j): d for j, d in enumerate(space)}
                columns = lambda rows: {k: np.array([row[j] for row in rows], dtype=float) for j, k in enumerate(space)}
                rules = _ParzenEstimatorParameters(1.0, True, False, default_weights, True)
                density = _ParzenEstimator(columns(observed), space, rules, np.ones(len(observed)) if equal else None)
                print(*[repr(float(v)) for v in density.log_pdf(columns(points))])
            """;

    /// A parameter of each kind with few trials, where Optuna's order of equal places does not matter; then all that have no equal places together, past
    /// the number of trials from which the older ones have less weight.
    @Test
    void hasTheDensitiesOfOptuna() {
        Assumptions.assumeTrue(PYTHON.isPresent(), "no Python with Optuna 5 on this machine (MF4J_PYTHON may name one): nobody else has judged these densities");
        Seeds.Stream random = Seeds.of(11).stream(0);
        StringBuilder script = new StringBuilder(PRELUDE);
        List<Case> cases = Stream.concat(MixtureTest.KINDS.stream().flatMap(kind -> Stream.of(0, 1, 2, 7, 24).map(count -> Case.of(List.of(kind), count, random))),
                Stream.of(0, 1, 5, 25, 26, 27, 90).map(count -> Case.of(List.of(MixtureTest.KINDS.get(0), MixtureTest.KINDS.get(5), MixtureTest.KINDS.get(1), Parameter.real("far", 0, 1)), count, random))).toList();
        for (Case one : cases) {
            for (String equal : List.of("False", "True")) {
                script.append("told(").append(one.parameters().stream().map(TpeAgainstOptunaTest::python).toList()).append(", ").append(Arrays.deepToString(one.observed())).append(", ")
                        .append(Arrays.deepToString(one.points())).append(", ").append(equal).append(")\n");
            }
        }
        List<String> lines = run(PYTHON.get(), script.toString()).orElseThrow().lines().toList();
        assertThat(lines).hasSize(2 * cases.size());
        for (int k = 0; k < lines.size(); k++) {
            Case one = cases.get(k / 2);
            Mixture mixture = MixtureTest.mixture(one.parameters(), one.observed(), k % 2 == 0, Tpe.Bandwidth.NEIGHBOURS);
            double[] theirs = Arrays.stream(lines.get(k).split(" ")).mapToDouble(Double::parseDouble).toArray();
            for (int j = 0; j < theirs.length; j++) {
                assertThat(mixture.logDensity(one.points()[j])).as("%s with %s trials", one.parameters(), one.observed().length).isCloseTo(theirs[j], within(1e-12 * Math.max(1, Math.abs(theirs[j]))));
            }
        }
    }

    private record Case(List<Parameter> parameters, double[][] observed, double[][] points) {
        static Case of(List<Parameter> parameters, int count, Seeds.Stream random) {
            return new Case(parameters, MixtureTest.points(parameters, count, random), MixtureTest.points(parameters, 8, random));
        }
    }

    private static String python(Parameter parameter) {
        return switch (parameter) {
            case Real real -> "F(" + real.low() + ", " + real.high() + (real.step() > 0 ? ", step=" + real.step() : "") + (real.scale() == Scale.LOG ? ", log=True" : "") + ")";
            case Whole whole -> "I(" + whole.low() + ", " + whole.high() + ", step=" + whole.step() + (whole.scale() == Scale.LOG ? ", log=True" : "") + ")";
            case Choice choice -> "C([" + IntStream.range(0, choice.values().size()).mapToObj(String::valueOf).collect(Collectors.joining(", ")) + "])";
            case Discrete discrete -> throw new AssertionError("Optuna has no " + discrete);
        };
    }

    /// What a script prints; empty where it or the Python fails.
    private static Optional<String> run(String python, String script) {
        try {
            Path output = Files.createTempFile("optuna", ".txt");
            try {
                Process process = new ProcessBuilder(python, "-W", "ignore", "-").redirectError(ProcessBuilder.Redirect.DISCARD).redirectOutput(output.toFile()).start();
                try (var in = process.getOutputStream()) {
                    in.write(script.getBytes(StandardCharsets.UTF_8));
                }
                return process.onExit().join().exitValue() == 0 ? Optional.of(Files.readString(output)) : Optional.empty();
            } finally {
                Files.delete(output);
            }
        } catch (IOException absent) {
            return Optional.empty();
        }
    }
}

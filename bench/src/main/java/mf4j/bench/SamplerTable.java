package mf4j.bench;

import mf4j.study.Findings;
import mf4j.study.FrozenTrial;
import mf4j.study.Sampler;
import mf4j.study.Samplers;
import mf4j.study.Space;
import mf4j.study.Study;
import mf4j.study.Trial;
import mf4j.train.Knobs;
import mf4j.train.Sweep;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// How good and how fast samplers are: the best value after so many trials, as its distance to the minimum, median and quartiles over seeds, on
/// functions of known minimum and on copies of them that are turned and moved at random; beside measured values of other samplers; and the time
/// of one suggestion.
@Command(name = "sampler-table", mixinStandardHelpOptions = true, description = "Measures the quality and the time of samplers.")
public final class SamplerTable implements Callable<Integer> {
    @Option(names = "--samplers", split = ",", description = "by name, with knobs as in TPE:candidates=48:startup=random (${DEFAULT-VALUE})")
    List<String> samplers = List.of("RANDOM_SEARCH", "QUASI_RANDOM_SEARCH");
    @Option(names = "--functions", split = ",", description = "some of the functions, chain10 and tree9 among them; the seven of the baselines otherwise")
    List<String> functions = List.of();
    @Option(names = "--copies", description = "also so many turned and moved copies (${DEFAULT-VALUE})")
    int copies;
    @Option(names = "--originals", negatable = true, defaultValue = "true", fallbackValue = "true", description = "the functions as they are (${DEFAULT-VALUE})")
    boolean originals = true;
    @Option(names = "--pooled", description = "all copies of a function in one row (${DEFAULT-VALUE})")
    boolean pooled;
    @Option(names = "--seeds", description = "per sampler and function (${DEFAULT-VALUE})")
    int seeds = 20;
    @Option(names = "--trials", split = ",", description = "after how many trials (${DEFAULT-VALUE})")
    List<Integer> trials = List.of(25, 50, 100);
    @Option(names = "--baselines", description = "a CSV file function,sampler,label,n,checkpoint,median,q1,q3 of best values")
    Path baselines;
    @Option(names = "--python", description = "a Python that has Optuna: its samplers on the same functions and copies")
    Path python;
    @Option(names = "--peers", split = ",", description = "Optuna's samplers: tpe, gp, cmaes, random (${DEFAULT-VALUE})")
    List<String> peers = List.of("tpe");
    @Option(names = "--peer-seeds", description = "seeds of each of them (${DEFAULT-VALUE})")
    int peerSeeds = 20;
    @Option(names = "--overhead", split = ",", description = "instead: the time of one suggestion after so many trials")
    List<Integer> overhead = List.of();

    /// Runs it.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SamplerTable()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Locale.setDefault(Locale.ROOT);
        List<TestFunction> all = new ArrayList<>(originals ? TestFunction.all() : List.of());
        if (!functions.isEmpty()) all.addAll(TestFunction.further());
        for (int seed = 1; seed <= copies; seed++) all.addAll(TestFunction.copies(seed));
        if (!functions.isEmpty()) all.removeIf(one -> functions.stream().noneMatch(name -> one.name().startsWith(name)));
        if (overhead.isEmpty()) for (List<TestFunction> one : rows(all)) table(one);
        else for (TestFunction one : all) times(one);
        return 0;
    }

    /// Functions that share their rows.
    private List<List<TestFunction>> rows(List<TestFunction> all) {
        if (!pooled) return all.stream().map(List::of).toList();
        return List.copyOf(all.stream().collect(Collectors.groupingBy(one -> one.name().replaceFirst("#.*", "#"), LinkedHashMap::new, Collectors.toList())).values());
    }

    private void table(List<TestFunction> functions) throws IOException {
        TestFunction first = functions.getFirst();
        String name = functions.size() == 1 ? first.name() : functions.size() + " copies of " + first.name().replaceFirst("#.*", "");
        System.out.printf("%n%s, minimum %.6g: best value above it, median [quartiles]%n%-34s %5s", name, first.minimum(), "sampler", "runs");
        for (int count : trials) System.out.printf("  %30s", count + " trials");
        System.out.println();
        for (String sampler : samplers) {
            double[][] best = new double[functions.size() * seeds][];
            long start = System.nanoTime();
            Sweep.over(best.length, 1, (_, from, to) -> best[from] = run(functions.get(from / seeds), named(sampler).withSeed(from % seeds)));
            row(first, sampler + String.format(" (%.1f s)", (System.nanoTime() - start) * 1e-9), best);
        }
        if (python != null) {
            for (String peer : peers) {
                List<double[]> best = new ArrayList<>();
                for (TestFunction one : functions) best.addAll(List.of(SamplerPeer.run(python, peer, one, peerSeeds, trials.getLast())));
                row(first, "optuna " + peer, best.toArray(double[][]::new));
            }
        }
        if (baselines != null) baselines(first);
    }

    private static Sampler named(String name) {
        String[] words = name.split(":");
        Map<String, String> knobs = new LinkedHashMap<>();
        for (int j = 1; j < words.length; j++) knobs.put(words[j].split("=")[0], words[j].split("=")[1]);
        return Knobs.turned(Samplers.named(words[0]), knobs);
    }

    private double[] run(TestFunction function, Sampler sampler) {
        Findings found = Study.minimize("value").space(function.space()).sampler(sampler).run(trials.getLast(), trial -> function.of().applyAsDouble(trial.values()));
        double[] best = found.trials().stream().mapToDouble(FrozenTrial::metric).toArray();
        for (int j = 1; j < best.length; j++) best[j] = Math.min(best[j], best[j - 1]);
        return best;
    }

    private void row(TestFunction function, String name, double[][] best) {
        System.out.printf("%-34s %5d", name, best.length);
        for (int count : trials) {
            double[] sorted = Arrays.stream(best).mapToDouble(run -> run[count - 1] - function.minimum()).sorted().toArray();
            cell(quantile(sorted, 0.5), quantile(sorted, 0.25), quantile(sorted, 0.75));
        }
        System.out.println();
    }

    private static void cell(double median, double low, double high) {
        System.out.printf("  %10.4g [%8.3g,%9.3g]", median, low, high);
    }

    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int at = (int) place;
        return sorted[at] + (place - at) * (sorted[Math.min(at + 1, sorted.length - 1)] - sorted[at]);
    }

    private void baselines(TestFunction function) throws IOException {
        List<String[]> rows = Files.readAllLines(baselines).stream().map(line -> line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")).filter(row -> row[0].equals(function.name())).toList();
        for (String sampler : rows.stream().map(row -> row[1]).distinct().toList()) {
            System.out.printf("%-34s %5s", "  file: " + sampler, rows.stream().filter(row -> row[1].equals(sampler)).findFirst().orElseThrow()[3]);
            for (int count : trials) {
                Optional<String[]> row = rows.stream().filter(r -> r[1].equals(sampler) && Integer.parseInt(r[4]) == count).findFirst();
                row.ifPresent(r -> cell(Double.parseDouble(r[5]) - function.minimum(), Double.parseDouble(r[6]) - function.minimum(), Double.parseDouble(r[7]) - function.minimum()));
            }
            System.out.println();
        }
    }

    /// The median of 21 suggestions of a study in memory that has so many finished trials, drawn at random.
    private void times(TestFunction function) throws IOException {
        Space space = function.space();
        for (String name : samplers) {
            System.out.printf("%-12s %-24s", function.name(), name);
            for (int count : overhead) {
                try (Study study = Study.minimize("value").space(space).sampler(named(name)).open()) {
                    try (Study random = Study.minimize("value").space(space).sampler(Samplers.named("RANDOM_SEARCH").withSeed(count)).open()) {
                        random.run(count, trial -> function.of().applyAsDouble(trial.values()));
                        for (FrozenTrial trial : random.findings().trials()) study.add(trial);
                    }
                    for (int warm = 0; warm < 200 && warm < 20_000 / count; warm++) suggestion(study, function);
                    double[] milliseconds = new double[21];
                    for (int j = 0; j < milliseconds.length; j++) milliseconds[j] = suggestion(study, function);
                    Arrays.sort(milliseconds);
                    System.out.printf("  %6d trials: %9.3f ms (least %.3f)", count, milliseconds[10], milliseconds[0]);
                }
            }
            System.out.println();
        }
    }

    private static double suggestion(Study study, TestFunction function) throws IOException {
        long start = System.nanoTime();
        Trial trial = study.ask().orElseThrow();
        double milliseconds = (System.nanoTime() - start) * 1e-6;
        study.tell(trial.number(), function.of().applyAsDouble(trial.values()));
        return milliseconds;
    }
}

package mf4j.study;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/// Random curves, with ties and values that are not a number among them, run by Optuna under its pruners: ours stop the same trials at the same steps.
class PrunersAgainstOptunaTest {
    private static final Map<String, Pruner> OURS = new LinkedHashMap<>();
    private static final Map<String, String> THEIRS = new LinkedHashMap<>();

    private static void both(String name, Pruner ours, String theirs) {
        OURS.put(name, ours);
        THEIRS.put(name, theirs);
    }

    static {
        both("median", Percentile.defaults(), "MedianPruner()");
        both("percentile", new Percentile(25, 3, 2, 3, 2, false, 0), "PercentilePruner(25.0, n_startup_trials=3, n_warmup_steps=2, interval_steps=3, n_min_trials=2)");
        both("percentile70", new Percentile(70, 1, 0, 1, 1, false, 0), "PercentilePruner(70.0, n_startup_trials=1)");
        both("asha", SuccessiveHalving.defaults().withMinResource(1).withReduction(2), "SuccessiveHalvingPruner(min_resource=1, reduction_factor=2)");
        both("asha3", new SuccessiveHalving(2, 3, 1, 2, 0), "SuccessiveHalvingPruner(min_resource=2, reduction_factor=3, min_early_stopping_rate=1, bootstrap_count=2)");
        both("hyperband", Hyperband.defaults().withMaxResource(15), "HyperbandPruner(min_resource=1, max_resource=15, reduction_factor=3)");
        both("hyperband2", new Hyperband(2, 20, 2, 1, 0), "HyperbandPruner(min_resource=2, max_resource=20, reduction_factor=2, bootstrap_count=1)");
        both("patient", Patient.defaults().withPatience(3), "PatientPruner(None, 3)");
        both("patient median", Patient.defaults().withPatience(1).withDelta(0.1).and(Percentile.defaults()), "PatientPruner(MedianPruner(), 1, min_delta=0.1)");
        both("threshold", Threshold.defaults().withLower(0.05).withUpper(1.3).withWarmupSteps(1).withIntervalSteps(2), "ThresholdPruner(lower=0.05, upper=1.3, n_warmup_steps=1, interval_steps=2)");
        both("wilcoxon", Wilcoxon.defaults(), "WilcoxonPruner()");
        both("wilcoxon3", new Wilcoxon(0.3, 5, 0), "WilcoxonPruner(p_threshold=0.3, n_startup_steps=5)");
    }

    private static String script() {
        StringBuilder pruners = new StringBuilder();
        THEIRS.forEach((name, theirs) -> pruners.append("    ").append('"').append(name).append("\": lambda: ").append(theirs).append(",\n"));
        return """
                import math, random
                import optuna
                from optuna.pruners import *
                optuna.logging.set_verbosity(optuna.logging.CRITICAL)
                pruners = {
                %s}
                for name, make in pruners.items():
                    for direction in ("minimize", "maximize"):
                        for seed in range(2):
                            rng = random.Random(f"{name} {direction} {seed}")
                            study = optuna.create_study(study_name="oracle", direction=direction, pruner=make(), sampler=optuna.samplers.RandomSampler(0))
                            print("study", name.replace(" ", "_"), direction)
                            start, digits = (0, 1) if seed == 0 else (1, 6)
                            for number in range(16 if "wilcoxon" in name else 24):
                                level, speed = rng.random(), rng.random() * 2
                                noise = 0.3 if "wilcoxon" in name else 0.1
                                curve = []
                                for step in range(9 if "wilcoxon" in name and seed == 0 else 18):
                                    value = round(level + math.exp(-speed * step) + noise * rng.gauss(0, 1), digits)
                                    nan = "wilcoxon" not in name and rng.random() < 0.03
                                    curve.append(math.nan if nan else value if direction == "minimize" else -value + (1.2 if name == "threshold" else 0))
                                real = [v for v in curve if not math.isnan(v)]
                                outcome = sum(real) / len(real)
                                trial = study.ask()
                                stopped = -1
                                for step, value in enumerate(curve, start):
                                    trial.report(value, step)
                                    if trial.should_prune():
                                        stopped = step
                                        break
                                if stopped >= 0:
                                    study.tell(trial, state=optuna.trial.TrialState.PRUNED)
                                else:
                                    study.tell(trial, outcome)
                                print("trial", start, stopped, repr(outcome), *map(repr, curve))
                """.formatted(pruners);
    }

    @Test
    void stopWhatOptunaStops() throws IOException {
        Race race = null;
        Pruner pruner = null;
        String at = "";
        Map<String, Integer> stopped = new LinkedHashMap<>();
        List<String> different = new ArrayList<>();
        for (String line : Optuna.run(script()).lines().toList()) {
            String[] words = line.split(" ");
            if (words[0].equals("study")) {
                at = words[1].replace('_', ' ');
                pruner = OURS.get(at);
                race = new Race(words[2].equals("minimize") ? Goal.minimize("m") : Goal.maximize("m"));
                continue;
            }
            int from = Integer.parseInt(words[1]);
            NavigableMap<Integer, Double> curve = new TreeMap<>();
            for (int j = 4; j < words.length; j++) curve.put(from + j - 4, words[j].equals("nan") ? Double.NaN : Double.parseDouble(words[j]));
            int theirs = Integer.parseInt(words[2]);
            int ours = race.run("oracle", pruner, curve, Double.parseDouble(words[3]));
            if (ours >= 0) stopped.merge(at, 1, Integer::sum);
            if (ours != theirs) different.add(at + " trial " + race.trials().size() + ": ours " + ours + " theirs " + theirs);
        }
        assertThat(different).isEmpty();
        assertThat(stopped.keySet()).isEqualTo(OURS.keySet());
        assertThat(stopped.values()).allMatch(count -> count > 10);
    }
}

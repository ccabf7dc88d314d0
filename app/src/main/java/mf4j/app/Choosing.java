package mf4j.app;

import mf4j.study.Pruner;
import mf4j.study.Pruners;
import mf4j.study.Sampler;
import mf4j.study.Samplers;
import mf4j.study.StudyPlan;
import mf4j.train.Knobs;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The flags that say how a study chooses what is tried, and which trials it gives up.
final class Choosing {
    @Option(names = "--sampler", paramLabel = "NAME", description = "What is tried next, by any name of Vizier's algorithms or Optuna's samplers, such as tpe, gp, random-search, grid-search: see below. Without it, one that suits the study.")
    String sampler;

    @Option(names = "--sampler-knob", paramLabel = "NAME=VALUE", description = "Turn a knob of the sampler; may be given several times.")
    Map<String, String> samplerKnobs = new LinkedHashMap<>();

    @Option(names = "--pruner", paramLabel = "NAME", description = "Give up trials that do not look good on the way: see below (none).")
    String pruner;

    @Option(names = "--pruner-knob", paramLabel = "NAME=VALUE", description = "Turn a knob of the pruner; may be given several times.")
    Map<String, String> prunerKnobs = new LinkedHashMap<>();

    @Option(names = "--reproducible-workers", paramLabel = "K", description = "When the study begins: any number of workers up to K gives the same study, bit for bit (1).")
    Integer together;

    /// Refuses what cannot be, before anything is read.
    void check() {
        sampler(0);
        pruner();
        if (together != null && together < 1) throw new IllegalArgumentException("--reproducible-workers must be at least 1 but was " + together);
    }

    /// Whether one of these flags was given.
    boolean given() {
        return sampler != null || pruner != null || together != null || !samplerKnobs.isEmpty() || !prunerKnobs.isEmpty();
    }

    /// A plan with what these flags say.
    StudyPlan of(StudyPlan plan, long seed) {
        StudyPlan chosen = plan.sampler(sampler(seed)).pruner(pruner());
        return together == null ? chosen : chosen.reproducibleWorkers(together);
    }

    private Sampler sampler(long seed) {
        Sampler named = sampler == null ? Samplers.defaults() : Samplers.named(sampler);
        return turned("sampler", named.withSeed(seed), samplerKnobs);
    }

    private Pruner pruner() {
        return turned("pruner", pruner == null ? Pruner.NONE : Pruners.named(pruner), prunerKnobs);
    }

    private static <T> T turned(String what, T made, Map<String, String> knobs) {
        if (knobs.isEmpty()) return made;
        if (!made.getClass().isRecord()) throw new IllegalArgumentException("--" + what + "-knob: this " + what + " has no knobs");
        try {
            return Knobs.turned(made, knobs);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--" + what + "-knob: " + e.getMessage(), e);
        }
    }

    /// Help with the names of samplers.
    static final class Samplings implements IModelTransformer {
        @Override
        public CommandSpec transform(CommandSpec spec) {
            return footed(spec, "Algorithms: " + String.join(", ", Samplers.names()));
        }
    }

    /// A command whose help says what there is.
    static CommandSpec named(CommandSpec spec) {
        return footed(spec, "Samplers: " + String.join(", ", Samplers.names()), "Pruners: " + String.join(", ", Pruners.names()));
    }

    private static CommandSpec footed(CommandSpec spec, String... lines) {
        List<String> footer = new ArrayList<>(List.of(""));
        footer.addAll(List.of(lines));
        footer.addAll(List.of(spec.usageMessage().footer()));
        spec.usageMessage().footer(footer.toArray(String[]::new));
        return spec;
    }
}

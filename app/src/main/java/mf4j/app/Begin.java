package mf4j.app;

import mf4j.study.Goal;
import mf4j.study.Ledger;
import mf4j.study.PlanText;
import mf4j.study.SpaceText;
import mf4j.study.Storage;
import mf4j.study.StudyPlan;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The flags that a study is begun with by somebody who tries values elsewhere. They are kept with it, so that later calls need none of them.
final class Begin {
    private static final String LEASE = "1h"; // nobody renews it while a program of somebody else is at work

    @Option(names = "--space", paramLabel = "NAME=VALUES,...", description = "When the study begins: what may be chosen, such as x=float:0:1,rank=int:8:128,rate=log:1e-4:1,kind=a|b,flag=bool.")
    String space;

    @Option(names = "--minimize", paramLabel = "METRIC", description = "When the study begins: a metric of which less is better; may be given several times.")
    List<String> minimize = new ArrayList<>();

    @Option(names = "--maximize", paramLabel = "METRIC", description = "When the study begins: a metric of which more is better; may be given several times.")
    List<String> maximize = new ArrayList<>();

    @Option(names = "--plan", paramLabel = "FILE", description = "When the study begins: all of this as a JSON file, {\"goals\": [{\"metric\": \"loss\", \"goal\": \"minimize\"}], \"space\": \"x=float:0:1\", \"sampler\": \"tpe\"}.")
    Path plan;

    @Option(names = "--lease", paramLabel = "TIME", description = "When the study begins: a trial of which nothing is heard for so long is lost, and is tried again (1h).")
    String lease;

    @Mixin
    Choosing choosing;

    /// Refuses what cannot be, before anything is opened.
    void check() {
        choosing.check();
        if (space != null) SpaceText.read(space);
        if (lease != null) Span.of("--lease", lease);
    }

    /// The plan of a study that is there, or is to begin.
    ///
    /// @throws IllegalArgumentException where it is there and was begun with something else, or is not there and goals or space are missing
    StudyPlan plan(Storage storage, String name, long seed) throws IOException {
        Optional<Ledger> kept = storage.find(name);
        if (kept.isPresent()) return going(PlanText.of(kept.get()), seed);
        Map<String, Object> given = given();
        StudyPlan begun = PlanText.read(given);
        if (begun.space().size() == 0) throw new IllegalArgumentException("there is no study " + name + " yet; to begin it give --space, such as --space x=float:0:1,kind=a|b");
        return chosen(begun, seed, !given.containsKey("sampler")).name(name);
    }

    /// What is given by a flag goes over what the plan has.
    ///
    /// @param free whether the plan has no sampler of its own
    private StudyPlan chosen(StudyPlan plan, long seed, boolean free) {
        StudyPlan flags = choosing.of(plan, seed);
        StudyPlan chosen = free || choosing.sampler != null || !choosing.samplerKnobs.isEmpty() ? plan.sampler(flags.sampler()) : plan;
        if (choosing.pruner != null) chosen = chosen.pruner(flags.pruner());
        return choosing.together == null ? chosen : chosen.reproducibleWorkers(choosing.together);
    }

    /// The JSON file, over which the flags go.
    private Map<String, Object> given() throws IOException {
        Map<String, Object> given = new LinkedHashMap<>(plan == null ? Map.of() : PlanText.map(Files.readString(plan)));
        if (!goals().isEmpty()) given.put("goals", StudyList.goals(goals()));
        if (!given.containsKey("goals")) throw new IllegalArgumentException("a study begins with a goal: --minimize METRIC or --maximize METRIC");
        if (space != null) given.put("space", space);
        if (lease != null || !given.containsKey("lease")) given.put("lease", Span.of("--lease", lease == null ? LEASE : lease).toMillis() / 1000.0);
        return given;
    }

    private List<Goal> goals() {
        List<Goal> goals = new ArrayList<>();
        minimize.forEach(metric -> goals.add(Goal.minimize(metric)));
        maximize.forEach(metric -> goals.add(Goal.maximize(metric)));
        return goals;
    }

    /// The same flags may be given again; other ones say that another study is meant. Sampler and pruner may change.
    private StudyPlan going(StudyPlan kept, long seed) {
        if (space != null && !SpaceText.write(SpaceText.read(space)).equals(SpaceText.write(kept.space()))) {
            throw new IllegalArgumentException("--space must be " + SpaceText.write(kept.space()) + " as when the study " + kept.name() + " was begun, but was " + space);
        }
        if (!goals().isEmpty() && !goals().equals(kept.goals())) throw new IllegalArgumentException("the study " + kept.name() + " was begun to " + StudyList.words(kept.goals()) + ", not to " + StudyList.words(goals()));
        return chosen(kept, seed, false);
    }
}

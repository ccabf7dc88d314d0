package mf4j.study;

import mf4j.train.Check;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes what a study is begun with, and compares it where the study is there.
final class Beginning {
    private Beginning() { }

    /// How many trials may run at a time with the same outcome.
    ///
    /// @throws IllegalArgumentException where the study was begun with another number
    static int together(StudyPlan plan, Ledger ledger) throws IOException {
        return Kept.get(() -> ledger.exclusively(() -> {
            Optional<Integer> kept = kept(ledger);
            if (kept.isPresent() && plan.together().isPresent()) {
                Check.of(Study.class).that(kept.equals(plan.together()), "together", "be " + kept.get() + " as when the study " + plan.name() + " was begun", plan.together().get());
            }
            int together = kept.or(plan::together).orElse(1);
            if (kept.isEmpty() || !ledger.attributes(Attribute.SYSTEM).containsKey(Notes.METRICS)) begin(plan, ledger, together); // or a kill has cut it off
            return together;
        }));
    }

    private static Optional<Integer> kept(Ledger ledger) throws IOException {
        return ledger.attributes(Attribute.SYSTEM).get(Notes.PLAN) instanceof Map<?, ?> map && map.get(PlanText.TOGETHER) instanceof Number number ? Optional.of(number.intValue()) : Optional.empty();
    }

    /// The metrics' names last: one viewer forgets them when another note follows.
    private static void begin(StudyPlan plan, Ledger ledger, int together) throws IOException {
        List<String> names = plan.goals().stream().map(Goal::metric).toList();
        ledger.note(Attribute.SYSTEM, Notes.PLAN, PlanText.write(plan.reproducibleWorkers(together)));
        ledger.note(Attribute.SYSTEM, Notes.DASHBOARD_METRICS, names);
        ledger.note(Attribute.SYSTEM, Notes.METRICS, names);
    }
}

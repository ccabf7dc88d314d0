package mf4j.app;

import mf4j.study.Findings;
import mf4j.study.FrozenTrial;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// How many trials of a study stand where.
final class StudyCounts {
    private StudyCounts() { }

    /// By state, without those that are 0; `trials` is all of them.
    static Map<String, Long> of(Findings findings) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("trials", (long) findings.trials().size());
        for (FrozenTrial trial : findings.trials()) counts.merge(TrialTable.state(trial), 1L, Long::sum);
        return counts;
    }

    /// `50 trials: 41 complete, 9 pruned`
    static String words(Findings findings) {
        Map<String, Long> counts = of(findings);
        long all = counts.remove("trials");
        return Table.count(all) + (all == 1 ? " trial" : " trials") + (counts.isEmpty() ? "" : counts.entrySet().stream().map(count -> Table.count(count.getValue()) + " " + count.getKey()).collect(Collectors.joining(", ", ": ", "")));
    }
}

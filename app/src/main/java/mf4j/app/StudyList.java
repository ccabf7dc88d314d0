package mf4j.app;

import mf4j.study.Findings;
import mf4j.study.FrozenTrial;
import mf4j.study.Goal;
import mf4j.study.Ledger;
import mf4j.study.PlanText;
import mf4j.study.Storage;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `mf4j study list`: the studies in a place.
@CommandLine.Command(name = "list", description = "Lists the studies that are kept in a place.", footer = {"", "Example:", "  mf4j study list tune.jsonl"})
final class StudyList extends Command {
    @Parameters(index = "0", paramLabel = "PLACE", converter = StudyPlace.Converter.class, description = "Where studies are kept.")
    StudyPlace place;

    @Override
    Answer answer() throws Exception {
        try (Storage storage = place.existing()) {
            List<Map<String, Object>> rows = new ArrayList<>();
            Table table = new Table("study", "goals", "trials", "complete", "best");
            for (Findings one : all(storage)) {
                rows.add(row(one));
                Optional<FrozenTrial> best = one.best();
                table.row(one.study(), words(one.goals()), "" + one.trials().size(), "" + StudyCounts.of(one).getOrDefault("complete", 0L), best.map(trial -> RankTable.brief(trial.metrics()[0])).orElse("-"));
            }
            return new Answer(new Tree().put("place", place.toString()).put("studies", rows), rows.isEmpty() ? "There is no study in " + place + "." : table.toString());
        }
    }

    /// The studies of a place as they are now.
    static List<Findings> all(Storage storage) throws IOException {
        List<Findings> all = new ArrayList<>();
        for (String name : storage.names()) {
            Optional<Ledger> ledger = storage.find(name);
            if (ledger.isPresent()) all.add(StudyQuery.findings(ledger.get(), PlanText.of(ledger.get())));
        }
        return all;
    }

    /// For JSON.
    static Map<String, Object> row(Findings findings) {
        Tree row = new Tree().put("name", findings.study()).put("goals", goals(findings.goals()));
        StudyCounts.of(findings).forEach(row::put);
        findings.best().ifPresent(best -> row.put("best", new TrialTable(findings).row(best)));
        return row.values();
    }

    static List<Map<String, Object>> goals(List<Goal> goals) {
        return goals.stream().map(goal -> {
            Tree one = new Tree().put("metric", goal.metric()).put("goal", goal.maximize() ? "maximize" : "minimize");
            goal.safe().ifPresent(safe -> one.put("safe", safe));
            return one.values();
        }).toList();
    }

    /// `minimize rmse`
    static String words(List<Goal> goals) {
        return String.join(", ", goals.stream().map(goal -> (goal.maximize() ? "maximize " : "minimize ") + goal.metric() + (goal.safe().isPresent() ? " (a promise: no worse than " + goal.safe().getAsDouble() + ")" : "")).toList());
    }
}

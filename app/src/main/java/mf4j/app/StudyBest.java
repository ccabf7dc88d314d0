package mf4j.app;

import mf4j.study.Findings;
import mf4j.study.FrozenTrial;
import mf4j.study.Ledger;
import mf4j.study.SpaceText;
import mf4j.study.StudyPlan;
import picocli.CommandLine;

import java.util.List;
import java.util.stream.Collectors;

/// `mf4j study best`: the best trial of a study, or those that no other one beats.
@CommandLine.Command(name = "best", description = "Prints the best trial of a study; of several goals, the trials that no other one beats.", footer = {"", "Example:", "  mf4j study best tune.jsonl --json"})
final class StudyBest extends StudyQuery {
    @Override
    Answer answer(Ledger ledger, StudyPlan plan, Findings findings) {
        FrozenTrial best = findings.best().orElseThrow(() -> new IllegalArgumentException("no trial of the study " + findings.study() + " has a value yet"));
        TrialTable table = new TrialTable(findings);
        Tree numbers = new Tree().put("study", findings.study()).put("best", table.row(best));
        if (findings.goals().size() == 1) return new Answer(numbers, table.text(List.of(best), false) + System.lineSeparator() + System.lineSeparator() + values(best));
        numbers.put("front", table.rows(findings.front()));
        return new Answer(numbers, table.text(findings.front(), false));
    }

    /// In full, to be copied.
    private static String values(FrozenTrial best) {
        return best.values().entrySet().stream().map(value -> value.getKey() + "=" + SpaceText.write(value.getValue())).collect(Collectors.joining(" "));
    }
}

package mf4j.app;

import mf4j.study.Findings;
import mf4j.study.FrozenTrial;
import mf4j.study.Ledger;
import mf4j.study.StudyPlan;
import picocli.CommandLine;
import picocli.CommandLine.Option;

import java.util.List;

/// `mf4j study trials`: the trials of a study.
@CommandLine.Command(name = "trials", description = "Lists the trials of a study.", footer = {"", "Example:", "  mf4j study trials tune.jsonl --best 20"})
final class StudyTrials extends StudyQuery {
    @Option(names = "--best", paramLabel = "N", description = "Only the N best ones, the best one first.")
    Integer best;

    @Override
    Answer answer(Ledger ledger, StudyPlan plan, Findings findings) {
        if (best != null && best < 1) throw wrong("--best must be at least 1 but was " + best);
        TrialTable table = new TrialTable(findings);
        List<FrozenTrial> trials = best == null ? findings.trials() : table.best(best);
        Tree numbers = new Tree().put("study", findings.study()).put("goals", StudyList.goals(findings.goals())).put("trials", table.rows(trials));
        return new Answer(numbers, trials.isEmpty() ? "The study " + findings.study() + " has no trial yet." : table.text(trials, true));
    }
}

package mf4j.app;

import mf4j.study.Findings;
import mf4j.study.Ledger;
import mf4j.study.PlanText;
import mf4j.study.Storage;
import mf4j.study.StudyPlan;
import picocli.CommandLine.Parameters;

import java.io.IOException;

/// A command that reads a study that is kept.
abstract class StudyQuery extends Command {
    @Parameters(index = "0", paramLabel = "PLACE", converter = StudyPlace.Converter.class, description = "Where the study is kept.")
    StudyPlace place;

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "The study's name; not needed where there is one.")
    String name;

    /// Answers from a study as it is now.
    abstract Answer answer(Ledger ledger, StudyPlan plan, Findings findings) throws Exception;

    @Override
    Answer answer() throws Exception {
        try (Storage storage = place.existing()) {
            Ledger ledger = place.study(storage, name);
            StudyPlan plan = PlanText.of(ledger);
            return answer(ledger, plan, findings(ledger, plan));
        }
    }

    static Findings findings(Ledger ledger, StudyPlan plan) throws IOException {
        return new Findings(ledger.name(), plan.goals(), ledger.trials());
    }
}

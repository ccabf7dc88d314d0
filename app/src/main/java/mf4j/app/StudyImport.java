package mf4j.app;

import mf4j.study.Attribute;
import mf4j.study.FrozenTrial;
import mf4j.study.Ledger;
import mf4j.study.PlanText;
import mf4j.study.Storage;
import mf4j.study.Study;
import mf4j.study.StudyPlan;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// `mf4j study import`: finished trials from elsewhere, from which a study learns.
@CommandLine.Command(name = "import", modelTransformer = StudyAsk.Names.class, description = {"Adds finished trials from a table or another study: a warm start. The study may be begun by it;", "from another study it then has that one's goals and space."},
        footer = {"", "Examples:", "  mf4j study import s.jsonl mine --from trials.csv --space x=float:0:1 --minimize loss", "  mf4j study import s.jsonl next --from old.jsonl --from-name mine"})
final class StudyImport extends Command {
    @Parameters(index = "0", paramLabel = "PLACE", converter = StudyPlace.Converter.class, description = "Where the study is kept, or will be.")
    StudyPlace place;

    @Parameters(index = "1", paramLabel = "NAME", description = "The study's name.")
    String name;

    @Option(names = "--from", required = true, paramLabel = "FILE", description = "A table, FILE.csv, with a column per metric and parameter; or the place of another study.")
    String from;

    @Option(names = "--from-name", paramLabel = "NAME", description = "The other study's name; not needed where there is one.")
    String fromName;

    @Mixin
    Begin begin;

    @Override
    Answer answer() throws Exception {
        boolean table = from.toLowerCase(Locale.ROOT).endsWith(".csv");
        if (table && fromName != null) throw wrong("--from-name is for another study, not for a table");
        usage(() -> {
            begin.check();
            return null;
        });
        int added = table ? fromTable() : fromStudy();
        Tree numbers = new Tree().put("study", name).put("place", place.toString()).put("from", new StudyPlace(from).toString()).put("imported", added);
        return new Answer(numbers, Table.count(added) + " trials are now in the study " + name);
    }

    private int fromTable() throws IOException {
        StudyPlan plan;
        try (Storage storage = place.open()) {
            plan = begin.plan(storage, name, seedOr(0));
        }
        return add(plan, TrialFile.read(Path.of(from), plan));
    }

    private int fromStudy() throws IOException {
        try (Storage other = new StudyPlace(from).existing(); Storage storage = place.open()) {
            Ledger source = new StudyPlace(from).study(other, fromName);
            StudyPlan theirs = PlanText.of(source).name(name);
            StudyPlan plan = storage.find(name).isPresent() || begin.space != null || begin.plan != null ? begin.plan(storage, name, seedOr(0)) : theirs;
            if (plan.goals().size() != theirs.goals().size()) throw new IllegalArgumentException("the trials of " + source.name() + " have " + theirs.goals().size() + " metrics, those of " + name + " " + plan.goals().size());
            List<FrozenTrial> trials = source.trials().stream().filter(trial -> trial.state().finished() && !trial.lost())
                    .map(trial -> trial.withAttribute(Attribute.USER, "imported", source.name())).toList();
            return add(plan, trials);
        }
    }

    private int add(StudyPlan plan, List<FrozenTrial> trials) throws IOException {
        try (Study study = plan.in(place).open()) {
            for (FrozenTrial trial : trials) study.add(trial);
        }
        return trials.size();
    }
}

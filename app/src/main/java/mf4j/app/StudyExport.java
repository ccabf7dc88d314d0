package mf4j.app;

import mf4j.study.Attribute;
import mf4j.study.Findings;
import mf4j.study.FrozenTrial;
import mf4j.study.Ledger;
import mf4j.study.Storage;
import mf4j.study.StudyPlan;
import mf4j.train.SafeFile;
import picocli.CommandLine;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/// `mf4j study export`: a study as a table, or a copy of it in another place.
@CommandLine.Command(name = "export", description = "Writes the trials of a study as a table, or copies the study with everything it has into another place.",
        footer = {"", "Examples:", "  mf4j study export tune.jsonl als --to trials.csv", "  mf4j study export tune.jsonl als --to studies.db"})
final class StudyExport extends StudyQuery {
    @Option(names = "--to", required = true, paramLabel = "FILE", description = "FILE.csv for a table; else a place, which need not be there: FILE.jsonl, FILE.db, postgresql://...")
    String to;

    @Option(names = "--as", paramLabel = "NAME", description = "The copy's name (the study's own).")
    String as;

    @Override
    Answer answer(Ledger ledger, StudyPlan plan, Findings findings) throws Exception {
        boolean table = to.toLowerCase(Locale.ROOT).endsWith(".csv");
        if (table && as != null) throw wrong("--as is for a copy of the study, not for a table");
        if (table) {
            SafeFile.check(Path.of(to));
            new TrialTable(findings).write(Path.of(to));
        } else copy(ledger, plan, findings);
        StudyPlace target = new StudyPlace(to);
        Tree numbers = new Tree().put("study", findings.study()).put("to", target.toString()).put("trials", findings.trials().size());
        return new Answer(numbers, Table.count(findings.trials().size()) + " trials of " + findings.study() + " are in " + target);
    }

    private void copy(Ledger ledger, StudyPlan plan, Findings findings) throws Exception {
        String name = as == null ? ledger.name() : as;
        try (Storage storage = new StudyPlace(to).open()) {
            if (storage.find(name).isPresent()) throw new IllegalArgumentException("there is a study " + name + " in " + new StudyPlace(to) + " already; --as gives the copy another name");
            Ledger copy = storage.open(name, plan.goals());
            copy.exclusively(() -> {
                notes(ledger, copy);
                for (FrozenTrial trial : findings.trials()) copy.add(trial);
                return null;
            });
        }
    }

    private static void notes(Ledger from, Ledger to) throws IOException {
        for (Attribute kind : Attribute.values()) {
            for (Map.Entry<String, Object> note : from.attributes(kind).entrySet()) to.note(kind, note.getKey(), note.getValue());
        }
    }
}

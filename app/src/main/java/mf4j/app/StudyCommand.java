package mf4j.app;

import picocli.CommandLine;
import picocli.CommandLine.Spec;

/// `mf4j study`: looks at studies that are kept, and lets programs in any language work on them.
@CommandLine.Command(name = "study", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = {"Looks at studies that are kept - by tune, by ranks, by Optuna - and lets any program work on them: it asks for a trial, tries its values, tells what came of it.",
            "PLACE is FILE.jsonl, a journal; FILE.db, SQLite; or postgresql://user:password@host/database."},
        subcommands = {StudyList.class, StudyShow.class, StudyBest.class, StudyTrials.class, StudyImportance.class, StudyExport.class, StudyImport.class, StudyAsk.class, StudyTell.class, StudyServe.class},
        footer = {"", "Examples:", "  mf4j study show tune.jsonl", "  mf4j study ask s.jsonl mine --space x=float:0:1,kind=a|b --minimize loss", "  mf4j study tell s.jsonl mine 0 0.25",
            "", "mf4j study COMMAND --help explains a command."})
final class StudyCommand implements Runnable {
    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "give what to do: " + String.join(", ", spec.subcommands().keySet()));
    }
}

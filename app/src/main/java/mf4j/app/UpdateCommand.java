package mf4j.app;

import mf4j.store.ModelFile;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `mf4j update`: changes a model's file without training.
@CommandLine.Command(name = "update", description = "Changes a saved model: removes users and every trace of them in the file.",
        footer = {"", "Example:", "  mf4j update movies.mf4j --forget-user 42",
            "", "The items keep what they learned from the user's ratings; only training again", "without them removes that."})
final class UpdateCommand extends Command {
    private static final String FORGOTTEN = "forgotten";

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model saved by train.")
    Path path;

    @Option(names = "--forget-user", paramLabel = "ID", required = true, description = "Remove this user; may be given several times.")
    List<String> forget;

    @Option(names = "--out", paramLabel = "MODEL", description = "Save the changed model there; without it, in place.")
    Path out;

    @Override
    Answer answer() throws Exception {
        ModelFile file = Saved.open(path).file();
        for (String user : forget) file = file.withModel(file.model().forgetting(user));
        Map<String, Object> about = new LinkedHashMap<>(file.about());
        about.put(FORGOTTEN, forgotten(about) + forget.size());
        Path target = out == null ? path : out;
        Saved.save(file.withAbout(about), target);
        Tree numbers = new Tree().put("model", target.toString()).put("forgotten", forget).put("users", file.model().users().size());
        return new Answer(numbers, "Forgot " + String.join(", ", forget) + "; " + Table.count(file.model().users().size()) + " users are left in " + target);
    }

    /// How many users a model has forgotten.
    static int forgotten(Map<String, Object> about) {
        return about.get(FORGOTTEN) instanceof Number count ? count.intValue() : 0;
    }
}

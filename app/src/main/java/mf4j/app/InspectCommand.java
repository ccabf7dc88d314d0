package mf4j.app;

import mf4j.store.ModelFile;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// `mf4j inspect`: what a model's file says about itself.
@CommandLine.Command(name = "inspect", description = "Shows what a model is and how it was made, without loading it.",
        footer = {"", "Example:", "  mf4j inspect movies.mf4j"})
final class InspectCommand extends Command {
    @Parameters(index = "0", paramLabel = "MODEL", description = "A model saved by train.")
    Path path;

    @Override
    Answer answer() throws Exception {
        Map<String, Object> manifest = ModelFile.manifest(path);
        long bytes = Files.size(path);
        Tree numbers = new Tree().put("model", path.toString()).put("bytes", bytes);
        manifest.forEach((name, value) -> numbers.putWhole(name, value));
        return new Answer(numbers, text(manifest, bytes));
    }

    private static String text(Map<String, Object> manifest, long bytes) {
        Table table = new Table("", "");
        table.row("size", Table.count(bytes) + " bytes");
        for (String name : List.of("kind", "library", "users", "items", "rank", "ratings")) {
            if (manifest.containsKey(name)) table.row(name, String.valueOf(manifest.get(name))); // a model of neighbours has no rank
        }
        Map<?, ?> provenance = (Map<?, ?>) manifest.get("provenance");
        table.row("trainer", String.valueOf(provenance.get("trainer")));
        ((Map<?, ?>) provenance.get("knobs")).forEach((knob, value) -> table.row("  " + knob, String.valueOf(value)));
        table.row("epochs", String.valueOf(((List<?>) provenance.get("history")).size()));
        table.row("kernel", String.valueOf(provenance.get("kernel")));
        table.row("learned from", String.valueOf(provenance.get("data")));
        Map<String, Object> about = strings(manifest.get("about"));
        if (about.get("metrics") instanceof Map<?, ?> metrics) scores(table, metrics, "");
        if (about.get(TrainReport.BEFORE_REFIT) instanceof Map<?, ?> metrics) scores(table, metrics, "before the refit, ");
        if (UpdateCommand.forgotten(about) > 0) table.row("forgotten users", String.valueOf(UpdateCommand.forgotten(about)));
        return table.toString().strip();
    }

    private static void scores(Table table, Map<?, ?> metrics, String when) {
        if (!(metrics.get("test") instanceof Map<?, ?> test) || !(metrics.get("baseline") instanceof Map<?, ?> baseline)) return;
        test.forEach((name, value) -> table.row(when + "test " + name, Table.score(((Number) value).doubleValue())
                + (baseline.get(name) instanceof Number beside ? " (baseline " + Table.score(beside.doubleValue()) + ")" : "")));
    }

    @SuppressWarnings("unchecked") // a JSON object's names are text
    private static Map<String, Object> strings(Object object) {
        return (Map<String, Object>) object;
    }
}

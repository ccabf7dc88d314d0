package mf4j.app;

import mf4j.recommend.Model;
import picocli.CommandLine;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `mf4j predict`: what users would rate items.
@CommandLine.Command(name = "predict", description = "Predicts how users would rate items.",
        footer = {"", "Example:", "  mf4j predict movies.mf4j --user 1 --item 318 --item 50"})
final class PredictCommand extends ModelCommand {
    @Option(names = "--user", paramLabel = "ID", required = true, description = "Of this user; may be given several times.")
    List<String> users = new ArrayList<>();

    @Option(names = "--item", paramLabel = "ID", required = true, description = "For this item; may be given several times.")
    List<String> wanted = new ArrayList<>();

    @Option(names = "--clip", arity = "0..1", fallbackValue = "true", paramLabel = "true|false",
            description = "Hold predictions within the scale of the training ratings; without it, as the model was trained.")
    Boolean clip;

    @Override
    Answer answer(Saved saved, Titles titles) {
        Model model = clip == null ? saved.model() : saved.clipping(clip);
        List<Map<String, Object>> rows = new ArrayList<>();
        Table table = new Table(cells(!titles.isEmpty(), "title", "user", "item", "prediction"));
        boolean strangers = false;
        for (String user : users) {
            for (String item : wanted) {
                double prediction = model.predict(user, item);
                rows.add(row(model, user, item, prediction, titles));
                table.row(cells(!titles.isEmpty(), titles.brief(item), user, item, Table.score(prediction)));
                strangers |= !model.users().contains(user) || !model.items().contains(item);
            }
        }
        String note = strangers ? System.lineSeparator() + "What the model does not know adds nothing: the mean and what is known remain." : "";
        if (!model.scale().rated()) say("mf4j: this model's scores order the items of a user and are no ratings");
        return new Answer(new Tree().put("model", saved.path().toString()).put("clip", model.scale().clip()).put("rated", model.scale().rated()).put("predictions", rows), table + note);
    }

    private static Map<String, Object> row(Model model, String user, String item, double prediction, Titles titles) {
        Map<String, Object> row = item(item, titles);
        row.put("user", user);
        row.put("prediction", prediction);
        row.put("knownUser", model.users().contains(user));
        row.put("knownItem", model.items().contains(item));
        return row;
    }
}

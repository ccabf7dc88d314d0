package mf4j.app;

import mf4j.data.Ids;
import mf4j.data.Ratings;
import mf4j.recommend.CountRule;
import mf4j.recommend.DenseWeights;
import mf4j.recommend.FactorModel;
import mf4j.recommend.Model;
import mf4j.recommend.NeighbourModel;
import mf4j.recommend.PartialFit;
import mf4j.recommend.Side;
import mf4j.sql.Source;
import mf4j.store.ModelFile;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// `mf4j update`: changes a model's file without training.
@CommandLine.Command(name = "update", description = "Changes a saved model without training: folds new events in, or removes users and every trace of them in the file.",
        footer = {"", "Examples:", "  mf4j update movies.mf4j new-ratings.csv --out newer.mf4j", "  mf4j update movies.mf4j --forget-user 42",
            "", "The items keep what they learned from the user's ratings; only training again", "without them removes that."})
final class UpdateCommand extends Command {
    private static final String UPDATES = "updates";
    private static final String FORGOTTEN = "forgotten";

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model saved by train.")
    Path path;

    @Parameters(index = "1", arity = "0..1", paramLabel = "FILE", description = "New ratings or events, read as the model's own were: their users and items are solved again, those that are new grow.")
    String data;

    @Option(names = "--rounds", paramLabel = "N", description = "How often items and users are solved in turn; a second round lets new users and new items find each other (1).")
    int rounds = 1;

    @Mixin
    Reading reading;

    @Option(names = "--forget-user", paramLabel = "ID", description = "Remove this user; may be given several times.")
    List<String> forget = new ArrayList<>();

    @Option(names = "--out", paramLabel = "MODEL", description = "Save the changed model there; without it, in place.")
    Path out;

    @Override
    Answer answer() throws Exception {
        if ((data == null) == forget.isEmpty()) throw wrong("give a file of new events, or --forget-user ID");
        if (rounds < 1) throw wrong("--rounds must be at least 1 but was " + rounds);
        return data == null ? forgotten() : folded(Saved.open(path));
    }

    private Answer folded(Saved saved) throws IOException {
        Reading asked = saved.file().about().containsKey("recipe") ? reading.or(saved.recipe().reading()) : reading;
        usage(() -> {
            asked.check();
            return null;
        });
        Reading.Told told = asked.told(Source.of(data), err());
        Ratings events = told.ratings();
        Model before = saved.model();
        Model after = before.partialFit(events, PartialFit.touched().withRounds(rounds));
        Map<String, Object> about = new LinkedHashMap<>(saved.file().about());
        about.put(UPDATES, updates(about) + 1);
        Path target = out == null ? path : out;
        Saved.save(saved.file().withModel(after).withAbout(about), target);
        return told(Changes.of(events.users(), before.users(), after.users(), moved(before, after, FactorModel::user)),
                Changes.of(events.items(), before.items(), after.items(), moved(before, after, FactorModel::item)), told, asked.atLeast, after, target);
    }

    private static Answer told(Changes users, Changes items, Reading.Told told, Double atLeast, Model after, Path target) {
        int events = told.ratings().count();
        Tree numbers = new Tree().put("model", target.toString()).put("events", events);
        if (atLeast != null) numbers.put("belowAtLeast", told.below());
        users.into(numbers, "users");
        items.into(numbers, "items");
        return new Answer(numbers, "Folded " + Table.count(events) + " events into " + target + " without training: " + users.words("users") + ", " + items.words("items")
                + (told.below() > 0 ? "; " + Table.count(told.below()) + " ratings are below " + atLeast + " and no events" : "") + ". " + rest(after) + " replay cannot make this one.");
    }

    /// What is to be said of all else.
    private static String rest(Model model) {
        if (model instanceof NeighbourModel neighbours && neighbours.weights() instanceof DenseWeights) return "The weights between all items are those of training on all events;";
        if (model instanceof FactorModel factors && factors.item().rule() instanceof CountRule) return "The counts are those of training on all events;";
        return "Mean, scale and every other row are as they were; a model trained anew would differ, and";
    }

    /// The rows of factors that have other numbers than before.
    private static BitSet moved(Model before, Model after, Function<FactorModel, Side> side) {
        BitSet moved = new BitSet();
        if (!(before instanceof FactorModel first) || !(after instanceof FactorModel last)) return moved;
        Side was = side.apply(first), is = side.apply(last);
        for (int row = 0; row < was.ids().size(); row++) {
            moved.set(row, was.bias()[row] != is.bias()[row] || !Arrays.equals(was.factors().row(row), is.factors().row(row)));
        }
        return moved;
    }

    /// What became of one side: known names are changed that have new events or other numbers than before.
    private record Changes(int fresh, int changed, int kept) {
        static Changes of(Ids given, Ids before, Ids after, BitSet moved) {
            BitSet changed = (BitSet) moved.clone();
            for (int index = 0; index < given.size(); index++) if (before.contains(given.name(index))) changed.set(before.indexOf(given.name(index)));
            return new Changes(after.size() - before.size(), changed.cardinality(), before.size() - changed.cardinality());
        }

        void into(Tree numbers, String side) {
            numbers.put(side + ".new", fresh).put(side + ".changed", changed).put(side + ".unchanged", kept);
        }

        String words(String side) {
            return Table.count(fresh) + " new " + side + ", " + Table.count(changed) + " changed, " + Table.count(kept) + " unchanged";
        }
    }

    /// How often new events were folded in.
    static int updates(Map<String, Object> about) {
        return about.get(UPDATES) instanceof Number count ? count.intValue() : 0;
    }

    private Answer forgotten() throws IOException {
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

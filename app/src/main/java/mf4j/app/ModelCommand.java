package mf4j.app;

import mf4j.data.Ratings;
import mf4j.recommend.Excluding;
import mf4j.sql.Source;
import mf4j.sql.Tables;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What commands that ask a model share.
abstract class ModelCommand extends Command {
    @Parameters(index = "0", paramLabel = "MODEL", description = "A model saved by train.")
    Path path;

    @Mixin
    ItemTable items;

    /// Answers from the model.
    abstract Answer answer(Saved saved, Titles titles) throws Exception;

    /// Whether the table of items is asked for more than titles, and may have none.
    boolean asksMoreOfItems() {
        return false;
    }

    @Override
    final Answer answer() throws Exception {
        usage(() -> {
            items.check();
            return null;
        });
        Saved saved = Saved.open(path);
        boolean kept = asksMoreOfItems() && items.isWithoutTitles();
        return answer(saved, new Titles(kept ? saved.file().titles() : items.titlesOr(saved.file().titles())));
    }

    /// An item as JSON has it: its id, its title where it has one, and more.
    static Map<String, Object> item(String id, Titles titles) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("item", id);
        if (titles.byItem().containsKey(id)) item.put("title", titles.of(id));
        return item;
    }

    /// Excludes what users have seen: what the model remembers, or a table.
    static Excluding seen(Saved saved, Path seenOrNull) throws IOException {
        if (seenOrNull != null) return Excluding.seen(Tables.ratings(Source.of(seenOrNull).withImplicit(true)));
        if (saved.model().past().isEmpty()) {
            throw new IllegalStateException(saved.path() + " was saved without the users' ratings; give what they have seen with --seen FILE");
        }
        return saved.model().excludingPast();
    }

    /// Ratings or events of people whom the model need not know, read as the model's own were.
    final Ratings read(Saved saved, Path table) {
        Reading reading = saved.file().about().containsKey("recipe") ? saved.recipe().reading() : new Reading();
        if (!saved.model().scale().rated() && !reading.events()) return Tables.ratings(Source.of(table).withImplicit(true));
        if (!reading.events()) return Tables.ratings(Source.of(table));
        Reading.Told told = reading.asEvents().told(Source.of(table), err());
        if (told.below() > 0) say("mf4j: of " + table + " " + Table.count(told.below()) + " ratings are below " + reading.atLeast + ", as --at-least of the training has it, and no events");
        return told.ratings();
    }

    /// The same for somebody whom the model does not know: the library asks about strangers without a name.
    static Excluding named(Excluding rule, String user) {
        return (_, items, excluded) -> rule.mark(user, items, excluded);
    }

    /// The cells of a row, of which the title is left out where there are no titles.
    static String[] cells(boolean titled, String title, String... others) {
        List<String> cells = new ArrayList<>(List.of(others));
        if (titled) cells.add(title);
        return cells.toArray(String[]::new);
    }
}

package mf4j.app;

import mf4j.recommend.Recommendation;
import picocli.CommandLine;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `mf4j similar`: the neighbours of an item or of a user.
@CommandLine.Command(name = "similar", description = "Finds the items, or the users, whose factors point the same way.",
        footer = {"", "Examples:", "  mf4j similar movies.mf4j --item 1 --items movies.csv", "  mf4j similar movies.mf4j --user 1 --count 5"})
final class SimilarCommand extends ModelCommand {
    @Option(names = "--item", paramLabel = "ID", description = "Similar to this item.")
    String item;

    @Option(names = "--user", paramLabel = "ID", description = "Similar to this user.")
    String user;

    @Option(names = "--count", paramLabel = "N", description = "How many (10).")
    int count = 10;

    @Override
    Answer answer(Saved saved, Titles titles) {
        if ((item == null) == (user == null)) throw wrong("give --item ID or --user ID");
        if (count < 1) throw wrong("--count must be at least 1 but was " + count);
        List<Recommendation> found = item != null ? saved.model().similarItems(item, count) : saved.model().similarUsers(user, count);
        Titles names = item != null ? titles : new Titles(Map.of());
        String kind = item != null ? "item" : "user";
        Tree numbers = new Tree().put("model", saved.path().toString()).put(kind, item != null ? item : user).put("similar", rows(found, kind, names));
        return new Answer(numbers, table(found, kind, names).toString());
    }

    private static List<Map<String, Object>> rows(List<Recommendation> found, String kind, Titles titles) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Recommendation one : found) {
            Map<String, Object> row = kind.equals("item") ? item(one.name(), titles) : new LinkedHashMap<>(Map.of("user", one.name()));
            row.put("similarity", one.score());
            rows.add(row);
        }
        return rows;
    }

    private static Table table(List<Recommendation> found, String kind, Titles titles) {
        Table table = new Table(cells(!titles.isEmpty(), "title", "similarity", kind));
        for (Recommendation one : found) table.row(cells(!titles.isEmpty(), titles.brief(one.name()), Table.score(one.score()), one.name()));
        return table;
    }
}

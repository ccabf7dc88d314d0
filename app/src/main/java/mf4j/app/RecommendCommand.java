package mf4j.app;

import mf4j.data.Ratings;
import mf4j.recommend.Excluding;
import mf4j.recommend.Model;
import mf4j.recommend.Newcomer;
import mf4j.recommend.Recommendation;
import mf4j.recommend.TopN;
import mf4j.recommend.UnknownName;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// `mf4j recommend`: the items a user is likeliest to rate high, of those not yet rated.
@CommandLine.Command(name = "recommend", description = "Recommends items to one user, to several, or to all.",
        footer = {"", "Examples:", "  mf4j recommend movies.mf4j --user 1 --count 10 --items movies.csv",
            "  mf4j recommend movies.mf4j --all --out lists.parquet",
            "  mf4j recommend movies.mf4j --user 1 --items movies.csv --filter \"genres like '%%Drama%%'\"",
            "  mf4j recommend movies.mf4j --fold-in my-ratings.csv",
            "  mf4j recommend movies.mf4j --user stranger --fallback"})
final class RecommendCommand extends ModelCommand {
    @Option(names = "--user", paramLabel = "ID", description = "For this user; may be given several times.")
    List<String> users = new ArrayList<>();

    @Option(names = "--all", description = "For every user of the model; wants --out.")
    boolean all;

    @Option(names = "--fold-in", paramLabel = "FILE", description = "For everybody in this table of ratings, whom the model need not know.")
    Path foldIn;

    @Option(names = "--count", paramLabel = "N", description = "Length of a list (10).")
    int count = 10;

    @Option(names = "--fallback", description = "To a user the model does not know, recommend what suits anyone.")
    boolean fallback;

    @Option(names = "--seen", paramLabel = "FILE", description = "Leave out what users have rated in this table, instead of what the model remembers.")
    Path seen;

    @Option(names = "--include-seen", description = "Leave nothing out.")
    boolean includeSeen;

    @Option(names = "--exclude-seen", description = "Leave out what users have rated; so it is without a flag.")
    boolean excludeSeen;

    @Mixin
    Limits limits;

    @Mixin
    Wishes wishes;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the lists there: .csv or .parquet with user, rank, item, score, and title where items have one.")
    Path out;

    private Excluding limit;

    @Override
    Answer answer(Saved saved, Titles titles) throws Exception {
        if (count < 1) throw wrong("--count must be at least 1 but was " + count);
        if ((users.isEmpty() ? 0 : 1) + (all ? 1 : 0) + (foldIn == null ? 0 : 1) != 1) throw wrong("give --user ID, --all or --fold-in FILE");
        if (all && out == null) throw wrong("--all wants --out FILE");
        if (excludeSeen && includeSeen) throw wrong("give --exclude-seen or --include-seen");
        usage(() -> {
            wishes.check();
            return null;
        });
        limit = limits.excluding(saved.model(), super.items, this::say);
        if (out != null) return written(saved, titles);
        List<Suggestions> lists = foldIn != null ? foldedIn(saved) : asked(saved);
        sayEmpty(lists);
        return new Answer(numbers(saved, lists, titles), text(lists, titles));
    }

    /// A list for one user.
    ///
    /// @param known whether the model knows the user
    private record Suggestions(String user, boolean known, List<Recommendation> items, ToDoubleFunction<String> prediction) { }

    private Excluding excluding(Saved saved) throws IOException {
        return listed(includeSeen ? Excluding.nothing() : ModelCommand.seen(saved, seen));
    }

    private Excluding listed(Excluding seenBefore) {
        return seenBefore.and(limit);
    }

    private void sayEmpty(List<Suggestions> lists) {
        long empty = lists.stream().filter(list -> list.items().isEmpty()).count();
        if (empty > 0) say("mf4j: nothing is left to recommend to " + empty + " of " + lists.size() + " users");
    }

    private TopN wanted(Excluding excluding) {
        return wishes.of(new TopN(count, excluding));
    }

    private List<Suggestions> asked(Saved saved) throws IOException {
        Model model = saved.model();
        Excluding excluding = excluding(saved);
        List<Suggestions> lists = new ArrayList<>();
        for (String user : users) {
            boolean known = model.users().contains(user);
            if (!known && !fallback) throw unknown(user);
            List<Recommendation> items = known ? wanted(excluding).of(model, user) : model.recommendToAnyone(wanted(named(excluding, user)));
            lists.add(new Suggestions(user, known, items, item -> model.predict(user, item)));
        }
        return lists;
    }

    /// Everybody in the table who has rated something the model knows; the others are named on standard error.
    private List<Suggestions> foldedIn(Saved saved) throws IOException {
        Ratings ratings = read(saved, foldIn);
        // the model remembers nothing of strangers: of them only a table knows what they have seen
        Excluding rule = listed(seen == null || includeSeen ? Excluding.nothing() : ModelCommand.seen(saved, seen));
        List<Suggestions> lists = new ArrayList<>();
        for (int row = 0; row < ratings.users().size(); row++) {
            String user = ratings.users().name(row);
            Map<String, Double> own = rated(ratings, row);
            if (own.keySet().stream().noneMatch(saved.model().items()::contains)) {
                say("mf4j: user " + user + " has rated nothing that the model knows, and is left out");
                continue;
            }
            Newcomer newcomer = saved.model().foldIn(own);
            if (!newcomer.unknown().isEmpty()) say("mf4j: of user " + user + " the model does not know the items " + newcomer.unknown());
            lists.add(new Suggestions(user, false, newcomer.recommend(wanted(named(rule, user))), newcomer::predict));
        }
        if (lists.isEmpty()) throw new IllegalArgumentException("nobody in " + foldIn + " has rated anything that the model knows");
        return lists;
    }

    private static Map<String, Double> rated(Ratings ratings, int row) {
        Map<String, Double> own = new LinkedHashMap<>();
        for (int entry = ratings.byUser().offsets()[row]; entry < ratings.byUser().offsets()[row + 1]; entry++) {
            own.put(ratings.items().name(ratings.byUser().columns()[entry]), (double) ratings.byUser().values()[entry]);
        }
        return own;
    }

    private Tree numbers(Saved saved, List<Suggestions> lists, Titles titles) {
        List<Map<String, Object>> users = new ArrayList<>();
        for (Suggestions list : lists) {
            List<Map<String, Object>> items = new ArrayList<>();
            for (Recommendation one : list.items()) {
                Map<String, Object> item = item(one.name(), titles);
                item.put("score", one.score());
                item.put("prediction", list.prediction().applyAsDouble(one.name()));
                items.add(item);
            }
            Map<String, Object> user = new LinkedHashMap<>();
            user.put("user", list.user());
            user.put("known", list.known());
            user.put("items", items);
            users.add(user);
        }
        return new Tree().put("model", saved.path().toString()).put("count", count).put("recommendations", users);
    }

    private String text(List<Suggestions> lists, Titles titles) {
        StringBuilder text = new StringBuilder();
        for (Suggestions list : lists) {
            if (!text.isEmpty()) text.append(System.lineSeparator());
            text.append(heading(list)).append(System.lineSeparator())
                    .append(list.items().isEmpty() ? "nothing is left to recommend" : table(list.items(), titles)).append(System.lineSeparator());
        }
        return text.toString().stripTrailing();
    }

    private String heading(Suggestions list) {
        if (foldIn != null) return "For user " + list.user() + ", folded in:";
        return list.known() ? "For user " + list.user() + ":" : "For user " + list.user() + ", unknown to the model, what suits anyone:";
    }

    static String shown(double score) {
        return String.format(Locale.ROOT, "%.2f", score);
    }

    /// A list for people.
    static Table table(List<Recommendation> list, Titles titles) {
        Table table = new Table(cells(!titles.isEmpty(), "title", "", "score", "item"));
        int rank = 0;
        for (Recommendation one : list) table.row(cells(!titles.isEmpty(), titles.brief(one.name()), String.valueOf(++rank), shown(one.score()), one.name()));
        return table;
    }

    /// Streams the lists into a file: no more than a round of them is in memory.
    private Answer written(Saved saved, Titles titles) throws IOException {
        if (foldIn != null) throw wrong("--fold-in has no --out");
        if (!fallback) for (String user : users) if (!saved.model().users().contains(user)) throw unknown(user);
        ListFile lists = new ListFile(saved.model(), wanted(excluding(saved)), all ? Optional.empty() : Optional.of(users), titles);
        long rows = lists.write(out);
        Tree numbers = new Tree().put("model", saved.path().toString()).put("count", count).put("out", out.toString()).put("rows", rows);
        return new Answer(numbers, Table.count(rows) + " recommendations are in " + out);
    }

    private static UnknownName unknown(String user) {
        return new UnknownName("user", user, "--fallback recommends what suits anyone, --fold-in FILE takes the user's own ratings");
    }
}

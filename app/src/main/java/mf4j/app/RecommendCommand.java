package mf4j.app;

import mf4j.data.Ids;
import mf4j.data.Ratings;
import mf4j.recommend.Excluding;
import mf4j.recommend.FactorModel;
import mf4j.recommend.Model;
import mf4j.recommend.Recommendation;
import mf4j.recommend.TopN;
import mf4j.recommend.UnknownName;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// `mf4j recommend`: the items a user is likeliest to rate high, of those not yet rated.
@CommandLine.Command(name = "recommend", description = "Recommends items to one user, to several, or to all.",
        footer = {"", "Examples:", "  mf4j recommend movies.mf4j --user 1 --count 10 --items movies.csv",
            "  mf4j recommend movies.mf4j --all --out lists.parquet",
            "  mf4j recommend movies.mf4j --user 1 --items movies.csv --filter \"genres like '%%Drama%%'\"",
            "  mf4j recommend movies.mf4j --fold-in my-ratings.csv",
            "  mf4j recommend movies.mf4j --user stranger --fallback"})
final class RecommendCommand extends ModelCommand {
    private static final int FEW = 5; // names in a line

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

    @Override
    boolean asksMoreOfItems() {
        return limits.filter != null;
    }

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
        refuseUnlikeness(saved.model());
        Model model = foldIn == null ? saved.model() : foldedIn(saved);
        if (!fallback) for (String user : users) if (!model.users().contains(user)) throw unknown(user);
        TopN wanted = wishes.of(new TopN(count, limits.excluding(saved, super.items, this::say).and(seenBefore(saved, model))));
        if (out != null) return written(saved, model, wanted, titles);
        List<Suggestions> lists = asked(model, wanted);
        sayEmpty(lists.stream().filter(list -> list.items().isEmpty()).count(), lists.size());
        return new Answer(numbers(saved, model, lists, titles).put("strategy", searched(model, 1)), text(lists, titles) + System.lineSeparator() + "Items searched: " + searched(model, 1));
    }

    private void refuseUnlikeness(Model model) {
        if (wishes.diversity == null || model instanceof FactorModel factors && factors.rank() > 0) return;
        throw wrong("--diversity must be left out for " + Catalog.titleOf(model.provenance().trainer()) + ", whose items have no factors, but was " + wishes.diversity);
    }

    /// A list for one user.
    ///
    /// @param known whether the model knows the user
    private record Suggestions(String user, boolean known, List<Recommendation> items) { }

    /// Of people who are folded in the model remembers what they were folded in from; a table may know of more.
    private Excluding seenBefore(Saved saved, Model model) throws IOException {
        if (includeSeen) return Excluding.nothing();
        if (foldIn == null) return ModelCommand.seen(saved, seen);
        return seen == null ? model.excludingPast() : model.excludingPast().and(ModelCommand.seen(saved, seen));
    }

    private void sayEmpty(long empty, long users) {
        if (empty > 0) say("mf4j: nothing is left to recommend to " + empty + " of " + users + " users");
    }

    private List<Suggestions> asked(Model model, TopN wanted) {
        List<String> names = foldIn == null ? users : IntStream.range(0, model.users().size()).mapToObj(model.users()::name).toList();
        List<Suggestions> lists = new ArrayList<>();
        for (String user : names) {
            boolean there = model.users().contains(user);
            List<Recommendation> items = there ? wanted.of(model, user) : model.recommendToAnyone(wanted.withExcluding(named(wanted.excluding(), user)));
            lists.add(new Suggestions(user, there && foldIn == null, items));
        }
        return lists;
    }

    /// The model for everybody in the table who has rated something that it knows; the others are named on standard error.
    private Model foldedIn(Saved saved) throws IOException {
        Ratings ratings = read(saved, foldIn);
        if (saved.learnedEvents()) ratings.above0(Model.class);
        Ids items = saved.model().items();
        BitSet known = new BitSet();
        for (int row = 0; row < ratings.users().size(); row++) {
            int from = ratings.byUser().offsets()[row], to = ratings.byUser().offsets()[row + 1];
            List<String> strange = new ArrayList<>();
            for (int entry = from; entry < to; entry++) {
                String item = ratings.items().name(ratings.byUser().columns()[entry]);
                if (items.contains(item)) known.set(entry);
                else strange.add(item);
            }
            if (strange.size() == to - from) say("mf4j: user " + ratings.users().name(row) + " has rated nothing that the model knows, and is left out");
            else if (!strange.isEmpty()) say("mf4j: of the " + (to - from) + " items of user " + ratings.users().name(row) + " the model does not know " + strange.size() + ": " + brief(strange));
        }
        if (known.isEmpty()) throw new IllegalArgumentException("nobody in " + foldIn + " has rated anything that the model knows");
        return saved.model().foldIn(ratings.subset(known).compacted());
    }

    private static String brief(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(FEW, names.size()))) + (names.size() > FEW ? ", ..." : "");
    }

    /// How the items were searched for so many users at a time: the lists do not depend on it.
    private static String searched(Model model, int together) {
        if (!(model instanceof FactorModel factors) || factors.rank() == 0) return "plain";
        return factors.strategy(together).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private Tree numbers(Saved saved, Model model, List<Suggestions> lists, Titles titles) {
        List<Map<String, Object>> users = new ArrayList<>();
        for (Suggestions list : lists) {
            List<Map<String, Object>> items = new ArrayList<>();
            for (Recommendation one : list.items()) {
                Map<String, Object> item = item(one.name(), titles);
                item.put("score", one.score());
                item.put("prediction", model.predict(list.user(), one.name()));
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
    private Answer written(Saved saved, Model model, TopN wanted, Titles titles) {
        ListFile.Written lists = new ListFile(model, wanted, users.isEmpty() ? Optional.empty() : Optional.of(users), titles).write(out);
        sayEmpty(lists.empty(), lists.users());
        String strategy = searched(model, lists.users());
        Tree numbers = new Tree().put("model", saved.path().toString()).put("count", count).put("out", out.toString()).put("rows", lists.rows())
                .put("users", lists.users()).put("strategy", strategy);
        return new Answer(numbers, Table.count(lists.rows()) + " recommendations to " + Table.count(lists.users()) + " users are in " + out + "; items searched: " + strategy);
    }

    private static UnknownName unknown(String user) {
        return new UnknownName("user", user, "--fallback recommends what suits anyone, --fold-in FILE takes the user's own ratings");
    }
}

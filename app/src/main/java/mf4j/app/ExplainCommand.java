package mf4j.app;

import mf4j.recommend.Excluding;
import mf4j.recommend.Explanation;
import mf4j.recommend.Model;
import mf4j.recommend.Past;
import mf4j.recommend.Recommendation;
import picocli.CommandLine;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// `mf4j explain`: which of a user's ratings made a score what it is.
@CommandLine.Command(name = "explain", description = "Shows which of a user's ratings made the score of an item what it is.",
        footer = {"", "Example:", "  mf4j explain movies.mf4j --user 1 --item 318 --items movies.csv"})
final class ExplainCommand extends ModelCommand {
    private static final String ESTIMATES = "The events' parts are estimates: how hard each pulls beside the others, not what the score would lose without it.";

    @Option(names = "--user", paramLabel = "ID", required = true, description = "To this user.")
    String user;

    @Option(names = "--item", paramLabel = "ID", required = true, description = "The score of this item.")
    String item;

    @Option(names = "--count", paramLabel = "N", description = "The ratings that mattered most (5).")
    int count = 5;

    @Override
    Answer answer(Saved saved, Titles titles) {
        if (count < 1) throw wrong("--count must be at least 1 but was " + count);
        Explanation explanation = saved.model().explain(user, item);
        List<Recommendation> near = neighbours(saved.model());
        Tree numbers = numbers(saved, explanation, titles).put("neighbours", rows(near, titles));
        String text = saved.model().scale().rated() ? text(explanation, titles, count) : events(explanation, titles, count);
        return new Answer(numbers, near.isEmpty() ? text : text + System.lineSeparator() + System.lineSeparator() + table(near, titles));
    }

    /// What of the user's past is nearest to the item.
    private List<Recommendation> neighbours(Model model) {
        Past past = model.past().orElseThrow();
        Set<String> own = new HashSet<>();
        for (int column : past.byUser().columns(model.users().indexOf(user))) own.add(model.items().name(column));
        try {
            return model.similarItems(item, count, Excluding.allBut(own));
        } catch (IllegalStateException nothingIsSimilar) {
            return List.of();
        }
    }

    private static List<Map<String, Object>> rows(List<Recommendation> near, Titles titles) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Recommendation one : near) {
            Map<String, Object> row = item(one.name(), titles);
            row.put("similarity", one.score());
            rows.add(row);
        }
        return rows;
    }

    private static String table(List<Recommendation> near, Titles titles) {
        Table table = new Table("similarity", "nearest of what the user has");
        for (Recommendation one : near) table.row(Table.score(one.score()), titles.brief(one.name()));
        return table.toString();
    }

    private Tree numbers(Saved saved, Explanation explanation, Titles titles) {
        List<Map<String, Object>> causes = new ArrayList<>();
        for (Explanation.Cause cause : explanation.causes().stream().limit(count).toList()) {
            Map<String, Object> row = item(cause.item(), titles);
            row.put("rating", cause.rating());
            row.put("contribution", cause.contribution());
            causes.add(row);
        }
        Tree numbers = new Tree().put("model", saved.path().toString()).put("user", user);
        item(item, titles).forEach(numbers::put);
        return numbers.put("score", explanation.score()).put("mean", explanation.mean()).put("itemBias", explanation.itemBias())
                .put("userBias", explanation.userBias()).put("causes", causes).put("otherCauses", others(explanation, count)).put("rest", explanation.rest()).put("exact", explanation.exact());
    }

    private static double others(Explanation explanation, int count) {
        return explanation.causes().stream().skip(count).mapToDouble(Explanation.Cause::contribution).sum();
    }

    /// The sum that makes the score, line by line.
    static String text(Explanation explanation, Titles titles, int count) {
        Table table = new Table("adds", "because", "rated");
        table.row(signed(explanation.mean()), "the mean of all ratings", "");
        table.row(signed(explanation.itemBias()), "what is rated higher or lower by everybody", "");
        for (Explanation.Cause cause : explanation.causes().stream().limit(count).toList()) {
            table.row(signed(cause.contribution()), titles.brief(cause.item()), RecommendCommand.shown(cause.rating()));
        }
        int left = Math.max(0, explanation.causes().size() - count);
        if (left > 0) table.row(signed(others(explanation, count)), "the other " + left + " ratings together", "");
        if (Math.abs(explanation.rest()) >= 0.005) table.row(signed(explanation.rest()), "what training had not settled", "");
        return "User " + explanation.user() + ", " + titles.of(explanation.item()) + ": score " + RecommendCommand.shown(explanation.score())
                + System.lineSeparator() + table;
    }

    /// The same for scores that are no ratings: no mean, and three digits more, because they are small.
    private static String events(Explanation explanation, Titles titles, int count) {
        Table table = new Table("adds", "because of", "value");
        if (explanation.itemBias() != 0) table.row(fine(explanation.itemBias()), "what everybody takes", "");
        if (explanation.userBias() != 0) table.row(fine(explanation.userBias()), "the user's level, the same for every item", "");
        for (Explanation.Cause cause : explanation.causes().stream().limit(count).filter(one -> one.contribution() != 0).toList()) {
            table.row(fine(cause.contribution()), titles.brief(cause.item()), RecommendCommand.shown(cause.rating()));
        }
        int left = Math.max(0, explanation.causes().size() - count);
        if (left > 0 && others(explanation, count) != 0) table.row(fine(others(explanation, count)), "the other " + left + " events together", "");
        if (Math.abs(explanation.rest()) >= 5e-6) table.row(fine(explanation.rest()), "what training had not settled", "");
        return "User " + explanation.user() + ", " + titles.of(explanation.item()) + String.format(Locale.ROOT, ": score %.5f, which orders items and is no rating", explanation.score())
                + System.lineSeparator() + table + (explanation.exact() ? "" : System.lineSeparator() + ESTIMATES);
    }

    private static String fine(double value) {
        return String.format(Locale.ROOT, "%+.5f", value);
    }

    private static String signed(double value) {
        return String.format(Locale.ROOT, "%+.2f", value);
    }
}

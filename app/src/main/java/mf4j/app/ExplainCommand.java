package mf4j.app;

import mf4j.recommend.Explanation;
import picocli.CommandLine;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `mf4j explain`: which of a user's ratings made a score what it is.
@CommandLine.Command(name = "explain", description = "Shows which of a user's ratings made the score of an item what it is.",
        footer = {"", "Example:", "  mf4j explain movies.mf4j --user 1 --item 318 --items movies.csv"})
final class ExplainCommand extends ModelCommand {
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
        return new Answer(numbers(saved, explanation, titles), text(explanation, titles, count));
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
                .put("causes", causes).put("otherCauses", others(explanation, count)).put("rest", explanation.rest());
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

    private static String signed(double value) {
        return String.format(Locale.ROOT, "%+.2f", value);
    }
}

package mf4j.app;

import mf4j.recommend.Excluding;
import mf4j.recommend.FactorModel;
import mf4j.recommend.Model;
import mf4j.recommend.Recommendation;
import mf4j.recommend.Side;
import mf4j.recommend.Similarity;
import mf4j.recommend.TopN;
import mf4j.sql.TableWriter;
import mf4j.sql.TableWriter.Column;
import mf4j.sql.Tables;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// `mf4j similar`: the neighbours of an item or of a user.
@CommandLine.Command(name = "similar", description = "Finds the items, or the users, whose factors point the same way.",
        footer = {"", "Examples:", "  mf4j similar movies.mf4j --item 1 --items movies.csv", "  mf4j similar movies.mf4j --user 1 --count 5"})
final class SimilarCommand extends ModelCommand {
    @Option(names = "--item", paramLabel = "ID", description = "Similar to this item.")
    String item;

    @Option(names = "--user", paramLabel = "ID", description = "Similar to this user.")
    String user;

    @Option(names = "--all", description = "The neighbours of every item; wants --out.")
    boolean all;

    @Option(names = "--by", paramLabel = "NAME", description = "cosine: what points the same way; dot: long rows, which popular items have, are near to more (cosine).")
    Similarity by;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the neighbours of --all there: .csv or .parquet with item, rank, similar, similarity.")
    Path out;

    @Mixin
    Limits limits;

    @Option(names = "--count", paramLabel = "N", description = "How many (10).")
    int count = 10;

    @Override
    boolean asksMoreOfItems() {
        return limits.filter != null;
    }

    @Override
    Answer answer(Saved saved, Titles titles) {
        if ((item == null ? 0 : 1) + (user == null ? 0 : 1) + (all ? 1 : 0) != 1) throw wrong("give --item ID, --user ID or --all");
        if (count < 1) throw wrong("--count must be at least 1 but was " + count);
        if (all != (out != null)) throw wrong("--all and --out go together");
        if (user != null && !limits.given().isEmpty()) throw wrong(limits.given().getFirst() + " is for --item and --all: it limits items, and --user lists users");
        Excluding limit = limits.excluding(saved, items, this::say);
        if (all) return written(saved, limit);
        List<Recommendation> found = item != null ? items(saved.model(), limit) : users(saved.model());
        Titles names = item != null ? titles : new Titles(Map.of());
        String kind = item != null ? "item" : "user";
        Tree numbers = new Tree().put("model", saved.path().toString()).put(kind, item != null ? item : user).put("similar", rows(found, kind, names));
        return new Answer(numbers, table(found, kind, names).toString());
    }

    private List<Recommendation> items(Model model, Excluding limit) {
        Set<String> unlearned = unlearned(model, FactorModel::item);
        if (unlearned.contains(item)) return nothing("item", item);
        Excluding rule = limit.and(Excluding.items(unlearned));
        if (by == null) return model.similarItems(item, count, rule);
        return new TopN(count, rule.and(Excluding.itself())).of(factors(model).alikeItems(by), item);
    }

    private List<Recommendation> users(Model model) {
        Set<String> unlearned = unlearned(model, FactorModel::user);
        if (unlearned.contains(user)) return nothing("user", user);
        Excluding rule = Excluding.items(unlearned);
        if (by == null) return model.similarUsers(user, count, rule);
        return new TopN(count, rule.and(Excluding.itself())).of(factors(model).alikeUsers(by), user);
    }

    private List<Recommendation> nothing(String kind, String name) {
        say("mf4j: the model learned nothing of " + kind + " " + name + ": its factors are zeros, so nothing is similar to it");
        return List.of();
    }

    /// Of whom the model learned nothing: rows of zeros point nowhere, and are similar to all by 0.
    private static Set<String> unlearned(Model model, Function<FactorModel, Side> side) {
        Set<String> names = new HashSet<>();
        if (!(model instanceof FactorModel factors) || factors.rank() == 0) return names;
        Side asked = side.apply(factors);
        for (int row = 0; row < asked.ids().size(); row++) if (isZero(asked.factors().row(row))) names.add(asked.ids().name(row));
        return names;
    }

    private static boolean isZero(float[] row) {
        for (float value : row) if (value != 0) return false;
        return true;
    }

    private FactorModel factors(Model model) {
        if (model instanceof FactorModel factors) return factors;
        throw wrong("--by is for models with factors; this one is of " + model.provenance().trainer());
    }

    /// Streams the neighbours of all items into a file.
    private Answer written(Saved saved, Excluding limit) {
        AtomicLong rows = new AtomicLong();
        List<Column> columns = List.of(Column.text("item"), Column.whole("rank"), Column.text("similar"), Column.number("similarity"));
        Tables.write(out, columns, file -> neighbours(saved.model(), limit, (name, found) -> rows.addAndGet(add(file, name, found))));
        Tree numbers = new Tree().put("model", saved.path().toString()).put("count", count).put("out", out.toString()).put("rows", rows.get());
        return new Answer(numbers, Table.count(rows.get()) + " neighbours are in " + out);
    }

    private void neighbours(Model model, Excluding limit, BiConsumer<String, List<Recommendation>> taker) {
        if (model instanceof FactorModel factors) {
            Set<String> unlearned = unlearned(model, FactorModel::item);
            if (!unlearned.isEmpty()) say("mf4j: the model learned nothing of " + unlearned.size() + " of its " + model.items().size() + " items, which are left out: their factors are zeros");
            new TopN(count, limit.and(Excluding.itself()).and(Excluding.items(unlearned))).forEach(factors.alikeItems(by == null ? Similarity.COSINE : by), (name, found) -> {
                if (!unlearned.contains(name)) taker.accept(name, found);
            });
        } else {
            for (int index = 0; index < model.items().size(); index++) taker.accept(model.items().name(index), model.similarItems(model.items().name(index), count, limit));
        }
    }

    private static int add(TableWriter.Out file, String name, List<Recommendation> found) {
        try {
            for (int j = 0; j < found.size(); j++) file.row(name, j + 1, found.get(j).name(), found.get(j).score());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found.size();
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

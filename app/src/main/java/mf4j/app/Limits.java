package mf4j.app;

import mf4j.data.Ids;
import mf4j.recommend.Excluding;
import mf4j.recommend.Model;
import mf4j.sql.TableException;
import mf4j.sql.Tables;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// The flags that say which items may be in a list at all.
final class Limits {
    @Option(names = "--exclude", paramLabel = "ID", description = "Never list this item; may be given several times.")
    List<String> excluded = new ArrayList<>();

    @Option(names = "--only", paramLabel = "ID", description = "List none but this item; may be given several times.")
    List<String> only = new ArrayList<>();

    @Option(names = "--deny", paramLabel = "FILE", description = "Never list the items in this file: one to a line, or a table with a column of items.")
    Path deny;

    @Option(names = "--allow", paramLabel = "FILE", description = "List none but the items in this file.")
    Path allow;

    @Option(names = "--filter", paramLabel = "CONDITION", description = "List none but the items for whom this holds, in SQL over the columns of --items, or of the item and title that the model keeps: \"genres like '%%Drama%%'\".")
    String filter;

    /// What these flags exclude for everybody.
    ///
    /// @param items the table that the filter speaks of; without one it speaks of the titles in the model
    /// @param teller is told what the model does not know
    Excluding excluding(Saved saved, ItemTable items, Consumer<String> teller) {
        Model model = saved.model();
        Excluding rule = Excluding.nothing();
        if (!excluded.isEmpty()) rule = rule.and(Excluding.items(known("--exclude", excluded, model, teller)));
        if (deny != null) rule = rule.and(Excluding.items(known("--deny", Tables.items(deny), model, teller)));
        if (!only.isEmpty()) rule = rule.and(Excluding.allBut(known("--only", only, model, teller)));
        if (allow != null) rule = rule.and(Excluding.allBut(known("--allow", Tables.items(allow), model, teller)));
        return filter == null ? rule : rule.and(Excluding.allBut(filtered(saved, items, teller)));
    }

    /// The flags that were given.
    List<String> given() {
        Map<String, Boolean> flags = new LinkedHashMap<>();
        flags.put("--exclude", !excluded.isEmpty());
        flags.put("--only", !only.isEmpty());
        flags.put("--deny", deny != null);
        flags.put("--allow", allow != null);
        flags.put("--filter", filter != null);
        return flags.keySet().stream().filter(flags::get).toList();
    }

    private Set<String> filtered(Saved saved, ItemTable items, Consumer<String> teller) {
        Set<String> taken = items.isGiven() ? items.where(filter) : amongTitles(saved);
        if (taken.stream().noneMatch(saved.model().items()::contains)) teller.accept("mf4j: of the items in the model --filter takes none");
        return taken;
    }

    private Set<String> amongTitles(Saved saved) {
        Map<String, String> titles = saved.file().titles();
        if (titles.isEmpty()) throw new IllegalArgumentException("--filter wants --items FILE, of whose columns it speaks: " + saved.path() + " keeps no titles");
        Ids items = saved.model().items();
        Map<String, String> all = new LinkedHashMap<>();
        for (int index = 0; index < items.size(); index++) all.put(items.name(index), titles.getOrDefault(items.name(index), ""));
        try {
            return Tables.items(all, filter);
        } catch (TableException e) {
            throw new IllegalArgumentException(e.getMessage() + "; without --items FILE a filter speaks of the items and titles in " + saved.path(), e);
        }
    }

    private static Collection<String> known(String flag, Collection<String> items, Model model, Consumer<String> teller) {
        long unknown = items.stream().filter(item -> !model.items().contains(item)).count();
        if (unknown > 0) teller.accept("mf4j: the model does not know " + unknown + " of the " + items.size() + " items of " + flag);
        return items;
    }
}

package mf4j.app;

import mf4j.data.Ids;
import mf4j.recommend.Model;
import mf4j.recommend.Recommendation;
import mf4j.recommend.TopN;
import mf4j.sql.TableWriter;
import mf4j.sql.TableWriter.Column;
import mf4j.sql.Tables;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Lists of recommendations in a file: user, rank, item, score, and the title where there are titles; no more than a round of users is in memory.
///
/// @param wanted whom for, in this order; the users of the model where empty. Who is not in the model gets what suits anyone
/// @param titles of the items; without any there is no such column
record ListFile(Model model, TopN best, Optional<List<String>> wanted, Titles titles) {
    /// What is in the file.
    ///
    /// @param empty how many users have no row
    record Written(long rows, int users, long empty) { }

    /// Writes all of them.
    Written write(Path file) {
        AtomicLong rows = new AtomicLong(), empty = new AtomicLong();
        List<Column> columns = new ArrayList<>(List.of(Column.text("user"), Column.whole("rank"), Column.text("item"), Column.number("score")));
        if (!titles.isEmpty()) columns.add(Column.text("title"));
        Tables.write(file, columns, out -> {
            best.forEach(model, known(), (user, list) -> count(add(out, user, list), rows, empty));
            for (String user : strangers()) count(add(out, user, model.recommendToAnyone(best.withExcluding(ModelCommand.named(best.excluding(), user)))), rows, empty);
        });
        return new Written(rows.get(), wanted.map(List::size).orElse(model.users().size()), empty.get());
    }

    private static void count(int listed, AtomicLong rows, AtomicLong empty) {
        rows.addAndGet(listed);
        if (listed == 0) empty.incrementAndGet();
    }

    private int add(TableWriter.Out out, String user, List<Recommendation> list) {
        try {
            for (int j = 0; j < list.size(); j++) out.row(row(user, j + 1, list.get(j)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return list.size();
    }

    private Object[] row(String user, int rank, Recommendation one) {
        Object[] row = {user, rank, one.name(), (float) one.score(), titles.of(one.name())};
        return titles.isEmpty() ? Arrays.copyOf(row, 4) : row;
    }

    private List<String> known() {
        return wanted.map(users -> users.stream().filter(model.users()::contains).toList()).orElseGet(() -> new Names(model.users()));
    }

    private List<String> strangers() {
        return wanted.orElse(List.of()).stream().filter(user -> !model.users().contains(user)).toList();
    }

    /// All names, made when asked for.
    private static final class Names extends AbstractList<String> {
        private final Ids ids;

        Names(Ids ids) {
            this.ids = ids;
        }

        @Override
        public String get(int index) {
            return ids.name(index);
        }

        @Override
        public int size() {
            return ids.size();
        }
    }
}

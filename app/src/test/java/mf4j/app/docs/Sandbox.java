package mf4j.app.docs;

import mf4j.data.Planted;
import mf4j.data.Ratings;
import mf4j.matrix.Matrix;
import mf4j.matrix.Npy;
import mf4j.sql.TableWriter;
import mf4j.sql.Tables;
import mf4j.train.Seeds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A folder with the files that pages and examples speak of: small planted ratings where a reader has real ones.
record Sandbox(Path folder) {
    private static final Ratings PLANTED = Planted.defaults().withShape(250, 350, 8_000).ratings();

    /// Writes `ratings.csv`, the same as `ratings.parquet`, `newer.csv` with more ratings, `my-ratings.csv` of somebody new, and
    /// `movies.csv` with titles.
    static Sandbox in(Path folder) throws IOException {
        Files.createDirectories(folder);
        write(folder.resolve("ratings.csv"), 1);
        write(folder.resolve("ratings.parquet"), 1);
        write(folder.resolve("newer.csv"), 2);
        Files.writeString(folder.resolve("my-ratings.csv"), "userId,movieId,rating\nme,1,5\nme,50,4.5\nme,318,2\n");
        StringBuilder titles = new StringBuilder("movieId,title\n");
        for (int item = 1; item <= 350; item++) titles.append(item).append(",Film ").append(item).append('\n');
        Files.writeString(folder.resolve("movies.csv"), titles);
        matrices(folder);
        return new Sandbox(folder);
    }

    /// `notebook.csv` of the guide, `embeddings.npy`, rows like these in `new.npy`, and two columns beside names in `table.csv` and `table.parquet`.
    private static void matrices(Path folder) throws IOException {
        Files.writeString(folder.resolve("notebook.csv"), "4.5,2.3,0,1.2\n4.6,0,0,1.25\n1,1.2,0,5.6\n1.8,0,0,4.3\n0,1.4,5.32,4.3\n");
        Npy.write(folder.resolve("embeddings.npy"), Matrix.normal(300, 24, Seeds.of(1)));
        Npy.write(folder.resolve("new.npy"), Matrix.normal(5, 24, Seeds.of(2)));
        for (String name : List.of("table.csv", "table.parquet")) {
            Tables.write(folder.resolve(name), List.of(TableWriter.Column.text("name"), TableWriter.Column.number("x"), TableWriter.Column.number("y")), out -> {
                for (int row = 1; row <= 6; row++) out.row("row " + row, row * 0.5, 7.0 - row);
            });
        }
    }

    private static void write(Path file, int copies) {
        var columns = List.of(TableWriter.Column.text("userId"), TableWriter.Column.text("movieId"), TableWriter.Column.number("rating"), TableWriter.Column.whole("timestamp"));
        Tables.write(file, columns, out -> {
            for (int copy = 0; copy < copies; copy++) rows(out, copy);
        });
    }

    /// The second copy is of other users with the same taste.
    private static void rows(TableWriter.Out out, int copy) throws IOException {
        int[] users = PLANTED.byUser().rowOfEntry();
        for (int entry = 0; entry < PLANTED.count(); entry++) {
            String user = PLANTED.users().name(users[entry]);
            out.row(copy == 0 ? user : "new-" + user, PLANTED.items().name(PLANTED.byUser().columns()[entry]),
                    (double) PLANTED.byUser().values()[entry], PLANTED.time(entry));
        }
    }

    /// The same files in another folder.
    Sandbox copy(Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) Files.copy(file, to.resolve(file.getFileName()));
        }
        return new Sandbox(to);
    }
}

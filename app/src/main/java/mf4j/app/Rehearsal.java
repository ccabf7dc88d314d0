package mf4j.app;

import mf4j.data.Planted;
import mf4j.data.Ratings;
import mf4j.matrix.Matrix;
import mf4j.matrix.Npy;
import mf4j.sql.TableWriter.Column;
import mf4j.sql.Tables;
import mf4j.train.Seeds;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Runs a few commands so that Java can archive the classes they load: the launcher calls it once, after a build.
final class Rehearsal {
    private Rehearsal() { }

    /// Rehearses `light` or `heavy` commands.
    public static void main(String[] arguments) throws IOException {
        run("--help");
        run("train", "--help");
        if (arguments[0].equals("heavy")) heavy();
    }

    private static void heavy() throws IOException {
        Path folder = Files.createTempDirectory("mf4j");
        String ratings = folder.resolve("ratings.csv").toString(), model = folder.resolve("model.mf4j").toString();
        write(Planted.defaults().withShape(60, 40, 1200).ratings(), Path.of(ratings));
        run("doctor", "--json");
        run("train", ratings, "--epochs", "2", "--out", model, "--json");
        run("train", ratings, "--trainer", "sgd", "--epochs", "2");
        run("recommend", model, "--user", "1");
        run("explain", model, "--user", "1", "--item", "1");
        run("similar", model, "--item", "1");
        run("predict", model, "--user", "1", "--item", "1");
        run("evaluate", model, "--data", ratings);
        run("replay", model, "--data", ratings);
        String matrix = folder.resolve("matrix.npy").toString();
        Npy.write(Path.of(matrix), Matrix.normal(40, 8, Seeds.of(0)));
        run("factorize", matrix, "--trainer", "adam", "--rank", "2", "--epochs", "2");
        run("factorize", matrix, "--rank", "2", "--epochs", "2");
        delete(folder);
    }

    /// Ratings as a table.
    static void write(Ratings ratings, Path file) {
        Tables.write(file, List.of(Column.text("user"), Column.text("item"), Column.number("rating"), Column.whole("time")), out -> {
            for (int user = 0; user < ratings.users().size(); user++) {
                for (int entry = ratings.byUser().offsets()[user]; entry < ratings.byUser().offsets()[user + 1]; entry++) {
                    out.row(ratings.users().name(user), ratings.items().name(ratings.byUser().columns()[entry]), ratings.byUser().values()[entry], ratings.time(entry));
                }
            }
        });
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) Files.delete(file);
        }
        Files.delete(folder);
    }

    private static void run(String... arguments) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Main.run(nowhere, nowhere, arguments);
    }
}

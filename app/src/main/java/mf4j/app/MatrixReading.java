package mf4j.app;

import mf4j.matrix.Matrix;
import mf4j.matrix.MatrixMarket;
import mf4j.matrix.Npz;
import mf4j.sql.Source;
import mf4j.sql.Tables;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// The flags that say how a matrix is read, and the reading: by the file's ending.
final class MatrixReading {
    /// What is understood, for the help of commands.
    static final String FILES = ".npy (mapped, so that it may be larger than memory), .npz, .mtx, .csv, .tsv, .txt (also .gz, .zst), .parquet, .jsonl, .json";

    @Option(names = "--array", paramLabel = "NAME", description = "Which array of an .npz archive; needless where it holds one.")
    String array;

    @Option(names = "--columns", paramLabel = "LIST", split = ",",
            description = "Of a table, only these columns: names, numbers from 1, or ranges such as 2-5 and 2-; all otherwise, and a cell that is no number is an error.")
    List<String> columns = List.of();

    @Option(names = "--delimiter", paramLabel = "TEXT", description = "Between the cells of a text file; found out without it.")
    String delimiter = "";

    @Option(names = "--header", negatable = true, description = "The first line of a text file names its columns, or does not; found out without it.")
    Boolean header;

    /// What a file is by its name.
    private enum Kind {
        NPY(".*\\.npy"), NPZ(".*\\.npz"), MARKET(".*\\.mtx(\\.gz)?"), TABLE(".*\\.(csv|tsv|tab|txt|dat|data|parquet|pq|jsonl|ndjson|json)(\\.gz|\\.gzip|\\.zst)?");

        private final String pattern;

        Kind(String pattern) {
            this.pattern = pattern;
        }

        static Kind of(String location) {
            for (Kind kind : values()) if (location.toLowerCase(Locale.ROOT).matches(kind.pattern)) return kind;
            throw new IllegalArgumentException(location + ": the name does not say what it is; .npy, .npz, .mtx, .csv, .tsv and .txt (also .gz and .zst), .parquet, .json and .jsonl"
                    + " are understood, anything else that DuckDB reads through --query");
        }
    }

    /// Refuses flags that the file has no use for, before anything is read.
    ///
    /// @throws IllegalArgumentException with what is wrong
    void check(String location) {
        Kind kind = Kind.of(location);
        if (array != null && kind != Kind.NPZ) throw new IllegalArgumentException("--array is for .npz archives, which " + location + " is not");
        if (kind == Kind.TABLE) return;
        if (!columns.isEmpty()) throw new IllegalArgumentException("--columns is for tables, which " + location + " is not");
        if (header != null || !delimiter.isEmpty()) throw new IllegalArgumentException("--header and --delimiter are for text files, which " + location + " is not");
    }

    /// Refuses flags where there is no file that they could speak of.
    void needless() {
        if (array == null && columns.isEmpty() && header == null && delimiter.isEmpty()) return;
        throw new IllegalArgumentException("--array, --columns, --header and --delimiter say how a file is read, and none is given");
    }

    /// Reads a file.
    ///
    /// @throws mf4j.sql.TableException or [IOException] with what is wrong, and where
    Matrix read(String location, PrintWriter err) throws IOException {
        return switch (Kind.of(location)) {
            case NPY -> Matrix.map(existing(location));
            case NPZ -> Npz.matrix(existing(location), array == null ? "" : array);
            case MARKET -> MatrixMarket.read(existing(location));
            case TABLE -> table(Source.of(location), err);
        };
    }

    /// Reads what a query gives.
    Matrix query(String query, PrintWriter err) {
        return table(Source.sql(query), err);
    }

    private static Path existing(String location) throws IOException {
        Path path = Path.of(location);
        if (!Files.exists(path)) throw new NoSuchFileException(location);
        return path;
    }

    private Matrix table(Source source, PrintWriter err) {
        Source.Header line = header == null ? Source.Header.FIND : header ? Source.Header.YES : Source.Header.NO;
        return Tables.matrix(source.withDelimiter(delimiter.replace("\\t", "\t")).withHeader(line).withProgress(new Reading.ReadingProgress(err)), columns);
    }
}

package mf4j.sql;

import mf4j.train.Check;
import mf4j.train.SafeFile;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// Writes tables; see [Tables#write].
public final class TableWriter {
    private static final long MEMORY = 512L << 20;

    private TableWriter() { }

    /// A column of the file.
    public record Column(String name, Type type) {
        /// Text.
        public static Column text(String name) {
            return new Column(name, Type.TEXT);
        }

        /// Whole numbers.
        public static Column whole(String name) {
            return new Column(name, Type.WHOLE);
        }

        /// Numbers.
        public static Column number(String name) {
            return new Column(name, Type.NUMBER);
        }
    }

    /// What a column holds.
    public enum Type {
        /// [String]s.
        TEXT("varchar"),
        /// [Integer]s and [Long]s.
        WHOLE("bigint"),
        /// [Float]s and [Double]s.
        NUMBER("double");

        private final String sql;

        Type(String sql) {
            this.sql = sql;
        }
    }

    /// Makes the rows.
    @FunctionalInterface
    public interface Rows {
        /// Gives all rows to `out`, in their order.
        void to(Out out) throws IOException;
    }

    /// Takes rows.
    @FunctionalInterface
    public interface Out {
        /// Takes one row: one cell per column, of the column's type.
        void row(Object... cells) throws IOException;
    }

    static void write(Path file, List<Column> columns, Rows rows) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        try {
            SafeFile.check(file);
            if (name.matches(".*\\.(parquet|pq)")) parquet(file, columns, rows);
            else if (name.matches(".*\\.(csv|tsv)(\\.gz)?")) SafeFile.write(file, out -> text(out, name, columns, rows));
            else throw new TableException(file + ": the name does not say what to write; .csv, .tsv (also .gz) and .parquet are understood");
        } catch (IOException e) {
            boolean names = e instanceof FileSystemException refusal && file.toString().equals(refusal.getFile()) && refusal.getReason() != null;
            throw new TableException(file + ": cannot be written: " + (names ? ((FileSystemException) e).getReason() : e.getMessage()), e);
        }
    }

    private static void text(OutputStream file, String name, List<Column> columns, Rows rows) throws IOException {
        char delimiter = name.contains(".tsv") ? '\t' : ',';
        if (name.endsWith(".gz")) {
            GZIPOutputStream zipped = new GZIPOutputStream(file, 1 << 16);
            lines(zipped, delimiter, columns, rows);
            zipped.finish();
        } else {
            lines(file, delimiter, columns, rows);
        }
    }

    private static void lines(OutputStream file, char delimiter, List<Column> columns, Rows rows) throws IOException {
        OutputStream out = new BufferedOutputStream(file, 1 << 16);
        line(out, delimiter, columns.stream().map(Column::name).toArray());
        rows.to(cells -> {
            refuseShort(columns, cells);
            line(out, delimiter, cells);
        });
        out.flush();
    }

    private static void refuseShort(List<Column> columns, Object[] cells) {
        Check.of(TableWriter.class).that(cells.length == columns.size(), "row", "have " + columns.size() + " cells", cells.length);
    }

    private static void line(OutputStream out, char delimiter, Object[] cells) throws IOException {
        for (int j = 0; j < cells.length; j++) {
            if (j > 0) out.write(delimiter);
            out.write(spelled(String.valueOf(cells[j]), delimiter).getBytes(StandardCharsets.UTF_8));
        }
        out.write('\n');
    }

    /// Quoted where a reader would take it for something else.
    private static String spelled(String text, char delimiter) {
        boolean plain = !text.isEmpty() && text.strip().length() == text.length();
        for (int j = 0; j < text.length() && plain; j++) {
            char c = text.charAt(j);
            plain = c != delimiter && c != '"' && c != '\n' && c != '\r';
        }
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /// Through a database beside the file, so that memory is bounded, and a Parquet file beside it.
    private static void parquet(Path file, List<Column> columns, Rows rows) throws IOException {
        Path folder = Files.createTempDirectory(file.toAbsolutePath().getParent(), ".mf4j-");
        Path made = folder.resolve("table.parquet");
        try {
            try (DuckDBConnection connection = DuckReader.connect(MEMORY); Statement statement = connection.createStatement()) {
                statement.execute("attach " + DuckReader.quoted(folder.resolve("table.duckdb").toString()) + " as beside");
                statement.execute("use beside");
                statement.execute("create table rows (" + String.join(", ", columns.stream().map(column -> DuckReader.identifier(column.name()) + " " + column.type().sql).toList()) + ")");
                try (DuckDBAppender appender = connection.createAppender("beside", "main", "rows")) {
                    rows.to(cells -> append(appender, columns, cells));
                }
                statement.execute("copy rows to " + DuckReader.quoted(made.toString()) + " (format parquet, compression zstd)");
            }
            SafeFile.write(file, out -> Files.copy(made, out));
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            for (Path left : List.of(made, folder.resolve("table.duckdb"), folder.resolve("table.duckdb.wal"), folder)) Files.deleteIfExists(left);
        }
    }

    private static void append(DuckDBAppender appender, List<Column> columns, Object[] cells) throws IOException {
        refuseShort(columns, cells);
        try {
            appender.beginRow();
            for (int j = 0; j < cells.length; j++) {
                switch (columns.get(j).type()) {
                    case TEXT -> appender.append((String) cells[j]);
                    case WHOLE -> appender.append(((Number) cells[j]).longValue());
                    case NUMBER -> appender.append(((Number) cells[j]).doubleValue());
                }
            }
            appender.endRow();
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}

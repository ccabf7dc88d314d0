package mf4j.sql;

import mf4j.train.Sweep;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;

import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads ratings through DuckDB, chunk by chunk and not row by row, in the order DuckDB gives.
///
/// But for [UnpackedLines] and [TableWriter] the only class that touches the native library. Nothing is installed or loaded over the network; memory and threads are ours.
final class DuckReader {
    private final Source source;
    private final String name;

    private DuckReader(Source source, String name) {
        this.source = source;
        this.name = name;
    }

    /// The rows of the source's query.
    static Block query(Source source) {
        return new DuckReader(source, "the query").read("(" + source.location().strip().replaceAll(";\\s*$", "") + "\n)");
    }

    /// The rows of files or addresses of one kind.
    static Block files(Source source, List<String> files) {
        String first = files.getFirst();
        return new DuckReader(source, first).read(scan(source, files));
    }

    static String scan(Source source, List<String> files) {
        String list = "[" + String.join(", ", files.stream().map(DuckReader::quoted).toList()) + "]";
        String first = files.getFirst().toLowerCase(Locale.ROOT);
        if (first.matches(".*\\.(parquet|pq)(\\.gz|\\.gzip)?")) return "read_parquet(" + list + ")";
        if (first.matches(".*\\.(jsonl|ndjson|json)(\\.gz|\\.zst)?")) return "read_json(" + list + ", format = 'auto', maximum_object_size = 67108864)";
        String delimiter = source.delimiter().isEmpty() ? "" : ", delim = " + quoted(source.delimiter());
        String header = switch (source.header()) {
            case YES -> ", header = true";
            case NO -> ", header = false";
            case FIND -> "";
        };
        return "read_csv(" + list + ", all_varchar = true" + delimiter + header + ")";
    }

    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /// A database in memory with our bounds and without a network.
    static DuckDBConnection connect(long memory) throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("threads", Integer.toString(Sweep.threads()));
        settings.setProperty("memory_limit", (memory >> 20) + "MiB");
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("preserve_insertion_order", "true");
        settings.setProperty("jdbc_stream_results", "true");
        return DriverManager.getConnection("jdbc:duckdb:", settings).unwrap(DuckDBConnection.class);
    }

    private Block read(String table) {
        try (DuckDBConnection connection = connect(source.memory())) {
            List<String> names = new ArrayList<>();
            List<String> types = new ArrayList<>();
            describe(connection, table, names, types);
            Roles roles = unnamed(names) ? Roles.numbered(name, names.size(), names.size() > 3, source) : Roles.named(name, names, source);
            String select = "select " + text(roles.user(), names, types) + ", " + text(roles.item(), names, types) + ", " + number(roles.rating(), names, types)
                    + ", " + time(roles.time(), names, types) + ", " + number(roles.weight(), names, types) + " from " + table;
            try (DuckDBPreparedStatement statement = connection.prepare(select); DuckDBChunkedResult result = statement.query()) {
                return new Filling(roles).fill(result);
            }
        } catch (SQLException e) {
            throw told(e);
        }
    }

    static void describe(DuckDBConnection connection, String table, List<String> names, List<String> types) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet columns = statement.executeQuery("describe select * from " + table)) {
            while (columns.next()) {
                names.add(columns.getString(1));
                types.add(columns.getString(2));
            }
        }
    }

    /// DuckDB calls the columns of a text file without header column0, column1 and so on.
    private static boolean unnamed(List<String> names) {
        return names.stream().allMatch(column -> column.matches("column[0-9]+"));
    }

    static String text(int column, List<String> names, List<String> types) {
        String given = identifier(names.get(column));
        return switch (types.get(column)) {
            case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER" -> given + "::bigint";
            case "JSON" -> given + " ->> '$'";
            default -> given + "::varchar";
        };
    }

    private String number(int column, List<String> names, List<String> types) {
        if (column < 0) return "1::double";
        String type = types.get(column);
        if (type.equals("VARCHAR")) return identifier(names.get(column));
        if (type.equals("JSON")) return identifier(names.get(column)) + " ->> '$'";
        if (type.matches("U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|DECIMAL.*|FLOAT|DOUBLE|BOOLEAN")) return identifier(names.get(column)) + "::double";
        throw new TableException(name + ": column '" + names.get(column) + "' is " + type + ", not a number");
    }

    private String time(int column, List<String> names, List<String> types) {
        if (column < 0) return "0::bigint";
        String given = identifier(names.get(column));
        String type = types.get(column);
        if (type.equals("VARCHAR")) return given;
        if (type.equals("JSON")) return given + " ->> '$'";
        if (type.matches("U?(TINYINT|SMALLINT|INTEGER|BIGINT)")) return given + "::bigint";
        if (type.matches("DATE|TIMESTAMP.*")) return "floor(epoch(" + given + "::timestamp))::bigint";
        if (type.matches("FLOAT|DOUBLE|DECIMAL.*")) return "floor(" + given + ")::bigint";
        throw new TableException(name + ": column '" + names.get(column) + "' is " + type + ", not a time");
    }

    private static final Pattern LINE = Pattern.compile("(?i)line[: ]+([0-9]+)");

    /// What DuckDB says is wrong, in one line.
    static String said(Exception e) {
        String message = String.valueOf(e.getMessage()).replaceFirst("(?s)^.*pending query result\\s*Error: ", ""); // how its driver packs what was refused
        return "DuckDB says: " + message.strip().lines().findFirst().orElse("").replaceFirst("^(java\\.sql\\.SQLException: )?([A-Za-z]+( [A-Za-z]+){0,3} Error: )+", "");
    }

    private TableException told(SQLException e) {
        return told(source, name, e);
    }

    /// What went wrong with a table, and what helps.
    static TableException told(Source source, String name, SQLException e) {
        String message = String.valueOf(e.getMessage()).strip();
        if (message.contains("INSTALL ") || message.contains("autoload")) {
            Matcher extension = Pattern.compile("(?i)INSTALL ([a-z_0-9]+)").matcher(message);
            String which = extension.find() ? extension.group(1) : "of that kind";
            return new TableException(name + ": this needs DuckDB's extension " + which + ", which is not here, and MF4J downloads nothing by itself;"
                    + " install it once with DuckDB (INSTALL " + which + ") and LOAD it in the query, or copy the data to a local file", e);
        }
        Matcher line = LINE.matcher(message);
        boolean lines = !source.isSql() && !name.matches("(?i).*\\.(parquet|pq)(\\..*)?"); // a query of ours has a line 1 too
        return new TableException(name + (lines && line.find() ? ":" + line.group(1) : "") + ": " + said(e), e);
    }

    /// Takes the columns of chunk after chunk.
    private final class Filling {
        private final Roles roles;
        private final Block block;
        private final boolean lines = name.matches("(?i).*\\.(jsonl|ndjson)");

        Filling(Roles roles) {
            this.roles = roles;
            this.block = new Block(1 << 16, roles, new Block.Names());
        }

        Block fill(DuckDBChunkedResult result) throws SQLException {
            long before = 0;
            while (result.nextChunk()) {
                DuckDBDataChunkReader chunk = result.chunk();
                rows(chunk, before);
                before += chunk.rowCount();
                if ((before & 0xfffff) < 2048) source.progress().at(before, -1);
            }
            return block;
        }

        private void rows(DuckDBDataChunkReader chunk, long before) {
            DuckDBReadableVector user = chunk.vector(0), item = chunk.vector(1), rating = chunk.vector(2), time = chunk.vector(3), weight = chunk.vector(4);
            boolean numbers = rating.getType() == DuckDBColumnType.DOUBLE, whole = time.getType() == DuckDBColumnType.BIGINT;
            boolean light = weight.getType() == DuckDBColumnType.DOUBLE;
            for (long row = 0, rows = chunk.rowCount(); row < rows; row++) {
                long place = before + row + 1;
                if (isMissing(rating, row, numbers)) {
                    if (!source.skipMissing()) throw bad(place, "the rating is missing");
                    block.skipped++;
                    continue;
                }
                float value = number(rating, row, numbers, "rating", place);
                float heavy = number(weight, row, light, "weight", place);
                if (!(heavy > 0)) throw bad(place, "the weight must be above 0, found '" + heavy + "'");
                block.add(name(block.names.users, user, row, "user", place), name(block.names.items, item, row, "item", place), value, heavy,
                        roles.time() < 0 ? 0 : time(time, row, whole, place));
            }
        }

        private boolean isMissing(DuckDBReadableVector column, long row, boolean number) {
            if (column.isNull(row)) return true;
            if (number) return false;
            byte[] text = column.getString(row).strip().getBytes(StandardCharsets.UTF_8);
            return Numbers.missing(text, 0, text.length);
        }

        private int name(mf4j.data.Ids.Builder names, DuckDBReadableVector column, long row, String role, long place) {
            if (column.isNull(row)) throw bad(place, "the " + role + " is missing");
            if (column.getType() == DuckDBColumnType.BIGINT) return names.add(column.getLong(row));
            try {
                return names.add(column.getString(row).strip());
            } catch (IllegalArgumentException e) {
                throw bad(place, "the " + role + " is missing");
            }
        }

        private float number(DuckDBReadableVector column, long row, boolean isNumber, String role, long place) {
            if (column.isNull(row)) throw bad(place, "the " + role + " is missing");
            try {
                double number = isNumber ? column.getDouble(row) : parsed(column.getString(row));
                if (Float.isFinite((float) number)) return (float) number;
                throw bad(place, "the " + role + " must be a finite number, found '" + (isNumber ? Double.toString(number) : column.getString(row)) + "'");
            } catch (NumberFormatException e) {
                throw bad(place, "the " + role + " must be a number, found " + TableException.shown(column.getString(row)));
            }
        }

        private static double parsed(String text) {
            byte[] bytes = text.strip().getBytes(StandardCharsets.UTF_8);
            return Numbers.number(bytes, 0, bytes.length);
        }

        private long time(DuckDBReadableVector column, long row, boolean whole, long place) {
            if (column.isNull(row)) throw bad(place, "the time is missing");
            if (whole) return column.getLong(row);
            byte[] bytes = column.getString(row).strip().getBytes(StandardCharsets.UTF_8);
            try {
                return Numbers.time(bytes, 0, bytes.length);
            } catch (NumberFormatException e) {
                throw bad(place, "the time must be a whole number or a date, found " + TableException.shown(column.getString(row)));
            }
        }

        private TableException bad(long place, String what) {
            return new TableException(name + (lines ? ":" : ", row ") + place + ": " + what);
        }
    }
}

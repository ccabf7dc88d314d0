package mf4j.sql;

import mf4j.matrix.Matrix;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Reads a matrix: text by [MatrixText], all else through DuckDB, chunk by chunk and column by column.
final class MatrixReader {
    private final Source source;
    private final List<String> wanted;

    MatrixReader(Source source, List<String> wanted) {
        this.source = source;
        this.wanted = wanted;
    }

    Matrix read() {
        MatrixParts parts = new MatrixParts(source.isSql() ? "the query" : source.location());
        if (source.isSql()) {
            table(parts, "the query", "(" + source.location().strip().replaceAll(";\\s*$", "") + "\n)");
        } else if (source.location().matches("[a-zA-Z][a-zA-Z0-9+.-]+://.*")) {
            table(parts, source.location(), DuckReader.scan(source, List.of(source.location())));
        } else {
            for (Path file : Tables.files(source.location())) file(parts, file);
        }
        return parts.matrix();
    }

    private void file(MatrixParts parts, Path file) {
        if (Tables.Format.of(file) == Tables.Format.TEXT) new MatrixText(source, wanted, file).read(parts);
        else table(parts, file.toString(), DuckReader.scan(source, List.of(unpacked(file).toString())));
    }

    /// A `.parquet.gz` is mostly a Parquet file that is packed within; one that is packed as a whole is nothing DuckDB reads.
    private static Path unpacked(Path file) {
        if (Tables.Format.of(file) != Tables.Format.PARQUET) return file;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(2);
            if (start.length == 2 && start[0] == 0x1f && (start[1] & 0xff) == 0x8b) {
                throw new TableException(file + ": it is packed by gzip as a whole; unpack it first (gunzip), Parquet packs within");
            }
            return file;
        } catch (IOException e) {
            throw TextFile.unreadable(file, e);
        }
    }

    private void table(MatrixParts parts, String name, String table) {
        try (DuckDBConnection connection = DuckReader.connect(source.memory())) {
            List<String> names = new ArrayList<>();
            List<String> types = new ArrayList<>();
            DuckReader.describe(connection, table, names, types);
            int[] places = ColumnChoice.of(name, wanted, names);
            boolean wide = Arrays.stream(places).anyMatch(place -> !isNarrow(types.get(place)));
            String cells = Arrays.stream(places).mapToObj(place -> cell(name, names.get(place), types.get(place), wide)).collect(Collectors.joining(", "));
            try (DuckDBPreparedStatement statement = connection.prepare("select " + cells + " from " + table); DuckDBChunkedResult result = statement.query()) {
                chunks(parts, name, result, Arrays.stream(places).mapToObj(names::get).toList(), wide);
            }
        } catch (SQLException e) {
            throw DuckReader.told(source, name, e);
        }
    }

    /// Whether a float holds every value.
    private static boolean isNarrow(String type) {
        return type.matches("FLOAT|BOOLEAN|U?(TINYINT|SMALLINT)");
    }

    private static String cell(String table, String column, String type, boolean wide) {
        String given = DuckReader.identifier(column);
        if (type.equals("VARCHAR")) return given;
        if (type.equals("JSON")) return given + " ->> '$'";
        if (isNarrow(type) || type.matches("U?(INTEGER|BIGINT|HUGEINT)|DECIMAL.*|DOUBLE")) return given + (wide ? "::double" : "::float");
        throw new TableException(table + ": column '" + column + "' is " + type + ", not a number; --columns chooses columns, and a query can take it apart");
    }

    private void chunks(MatrixParts parts, String name, DuckDBChunkedResult result, List<String> names, boolean wide) throws SQLException {
        long before = 0;
        while (result.nextChunk()) {
            DuckDBDataChunkReader chunk = result.chunk();
            int rows = (int) chunk.rowCount();
            Object part = wide ? new double[rows * names.size()] : new float[rows * names.size()];
            for (int column = 0; column < names.size(); column++) column(chunk.vector(column), part, rows, column, names, name, before);
            if (rows > 0) parts.add(name, part, names.size());
            before += rows;
            if ((before & 0xfffff) < 2048) source.progress().at(before, -1);
        }
    }

    private void column(DuckDBReadableVector from, Object part, int rows, int column, List<String> names, String table, long before) {
        int columns = names.size();
        switch (from.getType()) {
            case FLOAT -> {
                float[] floats = (float[]) part;
                for (int row = 0; row < rows; row++) floats[row * columns + column] = from.isNull(row) ? Float.NaN : from.getFloat(row);
            }
            case DOUBLE -> {
                double[] doubles = (double[]) part;
                for (int row = 0; row < rows; row++) doubles[row * columns + column] = from.isNull(row) ? Double.NaN : from.getDouble(row);
            }
            default -> {
                double[] doubles = (double[]) part;
                for (int row = 0; row < rows; row++) doubles[row * columns + column] = from.isNull(row) ? Double.NaN : number(from.getString(row), table, before + row + 1, names.get(column));
            }
        }
    }

    private static double number(String cell, String table, long row, String column) {
        byte[] bytes = cell.strip().getBytes(StandardCharsets.UTF_8);
        try {
            return number(bytes, 0, bytes.length);
        } catch (NumberFormatException e) {
            String place = table.matches("(?i).*\\.(jsonl|ndjson)") ? ":" + row : ", row " + row;
            throw new TableException(table + place + ": column '" + column + "' must be a number, found " + TableException.shown(cell) + "; --columns chooses columns");
        }
    }

    /// A number, NaN for a cell that says there is nothing, or infinite where that is spelled.
    static double number(byte[] text, int from, int to) throws NumberFormatException {
        if (Numbers.missing(text, from, to)) return Double.NaN;
        double number = Numbers.number(text, from, to);
        if (number == number || to - from < 3) return number;
        String spelled = Numbers.text(text, from, to).toLowerCase(java.util.Locale.ROOT);
        return spelled.equals("nan") ? Double.NaN : spelled.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
}

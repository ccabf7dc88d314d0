package mf4j.sql;

import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;

/// The text in a `.zst` file, unpacked by DuckDB, which is asked for whole lines: what they hold is for [Layout] and [Cells] to find
/// out, as in plain text, so that a file means the same packed or not.
///
/// The bytes come through as they are: as Latin-1 every byte is a character. Only the ends of lines are made line feeds.
final class UnpackedLines extends InputStream {
    /// The columns end where this is, which is nowhere: each line is one.
    private static final String NOWHERE = "\u0001\u0002\u0003\u0004";

    private final DuckDBConnection connection;
    private final DuckDBPreparedStatement statement;
    private final DuckDBChunkedResult result;
    private byte[] text = new byte[1 << 16]; // of a chunk of lines
    private int at;
    private int end;

    private UnpackedLines(DuckDBConnection connection, Path path) throws SQLException {
        this.connection = connection;
        statement = connection.prepare("select line from read_csv(" + DuckReader.quoted(path.toString()) + ", columns = {'line': 'VARCHAR'}, auto_detect = false, header = false, delim = '" + NOWHERE
                + "', quote = '', escape = '', strict_mode = false, encoding = 'latin-1', compression = 'zstd')");
        result = statement.query();
    }

    static UnpackedLines of(Path path) throws IOException {
        try {
            DuckDBConnection connection = DuckReader.connect(Source.of(path).memory());
            try {
                return new UnpackedLines(connection, path);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new IOException(DuckReader.said(e), e);
        }
    }

    @Override
    public int read() throws IOException {
        return at < end || next() ? text[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (length == 0) return 0;
        if (at == end && !next()) return -1;
        int read = Math.min(length, end - at);
        System.arraycopy(text, at, bytes, from, read);
        at += read;
        return read;
    }

    /// Takes the next lines; false behind the last.
    private boolean next() throws IOException {
        try {
            at = end = 0;
            while (end == 0) {
                if (!result.nextChunk()) return false;
                DuckDBDataChunkReader chunk = result.chunk();
                DuckDBReadableVector lines = chunk.vector(0);
                for (long row = 0, rows = chunk.rowCount(); row < rows; row++) append(lines.isNull(row) ? "" : lines.getString(row));
            }
            return true;
        } catch (Exception e) { // an SQLException, which the native code throws without declaring it
            throw new IOException(DuckReader.said(e), e);
        }
    }

    private void append(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
        if (text.length <= end + bytes.length) text = Arrays.copyOf(text, Math.max(2 * text.length, end + bytes.length + 1));
        System.arraycopy(bytes, 0, text, end, bytes.length);
        end += bytes.length;
        text[end++] = '\n';
    }

    @Override
    public void close() throws IOException {
        try (connection; statement; result) {
            at = end = 0;
        } catch (SQLException e) {
            throw new IOException(DuckReader.said(e), e);
        }
    }
}

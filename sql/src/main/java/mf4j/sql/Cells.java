package mf4j.sql;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Finds the cells of one line of delimited text (RFC 4180, and white space or `::` between cells).
///
/// The text must end with a line feed. White space around a cell without quotes does not belong to it. A quote within a cell that
/// does not start with one is an ordinary character.
final class Cells {
    /// Says that a quoted cell goes on in the next line, which was not expected.
    static final class OpenQuote extends RuntimeException {
        private static final long serialVersionUID = 1;

        OpenQuote() {
            super("a quote is opened and not closed", null, false, false);
        }
    }

    private final byte delimiter; // its first byte
    private final boolean twin;   // "::"
    private final boolean blank;  // any run of spaces and tabs
    private final boolean multiline;
    private byte[] data = {};     // where the cells are: the text itself, or unescaped copies behind its end
    int[] starts = new int[16];
    int[] ends = new int[16];
    byte[][] unescaped = new byte[16][]; // cell with doubled quotes, without them; or null
    int count;                    // of cells in the line

    Cells(String delimiter, boolean multiline) {
        this.delimiter = (byte) delimiter.charAt(0);
        this.twin = delimiter.length() == 2;
        this.blank = delimiter.equals(" ");
        this.multiline = multiline;
    }

    /// Finds the cells of the line that starts at `at`; returns the start of the next line.
    int line(byte[] text, int at, int end) {
        data = text;
        count = 0;
        if (blank) while (text[at] == ' ' || text[at] == '\t') at++;
        while (true) {
            if (count == starts.length) grow();
            unescaped[count] = null;
            at = text[at] == '"' ? quoted(text, at, end) : plain(text, at);
            count++;
            byte stop = text[at];
            if (stop == '\n') return at + 1;
            at += twin ? 2 : 1;
            if (blank) {
                while (text[at] == ' ' || text[at] == '\t') at++;
                if (text[at] == '\n' || text[at] == '\r' && text[at + 1] == '\n') return text[at] == '\n' ? at + 1 : at + 2;
            }
        }
    }

    private int plain(byte[] text, int at) {
        int start = at;
        int end = at = twin || blank ? stop(text, at) : stop(text, at, delimiter);
        while (start < end && text[start] <= ' ' && text[start] >= 0) start++;
        while (end > start && text[end - 1] <= ' ' && text[end - 1] >= 0) end--;
        starts[count] = start;
        ends[count] = end;
        return at;
    }

    private static int stop(byte[] text, int at, byte delimiter) {
        byte b;
        while ((b = text[at]) != delimiter && b != '\n') at++;
        return at;
    }

    private int stop(byte[] text, int at) {
        byte b;
        while ((b = text[at]) != '\n' && !(b == delimiter && (!twin || text[at + 1] == delimiter)) && !(blank && b == '\t')) at++;
        return at;
    }

    private int quoted(byte[] text, int at, int end) {
        int start = ++at;
        int doubled = 0;
        while (true) {
            if (at >= end || text[at] == '\n' && !multiline) throw new OpenQuote();
            if (text[at] == '"') {
                if (text[at + 1] != '"') break;
                doubled++;
                at++;
            }
            at++;
        }
        starts[count] = start;
        ends[count] = at;
        if (doubled > 0) unescape(text, start, at, doubled);
        return afterQuote(text, at + 1, start - 1);
    }

    private void unescape(byte[] text, int from, int to, int doubled) {
        byte[] copy = new byte[to - from - doubled];
        for (int j = from, next = 0; j < to; j++) {
            copy[next++] = text[j];
            if (text[j] == '"') j++;
        }
        unescaped[count] = copy;
    }

    /// Only white space may follow; a cell such as `"a" b` is taken as it stands.
    private int afterQuote(byte[] text, int at, int start) {
        int after = at;
        while ((text[after] == ' ' || text[after] == '\r') && !(blank && text[after] == ' ')) after++;
        byte b = text[after];
        if (b == '\n' || b == delimiter && (!twin || text[after + 1] == delimiter) || blank && b == '\t') return after;
        unescaped[count] = null;
        return plain(text, start);
    }

    private void grow() {
        starts = java.util.Arrays.copyOf(starts, 2 * count);
        ends = java.util.Arrays.copyOf(ends, 2 * count);
        unescaped = java.util.Arrays.copyOf(unescaped, 2 * count);
    }

    boolean isBlankLine() {
        return count == 1 && starts[0] == ends[0] && unescaped[0] == null;
    }

    /// The bytes a cell lies in.
    byte[] bytes(int cell) {
        return unescaped[cell] != null ? unescaped[cell] : data;
    }

    int from(int cell) {
        return unescaped[cell] != null ? 0 : starts[cell];
    }

    int to(int cell) {
        return unescaped[cell] != null ? unescaped[cell].length : ends[cell];
    }

    /// A cell as text: UTF-8, or Latin-1 where it is not that, as old MovieLens files are.
    String text(int cell) {
        return text(bytes(cell), from(cell), to(cell));
    }

    /// Bytes as text, likewise.
    static String text(byte[] bytes, int from, int to) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from)).toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        }
    }

    List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (int cell = 0; cell < count; cell++) texts.add(text(cell));
        return texts;
    }
}

package mf4j.store;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/// Just enough of RFC 4180 to read back what [NameTable] writes, or what a tool made of it.
final class Csv {
    private static final int END = -1;

    private final Reader in;
    private int next;

    Csv(Reader in) throws IOException {
        this.in = in;
        this.next = in.read();
    }

    /// A text as a field: in quotes when it is empty, when blanks surround it, and when it holds a comma, a quote or a line's end.
    static String field(String text) {
        boolean plain = !text.isEmpty() && text.equals(text.strip()) && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /// The fields of the next row, null for one that is empty and not quoted; no field at all behind the last row.
    List<String> row() throws IOException {
        List<String> fields = new ArrayList<>();
        if (next == END) return fields;
        fields.add(field());
        while (next == ',') {
            advance();
            fields.add(field());
        }
        if (next == '\r') advance();
        if (next == '\n') advance();
        else if (next != END) throw new IOException("a quoted field goes on after its quote");
        return fields;
    }

    private String field() throws IOException {
        if (next == '"') return quoted();
        StringBuilder text = new StringBuilder();
        for (; next != ',' && next != '\n' && next != '\r' && next != END; advance()) text.append((char) next);
        return text.isEmpty() ? null : text.toString();
    }

    private String quoted() throws IOException {
        StringBuilder text = new StringBuilder();
        while (true) {
            advance();
            if (next == END) throw new IOException("a quoted field never ends");
            if (next == '"') {
                advance();
                if (next != '"') return text.toString();
            }
            text.append((char) next);
        }
    }

    private void advance() throws IOException {
        next = in.read();
    }
}

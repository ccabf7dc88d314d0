package mf4j.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How a text file is laid out, found out from its beginning.
///
/// @param delimiter between cells
/// @param columns   how many cells each line has
/// @param names     of the columns, or empty without a header
/// @param body      where the first line of data starts, in bytes
/// @param sample    the first line of data, or empty
record Layout(String delimiter, int columns, List<String> names, long body, List<String> sample) {
    private static final int LINES = 20;

    /// Finds it out.
    ///
    /// @param head the first bytes of the file, whole lines unless the first is longer than this
    static Layout of(String file, byte[] head, Source source) {
        int start = head.length >= 3 && (head[0] & 0xff) == 0xef && (head[1] & 0xff) == 0xbb && (head[2] & 0xff) == 0xbf ? 3 : 0;
        refuseBinary(file, head);
        byte[] text = Arrays.copyOf(head, head.length + 2);
        int end = head.length;
        if (end == 0 || text[end - 1] != '\n') text[end++] = '\n';
        String delimiter = source.delimiter().isEmpty() ? find(file, text, start, end) : source.delimiter();
        Cells cells = new Cells(delimiter, true);
        int at = start;
        do {
            if (at >= end) throw new TableException(file + ": the file is empty");
            start = at;
            at = line(file, cells, text, at, end);
        } while (cells.isBlankLine());
        List<String> first = cells.texts();
        boolean header = isHeader(first, source);
        int body = header ? at : start;
        while (header && at < end) {
            at = line(file, cells, text, at, end);
            if (!cells.isBlankLine()) return new Layout(delimiter, first.size(), first, body, cells.texts());
        }
        return new Layout(delimiter, first.size(), header ? first : List.of(), body, header ? List.of() : first);
    }

    private static int line(String file, Cells cells, byte[] text, int at, int end) {
        try {
            return cells.line(text, at, end);
        } catch (Cells.OpenQuote e) {
            throw new TableException(file + ":" + TextFile.lines(text, at) + ": a quote is opened and never closed, found "
                    + TableException.shown(Numbers.text(text, at, Math.min(end, at + 80))));
        }
    }

    static void refuseBinary(String file, byte[] head) {
        if (head.length >= 2 && ((head[0] & 0xff) == 0xff && (head[1] & 0xff) == 0xfe || (head[0] & 0xff) == 0xfe && (head[1] & 0xff) == 0xff)) {
            throw new TableException(file + ": the text is in UTF-16; save it as UTF-8");
        }
        if (head.length >= 4 && head[0] == 'P' && head[1] == 'A' && head[2] == 'R' && head[3] == '1') {
            throw new TableException(file + ": this is a Parquet file; name it .parquet");
        }
        for (int j = 0; j < head.length; j++) {
            if (head[j] == 0) throw new TableException(file + ": byte " + (j + 1) + " is 0: this is not text");
        }
    }

    private static boolean isHeader(List<String> first, Source source) {
        return switch (source.header()) {
            case YES -> true;
            case NO -> false;
            case FIND -> Roles.known(first, source) || first.stream().noneMatch(Layout::isNumber);
        };
    }

    private static boolean isNumber(String cell) {
        return cell.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?");
    }

    /// The delimiter that gives most cells, equally many in each of the first lines.
    private static String find(String file, byte[] text, int start, int end) {
        String best = null;
        int most = 1;
        for (String delimiter : List.of("::", "\t", ",", ";", "|", " ")) {
            int columns = columns(delimiter, text, start, end);
            if (columns > most) {
                most = columns;
                best = delimiter;
            }
            if (best != null && best.equals("::")) return best;
        }
        if (best != null) return best;
        return firstLineHas(text, start, end);
    }

    /// Lines of unequal length are for the reader to complain of, line by line: here the first line decides.
    private static String firstLineHas(byte[] text, int start, int end) {
        String best = ",";
        int most = 1;
        for (String delimiter : List.of("::", "\t", ",", ";", "|", " ")) {
            Cells cells = new Cells(delimiter, true);
            try {
                int at = start;
                do at = cells.line(text, at, end); while (cells.isBlankLine() && at < end);
            } catch (Cells.OpenQuote e) {
                continue;
            }
            if (cells.count > most) {
                most = cells.count;
                best = delimiter;
            }
        }
        return best;
    }

    private static int columns(String delimiter, byte[] text, int start, int end) {
        Cells cells = new Cells(delimiter, true);
        int columns = 0;
        try {
            for (int at = start, line = 0; at < end && line < LINES; line++) {
                at = cells.line(text, at, end);
                if (cells.isBlankLine()) continue;
                if (columns > 0 && cells.count != columns) return 0;
                columns = cells.count;
            }
        } catch (Cells.OpenQuote e) {
            return 0;
        }
        return columns;
    }

    Roles roles(String file, Source source) {
        if (!names.isEmpty()) return Roles.named(file, names, source);
        boolean time = columns > 3 && isTime(sample.get(3));
        return Roles.numbered(file, columns, time, source);
    }

    private static boolean isTime(String cell) {
        try {
            byte[] bytes = cell.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            Numbers.time(bytes, 0, bytes.length);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /// The same with copies of its lists.
    Layout {
        names = List.copyOf(names);
        sample = List.copyOf(new ArrayList<>(sample));
    }
}

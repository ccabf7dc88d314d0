package mf4j.matrix;

import mf4j.matrix.MatrixMarket.Field;
import mf4j.matrix.MatrixMarket.Kind;
import mf4j.matrix.MatrixMarket.Layout;
import mf4j.matrix.MatrixMarket.Symmetry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/// Reads one Matrix Market file, line by line.
final class MatrixMarketReader {
    private final Path path;
    private final long most; // bytes of text
    private final Words words;

    private MatrixMarketReader(Path path, InputStream in, long most) {
        this.path = path;
        this.most = most;
        this.words = new Words(in);
    }

    static Matrix read(Path path) throws IOException {
        if (Files.isDirectory(path)) throw new FileSystemException(path.toString(), null, "is a folder, not a Matrix Market file");
        try (InputStream raw = Files.newInputStream(path); InputStream in = unpacked(path, raw)) {
            return new MatrixMarketReader(path, in, in == raw ? Files.size(path) : Long.MAX_VALUE).matrix();
        } catch (java.io.EOFException | java.util.zip.ZipException e) {
            throw new IOException(path + ": the compressed data is cut off or damaged: " + e.getMessage(), e);
        }
    }

    private static InputStream unpacked(Path path, InputStream raw) throws IOException {
        return path.toString().toLowerCase(Locale.ROOT).endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw;
    }

    private Matrix matrix() throws IOException {
        Kind kind = kind();
        if (!words.line()) throw bad("cut off: the sizes are missing");
        boolean sparse = kind.layout() == Layout.COORDINATE;
        if (words.count() != (sparse ? 3 : 2)) throw bad("the sizes must be '" + (sparse ? "rows columns entries" : "rows columns") + "', found " + shown(words.text()));
        int rows = size(0, "rows");
        int columns = size(1, "columns");
        if (kind.symmetry() != Symmetry.GENERAL && rows != columns) throw bad("a symmetric matrix must be square, found " + rows + " x " + columns);
        if ((long) rows * columns > Integer.MAX_VALUE - 16) throw bad("rows x columns must be below 2^31, found " + rows + " x " + columns);
        double[] values = sparse ? coordinates(kind, rows, columns, whole(2, "entries", Long.MAX_VALUE)) : array(kind, rows, columns);
        if (words.line()) throw bad("a line too many, found " + shown(words.text()));
        return Matrix.of(values, rows, columns);
    }

    private Kind kind() throws IOException {
        String[] banner = words.banner().strip().toLowerCase(Locale.ROOT).split("\\s+");
        if (!banner[0].equals("%%matrixmarket")) throw bad("a Matrix Market file begins with %%MatrixMarket, found " + shown(words.text()));
        if (banner.length != 5 || !banner[1].equals("matrix")) throw bad("the first line must be '%%MatrixMarket matrix LAYOUT FIELD SYMMETRY', found " + shown(words.text()));
        Field field = banner[3].equals("double") ? Field.REAL : named(Field.class, banner[3], "real, integer or pattern");
        try {
            return new Kind(named(Layout.class, banner[2], "array or coordinate"), field, named(Symmetry.class, banner[4], "general, symmetric or skew-symmetric"));
        } catch (IllegalArgumentException e) {
            throw bad(e.getMessage());
        }
    }

    private <E extends Enum<E>> E named(Class<E> type, String word, String choices) throws IOException {
        for (E one : type.getEnumConstants()) if (one.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word)) return one;
        throw bad("it must be " + choices + ", found " + shown(word));
    }

    private double[] array(Kind kind, int rows, int columns) throws IOException {
        boolean general = kind.symmetry() == Symmetry.GENERAL;
        boolean skew = kind.symmetry() == Symmetry.SKEW_SYMMETRIC;
        long due = general ? (long) rows * columns : (long) rows * (rows + (skew ? -1 : 1)) / 2;
        if (2 * due - 1 > most) throw bad("cut off: " + due + " numbers are due, the file has " + most + " bytes");
        double[] values = new double[rows * columns];
        long found = 0;
        int word = words.count(); // the sizes are read
        for (int c = 0; c < columns; c++) {
            for (int r = general ? 0 : skew ? c + 1 : c; r < rows; r++, word++) {
                if (word == words.count()) {
                    if (!words.line()) throw bad("cut off: " + due + " numbers are due, " + found + " are there");
                    word = 0;
                }
                put(kind, values, columns, r, c, number(kind, word));
                found++;
            }
        }
        if (word < words.count()) throw bad("a number too many, found " + shown(words.word(word)));
        return values;
    }

    private double[] coordinates(Kind kind, int rows, int columns, long entries) throws IOException {
        double[] values = new double[rows * columns];
        int due = kind.field() == Field.PATTERN ? 2 : 3;
        for (long j = 0; j < entries; j++) {
            if (!words.line()) throw bad("cut off: " + entries + " entries are due, " + j + " are there");
            if (words.count() != due) throw bad("an entry must be '" + (due == 2 ? "row column" : "row column value") + "', found " + shown(words.text()));
            int r = place(0, "row", rows);
            int c = place(1, "column", columns);
            if (kind.symmetry() != Symmetry.GENERAL && c > r) throw bad("a symmetric matrix has no entries above its diagonal, found " + shown(words.text()));
            if (kind.symmetry() == Symmetry.SKEW_SYMMETRIC && c == r) throw bad("a skew-symmetric matrix has no entries on its diagonal, found " + shown(words.text()));
            put(kind, values, columns, r, c, due == 2 ? 1 : number(kind, 2));
        }
        return values;
    }

    private static void put(Kind kind, double[] values, int columns, int r, int c, double value) {
        values[r * columns + c] += value;
        if (r != c && kind.symmetry() != Symmetry.GENERAL) values[c * columns + r] += kind.symmetry() == Symmetry.SYMMETRIC ? value : -value;
    }

    private int size(int word, String what) throws IOException {
        return (int) whole(word, what, Integer.MAX_VALUE);
    }

    private int place(int word, String what, int most) throws IOException {
        long place = whole(word, what, most);
        if (place < 1) throw bad("the " + what + " must lie between 1 and " + most + ", found " + shown(words.word(word)));
        return (int) place - 1;
    }

    private long whole(int word, String what, long most) throws IOException {
        String text = words.word(word);
        try {
            long number = Long.parseLong(text);
            if (number >= 0 && number <= most) return number;
        } catch (NumberFormatException notWhole) {
            // said below
        }
        throw bad("the " + what + " must be a whole number" + (most < Integer.MAX_VALUE ? " between 1 and " + most : "") + ", found " + shown(text));
    }

    private double number(Kind kind, int word) throws IOException {
        String text = words.word(word);
        try {
            if (kind.field() == Field.INTEGER) return Long.parseLong(text);
            char last = Character.toLowerCase(text.charAt(text.length() - 1));
            if (last != 'd' && last != 'f' || text.length() > 2 && text.toLowerCase(Locale.ROOT).endsWith("inf")) return real(text);
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw bad("it must be " + (kind.field() == Field.INTEGER ? "a whole number" : "a number") + ", found " + shown(text));
    }

    private static double real(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "inf", "+inf", "infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static String shown(String text) {
        return "'" + (text.length() > 80 ? text.substring(0, 80) + "..." : text) + "'";
    }

    private IOException bad(String what) {
        return new IOException(path + ":" + words.line + ": " + what);
    }

    /// The words of one line after another; blank lines and those of comments are passed over.
    private static final class Words {
        private static final int LONGEST = 1 << 26; // bytes of a line

        private final InputStream in;
        private final byte[] buffer = new byte[1 << 16];
        private int at;
        private int end;
        private long line;
        private byte[] text = new byte[256];
        private int length;
        private int[] starts = new int[8];
        private int[] ends = new int[8];
        private int count;

        Words(InputStream in) {
            this.in = in;
        }

        String banner() throws IOException {
            next();
            return text();
        }

        boolean line() throws IOException {
            do {
                if (!next()) return false;
                split();
            } while (count == 0 || text[starts[0]] == '%');
            return true;
        }

        int count() {
            return count;
        }

        String word(int word) {
            return new String(text, starts[word], ends[word] - starts[word], StandardCharsets.UTF_8);
        }

        String text() {
            return new String(text, 0, length, StandardCharsets.UTF_8).strip();
        }

        private boolean next() throws IOException {
            length = 0;
            if (at == end && !fill()) return false;
            line++;
            while (buffer[at] != '\n') {
                if (length == text.length) text = java.util.Arrays.copyOf(text, Math.min(LONGEST, 2 * length));
                if (length == LONGEST) throw new IOException("line " + line + " is longer than " + LONGEST + " bytes");
                text[length++] = buffer[at++];
                if (at == end && !fill()) return true;
            }
            at++;
            return true;
        }

        private boolean fill() throws IOException {
            at = 0;
            end = Math.max(0, in.read(buffer));
            return end > 0;
        }

        private void split() {
            count = 0;
            for (int j = 0; j < length; ) {
                while (j < length && text[j] <= ' ' && text[j] >= 0) j++;
                if (j == length) return;
                if (count == starts.length) {
                    starts = java.util.Arrays.copyOf(starts, 2 * count);
                    ends = java.util.Arrays.copyOf(ends, 2 * count);
                }
                starts[count] = j;
                while (j < length && (text[j] > ' ' || text[j] < 0)) j++;
                ends[count++] = j;
            }
        }
    }
}

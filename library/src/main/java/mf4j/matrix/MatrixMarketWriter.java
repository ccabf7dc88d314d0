package mf4j.matrix;

import mf4j.matrix.MatrixMarket.Field;
import mf4j.matrix.MatrixMarket.Kind;
import mf4j.matrix.MatrixMarket.Layout;
import mf4j.matrix.MatrixMarket.Symmetry;
import mf4j.train.SafeFile;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/// Writes one Matrix Market file; the numbers are spelled so that they come back as they were.
final class MatrixMarketWriter {
    private final Kind kind;
    private final double[] values; // rows x columns
    private final int rows;
    private final int columns;

    private MatrixMarketWriter(Matrix matrix, Kind kind) {
        this.kind = kind;
        this.values = matrix.toDoubles();
        this.rows = matrix.rows();
        this.columns = matrix.columns();
        check();
    }

    static void write(Path path, Matrix matrix, Kind kind) throws IOException {
        MatrixMarketWriter writer = new MatrixMarketWriter(matrix, kind);
        SafeFile.write(path, out -> {
            Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.US_ASCII), 1 << 16);
            writer.write(text);
            text.flush();
        });
    }

    private void check() {
        if (kind.symmetry() != Symmetry.GENERAL && rows != columns) throw new IllegalArgumentException("a symmetric matrix must be square but was " + rows + " x " + columns);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                if (!fits(r, c)) {
                    throw new IllegalArgumentException("the matrix must be " + spelled(kind.field()) + " and " + spelled(kind.symmetry()) + " but has " + value(r, c)
                            + " in row " + r + ", column " + c + " (counted from 0)");
                }
            }
        }
    }

    private boolean fits(int r, int c) {
        double value = value(r, c);
        boolean sort = switch (kind.field()) {
            case REAL -> true;
            case INTEGER -> value == Math.rint(value) && Math.abs(value) < 0x1p63;
            case PATTERN -> value == 0 || value == 1;
        };
        return sort && switch (kind.symmetry()) {
            case GENERAL -> true;
            case SYMMETRIC -> Double.compare(value + 0.0, value(c, r) + 0.0) == 0;
            case SKEW_SYMMETRIC -> Double.compare(value + 0.0, 0.0 - value(c, r)) == 0;
        };
    }

    private double value(int r, int c) {
        return values[r * columns + c];
    }

    private void write(Writer text) throws IOException {
        text.write("%%MatrixMarket matrix " + spelled(kind.layout()) + " " + spelled(kind.field()) + " " + spelled(kind.symmetry()) + "\n");
        boolean sparse = kind.layout() == Layout.COORDINATE;
        text.write(rows + " " + columns + (sparse ? " " + entries() : "") + "\n");
        for (int c = 0; c < columns; c++) {
            for (int r = first(c); r < rows; r++) {
                if (sparse && value(r, c) == 0) continue;
                if (sparse) text.write((r + 1) + " " + (c + 1) + (kind.field() == Field.PATTERN ? "\n" : " "));
                if (kind.field() != Field.PATTERN) text.write(number(value(r, c)) + "\n");
            }
        }
    }

    private long entries() {
        long entries = 0;
        for (int c = 0; c < columns; c++) for (int r = first(c); r < rows; r++) if (value(r, c) != 0) entries++;
        return entries;
    }

    private int first(int column) {
        return switch (kind.symmetry()) {
            case GENERAL -> 0;
            case SYMMETRIC -> column;
            case SKEW_SYMMETRIC -> column + 1;
        };
    }

    private String number(double value) {
        if (kind.field() == Field.INTEGER) return Long.toString((long) value);
        if (Double.isNaN(value)) return "nan";
        if (Double.isInfinite(value)) return value > 0 ? "inf" : "-inf";
        return Double.toString(value);
    }

    private static String spelled(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

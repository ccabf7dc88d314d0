package mf4j.sql;

import mf4j.matrix.Matrix;

import java.util.ArrayList;
import java.util.List;

/// Rows of a matrix as they come, in parts, and the matrix that they are together: floats where every part is.
final class MatrixParts {
    private final String name;
    private final List<Object> parts = new ArrayList<>(); // float[] or double[]
    private int columns = -1;
    private long numbers;
    private boolean wide;

    MatrixParts(String name) {
        this.name = name;
    }

    /// Rows [0, rows) of a part; all parts are equally wide.
    void add(String from, Object part, int columns) {
        if (this.columns >= 0 && columns != this.columns) throw new TableException(from + ": " + columns + " columns, but the file before has " + this.columns);
        this.columns = columns;
        wide |= part instanceof double[];
        numbers += length(part);
        if (numbers > Integer.MAX_VALUE - 16) throw new TableException(name + ": more than 2,147,483,631 numbers are more than a matrix in memory can hold");
        parts.add(part);
    }

    private static int length(Object part) {
        return java.lang.reflect.Array.getLength(part);
    }

    Matrix matrix() {
        if (numbers == 0) throw new TableException(name + ": there is no row of data");
        Object all = wide ? new double[(int) numbers] : new float[(int) numbers];
        int at = 0;
        for (int j = 0; j < parts.size(); j++) {
            Object part = parts.set(j, null); // so that its memory is free
            if (part instanceof float[] floats && wide) widen(floats, (double[]) all, at);
            else System.arraycopy(part, 0, all, at, length(part));
            at += length(part);
        }
        int rows = (int) numbers / columns;
        return wide ? Matrix.of((double[]) all, rows, columns) : Matrix.of((float[]) all, rows, columns);
    }

    private static void widen(float[] from, double[] to, int at) {
        for (int j = 0; j < from.length; j++) to[at + j] = from[j];
    }
}

package mf4j.matrix;

import mf4j.train.Check;

/// Doubles in memory.
final class DoubleMatrix extends Matrix {
    private final double[] values; // rows x columns, row-major

    DoubleMatrix(double[] values, int rows, int columns) {
        super(rows, columns);
        int size = size(rows, columns);
        Check.of(Matrix.class).that(values.length >= size, "values", "hold rows x columns = " + rows + " x " + columns + " numbers", values.length);
        this.values = values;
    }

    @Override
    public boolean isDouble() {
        return true;
    }

    @Override
    public void copy(int from, int to, float[] into, int at) {
        int first = from * columns();
        int count = (to - from) * columns();
        for (int j = 0; j < count; j++) into[at + j] = (float) values[first + j];
    }

    @Override
    public void copy(int from, int to, double[] into, int at) {
        System.arraycopy(values, from * columns(), into, at, (to - from) * columns());
    }

    @Override
    public double[] toDoubles() {
        return values.length == size() ? values : super.toDoubles();
    }
}

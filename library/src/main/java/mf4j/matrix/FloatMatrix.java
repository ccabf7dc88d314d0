package mf4j.matrix;

import mf4j.train.Check;

/// Floats in memory.
final class FloatMatrix extends Matrix {
    private final float[] values; // rows x columns, row-major

    FloatMatrix(float[] values, int rows, int columns) {
        super(rows, columns);
        int size = size(rows, columns);
        Check.of(Matrix.class).that(values.length >= size, "values", "hold rows x columns = " + rows + " x " + columns + " numbers", values.length);
        this.values = values;
    }

    @Override
    public boolean isDouble() {
        return false;
    }

    @Override
    public void copy(int from, int to, float[] into, int at) {
        System.arraycopy(values, from * columns(), into, at, (to - from) * columns());
    }

    @Override
    public void copy(int from, int to, double[] into, int at) {
        int first = from * columns();
        int count = (to - from) * columns();
        for (int j = 0; j < count; j++) into[at + j] = values[first + j];
    }

    @Override
    public Block block(int from, int to, float[] scratch) {
        return new Block(values, from * columns());
    }

    @Override
    public float[] toFloats() {
        return values.length == size() ? values : super.toFloats();
    }
}

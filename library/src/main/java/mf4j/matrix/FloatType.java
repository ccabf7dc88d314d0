package mf4j.matrix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The types of numbers a matrix is written in: IEEE 754 of 16, 32 or 64 bits.
public enum FloatType {
    /// Half precision: 11 bits of significand, up to 65504.
    FLOAT16("<f2", 2),
    /// `float`.
    FLOAT32("<f4", 4),
    /// `double`.
    FLOAT64("<f8", 8);

    private final String dtype;
    private final int bytes;

    FloatType(String dtype, int bytes) {
        this.dtype = dtype;
        this.bytes = bytes;
    }

    /// The type that holds the numbers of a matrix exactly: float32, or float64 where they are doubles.
    public static FloatType of(Matrix matrix) {
        return matrix.isDouble() ? FLOAT64 : FLOAT32;
    }

    /// As NumPy spells it, little-endian.
    public String dtype() {
        return dtype;
    }

    /// Of a number.
    public int bytes() {
        return bytes;
    }

    /// Numbers as bytes, little-endian, rounded to the nearest.
    ///
    /// @throws IllegalArgumentException when a finite number would become infinite
    byte[] encode(double[] numbers, int count) {
        ByteBuffer into = ByteBuffer.allocate(count * bytes).order(ByteOrder.LITTLE_ENDIAN);
        switch (this) {
            case FLOAT16 -> {
                for (int j = 0; j < count; j++) into.putShort(half(numbers[j]));
            }
            case FLOAT32 -> {
                for (int j = 0; j < count; j++) into.putFloat(single(numbers[j]));
            }
            case FLOAT64 -> into.asDoubleBuffer().put(numbers, 0, count);
        }
        return into.array();
    }

    private float single(double number) {
        float rounded = (float) number;
        if (Float.isInfinite(rounded) && !Double.isInfinite(number)) throw beyond(number);
        return rounded;
    }

    private short half(double number) {
        short rounded = Float.floatToFloat16((float) number);
        if ((rounded & 0x7fff) == 0x7c00 && !Double.isInfinite(number)) throw beyond(number);
        return rounded;
    }

    private IllegalArgumentException beyond(double number) {
        return new IllegalArgumentException("the number " + number + " is beyond " + name().toLowerCase(java.util.Locale.ROOT) + "; write a wider type");
    }
}

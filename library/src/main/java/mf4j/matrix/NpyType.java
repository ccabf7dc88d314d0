package mf4j.matrix;

import java.nio.ByteBuffer;

/// The element types of `.npy` that MF4J reads, each with the Java array that holds it.
enum NpyType {
    FLOAT16("f2", 2), FLOAT32("f4", 4), FLOAT64("f8", 8),
    INT8("i1", 1), INT16("i2", 2), INT32("i4", 4), INT64("i8", 8),
    UINT8("u1", 1), UINT16("u2", 2), UINT32("u4", 4), UINT64("u8", 8), BOOL("b1", 1);

    private final String code;
    private final int size;

    NpyType(String code, int size) {
        this.code = code;
        this.size = size;
    }

    /// The type of a NumPy code without its byte order, `f4` for example, or null.
    static NpyType ofOrNull(String code) {
        for (NpyType type : values()) if (type.code.equals(code)) return type;
        return null;
    }

    /// Bytes per element.
    int size() {
        return size;
    }

    boolean isWhole() {
        return code.charAt(0) != 'f';
    }

    boolean isSigned() {
        return code.charAt(0) == 'i';
    }

    /// Whether a float cannot hold every value, and a matrix has doubles.
    boolean isDouble() {
        return switch (this) {
            case FLOAT16, FLOAT32, INT8, UINT8, BOOL, INT16, UINT16 -> false;
            case FLOAT64, INT32, UINT32, INT64, UINT64 -> true;
        };
    }

    /// The smallest Java array that holds every value: unsigned integers get the next wider type, `uint64` its bits in a `long`.
    Object allocate(int length) {
        return switch (this) {
            case FLOAT16, FLOAT32 -> new float[length];
            case FLOAT64 -> new double[length];
            case INT8, UINT8, BOOL -> new byte[length];
            case INT16, UINT16, INT32 -> new int[length];
            case UINT32, INT64, UINT64 -> new long[length];
        };
    }

    /// Moves `count` elements from the buffer, in its byte order, into the array from index `at` on.
    void decode(ByteBuffer bytes, Object into, int at, int count) {
        switch (into) {
            case float[] floats when this == FLOAT32 -> bytes.asFloatBuffer().get(floats, at, count);
            case float[] floats -> halves(bytes, floats, at, count);
            case double[] doubles -> bytes.asDoubleBuffer().get(doubles, at, count);
            case byte[] few -> bytes.get(few, at, count);
            case int[] ints when this == INT32 -> bytes.asIntBuffer().get(ints, at, count);
            case int[] ints -> shorts(bytes, ints, at, count);
            case long[] longs when this != UINT32 -> bytes.asLongBuffer().get(longs, at, count);
            default -> unsigned(bytes, (long[]) into, at, count);
        }
    }

    private static void halves(ByteBuffer bytes, float[] into, int at, int count) {
        for (int j = 0; j < count; j++) into[at + j] = Float.float16ToFloat(bytes.getShort());
    }

    private void shorts(ByteBuffer bytes, int[] into, int at, int count) {
        int mask = this == UINT16 ? 0xffff : -1;
        for (int j = 0; j < count; j++) into[at + j] = bytes.getShort() & mask;
    }

    private static void unsigned(ByteBuffer bytes, long[] into, int at, int count) {
        for (int j = 0; j < count; j++) into[at + j] = Integer.toUnsignedLong(bytes.getInt());
    }
}

package mf4j.matrix;

import mf4j.train.Check;
import mf4j.train.SafeFile;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Arrays as NumPy keeps them in `.npy` files: `numpy.load` reads what is written here, and the other way round.
///
/// Read are versions 1 to 3, float16/32/64, int8 to int64, uint8 to uint64 and bool, both byte orders, C and Fortran order, less
/// than 2^31 numbers. Written is version 1 in C order, little-endian, byte for byte as NumPy 2 does. Numbers pass through blocks,
/// so nothing is held twice. Objects are never unpickled. [Npz] has archives of several arrays.
///
/// Format: the docstring of `numpy.lib.format`.
public final class Npy {
    private static final int BLOCK = 1 << 16; // bytes
    private static final int UNSEEN = 1 << 22; // elements taken on trust where the stream's length is not known

    private Npy() { }

    /// An array that was read.
    ///
    /// @param shape   a length per dimension; empty for a single number
    /// @param dtype   as in the file, byte order first: `<f4`
    /// @param fortran whether the first index runs fastest in `values`
    /// @param values  in the order of the file: `float[]` for float16 and float32, `double[]` for float64, `byte[]` for int8, uint8
    ///                and bool, `int[]` for int16, uint16 and int32, `long[]` for uint32, int64 and uint64 (its bits)
    public record Array(int[] shape, String dtype, boolean fortran, Object values) {
        /// How many numbers.
        public int length() {
            return java.lang.reflect.Array.getLength(values);
        }

        /// The numbers in C order (the last index runs fastest), rounded to float; [#values] itself where it is that already.
        public float[] toFloats() {
            if (values instanceof float[] floats && isOrdered()) return floats;
            float[] all = new float[length()];
            for (int j = 0; j < all.length; j++) all[j] = (float) number(place(j));
            return all;
        }

        /// The numbers in C order; [#values] itself where it is that already.
        public double[] toDoubles() {
            if (values instanceof double[] doubles && isOrdered()) return doubles;
            double[] all = new double[length()];
            for (int j = 0; j < all.length; j++) all[j] = number(place(j));
            return all;
        }

        /// The whole numbers in C order; [#values] itself where it is that already.
        ///
        /// @throws IllegalArgumentException for floats, and for a number beyond `int`
        public int[] toInts() {
            if (values instanceof int[] ints && isOrdered()) return ints;
            int[] all = new int[length()];
            for (int j = 0; j < all.length; j++) all[j] = (int) whole(place(j), Integer.MIN_VALUE, Integer.MAX_VALUE);
            return all;
        }

        /// The whole numbers in C order; [#values] itself where it is that already.
        ///
        /// @throws IllegalArgumentException for floats, and for a number beyond `long`
        public long[] toLongs() {
            if (values instanceof long[] longs && isOrdered() && type() != NpyType.UINT64) return longs;
            long[] all = new long[length()];
            for (int j = 0; j < all.length; j++) all[j] = whole(place(j), Long.MIN_VALUE, Long.MAX_VALUE);
            return all;
        }

        /// A matrix of floats or doubles, as [Matrix#map] has them.
        ///
        /// @throws IllegalArgumentException when the array is not two-dimensional
        public Matrix toMatrix() {
            if (shape.length != 2) throw new IllegalArgumentException(noMatrix(shape));
            return type().isDouble() ? Matrix.of(toDoubles(), shape[0], shape[1]) : Matrix.of(toFloats(), shape[0], shape[1]);
        }

        private NpyType type() {
            return NpyType.ofOrNull(Character.isLetter(dtype.charAt(0)) ? dtype : dtype.substring(1));
        }

        private boolean isOrdered() {
            return !fortran || shape.length < 2;
        }

        /// Where in `values` the number with index `index` in C order is.
        private int place(int index) {
            if (isOrdered()) return index;
            int place = 0;
            int stride = length();
            for (int k = shape.length - 1; k >= 0; k--) {
                stride /= shape[k];
                place += index % shape[k] * stride;
                index /= shape[k];
            }
            return place;
        }

        private double number(int place) {
            return switch (values) {
                case float[] floats -> floats[place];
                case double[] doubles -> doubles[place];
                case long[] longs when longs[place] < 0 && type() == NpyType.UINT64 -> 2.0 * (longs[place] >>> 1 | longs[place] & 1);
                default -> bits(place);
            };
        }

        private long whole(int place, long least, long most) {
            Check check = Check.of(Npy.class);
            check.that(type().isWhole(), "dtype", "be one of whole numbers", dtype);
            long bits = bits(place);
            boolean beyond = type() == NpyType.UINT64 && bits < 0;
            check.that(!beyond && bits >= least && bits <= most, "number", "lie between " + least + " and " + most,
                    beyond ? Long.toUnsignedString(bits) : bits);
            return bits;
        }

        private long bits(int place) {
            return switch (values) {
                case byte[] bytes -> type().isSigned() ? bytes[place] : bytes[place] & 0xff;
                case int[] ints -> ints[place];
                default -> ((long[]) values)[place];
            };
        }
    }

    /// Reads the only array of a file.
    ///
    /// @throws IOException with the file's name and what is wrong: not .npy, cut off, a type that is not read, bytes left over
    public static Array read(Path path) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path), BLOCK)) {
            Array array = read(in, Files.size(path));
            if (in.read() >= 0) throw new IOException("there are bytes after the last number");
            return array;
        } catch (java.nio.file.FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(path + ": " + e.getMessage(), e);
        }
    }

    /// Reads an array and leaves the stream behind its last number.
    ///
    /// @throws IOException saying what is wrong: not .npy, cut off, a type that is not read
    public static Array read(InputStream in) throws IOException {
        return read(in, -1);
    }

    /// Reads an array from a stream known to hold no more than `most` bytes, so that a header that promises more is refused before
    /// memory is taken for it; -1 where that is not known.
    ///
    /// @throws IOException saying what is wrong: not .npy, cut off, a type that is not read
    public static Array read(InputStream in, long most) throws IOException {
        NpyHeader header = NpyHeader.read(in).inMemory();
        long needed = header.count() * header.type().size();
        if (most >= 0 && needed > most) throw cutOff(header, most);
        return new Array(header.shape(), header.dtype(), header.fortran(), values(in, header, most >= 0 ? (int) header.count() : UNSEEN));
    }

    private static Object values(InputStream in, NpyHeader header, int trusted) throws IOException {
        NpyType type = header.type();
        ByteBuffer bytes = ByteBuffer.allocate(BLOCK).order(header.order());
        int all = (int) header.count();
        int room = Math.min(all, trusted);
        Object values = type.allocate(room);
        for (int at = 0; at < all; ) {
            int count = Math.min(BLOCK / type.size(), all - at);
            int got = in.readNBytes(bytes.array(), 0, count * type.size());
            if (got < count * type.size()) throw cutOff(header, (long) at * type.size() + got);
            if (at + count > room) {
                room = (int) Math.min(all, 2L * room);
                values = resized(type, values, at, room);
            }
            type.decode(bytes.clear(), values, at, count);
            at += count;
        }
        return values;
    }

    private static Object resized(NpyType type, Object values, int used, int room) {
        Object larger = type.allocate(room);
        System.arraycopy(values, 0, larger, 0, used);
        return larger;
    }

    static String noMatrix(int[] shape) {
        return "the array has shape " + Arrays.toString(shape) + ", a matrix has rows and columns";
    }

    static IOException cutOff(NpyHeader header, long bytes) {
        return new IOException("cut off: " + Arrays.toString(header.shape()) + " numbers of type " + header.dtype() + " take "
                + header.count() * header.type().size() + " bytes, there are " + bytes);
    }

    /// The bytes that come before the numbers, for callers that write the numbers themselves: little-endian, C order.
    ///
    /// @param dtype as NumPy spells it: `<f4`, `|u1`
    public static byte[] header(String dtype, int... shape) {
        return NpyHeader.bytes(dtype, shape);
    }

    /// Writes float32.
    ///
    /// @param shape lengths whose product is the number of values, or none for one dimension
    public static void write(OutputStream out, float[] values, int... shape) throws IOException {
        begin(out, "<f4", values.length, shape);
        blocks(out, values.length, 4, (bytes, from, count) -> bytes.asFloatBuffer().put(values, from, count));
    }

    /// Writes float64.
    ///
    /// @param shape lengths whose product is the number of values, or none for one dimension
    public static void write(OutputStream out, double[] values, int... shape) throws IOException {
        begin(out, "<f8", values.length, shape);
        blocks(out, values.length, 8, (bytes, from, count) -> bytes.asDoubleBuffer().put(values, from, count));
    }

    /// Writes int32.
    ///
    /// @param shape lengths whose product is the number of values, or none for one dimension
    public static void write(OutputStream out, int[] values, int... shape) throws IOException {
        begin(out, "<i4", values.length, shape);
        blocks(out, values.length, 4, (bytes, from, count) -> bytes.asIntBuffer().put(values, from, count));
    }

    /// Writes int64.
    ///
    /// @param shape lengths whose product is the number of values, or none for one dimension
    public static void write(OutputStream out, long[] values, int... shape) throws IOException {
        begin(out, "<i8", values.length, shape);
        blocks(out, values.length, 8, (bytes, from, count) -> bytes.asLongBuffer().put(values, from, count));
    }

    /// Writes int8.
    ///
    /// @param shape lengths whose product is the number of values, or none for one dimension
    public static void write(OutputStream out, byte[] values, int... shape) throws IOException {
        begin(out, "|i1", values.length, shape);
        out.write(values);
    }

    /// Writes float32 to a file, replaced as a whole or not at all.
    public static void write(Path path, float[] values, int... shape) throws IOException {
        SafeFile.write(path, out -> write(out, values, shape));
    }

    /// Writes float64 to a file, replaced as a whole or not at all.
    public static void write(Path path, double[] values, int... shape) throws IOException {
        SafeFile.write(path, out -> write(out, values, shape));
    }

    /// Writes int32 to a file, replaced as a whole or not at all.
    public static void write(Path path, int[] values, int... shape) throws IOException {
        SafeFile.write(path, out -> write(out, values, shape));
    }

    /// Writes int64 to a file, replaced as a whole or not at all.
    public static void write(Path path, long[] values, int... shape) throws IOException {
        SafeFile.write(path, out -> write(out, values, shape));
    }

    /// Writes int8 to a file, replaced as a whole or not at all.
    public static void write(Path path, byte[] values, int... shape) throws IOException {
        SafeFile.write(path, out -> write(out, values, shape));
    }

    /// Writes a matrix as it is, float32 or float64.
    public static void write(OutputStream out, Matrix matrix) throws IOException {
        NpyRows.write(out, FloatType.of(matrix), matrix.rows(), matrix.columns(), matrix::copy);
    }

    /// Writes a matrix as it is, float32 or float64, to a file, replaced as a whole or not at all.
    public static void write(Path path, Matrix matrix) throws IOException {
        write(path, FloatType.of(matrix), matrix.rows(), matrix.columns(), matrix::copy);
    }

    /// Writes a matrix that nobody holds to a file, block of rows by block of rows; replaced as a whole or not at all.
    ///
    /// @throws IllegalArgumentException when a finite number would be infinite in that type
    public static void write(Path path, FloatType type, int rows, int columns, RowSource source) throws IOException {
        SafeFile.write(path, out -> NpyRows.write(out, type, rows, columns, source));
    }

    private static void begin(OutputStream out, String dtype, int length, int[] shape) throws IOException {
        int[] lengths = shape.length == 0 ? new int[] {length} : shape;
        Check.of(Npy.class).that(product(lengths) == length, "shape", "hold the " + length + " numbers", Arrays.toString(lengths));
        out.write(header(dtype, lengths));
    }

    /// Held at 2^31, where it is as wrong as any larger; -1 for a negative length.
    private static long product(int[] lengths) {
        long product = 1;
        for (int length : lengths) {
            if (length < 0) return -1;
            product = Math.min(product * length, 1L << 31);
        }
        return product;
    }

    private interface Block {
        void put(ByteBuffer into, int from, int count);
    }

    private static void blocks(OutputStream out, int length, int size, Block block) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < length; from += BLOCK / size) {
            int count = Math.min(BLOCK / size, length - from);
            block.put(bytes.clear(), from, count);
            out.write(bytes.array(), 0, count * size);
        }
    }
}

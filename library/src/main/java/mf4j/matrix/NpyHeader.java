package mf4j.matrix;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What an `.npy` file says before its numbers.
///
/// @param dtype   as in the file, byte order first: `<f4`
/// @param type    of the elements
/// @param fortran whether the first index runs fastest
/// @param shape   a length per dimension; empty for a single number
/// @param count   how many elements
/// @param bytes   of the header itself
record NpyHeader(String dtype, NpyType type, boolean fortran, int[] shape, long count, int bytes) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST = 1 << 16; // of the header's text; NumPy itself refuses above 10,000
    private static final int MOST = Integer.MAX_VALUE - 16;
    private static final int GROWTH = 21; // NumPy leaves room for the first length to grow to this many digits

    private static final Pattern TEXT = Pattern.compile("""
            \\{\\s*+(?:(?:'descr'\\s*:\\s*(?:'(?<descr>[^']*)'|(?<fields>\\[.*]|\\(.*\\)))\
            |'fortran_order'\\s*:\\s*(?<fortran>True|False)\
            |'shape'\\s*:\\s*\\((?<shape>[0-9L,\\s]*)\\))\\s*+,?\\s*+){1,3}}\\s*+""");
    private static final Pattern DTYPE = Pattern.compile("[<>|=]?([a-z][0-9]+)");

    /// Reads the header and leaves the stream at the first number.
    static NpyHeader read(InputStream in) throws IOException {
        byte[] start = in.readNBytes(8);
        if (start.length < 8 || !Arrays.equals(start, 0, 6, MAGIC, 0, 6)) {
            throw new IOException("not an .npy array: it begins with " + (start.length == 0 ? "nothing" : HexFormat.ofDelimiter(" ").formatHex(start)));
        }
        int version = start[6];
        if (version < 1 || version > 3) throw new IOException(".npy version " + version + " is not one of 1, 2 and 3");
        int length = length(in, version == 1 ? 2 : 4);
        byte[] text = in.readNBytes(length);
        if (text.length < length) throw new IOException("cut off: the .npy header ends after " + text.length + " of " + length + " bytes");
        return parse(new String(text, StandardCharsets.UTF_8), 8 + (version == 1 ? 2 : 4) + length);
    }

    private static int length(InputStream in, int width) throws IOException {
        byte[] bytes = in.readNBytes(width);
        if (bytes.length < width) throw new IOException("cut off within the .npy header");
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long length = width == 2 ? Short.toUnsignedInt(buffer.getShort()) : Integer.toUnsignedLong(buffer.getInt());
        if (length > LONGEST) throw new IOException("an .npy header of " + length + " bytes is longer than " + LONGEST);
        return (int) length;
    }

    static NpyHeader parse(String text, int bytes) throws IOException {
        Matcher found = TEXT.matcher(text);
        if (!found.matches()) throw new IOException("the .npy header is not understood: " + brief(text));
        if (found.group("fields") != null) throw new IOException("structured .npy arrays are not read: " + brief(found.group("fields")));
        String dtype = found.group("descr");
        if (dtype == null || found.group("fortran") == null || found.group("shape") == null) {
            throw new IOException("the .npy header lacks 'descr', 'fortran_order' or 'shape': " + brief(text));
        }
        int[] shape = shape(found.group("shape"));
        return new NpyHeader(dtype, type(dtype), found.group("fortran").equals("True"), shape, count(shape), bytes);
    }

    private static String brief(String text) {
        String line = text.strip();
        return line.length() <= 200 ? line : line.substring(0, 200) + "...";
    }

    private static NpyType type(String dtype) throws IOException {
        if (dtype.endsWith("O")) throw new IOException("the .npy array holds pickled Python objects, which are never read");
        Matcher parts = DTYPE.matcher(dtype);
        NpyType type = parts.matches() ? NpyType.ofOrNull(parts.group(1)) : null;
        if (type == null) {
            throw new IOException("the .npy type '" + brief(dtype) + "' is not one of float16/32/64, int8/16/32/64, uint8/16/32/64 and bool");
        }
        return type;
    }

    private static int[] shape(String text) throws IOException {
        String list = text.replaceAll("[L\\s]", "").replaceFirst(",$", "");
        String[] lengths = text.isBlank() ? new String[0] : list.split(",", -1);
        if (lengths.length > 64) throw new IOException("an .npy array of " + lengths.length + " dimensions has more than 64");
        int[] shape = new int[lengths.length];
        for (int k = 0; k < shape.length; k++) {
            boolean absurd = lengths[k].length() > 10 || lengths[k].isEmpty() || Long.parseLong(lengths[k]) > MOST;
            if (absurd) throw new IOException("the .npy shape (" + brief(text) + ") is not one of less than 2^31 numbers");
            shape[k] = Integer.parseInt(lengths[k]);
        }
        return shape;
    }

    /// Held below 2^62, beyond which no file reaches.
    static long count(int... shape) throws IOException {
        long count = Arrays.stream(shape).anyMatch(length -> length == 0) ? 0 : 1;
        for (int length : shape) {
            if (Math.multiplyHigh(count, length) != 0 || count * length >= 1L << 62) throw new IOException("the .npy shape " + Arrays.toString(shape) + " is beyond any file");
            count *= length;
        }
        return count;
    }

    /// The header of an array that is to be in memory as a whole.
    ///
    /// @throws IOException when it has too many elements for that
    NpyHeader inMemory() throws IOException {
        if (count > MOST) throw new IOException("the .npy shape " + Arrays.toString(shape) + " is not one of less than 2^31 numbers");
        return this;
    }

    ByteOrder order() {
        return dtype.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    /// The bytes before the numbers, version 1 and C order, as NumPy 2 itself writes them: padded to a multiple of 64.
    static byte[] bytes(String dtype, int... shape) {
        String lengths = Arrays.stream(shape).mapToObj(length -> length + ",").collect(Collectors.joining(" "));
        String tuple = shape.length > 1 ? lengths.substring(0, lengths.length() - 1) : lengths;
        String dict = "{'descr': '" + dtype + "', 'fortran_order': False, 'shape': (" + tuple + "), }";
        String roomy = shape.length == 0 ? dict : dict + " ".repeat(GROWTH - Integer.toString(shape[0]).length());
        int total = Math.ceilDiv(10 + roomy.length() + 1, 64) * 64;
        String line = roomy + " ".repeat(total - 11 - roomy.length()) + "\n";
        return ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN).put(MAGIC).put((byte) 1).put((byte) 0)
                .putShort((short) line.length()).put(line.getBytes(StandardCharsets.US_ASCII)).array();
    }
}

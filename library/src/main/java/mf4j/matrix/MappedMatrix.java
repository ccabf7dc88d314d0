package mf4j.matrix;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// The two-dimensional array of a `.npy` file, where the operating system maps it: pages are read when they are asked for and dropped
/// when memory is short.
final class MappedMatrix extends Matrix {
    private final MemorySegment numbers;
    private final NpyType type;
    private final boolean fortran;
    private final ValueLayout.OfFloat floats;
    private final ValueLayout.OfDouble doubles;
    private final ValueLayout.OfShort shorts;
    private final ValueLayout.OfInt ints;
    private final ValueLayout.OfLong longs;

    private MappedMatrix(MemorySegment numbers, NpyHeader header) {
        super(header.shape()[0], header.shape()[1]);
        this.numbers = numbers;
        this.type = header.type();
        this.fortran = header.fortran();
        this.floats = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(header.order());
        this.doubles = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(header.order());
        this.shorts = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(header.order());
        this.ints = ValueLayout.JAVA_INT_UNALIGNED.withOrder(header.order());
        this.longs = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(header.order());
    }

    static MappedMatrix of(Path path) throws IOException {
        NpyHeader header;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            header = NpyHeader.read(in);
        }
        if (header.shape().length != 2) throw new IOException(Npy.noMatrix(header.shape()));
        try (FileChannel channel = FileChannel.open(path)) {
            long bytes = header.count() * header.type().size();
            if (channel.size() - header.bytes() < bytes) throw Npy.cutOff(header, channel.size() - header.bytes());
            if (channel.size() - header.bytes() > bytes) throw new IOException("there are bytes after the last number");
            return new MappedMatrix(channel.map(FileChannel.MapMode.READ_ONLY, header.bytes(), bytes, Arena.ofAuto()), header);
        }
    }

    @Override
    public boolean isDouble() {
        return type.isDouble();
    }

    @Override
    public void copy(int from, int to, float[] into, int at) {
        int count = (to - from) * columns();
        if (!fortran && type == NpyType.FLOAT32) {
            MemorySegment.copy(numbers, floats, offset(from), into, at, count);
            return;
        }
        for (int r = from; r < to; r++) {
            for (int c = 0; c < columns(); c++) into[at++] = (float) number(r, c);
        }
    }

    @Override
    public void copy(int from, int to, double[] into, int at) {
        int count = (to - from) * columns();
        if (!fortran && type == NpyType.FLOAT64) {
            MemorySegment.copy(numbers, doubles, offset(from), into, at, count);
            return;
        }
        for (int r = from; r < to; r++) {
            for (int c = 0; c < columns(); c++) into[at++] = number(r, c);
        }
    }

    private long offset(int row) {
        return (long) row * columns() * type.size();
    }

    private double number(int row, int column) {
        long at = (fortran ? (long) column * rows() + row : (long) row * columns() + column) * type.size();
        return switch (type) {
            case FLOAT32 -> numbers.get(floats, at);
            case FLOAT64 -> numbers.get(doubles, at);
            case FLOAT16 -> Float.float16ToFloat(numbers.get(shorts, at));
            case INT8 -> numbers.get(ValueLayout.JAVA_BYTE, at);
            case UINT8, BOOL -> numbers.get(ValueLayout.JAVA_BYTE, at) & 0xff;
            case INT16 -> numbers.get(shorts, at);
            case UINT16 -> numbers.get(shorts, at) & 0xffff;
            case INT32 -> numbers.get(ints, at);
            case UINT32 -> Integer.toUnsignedLong(numbers.get(ints, at));
            case INT64 -> numbers.get(longs, at);
            case UINT64 -> unsigned(numbers.get(longs, at));
        };
    }

    /// The lowest bit is kept where it decides the rounding.
    private static double unsigned(long bits) {
        return bits >= 0 ? bits : 2.0 * (bits >>> 1 | bits & 1);
    }
}

package mf4j.store;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes parts as an uncompressed ZIP: the same parts give the same bytes, and every part starts at a multiple of 64, so that an
/// array's numbers, whose header is a multiple of 64 too, can be mapped into memory as they lie.
final class ArchiveWriter {
    private static final LocalDateTime UNDATED = LocalDateTime.of(1980, 2, 1, 0, 0); // a month earlier the JDK adds the time zone's time
    private static final int ALIGNMENT = 64;
    private static final int HEADER = 30;               // bytes of a local header, without name and extra field
    private static final int ZIP64_EXTRA = 20;          // what the JDK adds to it for an entry of 4 GB and more
    private static final short PADDING = (short) 0xd935; // the extra field by which Android's zipalign pads
    private static final int LEAST_PADDING = 6;

    private ArchiveWriter() { }

    static void write(OutputStream out, List<Part.Measured> parts) throws IOException {
        Position position = new Position(new BufferedOutputStream(out, 1 << 16));
        ZipOutputStream zip = new ZipOutputStream(position, StandardCharsets.UTF_8);
        for (Part.Measured part : parts) {
            zip.putNextEntry(entry(part, position.bytes));
            part.part().content().writeTo(zip);
            zip.closeEntry();
        }
        zip.finish();
        zip.flush();
    }

    private static ZipEntry entry(Part.Measured part, long at) {
        ZipEntry entry = new ZipEntry(part.part().name());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(part.bytes());
        entry.setCompressedSize(part.bytes());
        entry.setCrc(part.crc());
        entry.setTimeLocal(UNDATED);
        int names = part.part().name().getBytes(StandardCharsets.UTF_8).length;
        entry.setExtra(padding(at + HEADER + names + (part.bytes() >= 0xffffffffL ? ZIP64_EXTRA : 0)));
        return entry;
    }

    /// The extra field that moves what follows from `at` to a multiple of the alignment.
    private static byte[] padding(long at) {
        int length = LEAST_PADDING + (int) Math.floorMod(-(at + LEAST_PADDING), (long) ALIGNMENT);
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN)
                .putShort(PADDING).putShort((short) (length - 4)).putShort((short) ALIGNMENT).array();
    }

    private static final class Position extends FilterOutputStream {
        private long bytes;

        Position(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int one) throws IOException {
            out.write(one);
            bytes++;
        }

        @Override
        public void write(byte[] some, int from, int count) throws IOException {
            out.write(some, from, count);
            bytes += count;
        }
    }
}

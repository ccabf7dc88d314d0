package mf4j.sql;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// A text file handed out in stretches of whole lines, plain or packed (`.gz`, `.zst`).
///
/// A plain file is cut at fixed places and read by many at once; a packed one, or one whose quoted cells span lines, by one at a
/// time.
final class TextFile implements AutoCloseable {
    static final int STRETCH = 8 << 20;
    private static final int HEAD = 1 << 16;
    private static final int LONGEST_LINE = 64 << 20;

    /// Whole lines: `text[from..to)`, the last byte a line feed.
    ///
    /// @param offset where `text[0]` lies in the file, unpacked
    /// @param taken  how many bytes of the file as it lies there it accounts for
    record Stretch(byte[] text, int from, int to, long offset, long taken) { }

    private final Path path;
    private final boolean multiline;
    private final long size;
    private final FileChannel channel; // of a plain file
    private final Counted raw;         // bytes of one that is read in order, as they lie there
    private final InputStream stream;  // the same, unpacked
    private final long body;
    private long next;                 // number of the next stretch
    private long streamed;             // bytes handed out in order
    private long counted;              // bytes of the raw file accounted for
    private byte[] rest = {};          // begun line

    private TextFile(Path path, boolean multiline, long body) throws IOException {
        this.path = path;
        this.multiline = multiline;
        this.body = body;
        this.size = Files.size(path);
        boolean ordered = multiline || isNamed(path, ".gz") || isZstd(path);
        this.channel = ordered ? null : FileChannel.open(path);
        this.raw = ordered ? new Counted(Files.newInputStream(path)) : null;
        this.stream = ordered ? unpacked(path, raw) : null;
        if (ordered) stream.skipNBytes(body);
        this.streamed = body;
    }

    static TextFile open(Path path, boolean multiline, long body) {
        try {
            return new TextFile(path, multiline, body);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /// Whether a file is unpacked by DuckDB, which does not tell how many of its bytes it has taken.
    static boolean isZstd(Path path) {
        return isNamed(path, ".zst");
    }

    private static boolean isNamed(Path path, String ending) {
        return path.toString().toLowerCase(java.util.Locale.ROOT).endsWith(ending);
    }

    private static InputStream open(Path path) throws IOException {
        return unpacked(path, Files.newInputStream(path));
    }

    private static InputStream unpacked(Path path, InputStream raw) throws IOException {
        try {
            if (isNamed(path, ".gz")) return new GZIPInputStream(new BufferedInputStream(raw, 1 << 16), 1 << 16);
            if (!isZstd(path)) return raw;
            raw.close();
            return UnpackedLines.of(path);
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    /// Counts what is read: of a gzipped file the packed bytes, which alone can be compared with its size.
    private static final class Counted extends FilterInputStream {
        private long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            if (b >= 0) count++;
            return b;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = super.read(bytes, from, length);
            if (read > 0) count += read;
            return read;
        }
    }

    /// The first bytes: whole lines where there is a line end among them.
    static byte[] head(Path path) {
        try (InputStream in = open(path)) {
            byte[] head = in.readNBytes(HEAD);
            if (head.length < HEAD) return head;
            int end = head.length;
            while (end > 0 && head[end - 1] != '\n') end--;
            return end == 0 ? head : Arrays.copyOf(head, end);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    static TableException unreadable(Path path, IOException e) {
        String why = switch (e) {
            case NoSuchFileException _ -> "there is no such file";
            case java.nio.file.AccessDeniedException _ -> "permission denied";
            case EOFException _ -> "the compressed data ends early: the file is cut off";
            case ZipException zip -> "the compressed data is damaged: " + zip.getMessage();
            default -> e.getMessage();
        };
        return new TableException(path + ": " + why, e);
    }

    /// The next stretch, or null behind the last; safe for many threads. `slot[0]` gets its number. The text lies in
    /// `buffer[0]`, which is replaced when it is too short, until the same buffer is given again.
    Stretch take(long[] slot, byte[][] buffer) {
        try {
            if (channel == null) {
                synchronized (this) {
                    slot[0] = next++;
                    return inOrder();
                }
            }
            synchronized (this) {
                slot[0] = next++;
            }
            return at(body + slot[0] * STRETCH, buffer);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /// The lines that start within [start, start + STRETCH).
    private Stretch at(long start, byte[][] buffer) throws IOException {
        if (start >= size) return null;
        long first = start == body ? start : start - 1;
        int wanted = (int) Math.min(size - first, start + STRETCH - first);
        if (buffer[0].length < wanted + (1 << 12)) buffer[0] = new byte[wanted + (1 << 16)];
        byte[] text = buffer[0];
        int filled = fill(text, 0, wanted, first);
        int from = 0;
        if (start != body) {
            while (from < filled && text[from] != '\n') from++;
            from++;
            if (from >= filled) return new Stretch(text, 0, 0, first, 0);
        }
        while (text[filled - 1] != '\n') {
            int searched = filled;
            if (text.length - filled < 1 << 11) text = buffer[0] = longer(text);
            int more = fill(text, filled, (int) Math.min(text.length - 2 - filled, size - first - filled), first + filled);
            if (more == 0) {
                text[filled++] = '\n';
                break;
            }
            filled += more;
            for (int j = searched; j < filled; j++) {
                if (text[j] == '\n') filled = j + 1;
            }
        }
        return new Stretch(text, from, filled, first, filled - from);
    }

    private byte[] longer(byte[] text) {
        if (text.length > STRETCH + LONGEST_LINE) throw new TableException(path + ": a line is longer than " + (LONGEST_LINE >> 20) + " MiB");
        return Arrays.copyOf(text, text.length + Math.max(1 << 16, text.length / 4));
    }

    private int fill(byte[] text, int at, int wanted, long position) throws IOException {
        int done = 0;
        while (done < wanted) {
            int read = channel.read(ByteBuffer.wrap(text, at + done, wanted - done), position + done);
            if (read < 0) break;
            done += read;
        }
        return done;
    }

    private Stretch inOrder() throws IOException {
        byte[] text = Arrays.copyOf(rest, rest.length + STRETCH + 2);
        int filled = rest.length;
        while (true) {
            int read = stream.readNBytes(text, filled, text.length - 2 - filled);
            filled += read;
            boolean last = filled < text.length - 2;
            if (last && filled == 0) return null;
            if (last && text[filled - 1] != '\n') text[filled++] = '\n';
            int end = last ? filled : lastLineEnd(text, filled);
            if (end > 0) {
                rest = Arrays.copyOfRange(text, end, Math.max(end, filled));
                Stretch stretch = new Stretch(text, 0, end, streamed, raw.count - counted);
                counted = raw.count;
                streamed += end;
                return stretch;
            }
            text = longer(text);
        }
    }

    /// The end of the last whole line; line ends within quotes do not count where cells may span lines.
    private int lastLineEnd(byte[] text, int filled) {
        int end = 0;
        boolean quoted = false;
        for (int j = 0; j < filled; j++) {
            if (text[j] == '"' && multiline) quoted = !quoted;
            else if (text[j] == '\n' && !quoted) end = j + 1;
        }
        return end;
    }

    /// The number, from 1, of the line at an offset of the file.
    long line(long offset) {
        try (InputStream in = open(path)) {
            long line = 1;
            byte[] text = new byte[1 << 16];
            for (long left = offset; left > 0; ) {
                int read = in.read(text, 0, (int) Math.min(left, text.length));
                if (read < 0) break;
                for (int j = 0; j < read; j++) if (text[j] == '\n') line++;
                left -= read;
            }
            return line;
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    static int lines(byte[] text, int to) {
        int line = 1;
        for (int j = 0; j < to; j++) if (text[j] == '\n') line++;
        return line;
    }

    @Override
    public void close() {
        try {
            if (channel != null) channel.close();
            if (stream != null) stream.close();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }
}

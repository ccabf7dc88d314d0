package mf4j.matrix;

import mf4j.train.SafeFile;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Several arrays by name in one `.npz` archive, a ZIP of `.npy` entries: what `numpy.savez` and `savez_compressed` write and
/// `numpy.load` opens.
///
/// An entry is refused before memory is taken for it when it is larger than Java's memory, when it claims more than its packed
/// bytes can unpack to, or when its header promises more than it has; its checksum is verified. Objects are never unpickled.
public final class Npz {
    private static final String ENDING = ".npy";
    private static final int RATIO = 1032; // DEFLATE cannot do better
    private static final LocalDateTime UNDATED = LocalDateTime.of(1980, 2, 1, 0, 0);

    private Npz() { }

    /// The names of the arrays, in the order of the archive.
    ///
    /// @throws IOException with the file's name when it is no archive, or cut off
    public static List<String> names(Path path) throws IOException {
        return opened(path, Npz::names);
    }

    /// Reads one array.
    ///
    /// @throws IOException with the file's and the array's name and what is wrong
    public static Npy.Array read(Path path, String name) throws IOException {
        return read(path, name, Runtime.getRuntime().maxMemory());
    }

    /// Reads a matrix. An archive of one array needs no name: it may be empty.
    ///
    /// @throws IOException with the file's and the array's name and what is wrong: there is none, it has one dimension or three
    public static Matrix matrix(Path path, String name) throws IOException {
        String wanted = name.isEmpty() ? only(path) : name;
        Npy.Array array = read(path, wanted);
        if (array.shape().length != 2) throw new IOException(path + ": " + wanted + ": " + Npy.noMatrix(array.shape()));
        return array.toMatrix();
    }

    private static String only(Path path) throws IOException {
        List<String> names = names(path);
        if (names.size() == 1) return names.getFirst();
        throw new IOException(path + ": it holds " + (names.isEmpty() ? "no array" : "the arrays " + String.join(", ", names) + "; name one of them"));
    }

    static Npy.Array read(Path path, String name, long memory) throws IOException {
        return opened(path, zip -> {
            ZipEntry entry = zip.getEntry(name + ENDING);
            if (entry == null) throw new IOException("there is no array '" + name + "'; there are " + String.join(", ", names(zip)));
            try {
                return read(zip, entry, memory);
            } catch (IOException e) {
                throw new IOException(name + ": " + reason(e), e);
            }
        });
    }

    private static Npy.Array read(ZipFile zip, ZipEntry entry, long memory) throws IOException {
        if (entry.getSize() > memory) throw new IOException("it takes " + entry.getSize() + " bytes, more than the " + memory + " of Java's memory");
        if (entry.getSize() > RATIO * (entry.getCompressedSize() + 1)) {
            throw new IOException("damaged: its " + entry.getCompressedSize() + " bytes cannot unpack to the " + entry.getSize() + " that it claims");
        }
        CRC32 crc = new CRC32();
        try (InputStream in = new BufferedInputStream(new CheckedInputStream(zip.getInputStream(entry), crc), 1 << 16)) {
            Npy.Array array = Npy.read(in, entry.getSize());
            if (in.read() >= 0) throw new IOException("there are bytes after the last number");
            if (crc.getValue() != entry.getCrc()) throw new IOException("damaged: its checksum is wrong");
            return array;
        }
    }

    private static List<String> names(ZipFile zip) {
        return zip.stream().map(ZipEntry::getName).filter(name -> name.endsWith(ENDING)).map(name -> name.substring(0, name.length() - ENDING.length())).toList();
    }

    @FunctionalInterface
    private interface Use<T> {
        T of(ZipFile zip) throws IOException;
    }

    private static <T> T opened(Path path, Use<T> use) throws IOException {
        refuseOthers(path);
        try (ZipFile zip = new ZipFile(path.toFile(), StandardCharsets.UTF_8)) {
            return use.of(zip);
        } catch (ZipException | EOFException e) {
            throw new IOException(path + ": the archive is cut off or damaged: " + reason(e), e);
        } catch (IOException e) {
            throw new IOException(path + ": " + e.getMessage(), e);
        }
    }

    private static void refuseOthers(Path path) throws IOException {
        if (Files.isDirectory(path)) throw new FileSystemException(path.toString(), null, "is a folder, not an .npz archive");
        try (InputStream in = Files.newInputStream(path)) {
            byte[] start = in.readNBytes(4);
            if (start.length > 1 && start[0] == 'P' && start[1] == 'K') return;
            throw new IOException(path + ": not an .npz archive: it begins with " + (start.length == 0 ? "nothing" : HexFormat.ofDelimiter(" ").formatHex(start)));
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() != null ? e.getMessage() : e instanceof EOFException ? "it ends too early" : e.toString();
    }

    /// Writes arrays as they are, as `numpy.savez` does, to a file, replaced as a whole or not at all.
    ///
    /// @param arrays by name; each writes itself, twice: `out -> Npy.write(out, values, 3, 4)` or `out -> Npy.write(out, matrix)`
    public static void write(Path path, Map<String, SafeFile.Content> arrays) throws IOException {
        write(path, arrays, ZipEntry.STORED);
    }

    /// Writes arrays packed, as `numpy.savez_compressed` does.
    public static void writeDeflated(Path path, Map<String, SafeFile.Content> arrays) throws IOException {
        write(path, arrays, ZipEntry.DEFLATED);
    }

    /// Matrices as [#write] takes them.
    public static Map<String, SafeFile.Content> of(Map<String, Matrix> matrices) {
        Map<String, SafeFile.Content> contents = new LinkedHashMap<>();
        matrices.forEach((name, matrix) -> contents.put(name, out -> Npy.write(out, matrix)));
        return contents;
    }

    private static void write(Path path, Map<String, SafeFile.Content> arrays, int method) throws IOException {
        SafeFile.write(path, out -> {
            ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out, 1 << 16), StandardCharsets.UTF_8);
            for (Map.Entry<String, SafeFile.Content> array : arrays.entrySet()) {
                ZipEntry entry = new ZipEntry(array.getKey() + ENDING);
                entry.setTimeLocal(UNDATED);
                entry.setMethod(method);
                if (method == ZipEntry.STORED) measure(entry, array.getValue());
                zip.putNextEntry(entry);
                array.getValue().writeTo(zip);
                zip.closeEntry();
            }
            zip.finish();
            zip.flush();
        });
    }

    /// What is stored as it is must be known before.
    private static void measure(ZipEntry entry, SafeFile.Content content) throws IOException {
        Counter counter = new Counter();
        CheckedOutputStream checked = new CheckedOutputStream(counter, new CRC32());
        content.writeTo(checked);
        entry.setSize(counter.bytes);
        entry.setCompressedSize(counter.bytes);
        entry.setCrc(checked.getChecksum().getValue());
    }

    private static final class Counter extends OutputStream {
        private long bytes;

        @Override
        public void write(int one) {
            bytes++;
        }

        @Override
        public void write(byte[] some, int from, int count) {
            bytes += count;
        }
    }
}

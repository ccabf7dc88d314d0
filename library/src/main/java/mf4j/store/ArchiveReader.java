package mf4j.store;

import mf4j.matrix.Npy;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// A model file opened for reading: its manifest, and its entries with their checksums verified.
final class ArchiveReader implements Closeable {
    private static final int LONGEST_MANIFEST = 1 << 28;

    private final Path path;
    private final ZipFile zip;
    private final JsonNode manifest;

    private ArchiveReader(Path path, ZipFile zip) throws IOException {
        this.path = path;
        this.zip = zip;
        this.manifest = parsed(manifestBytes());
        refuseOthers();
    }

    static ArchiveReader open(Path path) throws IOException {
        if (Files.isDirectory(path)) throw new DamagedModel(path, "is a folder, not a model file");
        refuseOtherKinds(path);
        ZipFile zip = opened(path);
        try {
            return new ArchiveReader(path, zip);
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private static void refuseOtherKinds(Path path) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(path)) {
            start = in.readNBytes(4);
        }
        if (start.length == 0) throw new DamagedModel(path, "is empty, not a model file");
        if (start.length < 2 || start[0] != 'P' || start[1] != 'K') {
            throw new DamagedModel(path, "is not a model file: it begins with " + HexFormat.ofDelimiter(" ").formatHex(start));
        }
    }

    private static ZipFile opened(Path path) throws IOException {
        try {
            return new ZipFile(path.toFile(), StandardCharsets.UTF_8);
        } catch (ZipException | EOFException e) {
            throw new DamagedModel(path, "is cut off or damaged: " + reason(e), e);
        }
    }

    private byte[] manifestBytes() throws IOException {
        ZipEntry entry = zip.getEntry(Manifest.NAME);
        if (entry == null) throw new DamagedModel(path, "is a ZIP or NumPy archive without " + Manifest.NAME + ", not a model file");
        byte[] bytes;
        try (InputStream in = zip.getInputStream(entry)) {
            bytes = in.readNBytes(LONGEST_MANIFEST);
        } catch (IOException e) {
            throw new DamagedModel(path, "is damaged: " + Manifest.NAME + " cannot be read: " + reason(e), e);
        }
        CRC32 crc = new CRC32();
        crc.update(bytes);
        if (crc.getValue() != entry.getCrc()) throw new DamagedModel(path, "is damaged: the checksum of " + Manifest.NAME + " is wrong");
        return bytes;
    }

    private JsonNode parsed(byte[] bytes) throws IOException {
        try {
            return Manifest.JSON.readTree(bytes);
        } catch (JacksonException e) {
            throw new DamagedModel(path, "is not a model file: its " + Manifest.NAME + " is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private void refuseOthers() throws IOException {
        if (!Manifest.FORMAT.equals(manifest.path("format").asString(""))) {
            throw new DamagedModel(path, "is not a model file: its " + Manifest.NAME + " does not say format " + Manifest.FORMAT);
        }
        int version = manifest.path("version").asInt(0);
        if (version > Manifest.VERSION) {
            throw new DamagedModel(path, "has format version " + version + ", written by MF4J " + manifest.path("library").asString("unknown")
                    + "; this library reads versions up to " + Manifest.VERSION + ": use a newer one");
        }
        if (version < 1) throw new DamagedModel(path, "has no valid format version");
        String kind = manifest.path("kind").asString("");
        if (!Manifest.FACTORS.equals(kind) && !Manifest.NEIGHBOURS.equals(kind)) {
            throw new DamagedModel(path, "holds a '" + kind + "', neither a '" + Manifest.FACTORS + "' nor a '" + Manifest.NEIGHBOURS + "'");
        }
    }

    JsonNode manifest() {
        return manifest;
    }

    boolean has(String name) {
        return manifest.path("entries").has(name);
    }

    /// Makes something of an entry's content.
    @FunctionalInterface
    interface Decoder<T> {
        T decode(InputStream in, long bytes) throws IOException;
    }

    Npy.Array array(String name) throws IOException {
        return read(name, Npy::read);
    }

    /// Decodes an entry and verifies its checksum; a wrong checksum is what is told, whatever the decoder said.
    <T> T read(String name, Decoder<T> decoder) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null || !has(name)) throw new DamagedModel(path, "is incomplete: it has no " + name);
        Decoded<T> decoded;
        byte[] digest;
        try (DigestInputStream in = new DigestInputStream(zip.getInputStream(entry), Measure.sha256Digest())) {
            decoded = Decoded.by(decoder, in, mostBytes(entry));
            in.transferTo(OutputStream.nullOutputStream());
            digest = in.getMessageDigest().digest();
        } catch (IOException e) {
            throw new DamagedModel(path, "is damaged: " + name + " cannot be read: " + reason(e), e);
        }
        if (!HexFormat.of().formatHex(digest).equals(manifest.path("entries").path(name).path("sha256").asString(""))) {
            throw new DamagedModel(path, "is damaged: the checksum of " + name + " is wrong");
        }
        if (decoded.failure() != null) throw new DamagedModel(path, "is damaged: " + name + ": " + reason(decoded.failure()), decoded.failure());
        return decoded.value();
    }

    /// How many bytes an entry can hold at most, or -1 where a compressed one does not tell.
    private long mostBytes(ZipEntry entry) throws IOException {
        return entry.getMethod() == ZipEntry.STORED ? Math.min(entry.getSize(), Files.size(path)) : -1;
    }

    private record Decoded<T>(T value, Exception failure) {
        static <T> Decoded<T> by(Decoder<T> decoder, InputStream in, long bytes) {
            try {
                T value = decoder.decode(in, bytes);
                return in.read() < 0 ? new Decoded<>(value, null) : new Decoded<>(null, new IOException("it goes on after its end"));
            } catch (IOException | RuntimeException e) {
                return new Decoded<>(null, e);
            }
        }
    }

    private static String reason(Exception e) {
        return e.getMessage() != null ? e.getMessage() : e instanceof EOFException ? "the file ends too early" : e.toString();
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}

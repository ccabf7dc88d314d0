package mf4j.store;

import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;

/// Counts and digests what is written to it, and keeps nothing.
final class Measure extends OutputStream {
    private final CRC32 crc = new CRC32();
    private final MessageDigest digest = sha256Digest();
    private long bytes;

    static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] some, int from, int count) {
        crc.update(some, from, count);
        digest.update(some, from, count);
        bytes += count;
    }

    long bytes() {
        return bytes;
    }

    long crc() {
        return crc.getValue();
    }

    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }
}

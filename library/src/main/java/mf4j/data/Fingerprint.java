package mf4j.data;

import mf4j.train.Sweep;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// A SHA-256 over arrays, little-endian, as a tree: each block of 2^18 numbers is hashed by itself, so that all cores help, and
/// the hashes of the blocks in their order are hashed again. The first 128 bits are the answer.
final class Fingerprint {
    private static final int BLOCK = 1 << 18;

    private final MessageDigest whole = sha();

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    void add(String text) {
        whole.update(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    void add(long... few) {
        ByteBuffer bytes = bytes(8 * few.length);
        bytes.asLongBuffer().put(few);
        whole.update(bytes);
    }

    void add(long[] array, int length) {
        blocks(length, 8, (into, from, count) -> into.asLongBuffer().put(array, from, count));
    }

    void add(int[] array, int length) {
        blocks(length, 4, (into, from, count) -> into.asIntBuffer().put(array, from, count));
    }

    void add(float[] array, int length) {
        blocks(length, 4, (into, from, count) -> into.asFloatBuffer().put(array, from, count));
    }

    void add(byte[] array, int length) {
        blocks(length, 1, (into, from, count) -> into.duplicate().put(array, from, count));
    }

    String hex() {
        return HexFormat.of().formatHex(Arrays.copyOf(whole.digest(), 16));
    }

    @FunctionalInterface
    interface Copy {
        void into(ByteBuffer bytes, int from, int count);
    }

    /// Hashes `length` numbers of `width` bytes which `copy` lays out.
    void blocks(int length, int width, Copy copy) {
        byte[][] hashes = new byte[Math.ceilDiv(length, BLOCK)][];
        Sweep.over(length, BLOCK, () -> bytes(BLOCK * width), (bytes, from, to) -> {
            copy.into(bytes.clear(), from, to - from);
            MessageDigest part = sha();
            part.update(bytes.limit((to - from) * width));
            hashes[from / BLOCK] = part.digest();
        });
        add(length, width);
        for (byte[] hash : hashes) whole.update(hash);
    }

    private static ByteBuffer bytes(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}

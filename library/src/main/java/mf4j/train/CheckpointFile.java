package mf4j.train;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/// A checkpoint in one file: magic, run, history, arrays (little-endian, in one piece each), CRC-32C of all before it.
///
/// A file is only parsed when its checksum is right, so what is parsed was written by this class: no length in it can lie.
final class CheckpointFile implements Checkpoint {
    private static final int MAGIC = 0x4d463444;
    private static final int BLOCK = 1 << 16; // bytes
    private static final int SUM = Long.BYTES;

    private final Path path;

    CheckpointFile(Path path) {
        this.path = path;
    }

    @Override
    public void save(State state) {
        try {
            SafeFile.write(path, out -> {
                CheckedOutputStream checked = new CheckedOutputStream(new BufferedOutputStream(out, BLOCK), new CRC32C());
                DataOutputStream data = new DataOutputStream(checked);
                write(data, state);
                data.writeLong(checked.getChecksum().getValue());
                data.flush();
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot save the state of the training in " + path + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<State> load(String run) {
        if (!Files.exists(path)) return Optional.empty();
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            if (!sound(file)) return Optional.empty();
            file.seek(Integer.BYTES);
            DataInputStream in = new DataInputStream(new BufferedInputStream(new FileInputStream(file.getFD()), BLOCK));
            return in.readUTF().equals(run) ? Optional.of(read(run, in)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the state of the training in " + path + ": " + e.getMessage(), e);
        }
    }

    private static boolean sound(RandomAccessFile file) throws IOException {
        if (file.length() < Integer.BYTES + SUM || file.readInt() != MAGIC) return false;
        file.seek(0);
        CRC32C crc = new CRC32C();
        byte[] block = new byte[BLOCK];
        for (long left = file.length() - SUM; left > 0; ) {
            int count = file.read(block, 0, (int) Math.min(left, BLOCK));
            if (count < 0) return false;
            crc.update(block, 0, count);
            left -= count;
        }
        return file.readLong() == crc.getValue();
    }

    private static void write(DataOutputStream out, State state) throws IOException {
        out.writeInt(MAGIC);
        out.writeUTF(state.run());
        out.writeInt(state.history().epochs().size());
        for (Epoch epoch : state.history().epochs()) writeEpoch(out, epoch);
        out.writeInt(state.arrays().size());
        for (Map.Entry<String, Object> array : state.arrays().entrySet()) {
            out.writeUTF(array.getKey());
            writeArray(out, array.getValue());
        }
    }

    private static State read(String run, DataInputStream in) throws IOException {
        List<Epoch> epochs = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) epochs.add(readEpoch(in));
        Map<String, Object> arrays = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) arrays.put(in.readUTF(), readArray(in));
        return new State(run, new History(epochs), arrays);
    }

    private static void writeEpoch(DataOutputStream out, Epoch epoch) throws IOException {
        out.writeInt(epoch.number());
        out.writeDouble(epoch.objective());
        out.writeDouble(epoch.seconds());
        out.writeBoolean(epoch.best());
        out.writeInt(epoch.measures().size());
        for (Map.Entry<String, Double> measure : epoch.measures().entrySet()) {
            out.writeUTF(measure.getKey());
            out.writeDouble(measure.getValue());
        }
    }

    private static Epoch readEpoch(DataInputStream in) throws IOException {
        int number = in.readInt();
        double objective = in.readDouble();
        double seconds = in.readDouble();
        boolean best = in.readBoolean();
        Map<String, Double> measures = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) measures.put(in.readUTF(), in.readDouble());
        return new Epoch(number, objective, seconds, measures, best);
    }

    private static void writeArray(DataOutputStream out, Object array) throws IOException {
        out.writeByte(array instanceof float[] ? 'f' : 'd');
        out.writeInt(Array.getLength(array));
        if (array instanceof float[] floats) writeFloats(out, floats);
        else writeDoubles(out, (double[]) array);
    }

    private static Object readArray(DataInputStream in) throws IOException {
        return in.readByte() == 'f' ? readFloats(in, new float[in.readInt()]) : readDoubles(in, new double[in.readInt()]);
    }

    private static void writeFloats(DataOutputStream out, float[] array) throws IOException {
        ByteBuffer bytes = block();
        for (int from = 0, count; from < array.length; from += count) {
            count = Math.min(BLOCK / Float.BYTES, array.length - from);
            bytes.asFloatBuffer().put(array, from, count);
            out.write(bytes.array(), 0, count * Float.BYTES);
        }
    }

    private static void writeDoubles(DataOutputStream out, double[] array) throws IOException {
        ByteBuffer bytes = block();
        for (int from = 0, count; from < array.length; from += count) {
            count = Math.min(BLOCK / Double.BYTES, array.length - from);
            bytes.asDoubleBuffer().put(array, from, count);
            out.write(bytes.array(), 0, count * Double.BYTES);
        }
    }

    private static float[] readFloats(DataInputStream in, float[] array) throws IOException {
        ByteBuffer bytes = block();
        for (int from = 0, count; from < array.length; from += count) {
            count = Math.min(BLOCK / Float.BYTES, array.length - from);
            in.readFully(bytes.array(), 0, count * Float.BYTES);
            bytes.asFloatBuffer().get(array, from, count);
        }
        return array;
    }

    private static double[] readDoubles(DataInputStream in, double[] array) throws IOException {
        ByteBuffer bytes = block();
        for (int from = 0, count; from < array.length; from += count) {
            count = Math.min(BLOCK / Double.BYTES, array.length - from);
            in.readFully(bytes.array(), 0, count * Double.BYTES);
            bytes.asDoubleBuffer().get(array, from, count);
        }
        return array;
    }

    private static ByteBuffer block() {
        return ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    }
}

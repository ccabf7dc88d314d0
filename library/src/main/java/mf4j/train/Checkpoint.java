package mf4j.train;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/// Where a run keeps its resumable state: named arrays, the step they belong to, and the history up to it.
public interface Checkpoint {
    /// Keeps nothing.
    Checkpoint NONE = new Checkpoint() {
        @Override
        public Optional<State> load(String run) {
            return Optional.empty();
        }

        @Override
        public void save(State state) { }
    };

    /// A run's state after a step.
    ///
    /// @param run     the run's fingerprint: knobs, data, kernel; a state of another run is never resumed from
    /// @param history the finished epochs
    /// @param arrays  by name; `float[]` or `double[]`
    record State(String run, History history, Map<String, Object> arrays) { }

    /// The state saved last for this run, or empty.
    ///
    /// @throws UncheckedIOException when there is one but it cannot be read
    Optional<State> load(String run);

    /// Replaces the saved state.
    ///
    /// @throws UncheckedIOException when it cannot be written
    void save(State state);

    /// A file, written beside and renamed, with a checksum; a damaged one, or one of another run, counts as none.
    static Checkpoint file(Path path) {
        return new InFile(path);
    }

    /// One file: magic, run, history, arrays, CRC-32C of all before it.
    record InFile(Path path) implements Checkpoint {
        private static final int MAGIC = 0x4d463443;

        @Override
        public void save(State state) {
            try {
                SafeFile.write(path, out -> {
                    CheckedOutputStream checked = new CheckedOutputStream(new BufferedOutputStream(out, 1 << 16), new CRC32C());
                    DataOutputStream data = new DataOutputStream(checked);
                    write(data, state);
                    data.flush();
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
            try {
                byte[] bytes = Files.readAllBytes(path);
                if (bytes.length < 16 || !sound(bytes)) return Optional.empty();
                State state = read(new DataInputStream(new ByteArrayInputStream(bytes)));
                return state.run().equals(run) ? Optional.of(state) : Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the state of the training in " + path + ": " + e.getMessage(), e);
            }
        }

        private static boolean sound(byte[] bytes) {
            CRC32C crc = new CRC32C();
            crc.update(bytes, 0, bytes.length - 8);
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return buffer.getInt(0) == MAGIC && buffer.getLong(bytes.length - 8) == crc.getValue();
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

        private static State read(DataInputStream in) throws IOException {
            in.readInt();
            String run = in.readUTF();
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
            Map<String, Double> measures = new HashMap<>();
            for (int left = in.readInt(); left > 0; left--) measures.put(in.readUTF(), in.readDouble());
            return new Epoch(number, objective, seconds, measures, best);
        }

        private static void writeArray(DataOutputStream out, Object array) throws IOException {
            if (array instanceof float[] floats) {
                out.writeByte('f');
                out.writeInt(floats.length);
                for (float value : floats) out.writeFloat(value);
            } else {
                double[] doubles = (double[]) array;
                out.writeByte('d');
                out.writeInt(doubles.length);
                for (double value : doubles) out.writeDouble(value);
            }
        }

        private static Object readArray(DataInputStream in) throws IOException {
            if (in.readByte() == 'f') {
                float[] floats = new float[in.readInt()];
                for (int j = 0; j < floats.length; j++) floats[j] = in.readFloat();
                return floats;
            }
            double[] doubles = new double[in.readInt()];
            for (int j = 0; j < doubles.length; j++) doubles[j] = in.readDouble();
            return doubles;
        }
    }
}

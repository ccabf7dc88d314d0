package mf4j.study;

import mf4j.train.Check;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;

/// Studies in a file, a line of JSON per event, in the journal format of Optuna 4 and 5: its workers, its viewers and MF4J's workers may
/// work on one file at the same time, on one machine or, where the folder's locks work, on several.
///
/// Every line is on the disk before the study goes on. A line that a kill has cut off never was; the next writer removes it.
public final class JournalStorage implements Storage {
    static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder().enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER).build()).enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS).build();
    private static final int PIECE = 1 << 22; // bytes read at a time

    private final Path path;
    private final FileChannel channel;
    private final JournalLock lock;
    private final String worker = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    private JournalState state = new JournalState();
    private final JournalLine line = new JournalLine();       // the one being read
    private final ByteArrayOutputStream unwritten = new ByteArrayOutputStream(); // lines of the exclusive section under way
    private long read;    // bytes of whole lines that the state has
    private long lines;
    private int depth;    // exclusive sections within each other

    private JournalStorage(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        this.lock = new JournalLock(path, channel, Files::createSymbolicLink);
    }

    /// Opens the file, or begins it; folders that are missing are made.
    ///
    /// @throws IOException when it cannot be read or written, or is no journal: with its line
    public static JournalStorage open(Path path) throws IOException {
        if (path.toAbsolutePath().getParent() != null) Files.createDirectories(path.toAbsolutePath().getParent());
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        JournalStorage storage = new JournalStorage(path, channel);
        try {
            storage.locked(() -> null);
            return storage;
        } catch (IOException | RuntimeException e) {
            storage.close();
            throw e;
        }
    }

    /// The file.
    public Path path() {
        return path;
    }

    @Override
    public List<String> names() throws IOException {
        return locked(state::names);
    }

    @Override
    public Optional<Ledger> find(String name) throws IOException {
        return locked(() -> state.id(name).map(id -> new JournalLedger(this, id)));
    }

    @Override
    public Ledger open(String name, List<Goal> goals) throws IOException {
        return locked(() -> {
            if (state.id(name).isEmpty()) {
                append(0, "study_name", name, "directions", goals.stream().map(goal -> goal.maximize() ? 2 : 1).toList());
            }
            JournalLedger ledger = new JournalLedger(this, state.id(name).orElseThrow());
            Directions.same(name, ledger.maximize(), goals);
            return ledger;
        });
    }

    @Override
    public boolean delete(String name) throws IOException {
        return locked(() -> {
            Optional<Integer> id = state.id(name);
            if (id.isPresent()) append(1, "study_id", id.get());
            return id.isPresent();
        });
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    JournalState state() {
        return state;
    }

    /// Something that throws nothing but I/O errors, exclusively.
    <T> T locked(Callable<T> body) throws IOException {
        try {
            return exclusively(body);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    <T> T exclusively(Callable<T> body) throws Exception {
        lock.lock();
        try {
            if (depth == 0) catchUp();
            return finished(body);
        } finally {
            lock.unlock();
        }
    }

    /// Runs the body and puts what it has appended on the disk, even where it then failed: the state has it already.
    private <T> T finished(Callable<T> body) throws Exception {
        depth++;
        try {
            return body.call();
        } finally {
            if (--depth == 0) flush();
        }
    }

    /// Reads what others have written since. Called with the lock held: a last line without its end is a dead writer's.
    private void catchUp() throws IOException {
        long size = channel.size();
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        ByteBuffer piece = ByteBuffer.allocate((int) Math.clamp(size - read, 0, PIECE));
        long at = read;
        while (at < size) {
            piece.clear();
            int count = channel.read(piece, at);
            if (count <= 0) break;
            at += count;
            take(rest, piece.array(), count);
        }
        if (rest.size() > 0) channel.truncate(read);
    }

    /// Applies the whole lines among what was left before and the first bytes of a piece; what is left goes to `rest`.
    private void take(ByteArrayOutputStream rest, byte[] piece, int count) throws IOException {
        int begin = 0;
        for (int j = 0; j < count; j++) {
            if (piece[j] != '\n') continue;
            if (rest.size() == 0) apply(piece, begin, j - begin);
            else {
                rest.write(piece, begin, j - begin);
                apply(rest.toByteArray(), 0, rest.size());
                rest.reset();
            }
            begin = j + 1;
        }
        rest.write(piece, begin, count - begin);
    }

    private void apply(byte[] bytes, int offset, int length) throws IOException {
        lines++;
        read += length + 1;
        if (length == 0) return;
        try {
            line.read(bytes, offset, length);
            state.apply(line);
        } catch (JacksonException | ClassCastException | NullPointerException | IllegalArgumentException e) {
            String text = new String(bytes, offset, Math.min(60, length), StandardCharsets.UTF_8);
            throw new IOException(path + ":" + lines + ": not a line of a study's journal, found '" + text + "'", e);
        }
    }

    /// Adds a line and applies it. Called with the lock held and all that others have written applied.
    ///
    /// @param pairs keys and values in turn
    void append(int code, Object... pairs) {
        Check.of(JournalStorage.class).state(lock.held(), () -> "a line outside of an exclusive section");
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("op_code", code);
        line.put("worker_id", worker);
        for (int j = 0; j < pairs.length; j += 2) line.put((String) pairs[j], pairs[j + 1]);
        byte[] bytes = JSON.writeValueAsBytes(line);
        unwritten.writeBytes(bytes);
        unwritten.write('\n');
        this.line.read(bytes, 0, bytes.length); // as everyone else will
        state.apply(this.line);
    }

    private void flush() throws IOException {
        if (unwritten.size() == 0) return;
        ByteBuffer bytes = ByteBuffer.wrap(unwritten.toByteArray());
        unwritten.reset();
        if (channel.size() != read) {
            forget();
            throw new IOException(path + ": somebody else has written to it since this process locked it, which takes half a minute; what this process was about to write is not in it");
        }
        long at = read;
        try {
            while (bytes.hasRemaining()) at += channel.write(bytes, at);
            channel.force(false);
        } catch (IOException e) {
            channel.truncate(read);
            forget();
            throw e;
        }
        for (byte one : bytes.array()) if (one == '\n') lines++;
        read = at;
    }

    /// The disk is full, for example: only what is in the file has been.
    private void forget() {
        state = new JournalState();
        read = 0;
        lines = 0;
    }
}

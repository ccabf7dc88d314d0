package mf4j.study;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// Who may write to a journal: one thread of one process, Optuna's workers among them.
///
/// Three locks, from the inside of the process outwards: a lock of the path for threads; the operating system's lock on the journal for
/// processes of MF4J, which a kill releases at once; and Optuna's, a symbolic link `FILE.lock` beside the journal. A link of MF4J's own
/// that is found although the second lock is held belongs to a process that was killed, and is removed at once; one of Optuna's when the
/// journal has not changed for half a minute, as its own workers do.
final class JournalLock {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LONGEST_NAP = 1000;
    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private final Path link;
    private final Path mark;    // what a link of our own points to: the journal, spelled as nobody else would
    private final FileChannel channel;
    private final ReentrantLock threads;
    private FileLock process;

    JournalLock(Path journal, FileChannel channel) throws IOException {
        Path real = journal.toRealPath();
        this.link = real.resolveSibling(real.getFileName() + ".lock");
        this.mark = Path.of("./././" + real.getFileName());
        this.channel = channel;
        this.threads = THREADS.computeIfAbsent(real, _ -> new ReentrantLock());
    }

    /// Whether this thread holds it.
    boolean held() {
        return threads.isHeldByCurrentThread();
    }

    /// Takes it, or takes it once more.
    void lock() throws IOException {
        threads.lock();
        if (threads.getHoldCount() > 1) return;
        try {
            process = channel.lock();
            makeLink();
        } catch (IOException | RuntimeException e) {
            if (process != null) process.release();
            threads.unlock();
            throw e;
        }
    }

    /// Gives it back.
    void unlock() throws IOException {
        try {
            if (threads.getHoldCount() == 1) {
                if (isOurs()) Files.deleteIfExists(link); // it is not where a section took so long that one of Optuna's workers gave us up
                process.release();
            }
        } finally {
            threads.unlock();
        }
    }

    /// Closes the journal while no other thread of this process has it locked: where a process closes a file, it loses its locks on it.
    void close() throws IOException {
        threads.lock();
        try {
            channel.close();
        } finally {
            threads.unlock();
        }
    }

    private void makeLink() throws IOException {
        FileTime seen = null;
        long since = System.nanoTime();
        for (long nap = 1; ; nap = Math.min(LONGEST_NAP, 2 * nap)) {
            try {
                Files.createSymbolicLink(link, mark);
                return;
            } catch (FileAlreadyExistsException e) {
                if (isOurs()) {
                    removeLink();
                    continue;
                }
            }
            FileTime changed = Files.getLastModifiedTime(link.resolveSibling(mark.getFileName()));
            if (!changed.equals(seen)) since = System.nanoTime();
            seen = changed;
            if (System.nanoTime() - since > PATIENCE.toNanos()) removeLink();
            rest(nap);
        }
    }

    private boolean isOurs() {
        try {
            return Files.readSymbolicLink(link).equals(mark);
        } catch (IOException gone) {
            return false;
        }
    }

    /// By renaming it first: who removes a link that was taken over meanwhile removes the wrong one.
    private void removeLink() throws IOException {
        Path away = link.resolveSibling(link.getFileName() + UUID.randomUUID().toString() + ".rename");
        try {
            Files.move(link, away);
            Files.deleteIfExists(away);
        } catch (NoSuchFileException gone) {
            // somebody else has removed it
        }
    }

    private static void rest(long milliseconds) throws IOException {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the journal's lock", e);
        }
    }
}

package mf4j.study;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// Who may write to a journal: one thread of one process, Optuna's workers among them.
///
/// Three locks, from the inside of the process outwards: a lock of the path for threads; the operating system's lock on the journal for
/// processes of MF4J, which a kill releases at once; and Optuna's, a symbolic link `FILE.lock` beside the journal, or where the system does not
/// let one make links, as Windows does not let everyone, a file of that name, which is Optuna's other lock. A link or file of MF4J's own
/// that is found although the second lock is held belongs to a process that was killed, and is removed at once; one of Optuna's when the
/// journal has not changed for half a minute, as its own workers do.
final class JournalLock {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LONGEST_NAP = 1000;
    private static final long FAR = 1L << 62; // byte that the second lock is on: Windows lets nobody read what is locked
    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private final Path link;
    private final Path mark;    // what a link of our own points to, or a file says: the journal, spelled as nobody else would
    private final Linking linking;
    private final FileChannel channel;
    private final ReentrantLock threads;
    private FileLock process;

    /// Makes symbolic links, where one may, and removes them.
    interface Linking {
        void link(Path link, Path to) throws IOException;

        default void unlink(Path link) throws IOException {
            Files.deleteIfExists(link);
        }
    }

    JournalLock(Path journal, FileChannel channel, Linking linking) throws IOException {
        Path real = journal.toRealPath();
        this.link = real.resolveSibling(real.getFileName() + ".lock");
        this.mark = Path.of("./././" + real.getFileName());
        this.channel = channel;
        this.linking = linking;
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
            process = channel.lock(FAR, 1, false);
            makeLink();
        } catch (IOException | RuntimeException e) {
            if (process != null) process.release();
            threads.unlock();
            throw e;
        }
    }

    /// Gives it back, also where the link cannot be removed: the next one to lock finds that it is ours.
    void unlock() throws IOException {
        try {
            if (threads.getHoldCount() == 1) release();
        } finally {
            threads.unlock();
        }
    }

    private void release() throws IOException {
        try {
            if (isOurs()) linking.unlink(link); // it is not where a section took so long that one of Optuna's workers gave us up
        } finally {
            process.release();
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
                create();
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

    private void create() throws IOException {
        try {
            linking.link(link, mark);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (FileSystemException | UnsupportedOperationException refused) {
            Files.writeString(link, mark.toString(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }
    }

    private boolean isOurs() {
        try {
            return Files.isSymbolicLink(link) ? Files.readSymbolicLink(link).equals(mark) : Files.readString(link).equals(mark.toString());
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

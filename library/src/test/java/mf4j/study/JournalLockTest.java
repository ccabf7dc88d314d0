package mf4j.study;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JournalLockTest {
    @TempDir
    Path folder;

    /// Windows lets only some make links: a file, which Optuna's other lock is, does as well, also where its process was killed.
    @Test
    @Timeout(20)
    void locksWithAFileWhereOneMayNotMakeLinks() throws IOException {
        Path journal = Files.createFile(folder.resolve("s.jsonl"));
        Path file = folder.resolve("s.jsonl.lock");
        try (FileChannel channel = FileChannel.open(journal, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            JournalLock lock = new JournalLock(journal, channel, (link, _) -> {
                throw new FileSystemException(link.toString(), null, "A required privilege is not held by the client");
            });
            lock.lock();
            assertThat(file).isRegularFile();
            String killed = Files.readString(file);
            lock.unlock();
            assertThat(Files.exists(file, LinkOption.NOFOLLOW_LINKS)).isFalse();
            Files.writeString(file, killed);
            lock.lock();
            lock.unlock();
            assertThat(Files.exists(file, LinkOption.NOFOLLOW_LINKS)).isFalse();
        }
    }

    /// One that stands there is somebody else's.
    @Test
    @Timeout(20)
    void waitsForAFileOfSomebodyElse() throws IOException {
        Path journal = Files.createFile(folder.resolve("s.jsonl"));
        Path file = Files.createFile(folder.resolve("s.jsonl.lock"));
        try (FileChannel channel = FileChannel.open(journal, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            JournalLock lock = new JournalLock(journal, channel, Files::createSymbolicLink);
            Thread other = Thread.ofPlatform().start(() -> {
                try {
                    Thread.sleep(200);
                    Files.delete(file);
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            lock.lock();
            assertThat(file).isSymbolicLink();
            lock.unlock();
            other.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// A link that cannot be removed is no reason to keep other processes out for ever.
    @Test
    @Timeout(20)
    void givesTheLockBackWhereTheLinkStays() throws IOException {
        Path journal = Files.createFile(folder.resolve("s.jsonl"));
        boolean[] refuses = {true};
        JournalLock.Linking stuck = new JournalLock.Linking() {
            @Override
            public void link(Path link, Path to) throws IOException {
                Files.createSymbolicLink(link, to);
            }

            @Override
            public void unlink(Path link) throws IOException {
                if (refuses[0]) throw new FileSystemException(link.toString(), null, "in use");
                Files.delete(link);
            }
        };
        try (FileChannel channel = FileChannel.open(journal, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            JournalLock lock = new JournalLock(journal, channel, stuck);
            lock.lock();
            assertThatThrownBy(lock::unlock).isInstanceOf(FileSystemException.class);
            assertThat(lock.held()).isFalse();
            refuses[0] = false;
            lock.lock();
            lock.unlock();
            assertThat(folder.resolve("s.jsonl.lock")).doesNotExist();
        }
    }
}

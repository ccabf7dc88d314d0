package mf4j.train;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/// Writes a file so that it is either the old one or the whole new one: beside it, fsync, rename over it, fsync the folder.
public final class SafeFile {
    private static final AtomicLong NEXT = new AtomicLong();

    private SafeFile() { }

    /// Fills the new file's stream.
    @FunctionalInterface
    public interface Content {
        /// Writes everything; the stream is buffered by the caller's own choice and closed by [SafeFile].
        void writeTo(OutputStream out) throws IOException;
    }

    /// Replaces `target` by what `content` writes.
    ///
    /// @throws IOException when anything fails, a full disk for example; `target` is then as it was and nothing is left beside it
    public static void write(Path target, Content content) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        Path beside = folder.resolve("." + target.getFileName() + "." + ProcessHandle.current().pid() + "." + NEXT.getAndIncrement() + ".new");
        try {
            try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                OutputStream out = Channels.newOutputStream(channel);
                content.writeTo(out);
                out.flush();
                channel.force(true);
            }
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            sync(folder);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /// Makes the rename itself durable; platforms that cannot open a folder for reading keep their own promise.
    private static void sync(Path folder) throws IOException {
        if (System.getProperty("os.name").startsWith("Windows")) return;
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}

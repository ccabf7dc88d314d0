package mf4j.train;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.UUID;

/// Writes a file so that it is either the old one or the whole new one: beside it, fsync, rename over it, fsync the folder.
///
/// A file that is replaced keeps its permissions, a new one gets those of any file that is created; a symbolic link stays and what
/// it points to is replaced. Interrupts neither stop the writing nor get lost.
public final class SafeFile {
    private SafeFile() { }

    /// Fills the new file's stream.
    @FunctionalInterface
    public interface Content {
        /// Writes everything; the stream is buffered by the caller's own choice and closed by [SafeFile].
        void writeTo(OutputStream out) throws IOException;
    }

    /// Refuses what [#write] would refuse, before there is anything to write.
    ///
    /// @throws IOException for a folder or anything else that is no file, where its folder is missing, or where nothing can be made in it
    public static void check(Path target) throws IOException {
        checked(target);
    }

    /// Where the file itself is, behind a link.
    private static Path checked(Path target) throws IOException {
        Path place = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
        if (Files.isDirectory(place)) throw new FileSystemException(target.toString(), null, "is a folder");
        if (Files.exists(place) && !Files.isRegularFile(place)) throw new FileSystemException(target.toString(), null, "is no file that could be replaced");
        Path folder = place.getParent();
        if (!Files.isDirectory(folder)) throw new NoSuchFileException(target.toString(), null, "there is no folder " + folder);
        if (!Files.isWritable(folder)) throw new FileSystemException(target.toString(), null, "nothing may be written in " + folder);
        return place;
    }

    /// Replaces `target` by what `content` writes.
    ///
    /// @throws IOException when anything fails, a full disk for example; `target` is then as it was and nothing is left beside it
    public static void write(Path target, Content content) throws IOException {
        Path place = checked(target);
        Path folder = place.getParent();
        Path beside = folder.resolve("." + place.getFileName() + "." + UUID.randomUUID() + ".new");
        try {
            fill(beside, content);
            copyPermissions(place, beside);
            Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
        sync(folder);
    }

    /// Not through a channel: an interrupt would close it.
    private static void fill(Path beside, Content content) throws IOException {
        try (FileOutputStream out = new FileOutputStream(beside.toFile())) {
            content.writeTo(out);
            out.flush();
            out.getFD().sync();
        }
    }

    private static void copyPermissions(Path from, Path to) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        if (view != null && Files.exists(from)) view.setPermissions(Files.getPosixFilePermissions(from));
    }

    /// Makes the rename itself durable. Some platforms and network folders cannot sync a folder; the file is in place by then, and
    /// they keep their own promise.
    private static void sync(Path folder) {
        boolean interrupted = Thread.interrupted();
        while (!synced(folder)) interrupted |= Thread.interrupted();
        if (interrupted) Thread.currentThread().interrupt();
    }

    private static boolean synced(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
            return true;
        } catch (ClosedByInterruptException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}

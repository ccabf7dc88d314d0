package mf4j.train;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
class SafeFileTest {
    @TempDir
    Path folder;

    private static void write(Path target, String text) throws IOException {
        SafeFile.write(target, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void createsAndReplaces() throws IOException {
        Path file = folder.resolve("model");
        write(file, "old");
        assertThat(file).hasContent("old");
        write(file, "");
        assertThat(file).hasContent("");
        assertThat(names()).containsExactly("model");
    }

    @Test
    void theOldFileStaysUntilTheNewOneIsWhole() throws IOException {
        Path file = folder.resolve("model");
        write(file, "old");
        SafeFile.write(file, out -> {
            out.write(new byte[100_000]);
            out.flush();
            assertThat(file).hasContent("old");
        });
        assertThat(file).hasSize(100_000);
    }

    @Test
    void aFailureLeavesTheOldFileAndNothingBeside() throws IOException {
        Path file = folder.resolve("model");
        write(file, "old");
        for (Throwable failure : List.of(new IOException("No space left on device"), new IllegalStateException("bad row"), new OutOfMemoryError("heap"))) {
            assertThatThrownBy(() -> SafeFile.write(file, out -> {
                out.write(new byte[100_000]);
                fail(failure);
            })).isSameAs(failure);
        }
        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("model");
    }

    private static void fail(Throwable failure) throws IOException {
        if (failure instanceof IOException e) throw e;
        if (failure instanceof RuntimeException e) throw e;
        throw (Error) failure;
    }

    @Test
    void aPathWithoutParentMeansTheWorkingFolder() throws IOException {
        Path file = Path.of("safe-file-test-" + ProcessHandle.current().pid());
        try {
            write(file, "here");
            assertThat(file.toAbsolutePath()).hasContent("here");
        } finally {
            Files.deleteIfExists(file);
        }
    }

    @Test
    void saysWhatIsWrongWithThePlace() throws IOException {
        assertThatThrownBy(() -> write(folder.resolve("none/model"), "x")).isInstanceOf(NoSuchFileException.class)
                .hasMessage(folder.resolve("none/model") + ": there is no folder " + folder.resolve("none"));
        assertThatThrownBy(() -> write(folder, "x")).isInstanceOf(FileSystemException.class).hasMessage(folder + ": is a folder");
        assertThatThrownBy(() -> write(Path.of("/"), "x")).isInstanceOf(FileSystemException.class);
        assertThatThrownBy(() -> SafeFile.check(folder)).hasMessage(folder + ": is a folder");
        SafeFile.check(folder.resolve("new"));
        assertThat(names()).isEmpty();
    }

    /// A rename would put a file in its place.
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void whatIsNoFileIsNotReplaced() {
        assertThatThrownBy(() -> SafeFile.check(Path.of("/dev/null"))).hasMessage("/dev/null: is no file that could be replaced");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aNewFileHasThePermissionsOfAnyOther() throws IOException {
        Path ordinary = Files.writeString(folder.resolve("ordinary"), "x");
        write(folder.resolve("model"), "x");
        assertThat(Files.getPosixFilePermissions(folder.resolve("model"))).isEqualTo(Files.getPosixFilePermissions(ordinary));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aReplacedFileKeepsItsPermissionsAndALinkItsPlace() throws IOException {
        Path file = folder.resolve("model");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
        Path link = Files.createSymbolicLink(folder.resolve("latest"), Path.of("model"));
        write(link, "new");
        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-r-----");
    }

    @Test
    void anInterruptNeitherStopsTheWritingNorGetsLost() throws IOException {
        Path file = folder.resolve("model");
        Thread.currentThread().interrupt();
        write(file, "new");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(file).hasContent("new");
        long begun = System.nanoTime();
        write(file, "old");
        long whole = System.nanoTime() - begun;
        Thread writer = Thread.currentThread();
        for (int turn = 0; turn < 60; turn++) {
            long delay = turn * whole / 50; // somewhere in the writing, the rename or the folder's sync
            Thread nuisance = Thread.ofPlatform().start(() -> {
                long start = System.nanoTime();
                while (System.nanoTime() - start < delay) Thread.onSpinWait();
                writer.interrupt();
            });
            write(file, "turn " + turn);
            while (nuisance.isAlive()) Thread.onSpinWait();
            assertThat(Thread.interrupted()).as("the interrupt of turn " + turn).isTrue();
            assertThat(file).hasContent("turn " + turn);
        }
        assertThat(names()).containsExactly("model");
    }

    @Test
    void ofManyWritersOneWinsWhole() throws Exception {
        Path file = folder.resolve("model");
        write(file, "");
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        List<Thread> writers = IntStream.range(0, 4).mapToObj(writer -> Thread.ofPlatform().start(() -> {
            byte[] content = new byte[50_000];
            Arrays.fill(content, (byte) writer);
            for (int turn = 0; turn < 10; turn++) replace(file, content, failures);
        })).toList();
        while (writers.stream().anyMatch(Thread::isAlive)) {
            byte[] seen = Files.readAllBytes(file);
            assertThat(seen.length).isIn(0, 50_000);
            for (byte b : seen) if (b != seen[0]) throw new AssertionError("a mixture of two writers");
        }
        assertThat(names()).containsExactly("model");
        assertThat(file).hasSize(50_000);
        assertThat(failures).isEmpty();
    }

    private static void replace(Path file, byte[] content, List<Throwable> failures) {
        try {
            SafeFile.write(file, out -> {
                for (int from = 0; from < content.length; from += 10_000) out.write(content, from, 10_000);
            });
        } catch (IOException e) {
            failures.add(e);
        }
    }
}

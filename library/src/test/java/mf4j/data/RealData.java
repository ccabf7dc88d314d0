package mf4j.data;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where the real data sets of the tests are: under the environment's MF4J_DATA, or under `shared/data` of this folder or one
/// above it. Nothing is copied into the project; a test without its data skips and says so.
public final class RealData {
    private RealData() { }

    /// A file of a set, `ml-latest-small/ratings.csv` for example; the calling test skips when it is absent.
    public static Path file(String name) {
        Optional<Path> found = find(name);
        Assumptions.assumeTrue(found.isPresent(), () -> "skipped: no " + name + " under MF4J_DATA or a shared/data above " + Path.of("").toAbsolutePath());
        return found.orElseThrow();
    }

    /// The file, or nothing.
    public static Optional<Path> find(String name) {
        String set = System.getenv("MF4J_DATA");
        if (set != null && Files.exists(Path.of(set, name))) return Optional.of(Path.of(set, name));
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path file = folder.resolve("shared/data").resolve(name);
            if (Files.exists(file)) return Optional.of(file);
        }
        return Optional.empty();
    }

    /// MovieLens ml-latest-small, read without any of our readers.
    public static Ratings movieLens() {
        Ratings.Builder builder = Ratings.builder();
        for (String line : lines(file("ml-latest-small/ratings.csv")).subList(1, 100_837)) {
            String[] cells = line.split(",");
            builder.add(Long.parseLong(cells[0]), Long.parseLong(cells[1]), Double.parseDouble(cells[2]), 1, Long.parseLong(cells[3]));
        }
        return builder.build();
    }

    private static List<String> lines(Path path) {
        try {
            return Files.readAllLines(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

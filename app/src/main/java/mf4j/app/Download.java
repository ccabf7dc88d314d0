package mf4j.app;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// Fetches a data set as a ZIP archive; only a set whose checksum is right is put in its place, whole.
///
/// @param set    what
/// @param from   an archive with one folder of the set's name
/// @param teller is told what happens
/// @param force  whether something else in the set's place may be lost
record Download(Publication set, URI from, Consumer<String> teller, boolean force) {
    /// Leaves the set in a folder of its name in `folder`.
    ///
    /// @throws IOException when there is no network, the answer is not the archive, or the ratings are not those published
    void into(Path folder) throws IOException, InterruptedException {
        Path home = folder.resolve(set.title());
        if (!force && !isFree(home)) {
            throw new IOException(home + " holds something else, or the set changed; --force deletes it, --to puts the set somewhere else");
        }
        Files.createDirectories(folder);
        Path fresh = Files.createTempDirectory(folder, "." + set.title());
        try {
            teller.accept("downloading " + from);
            unpack(fetched(), fresh);
            if (!set.isIn(fresh)) throw new IOException("what " + from + " holds is not the published set: the checksum of ratings.csv is wrong");
            put(fresh, home);
        } finally {
            delete(fresh);
        }
    }

    private InputStream fetched() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).followRedirects(HttpClient.Redirect.NORMAL).build()) {
            HttpRequest request = HttpRequest.newBuilder(from).timeout(Duration.ofMinutes(5)).build();
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) throw new IOException(from + " answered " + response.statusCode());
            return new ByteArrayInputStream(response.body());
        } catch (java.net.ConnectException | java.net.http.HttpTimeoutException e) {
            throw new IOException("cannot reach " + from.getHost() + "; is there a network? Put the set's files into a folder "
                    + set.title() + " by hand and let MF4J_DATA name the folder above it", e);
        }
    }

    /// Files of the set's own folder only, by their last name: an archive cannot write anywhere else.
    private void unpack(InputStream archive, Path folder) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(archive)) {
            for (ZipEntry entry; (entry = zip.getNextEntry()) != null; ) {
                String[] parts = entry.getName().split("/");
                if (entry.isDirectory() || parts.length != 2 || !parts[0].equals(set.title()) || !parts[1].matches("[A-Za-z0-9_-]+\\.[a-z]+")) continue;
                Files.copy(zip, folder.resolve(parts[1]));
            }
        }
    }

    private static boolean isFree(Path home) throws IOException {
        if (!Files.exists(home, LinkOption.NOFOLLOW_LINKS)) return true;
        if (!Files.isDirectory(home)) return false;
        try (Stream<Path> files = Files.list(home)) {
            return files.findAny().isEmpty();
        }
    }

    /// Renames: at no moment is half a set there, and what was there before goes only when the set is in its place.
    private static void put(Path fresh, Path home) throws IOException {
        Path old = fresh.resolveSibling(fresh.getFileName() + ".old");
        boolean wasThere = Files.exists(home, LinkOption.NOFOLLOW_LINKS);
        if (wasThere) Files.move(home, old, StandardCopyOption.ATOMIC_MOVE);
        try {
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (wasThere) Files.move(old, home, StandardCopyOption.ATOMIC_MOVE);
            throw e;
        }
        delete(old);
        home.toFile().setReadable(true, false);
        home.toFile().setExecutable(true, false);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) return;
        try (Stream<Path> files = Files.walk(folder)) { // follows no links
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}

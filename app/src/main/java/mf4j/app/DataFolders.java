package mf4j.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where data sets lie on this machine: the folder `MF4J_DATA` names, `../shared/data`, the user's cache.
record DataFolders(List<Path> folders, Path cache) {
    /// The set that demo and examples are about.
    static final String MOVIES = "ml-latest-small";

    /// Of this user.
    static DataFolders ofThisMachine() {
        Path cache = cache(System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home"));
        List<Path> folders = new ArrayList<>();
        String named = System.getenv("MF4J_DATA");
        if (named != null && !named.isBlank()) folders.add(Path.of(named));
        folders.add(Path.of("..", "shared", "data"));
        folders.add(cache);
        return new DataFolders(List.copyOf(folders), cache);
    }

    private static Path cache(String xdg, String home) {
        Path caches = xdg == null || xdg.isBlank() ? Path.of(home, ".cache") : Path.of(xdg);
        return caches.resolve("mf4j");
    }

    /// The folder of a set, where its ratings are there.
    Optional<Path> find(String set) {
        return folders.stream().map(folder -> folder.resolve(set)).filter(folder -> Files.isReadable(folder.resolve("ratings.csv"))).findFirst();
    }
}

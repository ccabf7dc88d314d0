package mf4j.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;

/// The data sets that `data get` knows: where their publisher has them, what they must be, and on what terms.
enum Publication {
    ML_LATEST_SMALL(DataFolders.MOVIES, "https://files.grouplens.org/datasets/movielens/ml-latest-small.zip",
            "aa289ca83157595d0df6aea1be6a4ded676ddc4385472e8313a8ed9805352646",
            "Terms: see README.txt there; no commercial use without permission of the GroupLens research group.",
            "Cite: F. Maxwell Harper and Joseph A. Konstan. 2015. The MovieLens Datasets: History and Context. https://doi.org/10.1145/2827872");

    private final String title;
    private final URI address;
    private final String sha256; // of ratings.csv: archives are packed anew, the ratings stay
    private final String terms;
    private final String citation;

    Publication(String title, String address, String sha256, String terms, String citation) {
        this.title = title;
        this.address = URI.create(address);
        this.sha256 = sha256;
        this.terms = terms;
        this.citation = citation;
    }

    /// @throws IllegalArgumentException with the list of names
    static Publication named(String title) {
        return Arrays.stream(values()).filter(set -> set.title.equals(title)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                "there is no data set '" + title + "'; there are " + Arrays.stream(values()).map(Publication::title).collect(Collectors.joining(", "))));
    }

    String title() {
        return title;
    }

    URI address() {
        return address;
    }

    String sha256() {
        return sha256;
    }

    String terms() {
        return terms;
    }

    String citation() {
        return citation;
    }

    /// Whether a folder holds exactly this set's ratings.
    boolean isIn(Path folder) throws IOException {
        Path ratings = folder.resolve("ratings.csv");
        return Files.isRegularFile(ratings) && sha256(ratings).equals(sha256);
    }

    static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

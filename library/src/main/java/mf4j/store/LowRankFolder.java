package mf4j.store;

import mf4j.lowrank.LowRank;
import mf4j.lowrank.Pca;
import mf4j.matrix.Matrix;
import mf4j.matrix.Npy;
import mf4j.train.SafeFile;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// A factorization in a folder: `left.npy`, `right.npy`, where there are any `singular_values.npy` and `mean.npy`, and `report.json`,
/// which says the rest and holds a SHA-256 of every file. `numpy.load` opens each array. That of principal components has their
/// singular values, variances and shares of the variance, too.
///
/// Loaded again it is the same bit for bit. `docs/reference/factorization-folder.md` has the format.
///
/// @param model with its provenance
/// @param about what the application keeps beside it: text, numbers, true, false, null, lists and maps of them
public record LowRankFolder(LowRank model, Map<String, Object> about) {
    static final String REPORT = "report.json";
    static final String LEFT = "left.npy";
    static final String RIGHT = "right.npy";
    static final String VALUES = "singular_values.npy";
    static final String DEVIATIONS = "standard_deviations.npy"; // of whitened components, in the place of singular values
    static final String MEAN = "mean.npy";
    private static final String VARIANCE = "explained_variance.npy";
    private static final String RATIO = "explained_variance_ratio.npy";
    private static final List<String> OPTIONAL = List.of(VALUES, DEVIATIONS, MEAN, VARIANCE, RATIO);

    /// Keeps its own copy.
    ///
    /// @throws IllegalArgumentException when `about` holds something that JSON cannot say
    public LowRankFolder {
        about = JsonValues.copy("about", about);
    }

    /// A factorization alone.
    public static LowRankFolder of(LowRank model) {
        return new LowRankFolder(model, Map.of());
    }

    /// Makes the folder where there is none, and refuses what [#save] would refuse, before there is anything to write.
    ///
    /// @throws IOException when it is a file, when nothing can be written in it, or when its `report.json` is of something else
    public static void check(Path folder) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) throw new FileSystemException(folder.toString(), null, "is a file, not a folder");
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".", ".new"));
        } catch (IOException e) {
            String why = e instanceof FileSystemException file && file.getReason() != null ? ": " + file.getReason() : "";
            throw new FileSystemException(folder.toString(), null, "no file can be made in this folder" + why);
        }
        if (Files.exists(folder.resolve(REPORT))) {
            try {
                report(folder);
            } catch (DamagedModel other) {
                throw new FileSystemException(folder.toString(), null, "holds a " + REPORT + " that is not of a factorization: take another folder");
            }
        }
    }

    /// Writes everything: first all arrays beside, then each in its place, at last the report. A folder whose writing was stopped is
    /// refused by [#load].
    ///
    /// @throws IOException when it cannot be written; what was there before is then as it was, unless the last moves failed
    public void save(Path folder) throws IOException {
        check(folder);
        List<Part.Measured> parts = new ArrayList<>();
        for (Part part : parts()) parts.add(part.measured());
        Path beside = Files.createDirectory(folder.resolve("." + UUID.randomUUID() + ".new"));
        try {
            for (Part.Measured part : parts) SafeFile.write(beside.resolve(part.part().name()), part.part().content());
            for (String name : OPTIONAL) if (!Files.exists(beside.resolve(name))) Files.deleteIfExists(folder.resolve(name));
            for (Part.Measured part : parts) {
                Files.move(beside.resolve(part.part().name()), folder.resolve(part.part().name()), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            byte[] report = FolderReport.bytes(this, parts);
            SafeFile.write(folder.resolve(REPORT), out -> out.write(report));
        } finally {
            delete(beside);
        }
    }

    private static void delete(Path beside) throws IOException {
        try (Stream<Path> files = Files.list(beside)) {
            for (Path file : files.toList()) Files.delete(file);
        }
        Files.delete(beside);
    }

    private List<Part> parts() {
        List<Part> parts = new ArrayList<>(List.of(Part.matrix(LEFT, model.left()), Part.matrix(RIGHT, model.right())));
        scale().ifPresent(name -> parts.add(Part.doubles(name, model.values())));
        if (Pca.Explained.isOf(model)) {
            Pca.Explained explained = Pca.Explained.of(model);
            parts.addAll(List.of(Part.doubles(VALUES, explained.singular()), Part.doubles(VARIANCE, explained.variance()), Part.doubles(RATIO, explained.ratio())));
        }
        if (Arrays.stream(model.mean()).anyMatch(mean -> Double.doubleToRawLongBits(mean) != 0)) parts.add(Part.doubles(MEAN, model.mean()));
        return parts;
    }

    /// The file with the numbers that multiply the columns of `left`; none where all are 1.
    Optional<String> scale() {
        if (Arrays.stream(model.values()).allMatch(value -> value == 1)) return Optional.empty();
        return Optional.of(Pca.Explained.isOf(model) ? DEVIATIONS : VALUES);
    }

    /// Reads everything and verifies every checksum. The sides are mapped, not read: the files must stay as they are while the
    /// factorization is in use.
    ///
    /// @throws DamagedModel when the folder is not a whole and unchanged factorization of a version this library reads
    /// @throws IOException  when it cannot be read at all
    public static LowRankFolder load(Path folder) throws IOException {
        try {
            JsonNode report = parsed(folder);
            for (String name : report.required("files").propertyNames()) verify(folder, name, report.required("files").required(name));
            return FolderReport.read(report, Matrix.map(file(folder, report, LEFT)), optional(folder, report, FolderReport.scale(report)), Matrix.map(file(folder, report, RIGHT)), optional(folder, report, MEAN));
        } catch (RuntimeException e) { // a crafted report can offend any reader
            throw new DamagedModel(folder, "is not as it should be: " + (e.getMessage() != null ? e.getMessage() : e.getClass().getSimpleName()), e);
        }
    }

    /// What the report says, without reading the arrays: `docs/reference/factorization-folder.md` names its keys.
    ///
    /// @throws DamagedModel when the folder is not a factorization of a version this library reads
    /// @throws IOException  when it cannot be read at all
    public static Map<String, Object> report(Path folder) throws IOException {
        return Manifest.map(parsed(folder));
    }

    private static JsonNode parsed(Path folder) throws IOException {
        if (!Files.exists(folder)) throw new NoSuchFileException(folder.toString());
        if (!Files.isDirectory(folder)) throw new DamagedModel(folder, "is a file, not the folder of a factorization");
        Path report = folder.resolve(REPORT);
        if (!Files.exists(report)) {
            boolean begun = Files.exists(folder.resolve(LEFT)) || Files.exists(folder.resolve(RIGHT));
            throw new DamagedModel(folder, begun ? "is incomplete: it has no " + REPORT + ", its writing was stopped" : "is not the folder of a factorization: it has no " + REPORT);
        }
        try {
            return FolderReport.checked(folder, Manifest.JSON.readTree(Files.readAllBytes(report)));
        } catch (JacksonException e) {
            throw new DamagedModel(folder, "is not the folder of a factorization: its " + REPORT + " is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static void verify(Path folder, String name, JsonNode facts) throws IOException {
        if (!List.of(LEFT, RIGHT).contains(name) && !OPTIONAL.contains(name)) throw new DamagedModel(folder, "has a file '" + name + "' that this version does not know");
        Path file = folder.resolve(name);
        if (!Files.exists(file)) throw new DamagedModel(folder, "is incomplete: it has no " + name);
        long bytes = facts.required("bytes").longValue();
        if (Files.size(file) != bytes) throw new DamagedModel(folder, "is damaged: " + name + " has " + Files.size(file) + " bytes, its report says " + bytes);
        Measure measure = new Measure();
        try (InputStream in = Files.newInputStream(file)) {
            in.transferTo(measure);
        }
        if (!measure.sha256().equals(Manifest.text(facts, "sha256"))) throw new DamagedModel(folder, "is damaged: the checksum of " + name + " is wrong");
    }

    private static Path file(Path folder, JsonNode report, String name) throws IOException {
        if (!report.required("files").has(name)) throw new DamagedModel(folder, "is incomplete: its report names no " + name);
        return folder.resolve(name);
    }

    private static double[] optional(Path folder, JsonNode report, String name) throws IOException {
        return report.required("files").has(name) ? Npy.read(folder.resolve(name)).toDoubles() : new double[0];
    }
}

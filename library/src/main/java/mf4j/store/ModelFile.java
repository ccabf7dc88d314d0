package mf4j.store;

import mf4j.recommend.Model;
import mf4j.train.Check;
import mf4j.train.SafeFile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A model in a file: an uncompressed ZIP of `.npy` arrays, ids and titles as CSV, and `manifest.json`, which says the rest and
/// holds a SHA-256 of every entry. `numpy.load(path)` opens it as an archive of arrays, `unzip` opens it too.
///
/// The same model gives the same bytes. Every entry's checksum is verified at loading. `docs/reference/model-file.md` has the format.
///
/// @param model  with its provenance
/// @param titles of items, by id; those of items the model does not know are left out
/// @param about  what the application keeps beside it: text, numbers, true, false, null, lists and maps of them. Whole numbers
///               come back as `Integer` where they fit, NaN and infinities as text
public record ModelFile(Model model, Map<String, String> titles, Map<String, Object> about) {
    /// Keeps its own copies.
    ///
    /// @throws IllegalArgumentException when `about` holds something that JSON cannot say
    public ModelFile {
        titles = known(model, titles);
        about = JsonValues.copy("about", about);
    }

    private static Map<String, String> known(Model model, Map<String, String> titles) {
        Map<String, String> known = new LinkedHashMap<>();
        for (Map.Entry<String, String> title : titles.entrySet()) {
            Check.of(ModelFile.class).present("titles", title.getValue());
            if (model.items().contains(title.getKey())) known.put(title.getKey(), title.getValue());
        }
        return Collections.unmodifiableMap(known);
    }

    /// A model alone.
    public static ModelFile of(Model model) {
        return new ModelFile(model, Map.of(), Map.of());
    }

    /// With other titles, by item id.
    public ModelFile withTitles(Map<String, String> titles) {
        return new ModelFile(model, titles, about);
    }

    /// With another model.
    public ModelFile withModel(Model model) {
        return new ModelFile(model, titles, about);
    }

    /// With other things kept beside it.
    public ModelFile withAbout(Map<String, Object> about) {
        return new ModelFile(model, titles, about);
    }

    /// Writes a model without titles.
    ///
    /// @throws IOException when it cannot be written; a file that was there is then as it was
    public static void save(Model model, Path path) throws IOException {
        of(model).save(path);
    }

    /// Writes everything, beside the file and then in its place.
    ///
    /// @throws IOException when it cannot be written; a file that was there is then as it was
    public void save(Path path) throws IOException {
        List<Part.Measured> measured = new ArrayList<>();
        for (Part part : Parts.of(this)) measured.add(part.measured());
        measured.addFirst(Manifest.part(this, measured).measured());
        SafeFile.write(path, out -> ArchiveWriter.write(out, measured));
    }

    /// Reads everything and verifies every checksum.
    ///
    /// @throws DamagedModel when the file is not a whole and unchanged model of a version this library reads
    /// @throws IOException  when it cannot be read at all
    public static ModelFile load(Path path) throws IOException {
        try (ArchiveReader in = ArchiveReader.open(path)) {
            return Parts.read(in);
        } catch (RuntimeException e) { // a crafted file can offend any reader: an array of another type, a text for a number
            throw amiss(path, e);
        }
    }

    /// What the manifest says, without reading the arrays: `docs/reference/model-file.md` names its keys.
    ///
    /// @throws DamagedModel when the file is not a model of a version this library reads
    /// @throws IOException  when it cannot be read at all
    public static Map<String, Object> manifest(Path path) throws IOException {
        try (ArchiveReader in = ArchiveReader.open(path)) {
            return Manifest.map(in.manifest());
        } catch (RuntimeException e) {
            throw amiss(path, e);
        }
    }

    private static DamagedModel amiss(Path path, RuntimeException e) {
        return new DamagedModel(path, "is not as it should be: " + (e.getMessage() != null ? e.getMessage() : e.getClass().getSimpleName()), e);
    }
}

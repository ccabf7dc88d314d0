package mf4j.store;

import mf4j.recommend.FactorModel;
import mf4j.matrix.NumPy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// A file that is not a whole, unchanged model is refused with what is wrong with it; never is it read as another model.
class DamageTest {
    private static final long FULL = 23; // a seed whose model has users, items, factors and a past
    private static final ModelFile MODEL = Models.random(FULL);
    private static final byte[] WHOLE = bytes();

    private static final Path SCRATCH = scratch();

    private static Path scratch() {
        try {
            Path path = Files.createTempFile("damaged", ".mf4j");
            path.toFile().deleteOnExit();
            return path;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @TempDir
    Path folder;

    private static byte[] bytes() {
        try {
            Path path = Files.createTempFile("whole", ".mf4j");
            MODEL.save(path);
            byte[] bytes = Files.readAllBytes(path);
            Files.delete(path);
            return bytes;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theModelIsWorthDamaging() {
        assertThat(((FactorModel) MODEL.model()).rank()).isPositive();
        assertThat(MODEL.model().past()).isPresent();
        assertThat(MODEL.model().past().orElseThrow().byUser().entries()).isPositive();
    }

    @Test
    void aChangedByteIsRefusedOrChangesNothing() throws IOException {
        changeEvery(13);
    }

    @Test
    @Tag("slow")
    void aChangeOfEveryByteIsRefusedOrChangesNothing() throws IOException {
        changeEvery(1);
    }

    private static void changeEvery(int step) throws IOException {
        int refused = 0;
        for (int at = 0; at < WHOLE.length; at += step) {
            byte[] damaged = WHOLE.clone();
            damaged[at] ^= (byte) (1 << at % 8);
            refused += refusedOrSame(damaged, "byte " + at) ? 1 : 0;
        }
        assertThat(refused).as("refused of " + WHOLE.length / step).isGreaterThan(WHOLE.length / step / 2);
    }

    @Property(tries = 300)
    void manyChangedBytesAreRefusedOrChangeNothing(@ForAll long seed, @ForAll @IntRange(min = 2, max = 200) int count) throws IOException {
        Random random = new Random(seed);
        byte[] damaged = WHOLE.clone();
        int from = random.nextInt(WHOLE.length);
        for (int j = 0; j < count; j++) damaged[random.nextBoolean() ? random.nextInt(WHOLE.length) : Math.min(from + j, WHOLE.length - 1)] = (byte) random.nextInt();
        refusedOrSame(damaged, "seed " + seed);
    }

    @Test
    void aFileCutOffAnywhereIsRefused() throws IOException {
        cutEvery(13);
    }

    @Test
    @Tag("slow")
    void aFileCutOffAtEveryByteIsRefused() throws IOException {
        cutEvery(1);
    }

    private static void cutEvery(int step) throws IOException {
        for (int length = WHOLE.length - 1; length >= 0; length -= step) {
            assertThat(refusedOrSame(Arrays.copyOf(WHOLE, length), "length " + length)).as("length %d", length).isTrue();
        }
    }

    @Property(tries = 200)
    void aMissingPieceIsRefused(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        int from = random.nextInt(WHOLE.length);
        int gone = 1 + random.nextInt(WHOLE.length - from);
        byte[] rest = Arrays.copyOf(WHOLE, WHOLE.length - gone);
        System.arraycopy(WHOLE, from + gone, rest, from, rest.length - from);
        refusedOrSame(rest, "seed " + seed);
    }

    private static boolean refusedOrSame(byte[] bytes, String what) throws IOException {
        Path path = SCRATCH;
        try {
            Files.write(path, bytes);
            Same.bits(MODEL, ModelFile.load(path));
            return false;
        } catch (DamagedModel e) {
            String message = e.getMessage();
            if (!message.startsWith(path + " ") || message.contains("null") || message.contains("Exception")) throw new AssertionError(what, e);
            return true;
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(what, e);
        }
    }

    @Test
    void aFileCutInHalfSaysSo() {
        refuses(Arrays.copyOf(WHOLE, WHOLE.length / 2), "is cut off or damaged");
    }

    @Test
    void aChangedArrayIsNamed() throws IOException {
        byte[] factors = entries().get("item_factors.npy");
        byte[] damaged = WHOLE.clone();
        damaged[indexOf(WHOLE, factors) + factors.length - 1] ^= 1;
        refuses(damaged, "is damaged: the checksum of item_factors.npy is wrong");
    }

    private static int indexOf(byte[] all, byte[] part) {
        return new String(all, StandardCharsets.ISO_8859_1).indexOf(new String(part, StandardCharsets.ISO_8859_1));
    }

    @Test
    void anotherFileIsNotAModel() {
        refuses(new byte[0], "is empty, not a model file");
        refuses(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}, "is not a model file: it begins with 89 50 4e 47");
        refuses("user,item,rating\n".getBytes(StandardCharsets.UTF_8), "is not a model file: it begins with 75 73 65 72");
        refuses(new byte[] {'P'}, "is not a model file: it begins with 50");
    }

    @Test
    void aFolderIsNotAModelAndNoFileIsNoFile() {
        assertThatThrownBy(() -> ModelFile.load(folder)).isInstanceOf(DamagedModel.class).hasMessage(folder + " is a folder, not a model file");
        assertThatThrownBy(() -> ModelFile.load(folder.resolve("absent"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aForeignZipIsNotAModel() throws IOException {
        refuses(zip(Map.of("readme.txt", "hello".getBytes(StandardCharsets.UTF_8))), "is a ZIP or NumPy archive without manifest.json, not a model file");
        refuses(zip(Map.of("manifest.json", "{\"name\": \"an app\"}".getBytes(StandardCharsets.UTF_8))), "does not say format mf4j-model");
        refuses(zip(Map.of("manifest.json", "[1, 2".getBytes(StandardCharsets.UTF_8))), "manifest.json is not JSON");
        refuses(zip(Map.of("manifest.json", "[]".getBytes(StandardCharsets.UTF_8))), "does not say format mf4j-model");
        refuses(zip(Map.of("manifest.json", "[".repeat(100_000).getBytes(StandardCharsets.UTF_8))), "manifest.json is not JSON");
    }

    @Test
    void anArchiveOfNumPyIsNotAModel() throws IOException {
        NumPy.run(folder, "import numpy as np; np.savez('foreign.npz', a=np.arange(3))");
        assertThatThrownBy(() -> ModelFile.load(folder.resolve("foreign.npz"))).isInstanceOf(DamagedModel.class)
                .hasMessageEndingWith("is a ZIP or NumPy archive without manifest.json, not a model file");
    }

    @Test
    void aNewerFormatAndAnotherKindAreToldApart() throws IOException {
        refuses(withManifest(text -> text.replace("\"version\" : 1,", "\"version\" : 2,")),
                "has format version 2, written by MF4J " + mf4j.train.Provenance.thisVersion() + "; this library reads versions up to 1: use a newer one");
        refuses(withManifest(text -> text.replace("\"version\" : 1,", "\"version\" : \"one\",")), "has no valid format version");
        refuses(withManifest(text -> text.replace("factor-model", "layers")), "holds a 'layers', neither a 'factor-model' nor a 'neighbour-model'");
    }

    @Test
    void aManifestThatLacksOrBendsSomethingIsRefused() throws IOException {
        refuses(withManifest(text -> text.replace("\"scale\"", "\"scala\"")), "is not as it should be");
        refuses(withManifest(text -> text.replace("\"clip\" :", "\"clip\" : 3, \"c\" :")), "is not as it should be");
        refuses(withManifest(text -> text.replace("\"solver\" : \"c", "\"solver\" : \"d")), "is not as it should be");
        refuses(withManifest(text -> text.replace("\"longKnobs\" : [ ", "\"longKnobs\" : [ \"solver\", ")), "the knob solver must be a whole number but was cholesky");
        refuses(withManifest(text -> text.replace("\"about\" :", "\"about\" : 3, \"a\" :")), "is not as it should be");
        refuses(withManifest(text -> text.replace("\"item_bias.npy\"", "\"item_bios.npy\"")), "is incomplete: it has no item_bias.npy");
        refuses(withManifest(text -> text.replace("\"entries\"", "\"entrees\"")), "is incomplete: it has no users.csv");
    }

    @Test
    void aMissingArrayIsNamed() throws IOException {
        Map<String, byte[]> entries = entries();
        entries.remove("item_factors.npy");
        refuses(zip(entries), "is incomplete: it has no item_factors.npy");
    }

    /// Arrays with right checksums that do not belong together: nobody's accident, and refused all the same.
    @Test
    void partsOfDifferentModelsAreRefused() throws IOException {
        refuses(exchanged("item_bias.npy", Part.floats("", new float[99], 99)), "Side.bias must have one number per id");
        refuses(exchanged("item_factors.npy", Part.floats("", new float[4], 4)), "must have 2 dimensions");
        refuses(exchanged("history_items.npy", Part.ints("", filled(MODEL.model().past().orElseThrow().byUser().entries(), 1_000))),
                "the users' ratings must be of the");
        int entries = MODEL.model().past().orElseThrow().byUser().entries();
        refuses(exchanged("history_learned.npy", Part.ints("", filled(entries, 1))), "history_learned.npy must hold " + entries + " bytes but is ");
        refuses(exchanged("history_learned.npy", new Part("", Map.of(), out -> mf4j.matrix.Npy.write(out, new byte[entries - 1], entries - 1))),
                "history_learned.npy must hold " + entries + " bytes but is ");
        refuses(exchanged("users.csv", new Part("", Map.of(), out -> out.write("index,id,title\n0,a,\n0,b,\n".getBytes(StandardCharsets.UTF_8)))),
                "users.csv: row 1 is not");
    }

    private static int[] filled(int length, int value) {
        int[] all = new int[length];
        Arrays.fill(all, value);
        return all;
    }

    private static byte[] exchanged(String name, Part part) throws IOException {
        Map<String, byte[]> entries = entries();
        String before = digest(entries.get(name));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        part.content().writeTo(out);
        entries.put(name, out.toByteArray());
        String manifest = new String(entries.get("manifest.json"), StandardCharsets.UTF_8);
        entries.put("manifest.json", manifest.replace(before, digest(out.toByteArray())).getBytes(StandardCharsets.UTF_8));
        return zip(entries);
    }

    private static String digest(byte[] bytes) {
        Measure measure = new Measure();
        measure.write(bytes, 0, bytes.length);
        return measure.sha256();
    }

    private static byte[] withManifest(UnaryOperator<String> change) throws IOException {
        Map<String, byte[]> entries = entries();
        String text = new String(entries.get("manifest.json"), StandardCharsets.UTF_8);
        assertThat(change.apply(text)).isNotEqualTo(text);
        entries.put("manifest.json", change.apply(text).getBytes(StandardCharsets.UTF_8));
        return zip(entries);
    }

    @Test
    void anArchivePackedAgainWithCompressionIsTheSameModel() throws IOException {
        Path path = folder.resolve("packed.mf4j");
        Files.write(path, zip(entries()));
        Same.bits(MODEL, ModelFile.load(path));
    }

    private static Map<String, byte[]> entries() throws IOException {
        Path path = Files.createTempFile("whole", ".mf4j");
        Files.write(path, WHOLE);
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(path.toFile())) {
            for (var all = zip.entries(); all.hasMoreElements(); ) {
                ZipEntry entry = all.nextElement();
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        Files.delete(path);
        return entries;
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return out.toByteArray();
    }

    private void refuses(byte[] bytes, String message) {
        Path path = folder.resolve("film.mf4j");
        assertThatThrownBy(() -> ModelFile.load(Files.write(path, bytes))).isInstanceOf(DamagedModel.class)
                .hasMessageStartingWith(path + " ").hasMessageContaining(message);
    }
}

package mf4j.store;

import mf4j.data.Ratings;
import mf4j.matrix.NumPy;
import mf4j.data.Attributes;
import mf4j.recommend.Als;
import mf4j.recommend.Excluding;
import mf4j.recommend.FactorModel;
import mf4j.recommend.Hybrid;
import mf4j.recommend.ImplicitAls;
import mf4j.recommend.Popularity;
import mf4j.recommend.Recommendation;
import mf4j.recommend.Side;
import mf4j.train.Watch;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ModelFileTest {
    private static final Ratings RATINGS = Ratings.builder().add("ann", "Alien", 5).add("ann", "Heat", 1).add("bob", "Heat", 4)
            .add("cy,d", "Alien", 3).add("cy,d", "Ran \"乱\"", 2).build();

    @TempDir
    Path folder;

    @Test
    void aTrainedModelComesBackAsItWas() throws IOException {
        FactorModel model = Als.defaults().withRank(2).withEpochs(3).fit(RATINGS, Watch.none());
        ModelFile file = new ModelFile(model, Map.of("Heat", "Heat (1995)"), Map.of("trainer", "als"));
        Path path = folder.resolve("films.mf4j");
        file.save(path);
        ModelFile back = ModelFile.load(path);

        Same.bits(file, back);
        assertThat(back.model().provenance().knobs()).containsEntry("seed", 0L).containsEntry("rank", 2);
        for (String user : List.of("ann", "bob", "cy,d", "nobody")) {
            for (String item : List.of("Alien", "Heat", "Ran \"乱\"", "nothing")) {
                assertThat(back.model().predict(user, item)).isEqualTo(model.predict(user, item));
            }
        }
        assertThat(back.model().recommend("ann", 5, back.model().excludingPast())).isEqualTo(model.recommend("ann", 5, model.excludingPast()));
        assertThat(back.model().foldIn(Map.of("Alien", 5.0)).factors()).containsExactly(model.foldIn(Map.of("Alien", 5.0)).factors());
    }

    @Test
    void aCatalogueComesBackToo() throws IOException {
        Attributes films = Attributes.builder().addCell("Alien", "genre", "Horror").addCell("Aliens", "genre", "Horror").build();
        FactorModel model = Hybrid.defaults().withRank(1).withEpochs(2).fit(RATINGS.described(Attributes.none(), films));
        Path path = folder.resolve("catalogue.mf4j");
        ModelFile.save(model, path);
        Same.bits(ModelFile.of(model), ModelFile.load(path));
        assertThat(ModelFile.load(path).model().items().contains("Aliens")).isTrue();
        assertThat(((FactorModel) ModelFile.load(path).model()).user().rule()).hasFieldOrPropertyWithValue("paired", 3);
    }

    @Test
    void agesOfEventsComeBackToo() throws IOException {
        Ratings events = Ratings.builder().add("ann", "Alien", 5, 1, 1L << 40).add("bob", "Alien", 1, 1, 5).add("bob", "Heat", 2, 1, -7).build();
        FactorModel model = Popularity.defaults().withHalfLife(2).fit(events);
        Path path = folder.resolve("popular.mf4j");
        ModelFile.save(model, path);
        Same.bits(ModelFile.of(model), ModelFile.load(path));
        assertThat(model.past().orElseThrow().times().orElseThrow()).containsExactly(1L << 40, 5, -7);
        assertThat(Popularity.defaults().fit(events).past().orElseThrow().times()).isEmpty();
    }

    @Test
    void impliedFactorsAndAForgottenPastComeBackToo() throws IOException {
        FactorModel model = implied().withoutPast();
        assertThat(model.item().implied()).isPresent();
        Path path = folder.resolve("implied.mf4j");
        ModelFile.save(model, path);
        Same.bits(ModelFile.of(model), ModelFile.load(path));
        assertThat(ModelFile.manifest(path)).containsEntry("ratings", 0);
    }

    @Test
    void attributesComeBackToo() throws IOException {
        Attributes films = Attributes.builder().addCell("Alien", "genre", "Horror|Sci-Fi").addCell("Heat", "genre", "Crime").addCell("Ran", "year", "1985").build();
        Attributes people = Attributes.builder().add("ann", "age", 0.5).build();
        FactorModel model = Hybrid.defaults().withRank(2).withEpochs(3).fit(RATINGS.described(people, films));
        Path path = folder.resolve("described.mf4j");
        ModelFile.save(model, path);
        FactorModel back = (FactorModel) ModelFile.load(path).model();
        Same.bits(ModelFile.of(model), ModelFile.of(back));
        assertThat(back.foldInItem(Map.of(), Map.of("genre:Horror", 1.0)).factors()).containsExactly(model.foldInItem(Map.of(), Map.of("genre:Horror", 1.0)).factors());
    }

    @Test
    void whatIsPopularComesBackToo() throws IOException {
        FactorModel model = ImplicitAls.defaults().withRank(2).withEpochs(3).fit(RATINGS);
        Path path = folder.resolve("events.mf4j");
        for (FactorModel one : List.of(model, model.withoutPast())) {
            ModelFile.save(one, path);
            FactorModel back = (FactorModel) ModelFile.load(path).model();
            Same.bits(ModelFile.of(one), ModelFile.of(back));
            assertThat(back.recommendToAnyone(3, Excluding.nothing())).isEqualTo(model.recommendToAnyone(3, Excluding.nothing()))
                    .extracting(Recommendation::score).containsExactly((double) (2 / 3f), (double) (2 / 3f), (double) (1 / 3f));
        }
    }

    /// As 0.1 wrote models of events at first: its past says what is popular; without one nobody knows.
    @Test
    void aFileFromBeforeThereWereSharesStillKnowsWhatIsPopular() throws IOException {
        FactorModel model = ImplicitAls.defaults().withRank(2).withEpochs(3).fit(RATINGS);
        Side item = model.item();
        Side bare = new Side(item.ids(), item.factors(), item.bias(), item.rule(), item.implied(), item.described());
        FactorModel old = new FactorModel(model.user(), bare, model.scale(), model.past(), model.provenance());
        Path path = folder.resolve("old.mf4j");
        ModelFile.save(old, path);
        try (ZipFile zip = new ZipFile(path.toFile())) {
            assertThat(zip.getEntry("shares.npy")).isNull();
        }
        Same.bits(ModelFile.of(model), ModelFile.load(path));
        ModelFile.save(old.withoutPast(), path);
        assertThat(((FactorModel) ModelFile.load(path).model()).item().shares()).isEmpty();
    }

    /// A model whose items have implied factors, as those of SVD++ do.
    private static FactorModel implied() {
        FactorModel model = Als.defaults().withRank(2).withEpochs(3).fit(RATINGS, Watch.none());
        Side item = model.item();
        Side more = new Side(item.ids(), item.factors(), item.bias(), item.rule(), Optional.of(item.factors().copy()));
        return new FactorModel(model.user(), more, model.scale(), model.past(), model.provenance());
    }

    @Property(tries = 100)
    void everyModelComesBackBitByBit(@ForAll long seed) throws IOException {
        comesBackBitByBit(Models.random(seed));
    }

    @Property(tries = 100)
    void everyModelOfNeighboursComesBackBitByBit(@ForAll long seed) throws IOException {
        comesBackBitByBit(Models.neighbours(seed));
    }

    private static void comesBackBitByBit(ModelFile file) throws IOException {
        Path path = Files.createTempFile("model", ".mf4j");
        try {
            file.save(path);
            ModelFile back = ModelFile.load(path);
            Same.bits(file, back);
            byte[] first = Files.readAllBytes(path);
            back.save(path);
            assertThat(Files.readAllBytes(path)).as("the same model gives the same bytes").isEqualTo(first);
        } finally {
            Files.delete(path);
        }
    }

    @Test
    void everyEntryIsStoredAlignedAndUndated() throws IOException {
        Path path = saved(5);
        byte[] all = Files.readAllBytes(path);
        try (ZipFile zip = new ZipFile(path.toFile())) {
            List<? extends ZipEntry> entries = Collections.list(zip.entries());
            assertThat(entries.getFirst().getName()).isEqualTo("manifest.json");
            assertThat(entries).allSatisfy(entry -> {
                assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
                assertThat(entry.getTimeLocal()).isEqualTo("1980-02-01T00:00:00");
                byte[] start = zip.getInputStream(entry).readNBytes(64);
                assertThat(startOf(all, start) % 64).as(entry.getName()).isZero();
            });
        }
    }

    private static int startOf(byte[] all, byte[] start) {
        return new String(all, StandardCharsets.ISO_8859_1).indexOf(new String(start, StandardCharsets.ISO_8859_1));
    }

    private Path saved(long seed) throws IOException {
        Path path = folder.resolve(seed + ".mf4j");
        Models.random(seed).save(path);
        return path;
    }

    @Test
    void numPyOpensEveryArrayAndPythonEveryTable() throws IOException {
        FactorModel model = implied();
        ModelFile.of(model).withTitles(Map.of("Heat", "Heat, \"1995\"\nMann")).save(folder.resolve("films.mf4j"));
        String seen = NumPy.run(folder, """
                import numpy as np, csv, io, json, hashlib, zipfile
                z = np.load('films.mf4j')
                manifest = json.loads(z['manifest.json'])
                for name, told in manifest['entries'].items():
                    raw = zipfile.ZipFile('films.mf4j').read(name)
                    assert hashlib.sha256(raw).hexdigest() == told['sha256'] and len(raw) == told['bytes'], name
                    if name.endswith('.npy'):
                        a = z[name[:-4]]
                        assert list(a.shape) == told['shape'] and a.dtype == np.dtype(told['dtype']), name
                        print(name[:-4], a.dtype.str, a.shape)
                users, items = (list(csv.DictReader(io.StringIO(z[n].decode(), newline=''))) for n in ['users.csv', 'items.csv'])
                print([u['id'] for u in users], [(i['index'], i['id'], i['title']) for i in items])
                p, q, s = z['user_factors'], z['item_factors'], manifest['scale']
                u, i = 2, 1
                print(float(s['mean'] + z['user_bias'][u] + z['item_bias'][i] + p[u] @ q[i]))
                """);
        int rank = model.rank();
        List<String> lines = new ArrayList<>(seen.lines().toList());
        double score = Double.parseDouble(lines.removeLast());
        assertThat(score).isCloseTo(model.score(2, 1), org.assertj.core.data.Offset.offset(1e-5));
        assertThat(lines).containsExactly("user_factors <f4 (3, %d)".formatted(rank), "user_bias <f4 (3,)", "item_factors <f4 (3, %d)".formatted(rank),
                "item_bias <f4 (3,)", "implied_factors <f4 (3, %d)".formatted(rank), "history_offsets <i4 (4,)", "history_items <i4 (5,)",
                "history_values <f4 (5,)", "history_learned |u1 (5,)",
                "['ann', 'bob', 'cy,d'] [('0', 'Alien', ''), ('1', 'Heat', 'Heat, \"1995\"\\nMann'), ('2', 'Ran \"乱\"', '')]");
    }

    @Test
    void theManifestTellsWhatThereIsWithoutTheArrays() throws IOException {
        FactorModel model = Als.defaults().withRank(2).withEpochs(3).withSeed(9).fit(RATINGS, Watch.none());
        Path path = folder.resolve("films.mf4j");
        ModelFile.of(model).withAbout(Map.of("input", "ratings.csv")).save(path);
        Map<String, Object> manifest = ModelFile.manifest(path);
        assertThat(manifest).containsEntry("format", "mf4j-model").containsEntry("version", 1).containsEntry("kind", "factor-model")
                .containsEntry("users", 3).containsEntry("items", 3).containsEntry("rank", 2).containsEntry("ratings", 5)
                .containsEntry("about", Map.of("input", "ratings.csv"));
        assertThat(manifest.get("provenance")).asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("trainer", "Als").containsEntry("data", RATINGS.fingerprint()).containsEntry("kernel", model.provenance().kernel());
    }

    @Test
    void titlesOfUnknownItemsAreLeftOut() {
        FactorModel model = Als.defaults().withRank(1).withEpochs(1).fit(RATINGS, Watch.none());
        assertThat(ModelFile.of(model).withTitles(Map.of("Heat", "Heat (1995)", "Jaws", "Jaws (1975)")).titles())
                .containsExactly(Map.entry("Heat", "Heat (1995)"));
    }

    @Test
    void refusesToKeepWhatJsonCannotSay() {
        ModelFile file = ModelFile.of(Als.defaults().withRank(1).withEpochs(1).fit(RATINGS, Watch.none()));
        assertThatThrownBy(() -> file.withAbout(Map.of("input", List.of(1, folder)))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("ModelFile.about.input[1] must be text, numbers, true, false, null, lists or maps but was ");
    }

    @Test
    void keepsItsOwnCopies() {
        Map<String, Object> about = new LinkedHashMap<>(Map.of("list", new ArrayList<>(List.of(1))));
        ModelFile file = ModelFile.of(Als.defaults().withRank(1).withEpochs(1).fit(RATINGS, Watch.none())).withAbout(about);
        about.clear();
        assertThat(file.about()).containsEntry("list", List.of(1));
    }
}

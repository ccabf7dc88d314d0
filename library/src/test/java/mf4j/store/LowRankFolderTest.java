package mf4j.store;

import mf4j.lowrank.Divergence;
import mf4j.lowrank.LowRank;
import mf4j.lowrank.Nmf;
import mf4j.lowrank.Pca;
import mf4j.lowrank.Pq;
import mf4j.lowrank.Svd;
import mf4j.matrix.Matrix;
import mf4j.matrix.Npy;
import mf4j.matrix.NumPy;
import mf4j.train.History;
import mf4j.train.Provenance;
import mf4j.train.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LowRankFolderTest {
    @TempDir
    Path home;

    private static final Matrix X = Matrix.normal(20, 6, Seeds.of(3));

    /// Everything a factorization can have: doubles, values, a mean, a rule, a fit with what JSON lacks.
    private static LowRank full() {
        double[] left = {1, 2, 3, 4, 5, 6}, right = {0.125, 0.25, -0.0, 0.5};
        return new LowRank(Matrix.of(left, 3, 2), new double[] {3, 0.5}, Matrix.of(right, 2, 2), new double[] {-1, 1e-300},
                new LowRank.RowRule(0.25, true, true), new LowRank.Fit(1.5, Double.NaN, 0.1, 0),
                new Provenance("Own", Map.of("seed", 7L, "rank", 2, "tolerance", 1e-9), "3 x 2", "1.0", "scalar", History.EMPTY));
    }

    @Test
    void comesBackBitByBit() throws IOException {
        for (LowRank model : List.of(full(), Pq.defaults().fit(X), Pca.defaults().withRank(3).withWhiten(true).fit(X))) {
            Path folder = home.resolve(model.provenance().trainer());
            new LowRankFolder(model, Map.of("where", "here", "seconds", 1.5)).save(folder);
            LowRankFolder back = LowRankFolder.load(folder);
            assertThat(back.model().left().fingerprint()).isEqualTo(model.left().fingerprint());
            assertThat(back.model().right().fingerprint()).isEqualTo(model.right().fingerprint());
            assertThat(back.model().values()).containsExactly(model.values());
            assertThat(back.model().mean()).containsExactly(model.mean());
            assertThat(back.model().rule()).isEqualTo(model.rule());
            assertThat(back.model().fit()).isEqualTo(model.fit());
            assertThat(back.model().provenance()).isEqualTo(model.provenance());
            assertThat(back.about()).isEqualTo(Map.of("where", "here", "seconds", 1.5));
        }
        assertThat(names("Own")).containsExactly("left.npy", "mean.npy", "report.json", "right.npy", "singular_values.npy");
        assertThat(names("Pca")).containsExactly("explained_variance.npy", "explained_variance_ratio.npy", "left.npy", "mean.npy", "report.json", "right.npy", "singular_values.npy", "standard_deviations.npy");
        assertThat(names("Pq")).as("of what has no singular values and no mean").containsExactly("left.npy", "report.json", "right.npy");
    }

    private List<String> names(String folder) throws IOException {
        try (var files = Files.list(home.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void whatWasLoadedReconstructsAndTransformsAlike() throws IOException {
        LowRank model = Pq.defaults().fit(X);
        LowRankFolder.of(model).save(home.resolve("a"));
        LowRank back = LowRankFolder.load(home.resolve("a")).model();
        assertThat(back.reconstruct().fingerprint()).isEqualTo(model.reconstruct().fingerprint());
        assertThat(back.transform(X).fingerprint()).isEqualTo(model.transform(X).fingerprint());
    }

    @Test
    void theReportSaysHowGoodItIsWithoutTheArrays() throws IOException {
        LowRankFolder.of(full()).save(home.resolve("a"));
        Files.delete(home.resolve("a/left.npy"));
        Map<String, Object> report = LowRankFolder.report(home.resolve("a"));
        assertThat(report).containsEntry("format", "mf4j-factorization").containsEntry("rows", 3).containsEntry("columns", 2).containsEntry("rank", 2).containsEntry("parameters", 10);
        assertThat(report.get("fit")).isEqualTo(Map.of("objective", 1.5, "optimum", "NaN", "optimumGap", "NaN", "mse", 0.1, "floor", 0.0, "gap", "Infinity"));
        assertThat(report.get("rowRule")).isEqualTo(Map.of("ridge", 0.25, "nonNegative", true, "missing", true, "lasso", 0.0, "divergence", "FROBENIUS", "shared", false));
    }

    @Test
    void numPyOpensEveryArrayAndMultipliesThem() throws IOException {
        LowRank model = full();
        LowRankFolder.of(model).save(home.resolve("a"));
        String seen = NumPy.run(home.resolve("a"), """
                import numpy as np, json
                left, right = np.load('left.npy', mmap_mode='r'), np.load('right.npy')
                product = np.load('mean.npy') + left * np.load('singular_values.npy') @ right
                print(left.dtype, product[2].tolist(), json.load(open('report.json'))['rank'])
                """);
        double[] row = new double[2];
        model.reconstruct(2, 3, row, 0);
        assertThat(seen).isEqualTo("float64 [" + row[0] + ", " + row[1] + "] 2");
    }

    /// NumPy finds the same components of the same matrix by itself: those of the matrix less its mean.
    @Test
    void ofPrincipalComponentsNumPyHasWhatItExpects() throws IOException {
        Matrix far = Matrix.of(java.util.stream.IntStream.range(0, 120).mapToDouble(j -> X.toDoubles()[j] + j % 6).toArray(), 20, 6);
        Npy.write(home.resolve("x.npy"), far);
        for (boolean whiten : new boolean[] {false, true}) {
            LowRankFolder.of(Pca.defaults().withRank(4).withWhiten(whiten).fit(far)).save(home.resolve("p"));
            String seen = NumPy.run(home.resolve("p"), """
                    import numpy as np, json
                    x = np.load('../x.npy')
                    u, s, v = np.linalg.svd(x - x.mean(0), full_matrices=False)
                    report = json.load(open('report.json'))
                    left, right, mean = [np.load(name + '.npy') for name in ('left', 'right', 'mean')]
                    scale = np.load(report['scale']) if report['scale'] else 1
                    best = x.mean(0) + u[:, :4] * s[:4] @ v[:4]
                    print(report['scale'] or '-', np.allclose(mean, x.mean(0)), np.allclose(np.abs(v[:4] @ right.T), np.eye(4)), np.allclose(mean + left * scale @ right, best),
                          np.allclose(np.load('singular_values.npy'), s[:4]), np.allclose(np.load('explained_variance.npy'), s[:4]**2 / 19),
                          np.allclose(np.load('explained_variance_ratio.npy'), s[:4]**2 / (s**2).sum()), np.allclose((left * scale).std(0, ddof=1), s[:4] / 19**.5))
                    """);
            assertThat(seen).isEqualTo((whiten ? "standard_deviations.npy" : "-") + " True".repeat(7));
        }
    }

    /// Version 1 named no file: singular values, where there were some, multiplied the left side.
    @Test
    void theFirstVersionIsStillRead() throws IOException {
        for (LowRank model : List.of(Svd.defaults().withRank(2).fit(X), Pq.defaults().fit(X))) {
            Path folder = home.resolve(model.provenance().trainer());
            LowRankFolder.of(model).save(folder);
            String report = Files.readString(folder.resolve("report.json"));
            String first = report.replace("\"version\" : 2", "\"version\" : 1").replaceFirst("  \"scale\" : \"[a-z_.]*\",\\R", "");
            assertThat(first).doesNotContain("scale\"");
            Files.writeString(folder.resolve("report.json"), first);
            assertThat(LowRankFolder.load(folder).model().reconstruct().fingerprint()).isEqualTo(model.reconstruct().fingerprint());
        }
    }

    @Test
    void anotherFactorizationTakesThePlaceOfTheFirstWithNothingLeft() throws IOException {
        Path folder = home.resolve("a");
        LowRankFolder.of(full()).save(folder);
        Files.writeString(folder.resolve("notes.txt"), "mine");
        LowRank second = Pq.defaults().fit(X);
        LowRankFolder.of(second).save(folder);
        assertThat(names("a")).containsExactly("left.npy", "notes.txt", "report.json", "right.npy");
        assertThat(LowRankFolder.load(folder).model().left().fingerprint()).isEqualTo(second.left().fingerprint());
    }

    /// New rows of a factorization without negative numbers are solved by its own loss and pulls, after loading too.
    @Test
    void theWholeRuleOfNewRowsIsKept() throws IOException {
        Matrix x = Matrix.of(new double[][] {{1, 2, 3, 4}, {2, 1, 0, 1}, {0, 3, 1, 2}, {5, 1, 1, 0}, {1, 1, 2, 2}});
        for (Divergence divergence : new Divergence[] {Divergence.FROBENIUS, Divergence.KULLBACK_LEIBLER}) {
            LowRank made = Nmf.defaults().withRank(2).withSolver(Nmf.Solver.MULTIPLICATIVE).withDivergence(divergence).withLeftL1(0.01).fit(x);
            Path folder = home.resolve("nmf" + divergence);
            LowRankFolder.of(made).save(folder);
            LowRank loaded = LowRankFolder.load(folder).model();
            assertThat(loaded.rule()).isEqualTo(made.rule());
            assertThat(loaded.transform(x).toDoubles()).isEqualTo(made.transform(x).toDoubles());
        }
    }

    @Test
    void aWritingThatWasStoppedIsSeenAtEveryStep() throws IOException {
        Path folder = home.resolve("a"), other = home.resolve("b");
        LowRankFolder.of(full()).save(folder);
        LowRankFolder.of(Pq.defaults().fit(X)).save(other);
        Files.delete(folder.resolve("mean.npy"));
        assertDamaged(folder, "is incomplete: it has no mean.npy");
        Files.copy(other.resolve("left.npy"), folder.resolve("left.npy"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertDamaged(folder, "is damaged: left.npy has 368 bytes, its report says 176");
        Files.delete(folder.resolve("report.json"));
        assertDamaged(folder, "is incomplete: it has no report.json, its writing was stopped");
    }

    @Test
    void damageIsNamed() throws IOException {
        Path folder = home.resolve("a");
        LowRankFolder.of(full()).save(folder);
        byte[] bytes = Files.readAllBytes(folder.resolve("right.npy"));
        bytes[bytes.length - 1] ^= 1;
        Files.write(folder.resolve("right.npy"), bytes);
        assertDamaged(folder, "is damaged: the checksum of right.npy is wrong");
        LowRankFolder.of(full()).save(folder);
        String report = Files.readString(folder.resolve("report.json"));
        damaged(folder, report.replace("\"version\" : 2", "\"version\" : 3"), "has format version 3, written by MF4J " + Provenance.thisVersion() + "; this library reads versions up to 2: use a newer one");
        damaged(folder, report.replace("\"version\" : 2", "\"version\" : 0"), "has no valid format version");
        damaged(folder, report.replace("mf4j-factorization", "mine"), "is not the folder of a factorization: its report.json does not say format mf4j-factorization");
        damaged(folder, report.replace("\"left.npy\"", "\"../left.npy\""), "has a file '../left.npy' that this version does not know");
        damaged(folder, report.replace("\"ridge\"", "\"rigid\""), "is not as it should be: ");
        damaged(folder, report.replace("\"scale\" : \"singular_values.npy\"", "\"scale\" : \"explained_variance.npy\""), "is not as it should be: ");
        damaged(folder, "{}", "is not the folder of a factorization: its report.json does not say format mf4j-factorization");
        damaged(folder, "{", "is not the folder of a factorization: its report.json is not JSON: ");
        assertDamaged(Files.createDirectory(home.resolve("empty")), "is not the folder of a factorization: it has no report.json");
        assertDamaged(Files.createFile(home.resolve("file")), "is a file, not the folder of a factorization");
        assertThatThrownBy(() -> LowRankFolder.load(home.resolve("absent"))).isInstanceOf(NoSuchFileException.class);
    }

    private static void damaged(Path folder, String report, String what) throws IOException {
        Files.writeString(folder.resolve("report.json"), report);
        assertDamaged(folder, what);
    }

    private static void assertDamaged(Path folder, String what) {
        assertThatThrownBy(() -> LowRankFolder.load(folder)).isInstanceOf(DamagedModel.class).hasMessageStartingWith(folder + " " + what);
    }

    @Test
    void refusesAFolderThatCannotBeWrittenBeforeTheWork() throws IOException {
        Path file = Files.createFile(home.resolve("file"));
        assertThatThrownBy(() -> LowRankFolder.check(file)).hasMessage(file + ": is a file, not a folder");
        assertThatThrownBy(() -> LowRankFolder.check(file.resolve("below"))).hasMessageStartingWith(file.resolve("below") + ": no file can be made in this folder");
        Path strange = Files.createDirectory(home.resolve("strange"));
        Files.writeString(strange.resolve("report.json"), "{\"mine\": true}");
        assertThatThrownBy(() -> LowRankFolder.check(strange)).hasMessage(strange + ": holds a report.json that is not of a factorization: take another folder");
        LowRankFolder.check(home.resolve("new/below"));
        assertThat(home.resolve("new/below")).isEmptyDirectory();
    }
}

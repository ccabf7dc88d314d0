package mf4j.app;

import mf4j.lowrank.GradientFactorization;
import mf4j.lowrank.LowRank;
import mf4j.matrix.Matrix;
import mf4j.matrix.MatrixMarket;
import mf4j.matrix.Npy;
import mf4j.matrix.Npz;
import mf4j.store.LowRankFolder;
import mf4j.train.Seeds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// `factorize`, `transform` and `reconstruct`: right use, wrong use, and what they leave behind.
class FactorizeTest {
    @TempDir
    Path folder;

    private Path npy;
    private Matrix x;

    @BeforeEach
    void write() throws IOException {
        x = Matrix.normal(60, 12, Seeds.of(1));
        npy = folder.resolve("x.npy");
        Npy.write(npy, x);
    }

    private void refused(int exitCode, String words, Object... arguments) {
        Mf4j run = Mf4j.run(arguments);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(run.err().lines().filter(line -> line.startsWith("mf4j: ")).toList()).singleElement().asString().contains(words);
        assertThat(run.err()).doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void keepsWhatTheLibraryMakesAndSaysHowCloseItIs() throws IOException {
        Path out = folder.resolve("factors");
        JsonNode said = Mf4j.done("factorize", npy, "--trainer", "adam", "--rank", "3", "--epochs", "40", "--learning-rate", "0.05", "--seed", "5", "--out", out, "--json").json();
        LowRank expected = GradientFactorization.defaults().withRank(3).withEpochs(40).withLearningRate(0.05).withSeed(5).fit(x);
        LowRankFolder kept = LowRankFolder.load(out);
        assertThat(kept.model().left().fingerprint()).isEqualTo(expected.left().fingerprint());
        assertThat(kept.about()).containsEntry("trainer", "adam").containsEntry("source", npy.toString());
        assertThat(said.at("/trainer").stringValue()).isEqualTo("adam");
        assertThat(said.at("/knobs/learningRate").doubleValue()).isEqualTo(0.05);
        assertThat(said.at("/fit/mse").doubleValue()).isEqualTo(expected.fit().mse());
        assertThat(said.at("/fit/gap").doubleValue()).isEqualTo(expected.fit().gap());
        assertThat(said.at("/parameters").longValue()).isEqualTo(3 * 72);
        assertThat(said.at("/compression").doubleValue()).isEqualTo(720.0 / 216);
        assertThat(said.at("/explainedVariance").doubleValue()).isCloseTo(explained(expected.fit().mse()), within(1e-12));
        assertThat(said.at("/data/fingerprint").stringValue()).isEqualTo(x.fingerprint());
        assertThat(said.at("/out").stringValue()).isEqualTo(out.toString());
        for (String key : List.of("kernel", "threads", "epochs", "rank", "data", "seconds", "fit")) assertThat(said.has(key)).as(key).isTrue();
        for (String step : List.of("read", "factorize", "save")) assertThat(said.at("/seconds").has(step)).as(step).isTrue();
    }

    private double explained(double mse) {
        double variance = 0;
        for (int c = 0; c < 12; c++) {
            int column = c;
            double mean = IntStream.range(0, 60).mapToDouble(r -> x.at(r, column)).average().orElseThrow();
            variance += IntStream.range(0, 60).mapToDouble(r -> Math.pow(x.at(r, column) - mean, 2)).sum() / 720;
        }
        return 1 - mse / variance;
    }

    @ParameterizedTest
    @EnumSource(DenseCatalog.class)
    void everyTrainerWorksAndReportsToPeople(DenseCatalog trainer) throws IOException {
        float[] sizes = x.toFloats().clone();
        for (int j = 0; j < sizes.length; j++) sizes[j] = Math.abs(sizes[j]);
        Path positive = folder.resolve("positive.npy"), out = folder.resolve("f");
        Npy.write(positive, Matrix.of(sizes, 60, 12));
        Mf4j run = Mf4j.done("factorize", positive, "--trainer", trainer.title(), "--rank", "2", "--out", out);
        assertThat(run.out()).contains("60 x 12 floats from " + positive, trainer.title() + ": rank 2", "mean squared error", "least of this rank", "explained variance", "144 instead of 720, compression 5.00");
        assertThat(run.err().lines().filter(line -> line.startsWith(trainer.title() + ": epoch ")).count()).isLessThanOrEqualTo(50);
        double mse = ((Number) ((Map<?, ?>) LowRankFolder.report(out).get("fit")).get("mse")).doubleValue();
        assertThat(Mf4j.done("reconstruct", out, "--against", positive, "--json").json().at("/mse").doubleValue()).isCloseTo(mse, within(1e-6 * mse));
        assertThat(Mf4j.done("transform", out, positive, "--out", folder.resolve("z.npy"), "--json").json().at("/rank").intValue()).isEqualTo(2);
    }

    @Test
    void whatIsMissingIsForSoftImputeAlone() throws IOException {
        float[] values = x.toFloats().clone();
        values[30] = Float.NaN;
        Path holes = folder.resolve("holes.npy"), out = folder.resolve("f");
        Npy.write(holes, Matrix.of(values, 60, 12));
        for (DenseCatalog trainer : DenseCatalog.values()) {
            if (trainer == DenseCatalog.SOFT_IMPUTE) continue;
            refused(1, "the matrix must hold finite numbers but has NaN in row 2, column 6 (counted from 0)", "factorize", holes, "--trainer", trainer.title(), "--rank", "2");
        }
        JsonNode said = Mf4j.done("factorize", holes, "--trainer", "soft-impute", "--rank", "2", "--out", out, "--json").json();
        assertThat(said.at("/fit/floor").isNull()).isTrue();
        assertThat(said.at("/explainedVariance").isNumber()).isTrue();
        JsonNode measured = Mf4j.done("reconstruct", out, "--against", holes, "--json").json();
        assertThat(measured.at("/mse").doubleValue()).isCloseTo(said.at("/fit/mse").doubleValue(), within(1e-6));
        Mf4j.done("transform", out, holes, "--out", folder.resolve("z.npy"));
        assertThat(Matrix.map(folder.resolve("z.npy")).missing()).isZero();
    }

    @Test
    void readsTheSameMatrixFromEveryFormat() throws IOException {
        Matrix doubles = Matrix.of(x.toDoubles(), 60, 12);
        Npz.write(folder.resolve("two.npz"), Npz.of(Map.of("x", doubles, "y", Matrix.of(new float[] {1}, 1, 1))));
        MatrixMarket.write(folder.resolve("x.mtx"), doubles);
        StringBuilder csv = new StringBuilder();
        for (int r = 0; r < 60; r++) csv.append("row").append(r).append(',').append(String.join(",", Arrays.stream(x.row(r)).mapToObj(Double::toString).toList())).append('\n');
        Mf4j.write(folder.resolve("x.csv"), csv.toString());
        String sql = "select columns('column(0[1-9]|1[0-9])') from read_csv('" + folder.resolve("x.csv") + "', header = false)";
        List<Object[]> ways = List.of(new Object[] {"factorize", folder.resolve("two.npz"), "--array", "x"}, new Object[] {"factorize", folder.resolve("x.mtx")},
                new Object[] {"factorize", folder.resolve("x.csv"), "--columns", "2-"}, new Object[] {"factorize", "--query", sql});
        for (Object[] way : ways) {
            Object[] all = Arrays.copyOf(way, way.length + 1);
            all[way.length] = "--json";
            assertThat(Mf4j.done(all).json().at("/data/fingerprint").stringValue()).as("%s", (Object) way).isEqualTo(doubles.fingerprint());
        }
    }

    @Test
    void transformsNewRowsAndReconstructsAllOfThem() throws IOException {
        Path out = folder.resolve("f"), z = folder.resolve("z.npy"), back = folder.resolve("back.npy"), part = folder.resolve("part.npy"), errors = folder.resolve("e.npy");
        Mf4j.done("factorize", npy, "--rank", "4", "--out", out);
        LowRank model = LowRankFolder.load(out).model();
        JsonNode said = Mf4j.done("transform", out, npy, "--out", z, "--json", "--type", "float64").json();
        assertThat(Matrix.map(z).fingerprint()).isEqualTo(model.transform(x).fingerprint());
        assertThat(said.at("/mse").doubleValue()).isCloseTo(model.fit().mse(), within(1e-6));
        assertThat(said.at("/rows").intValue()).isEqualTo(60);
        Mf4j.done("reconstruct", out, "--out", back);
        assertThat(Matrix.map(back).fingerprint()).isEqualTo(model.reconstruct().fingerprint());
        Mf4j.done("reconstruct", out, "--out", part, "--rows", "7:9");
        assertThat(Matrix.map(part).toFloats()).containsExactly(Arrays.copyOfRange(model.reconstruct().toFloats(), 84, 108));
        JsonNode measured = Mf4j.done("reconstruct", out, "--against", npy, "--errors", errors, "--rows", "10:", "--json").json();
        double[] expected = Arrays.stream(Arrays.copyOfRange(model.rowErrors(x), 10, 60)).map(sum -> sum / 12).toArray();
        assertThat(Npy.read(errors).toDoubles()).containsExactly(expected, within(1e-12));
        assertThat(measured.at("/mse").doubleValue()).isCloseTo(Arrays.stream(expected).average().orElseThrow(), within(1e-12));
        int worst = IntStream.range(0, 50).boxed().max((a, b) -> Double.compare(expected[a], expected[b])).orElseThrow();
        assertThat(measured.at("/worst/0/row").intValue()).isEqualTo(10 + worst);
        assertThat(measured.at("/worst").size()).isEqualTo(10);
    }

    @Test
    void constantColumnsAreNoTrouble() throws IOException {
        Path constant = folder.resolve("c.npy");
        Npy.write(constant, Matrix.of(new float[] {1, 5, 1, 5, 1, 5}, 3, 2));
        JsonNode said = Mf4j.done("factorize", constant, "--rank", "1", "--json").json();
        assertThat(said.at("/fit/mse").doubleValue()).isLessThan(1e-3);
        assertThat(said.at("/explainedVariance").isNull()).isTrue();
        assertThat(Mf4j.done("factorize", constant, "--rank", "1").out()).contains("none to explain: every column is constant");
    }

    @Test
    void refusesWrongUse() {
        refused(2, "give one file with a matrix, or --query", "factorize");
        refused(2, "give one file with a matrix, or --query", "factorize", npy, "--query", "select 1");
        refused(2, "there is no trainer 'magic'; there are " + DenseCatalog.titles(), "factorize", npy, "--trainer", "magic");
        refused(2, "--rank must be at least 1 and at most 65536 but was 0", "factorize", npy, "--rank", "0");
        refused(2, "pq has no knob --optimizer; it has --rank, ", "factorize", npy, "--optimizer", "plain");
        refused(2, "--optimizer must be one of adam, momentum, plain but was magic", "factorize", npy, "--trainer", "adam", "--optimizer", "magic");
        refused(2, "--array is for .npz archives, which " + npy + " is not", "factorize", npy, "--array", "x");
        refused(2, "--columns is for tables, which " + npy + " is not", "factorize", npy, "--columns", "2-");
        refused(2, "x.bin: the name does not say what it is; .npy, .npz, .mtx, .csv", "factorize", folder.resolve("x.bin"));
        refused(2, "say with --out where the new rows' factors go", "transform", folder, npy);
        refused(2, "--out must end in .npy but was z.csv", "transform", folder, npy, "--out", "z.csv");
        refused(2, "say with --out where the matrix goes, or with --against what to measure it by", "reconstruct", folder);
        refused(2, "--errors is for --against: errors against what", "reconstruct", folder, "--out", "x.npy", "--errors", "e.npy");
    }

    @Test
    void refusesMatricesThatAreNone() throws IOException {
        refused(1, "--rank must be at most 12 for a 60 x 12 matrix but was 13", "factorize", npy, "--rank", "13");
        Path vector = folder.resolve("v.npy"), empty = folder.resolve("empty.npy"), cut = folder.resolve("cut.npy");
        Npy.write(vector, new float[7]);
        refused(1, vector + ": the array has shape [7], a matrix has rows and columns", "factorize", vector);
        Npy.write(empty, new float[0], 0, 7);
        refused(1, "the matrix must have rows and columns but was 0 x 7 floats", "factorize", empty);
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(npy), 500));
        refused(1, cut + ": cut off: [60, 12] numbers of type <f4 take 2880 bytes, there are 372", "factorize", cut);
        refused(1, "there is no file " + folder.resolve("absent.npy"), "factorize", folder.resolve("absent.npy"));
        refused(1, "absent.csv: there is no such file", "factorize", folder.resolve("absent.csv"));
        Path pickled = folder.resolve("pickled.npz");
        byte[] header = new String(Npy.header("<f4", 1), java.nio.charset.StandardCharsets.ISO_8859_1).replace("'<f4'", "'|O' ").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        Npz.write(pickled, Map.of("a", out -> out.write(header)));
        refused(1, pickled + ": a: the .npy array holds pickled Python objects, which are never read", "factorize", pickled);
        refused(1, "t.csv:2: column 'b' must be a number, found 'x'", "factorize", Mf4j.write(folder.resolve("t.csv"), "a,b\n1,x\n"));
    }

    @Test
    void refusesFoldersAndRowsThatAreNotThere() {
        Path out = folder.resolve("f");
        Mf4j.done("factorize", npy, "--rank", "2", "--out", out);
        refused(1, "there is no file " + folder.resolve("absent"), "transform", folder.resolve("absent"), npy, "--out", folder.resolve("z.npy"));
        refused(1, folder + " is not the folder of a factorization: it has no report.json", "reconstruct", folder, "--out", folder.resolve("y.npy"));
        for (String rows : List.of("5", "a:b", "-1:3", "7:7", "9:8", "0:61", "60:")) refused(2, "--rows must", "reconstruct", out, "--out", folder.resolve("y.npy"), "--rows=" + rows);
        Path narrow = Mf4j.write(folder.resolve("n.csv"), "1,2\n3,4\n");
        refused(1, "the matrix must have 12 columns but was 2", "transform", out, narrow, "--out", folder.resolve("z.npy"));
        refused(1, "--against must be the whole matrix, 60 x 12, but was 2 x 2", "reconstruct", out, "--against", narrow);
        assertThat(folder.resolve("z.npy")).doesNotExist();
        assertThat(folder.resolve("y.npy")).doesNotExist();
    }

    @Test
    void anOutputThatCannotBeWrittenIsRefusedBeforeTheWork() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Object[] command = {"factorize", npy, "--trainer", "adam", "--epochs", "1000000", "--rank", "12", "--out", file.resolve("below")};
        refused(1, "no file can be made in this folder", command);
        refused(1, file + ": is a file, not a folder", "factorize", npy, "--out", file);
        refused(1, "there is no folder", "transform", folder, npy, "--out", folder.resolve("absent/z.npy"));
        refused(1, "there is no folder", "reconstruct", folder, "--out", folder.resolve("absent/z.npy"));
    }

    @Test
    void theSameBitsForAnyNumberOfThreads() throws IOException {
        Mf4j.done("factorize", npy, "--trainer", "adam", "--rank", "3", "--epochs", "20", "--threads", "1", "--out", folder.resolve("one"));
        Mf4j.done("factorize", npy, "--trainer", "adam", "--rank", "3", "--epochs", "20", "--threads", "3", "--out", folder.resolve("three"));
        for (String name : List.of("left.npy", "right.npy")) assertThat(Files.mismatch(folder.resolve("one").resolve(name), folder.resolve("three").resolve(name))).isEqualTo(-1);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void ctrlCLeavesAStateFromWhichTheSameCommandReachesTheSameBits() throws Exception {
        Path large = folder.resolve("large.npy"), stopped = folder.resolve("stopped"), whole = folder.resolve("whole");
        Npy.write(large, Matrix.normal(4000, 60, Seeds.of(2)));
        Object[] command = {"factorize", large, "--trainer", "adam", "--rank", "20", "--epochs", "1500", "--out", stopped};
        List<String> said = StoppedTest.stoppedAt("epoch 60 of 1500", command);
        assertThat(said).anyMatch(line -> line.startsWith("mf4j: stopped after epoch ") && line.contains("the same command goes on from there"));
        assertThat(stopped).isEmptyDirectory();
        assertThat(folder.resolve("stopped.resume")).exists();
        assertThat(Mf4j.done(command).err()).contains("adam: going on after epoch ").doesNotContain("adam: epoch 60 of 1500");
        assertThat(folder.resolve("stopped.resume")).doesNotExist();
        command[command.length - 1] = whole;
        Mf4j.done(command);
        for (String name : List.of("left.npy", "right.npy")) assertThat(Files.mismatch(stopped.resolve(name), whole.resolve(name))).isEqualTo(-1);
    }
}

package mf4j.app;

import mf4j.lowrank.HeldOut;
import mf4j.lowrank.Nmf;
import mf4j.lowrank.NmfConsensus;
import mf4j.lowrank.RankCurve;
import mf4j.lowrank.RankErrors;
import mf4j.lowrank.Spectrum;
import mf4j.matrix.Matrix;
import mf4j.matrix.MatrixMarket;
import mf4j.matrix.Npy;
import mf4j.matrix.Npz;
import mf4j.sql.TableWriter.Column;
import mf4j.sql.Tables;
import mf4j.train.Seeds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RanksTest {
    private static final Matrix X = Matrix.normal(90, 12, Seeds.of(1));

    @TempDir
    Path folder;

    Path matrix;
    Path csv;

    @BeforeEach
    void write() throws IOException {
        matrix = folder.resolve("x.npy");
        csv = folder.resolve("results.csv");
        Npy.write(matrix, X.toFloats(), 90, 12);
    }

    /// With these flags in the place of the usual ones.
    private Mf4j run(Object... more) {
        Map<String, Object> flags = new LinkedHashMap<>(Map.of("--matrix_path", matrix, "--output_csv", csv, "--num_epochs", 60, "--num_seeds", 3, "--A_start", 2, "--A_end", 8,
                "--A_step", 3, "--lr_start", 0.05));
        List<Object> words = new ArrayList<>(List.of("ranks"));
        for (int j = 0; j < more.length; j++) {
            if (more[j].equals("--json") || more[j].equals("--exact")) words.add(more[j]);
            else flags.put(more[j].toString(), more[++j]);
        }
        flags.forEach((flag, value) -> words.addAll(List.of(flag, value)));
        return Mf4j.run(words.toArray());
    }

    /// The script's flags, and its columns before ours.
    @Test
    void answersAsTheScriptDoes() throws IOException {
        Mf4j run = run("--vizier_algorithm", "GRID_SEARCH", "--vizier_iterations", 20, "--loss_fn", "mse", "--lr_stop", 1e-5, "--lr_decay", "cosine", "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines.getFirst()).startsWith("A,min,max,mean,median,std,floor,gap,parameters,compression,");
        assertThat(lines).hasSize(4);
        Spectrum spectrum = Spectrum.of(X);
        JsonNode results = run.json().at("/results");
        for (int j = 0; j < 3; j++) {
            String[] cells = lines.get(j + 1).split(",");
            int rank = 2 + 3 * j;
            assertThat(cells[0]).isEqualTo("" + rank);
            double[] losses = new double[3];
            for (int s = 0; s < 3; s++) losses[s] = results.get(j).at("/losses/" + s).asDouble();
            assertThat(Double.parseDouble(cells[1])).isEqualTo(Math.min(losses[0], Math.min(losses[1], losses[2])));
            assertThat(Double.parseDouble(cells[3])).isCloseTo((losses[0] + losses[1] + losses[2]) / 3, within(1e-12));
            assertThat(Double.parseDouble(cells[6])).isCloseTo(spectrum.floor(rank), within(1e-12));
            assertThat(Double.parseDouble(cells[1])).isGreaterThanOrEqualTo(Double.parseDouble(cells[6]));
            assertThat(cells[8]).isEqualTo("" + rank * 102);
        }
        assertThat(run.json().at("/floors").size()).isEqualTo(12);
        assertThat(folder.resolve("results.png")).isNotEmptyFile();
        assertThat(Files.readString(folder.resolve("results.svg"))).contains("<svg");
        assertThat(run.err()).contains("rank 2: epoch 60 of 60").contains("compression");
    }

    @Test
    void theBetterNamesAreTheSameFlags() throws IOException {
        run("--json");
        List<String> lines = Files.readAllLines(csv);
        Mf4j other = Mf4j.done("ranks", "--matrix", matrix, "--csv", csv, "--epochs", 60, "--seeds", 3, "--rank-start", 2, "--rank-end", 8, "--rank-step", 3,
                "--learning-rate", 0.05, "--algorithm", "grid-search", "--loss", "MSE", "--json");
        assertThat(other.json().at("/results/1/rank").asInt()).isEqualTo(5);
        assertThat(Files.readAllLines(csv)).extracting(line -> line.substring(0, line.lastIndexOf(','))).isEqualTo(lines.stream().map(line -> line.substring(0, line.lastIndexOf(','))).toList());
    }

    @Test
    void helpListsEveryAlgorithm() {
        String help = Mf4j.done("ranks", "--help").out().replaceAll("\\s+", " ");
        for (String name : mf4j.study.Samplers.names()) assertThat(help).contains(name);
    }

    /// A study of the same name goes on: what was tried is not tried again, and the losses are those of one run.
    @Test
    void goesOnWithAStudy() throws IOException {
        JsonNode whole = run("--json").json().at("/results");
        Path owner = folder.resolve("me");
        Object[] study = {"--viz_owner", owner, "--viz_studyid", "first", "--json"};
        assertThat(run(Stream.concat(Stream.of("--vizier_iterations", 1), Stream.of(study)).toArray()).json().at("/results").size()).isEqualTo(1);
        String journal = Files.readString(owner.resolve("first.jsonl"));
        Files.writeString(owner.resolve("first.jsonl"), journal + "{\"op_code\":4,\"worker_id\":\"mf4j\",\"study_id\":0,\"datetime_start\":\"2026-01-01T00:00:00.000000+00:00\",\"state\":0,\"params\":{\"A\":5},\"distributions\":{}}\n{\"op_c");
        Mf4j resumed = run(study);
        assertThat(resumed.err()).contains("going on with " + owner.resolve("first.jsonl") + " after 1 ranks").doesNotContain("rank 2: epoch");
        for (int j = 0; j < 3; j++) assertThat(resumed.json().at("/results/" + j + "/losses")).isEqualTo(whole.at("/" + j + "/losses"));
        Mf4j other = run(Stream.concat(Stream.of("--loss_fn", "mae"), Stream.of(study)).toArray());
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err()).contains("loss must be mse as in the study");
    }

    @Test
    void keepsTheFactors() throws IOException {
        Path out = folder.resolve("factors");
        JsonNode results = run("--output_dir", out, "--json").json().at("/results");
        assertThat(out.resolve("5_2_wte.npy")).exists();
        assertThat(out.resolve("5_2_scale_matrices.npz")).exists();
        Matrix left = Matrix.map(out.resolve("5_best_wte.npy"));
        assertThat(left.rows()).isEqualTo(90);
        assertThat(left.columns()).isEqualTo(5);
        int best = 0;
        for (int s = 1; s < 3; s++) if (results.at("/1/losses/" + s).asDouble() < results.at("/1/losses/" + best).asDouble()) best = s;
        assertThat(out.resolve("5_best_wte.npy")).hasSameBinaryContentAs(out.resolve("5_" + best + "_wte.npy"));
        assertThat(out.resolve("5_best_scale_matrices.npz")).hasSameBinaryContentAs(out.resolve("5_" + best + "_scale_matrices.npz"));
    }

    /// Whatever `factorize` reads, by a flag or without one: to the same floors.
    @Test
    void readsTheSameMatrixFromEveryFormat() throws IOException {
        Matrix doubles = Matrix.of(X.toDoubles(), 90, 12);
        Npz.write(folder.resolve("two.npz"), Npz.of(Map.of("x", doubles, "y", Matrix.of(new float[] {1}, 1, 1))));
        MatrixMarket.write(folder.resolve("x.mtx"), doubles);
        StringBuilder table = new StringBuilder();
        for (int r = 0; r < 90; r++) table.append("row").append(r).append(';').append(String.join(";", Arrays.stream(X.row(r)).mapToObj(Double::toString).toList())).append('\n');
        Path text = Mf4j.write(folder.resolve("x.csv"), table.toString()), parquet = folder.resolve("x.parquet");
        String query = "select columns('column(0[1-9]|1[0-9])') from read_csv('" + text + "', header = false)";
        Tables.write(parquet, List.of(Column.number("a"), Column.number("b")), out -> {
            for (int r = 0; r < 90; r++) out.row(X.at(r, 0), X.at(r, 1));
        });
        List<Object[]> ways = List.of(new Object[] {matrix}, new Object[] {"--matrix", matrix}, new Object[] {folder.resolve("two.npz"), "--array", "x"}, new Object[] {folder.resolve("x.mtx")},
                new Object[] {text, "--columns", "2-", "--delimiter", ";", "--no-header"}, new Object[] {"--matrix_path", text, "--columns", "2-"}, new Object[] {"--query", query});
        double[] floors = new RankCurve(Spectrum.of(doubles)).floors();
        for (Object[] way : ways) {
            JsonNode said = exactly(way);
            for (int rank = 1; rank < 12; rank++) assertThat(said.at("/floors/" + (rank - 1)).asDouble()).as("%s", (Object) way).isCloseTo(floors[rank], within(1e-12));
        }
        assertThat(exactly(parquet).at("/floors").size()).isEqualTo(2);
    }

    private JsonNode exactly(Object... way) {
        Object[] all = Stream.concat(Stream.concat(Stream.of("ranks"), Stream.of(way)), Stream.of("--exact", "--csv", csv, "--json")).toArray();
        return Mf4j.done(all).json();
    }

    @Test
    void answersFromTheSpectrumAlone() throws IOException {
        Mf4j run = run("--exact", "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines).hasSize(13);
        assertThat(Double.parseDouble(lines.get(4).split(",")[1])).isEqualTo(Spectrum.of(X).floor(4));
        assertThat(run.json().has("results")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--A_start 0|2|--rank-start must be at least 1 but was 0",
        "--A_start 9|2|--rank-end must be at least --rank-start, 9, but was 8",
        "--A_step 4|2|--rank-step 4 from 2 never reaches --rank-end 8; end at 6 or 10",
        "--A_end 14|2|--rank-end must be at most 12 for a 90 x 12 matrix but was 14",
        "--vizier_algorithm HILL|2|there is no algorithm 'HILL'; there are GRID_SEARCH",
        "--loss_fn mspe|2|--loss must be one of mse, mae, huber, cosine, frobenius, direction_magnitude but was mspe",
        "--num_seeds 0|2|--seeds must be at least 1",
        "--lr_start -1|2|must be a finite number above 0 but was -1.0",
        "--output_csv /nowhere/at/all/x.csv|1|/nowhere/at/all",
        "--matrix_path nothing.npy|1|there is no file nothing.npy",
        "--matrix_path nothing.csv|1|nothing.csv: there is no such file",
        "--matrix_path x.bin|2|x.bin: the name does not say what it is; .npy, .npz, .mtx, .csv",
        "--columns 2-|2|--columns is for tables, which ",
        "--array x|2|--array is for .npz archives, which ",
        "--query q|2|give one file with a matrix, or --query",
        "--trainer svd|2|--trainer must be one of descent, nmf but was svd",
        "--trainer nmf|2|--learning-rate is for --trainer descent",
        "--held-out 0|2|--held-out must be a finite number above 0 and at most 0.9 but was 0.0",
        "--held-out 0.95|2|--held-out must be a finite number above 0 and at most 0.9 but was 0.95",
        "--exact --held-out 0.1 --A_end 14|2|--rank-end must be at most 12 for a 90 x 12 matrix but was 14"})
    void refusesWhatCannotBe(String arguments, int code, String message) {
        Mf4j run = run((Object[]) arguments.split(" "));
        assertThat(run.exitCode()).isEqualTo(code);
        assertThat(run.err()).contains(message).hasLineCount(code == 2 ? 2 : 1);
        assertThat(csv).doesNotExist();
    }

    /// Three groups of rows that use other columns, and noise.
    private Path grouped() throws IOException {
        Seeds.Stream noise = Seeds.of(4).stream(0);
        float[] values = new float[30 * 12];
        for (int j = 0; j < values.length; j++) values[j] = (float) ((j / 12 % 3 == j % 12 / 4 ? 2 + noise.nextDouble() : 0) + 0.3 * noise.nextDouble());
        Path file = folder.resolve("grouped.npy");
        Npy.write(file, values, 30, 12);
        return file;
    }

    private Object[] parts(Path file, Object... more) {
        return Stream.concat(Stream.of("ranks", file, "--trainer", "nmf", "--rank-start", 2, "--rank-end", 6, "--epochs", 80, "--csv", csv, "--json"), Stream.of(more)).toArray();
    }

    @Test
    void asksHowWellTheSeedsOfPartsAgree() throws IOException {
        Path file = grouped(), out = folder.resolve("factors");
        Matrix x = Matrix.map(file);
        Mf4j run = Mf4j.done(parts(file, "--output_dir", out, "--seeds", 6));
        Nmf nmf = Nmf.defaults().withStart(Nmf.Start.RANDOM).withEpochs(80);
        assertThat(run.json().at("/results").size()).isEqualTo(5);
        for (int j = 0; j < 5; j++) {
            JsonNode row = run.json().at("/results/" + j);
            NmfConsensus expected = NmfConsensus.of(nmf.withRank(j + 2), x, 6);
            assertThat(row.at("/cophenetic").asDouble()).isEqualTo(expected.cophenetic());
            assertThat(row.at("/dispersion").asDouble()).isEqualTo(expected.dispersion());
            for (int s = 0; s < 6; s++) assertThat(row.at("/losses/" + s).asDouble()).isEqualTo(nmf.withRank(j + 2).withSeed(s).fit(x).fit().mse());
        }
        assertThat(run.json().at("/recommended/rule").stringValue()).isEqualTo("cophenetic");
        assertThat(run.json().at("/recommended/rank").intValue()).isEqualTo(3);
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines.getFirst()).startsWith("A,min,max,mean,median,std,floor,gap,parameters,compression,").endsWith(",seconds,cophenetic,dispersion");
        assertThat(lines.get(2)).startsWith("3,").endsWith("," + run.json().at("/results/1/cophenetic") + "," + run.json().at("/results/1/dispersion"));
        assertThat(Matrix.map(out.resolve("3_4_wte.npy")).fingerprint()).isEqualTo(nmf.withRank(3).withSeed(4).fit(x).left().fingerprint());
        assertThat(out.resolve("3_best_scale_matrices.npz")).exists();
        assertThat(run.err()).contains("cophenetic  dispersion").containsPattern("rank 3: epoch \\d+ of 80, losses of seeds from 5: ");
    }

    @Test
    void goesOnWithAStudyOfParts() throws IOException {
        Path file = grouped(), owner = folder.resolve("me");
        JsonNode whole = Mf4j.done(parts(file)).json();
        Mf4j.done(parts(file, "--owner", owner, "--iterations", 2));
        Mf4j resumed = Mf4j.done(parts(file, "--owner", owner));
        assertThat(resumed.err()).contains("after 2 ranks").doesNotContain("rank 3: epoch");
        for (String what : List.of("losses", "cophenetic", "dispersion")) {
            for (int j = 0; j < 5; j++) assertThat(resumed.json().at("/results/" + j + "/" + what)).isEqualTo(whole.at("/results/" + j + "/" + what));
        }
        Mf4j other = Mf4j.run("ranks", file, "--owner", owner, "--rank-start", 2, "--rank-end", 6, "--epochs", 80, "--csv", csv);
        assertThat(other.err()).contains("optimizer must be nmf as in the study");
        Mf4j negative = Mf4j.run(parts(matrix));
        assertThat(negative.exitCode()).isEqualTo(1);
        assertThat(negative.err()).contains("x.npy: the matrix must hold no negative numbers but has ");
        assertThat(Mf4j.run(parts(file, "--exact")).err()).contains("--exact answers without any trainer: leave out --trainer");
        assertThat(Mf4j.run(parts(file, "--loss", "mae")).err()).contains("--loss must be mse for --trainer nmf but was mae");
    }

    /// A matrix of rank 3 and noise: entries that were hidden are predicted best at that rank.
    @Test
    void hidesEntriesAndAsksWhichRankPredictsThem() throws IOException {
        Matrix left = Matrix.normal(90, 3, Seeds.of(6)), right = Matrix.normal(3, 12, Seeds.of(7));
        float[] values = X.toFloats().clone();
        for (int j = 0; j < values.length; j++) {
            values[j] *= 0.3f;
            for (int k = 0; k < 3; k++) values[j] += (float) (left.at(j / 12, k) * right.at(k, j % 12));
        }
        Path planted = folder.resolve("planted.npy");
        Npy.write(planted, values, 90, 12);
        RankErrors expected = HeldOut.defaults().withShare(0.2).withSeed(5).errors(Matrix.map(planted), 1, 2, 3, 4, 5, 6);
        Object[] flags = {"--held-out", 0.2, "--seed", 5, "--rank-start", 1, "--rank-end", 6, "--csv", csv, "--json"};
        Mf4j exact = Mf4j.done(Stream.concat(Stream.of("ranks", planted, "--exact"), Stream.of(flags)).toArray());
        assertThat(exact.json().at("/recommended/rule").stringValue()).isEqualTo("held-out");
        assertThat(exact.json().at("/recommended/rank").intValue()).isEqualTo(3);
        assertThat(exact.err()).contains("rank 4: error over hidden entries ");
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines).hasSize(13);
        assertThat(lines.getFirst()).isEqualTo("A,floor,explained,parameters,compression,held_out");
        for (int j = 0; j < 6; j++) {
            assertThat(exact.json().at("/heldOut/" + j + "/rank").intValue()).isEqualTo(j + 1);
            assertThat(exact.json().at("/heldOut/" + j + "/mse").asDouble()).isEqualTo(expected.errors()[j]);
            assertThat(lines.get(j + 1)).endsWith("," + expected.errors()[j]);
        }
        assertThat(lines.getLast()).endsWith(",");
        Mf4j searched = Mf4j.done(Stream.concat(Stream.of("ranks", planted, "--epochs", 3, "--seeds", 1, "--algorithm", "RANDOM_SEARCH"), Stream.of(flags)).toArray());
        assertThat(searched.json().at("/heldOut").size()).isEqualTo(6);
        lines = Files.readAllLines(csv);
        assertThat(lines.getFirst()).endsWith(",held_out");
        for (int j = 0; j < 6; j++) assertThat(lines.get(j + 1)).endsWith("," + expected.errors()[j]);
    }

    @Test
    void theResultsNeverTakeThePlaceOfTheMatrix() throws IOException {
        Path table = Mf4j.write(folder.resolve("results.csv"), "1,2\n3,5\n");
        Mf4j run = Mf4j.run("ranks", table, "--csv", folder.resolve("./results.csv"), "--exact");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("the results would take the place of the matrix, " + table + "; say with --csv where they go");
        assertThat(Files.readString(table)).isEqualTo("1,2\n3,5\n");
        assertThat(Mf4j.run("ranks", matrix, "--matrix", matrix).err()).contains("the matrix is given twice, as " + matrix + " and by --matrix");
        assertThat(Mf4j.run("ranks", "--array", "x").err()).contains("--array, --columns, --header and --delimiter say how a file is read, and none is given");
    }

    /// Before anything is read: the matrix is not even there.
    @Test
    void refusesPlacesThatCannotBeWrittenBeforeTheWork() throws IOException {
        Path file = Files.createFile(folder.resolve("file")), absent = folder.resolve("absent.npy");
        assertThat(Mf4j.run("ranks", absent, "--csv", folder.resolve("nowhere/o.csv")).err()).contains(folder.resolve("nowhere").toString());
        assertThat(Mf4j.run("ranks", absent, "--csv", folder).err()).contains("mf4j: " + folder);
        assertThat(Mf4j.run("ranks", absent, "--csv", csv, "--factors", file).err()).contains("mf4j: " + file + ": is a file, not a folder");
        assertThat(Mf4j.run("ranks", absent, "--csv", csv, "--factors", file.resolve("below")).err()).contains("mf4j: " + file.resolve("below") + ": Not a directory");
        assertThat(Mf4j.run("ranks", absent, "--csv", csv, "--owner", file, "--study", "s").err()).contains("mf4j: " + file + ": is a file, not a folder");
        Files.createDirectories(folder.resolve("me/taken.jsonl"));
        assertThat(Mf4j.run("ranks", absent, "--csv", csv, "--owner", folder.resolve("me"), "--study", "taken").err()).contains("mf4j: " + folder.resolve("me/taken.jsonl")).doesNotContain("absent");
        assertThat(Mf4j.run("ranks", absent, "--csv", csv, "--owner", folder.resolve("me"), "--study", "free").err()).contains("there is no file " + absent);
    }

    @Test
    void refusesMatricesThatAreNone() throws IOException {
        Path other = folder.resolve("other.npy");
        float[] values = X.toFloats().clone();
        values[25] = Float.NaN;
        Npy.write(other, values, 90, 12);
        assertThat(run("--matrix_path", other).err()).contains("other.npy: the matrix must hold finite numbers but has NaN in row 2, column 1 ");
        Npy.write(other, values, values.length);
        assertThat(run("--matrix_path", other).err()).contains("other.npy: the array has shape [1080], a matrix has rows and columns");
        Npy.write(other, new float[0], 0, 12);
        assertThat(run("--matrix_path", other).err()).contains("other.npy is empty");
        Path pickled = folder.resolve("pickled.npz");
        byte[] header = new String(Npy.header("<f4", 1), StandardCharsets.ISO_8859_1).replace("'<f4'", "'|O' ").getBytes(StandardCharsets.ISO_8859_1);
        Npz.write(pickled, Map.of("a", out -> out.write(header)));
        assertThat(run("--matrix_path", pickled).err()).contains(pickled + ": a: the .npy array holds pickled Python objects, which are never read");
        Files.write(other, Arrays.copyOf(Files.readAllBytes(matrix), 700));
        assertThat(run("--matrix_path", other).err()).contains("other.npy: cut off");
        float[] constant = new float[90 * 12];
        Arrays.fill(constant, 3);
        Npy.write(other, constant, 90, 12);
        assertThat(run("--matrix_path", other).exitCode()).isZero();
    }
}

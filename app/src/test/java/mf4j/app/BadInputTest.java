package mf4j.app;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

/// What is wrong is said in one line, and the exit code tells failure from wrong usage.
class BadInputTest {
    @TempDir
    Path folder;

    Path toy;

    @BeforeEach
    void writeTable() {
        toy = Mf4j.toy(folder);
    }

    private void assertRefused(int exitCode, String words, Object... arguments) {
        Mf4j run = Mf4j.run(arguments);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(run.err().lines().filter(line -> line.startsWith("mf4j: ")).toList()).singleElement().asString().contains(words);
        assertThat(run.err()).doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
    }

    private Path table(String text) {
        return Mf4j.write(folder.resolve("table.csv"), text);
    }

    @Test
    void missingColumn() {
        assertRefused(1, "no rating column among 'user', 'item', 'colour'", "train", table("user,item,colour\na,x,red\n"));
    }

    @Test
    void textWhereANumberIsDueNamesTheLine() {
        assertRefused(1, "table.csv:3: the rating must be a number, found 'good'", "train", table("user,item,rating\na,x,3\na,y,good\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "inf", "-Infinity"})
    void notFinite(String value) {
        assertRefused(1, "table.csv:2: the rating must be a finite number, found '" + value + "'", "train", table("user,item,rating\na,x," + value + "\n"));
    }

    @Test
    void emptyFile() {
        assertRefused(1, "the file is empty", "train", table(""));
        assertRefused(1, "there is no row of data", "train", table("user,item,rating\n"));
    }

    @Test
    void noSuchFile() {
        assertRefused(1, "there is no such file", "train", folder.resolve("nothing.csv"));
        assertRefused(1, "there is no file ", "recommend", folder.resolve("nothing.mf4j"), "--user", "1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"als", "sgd", "svdpp", "biases", "item-mean"})
    void oneUserIsEnoughToLearnFrom(String trainer) {
        Path table = table("user,item,rating\na,x,1\na,y,4\na,z,3\na,w,2\na,v,5\na,t,5\na,s,1\n");
        String[] rank = Catalog.named(trainer).has("rank") ? new String[] {"--rank", "1"} : new String[0];
        assertThat(Mf4j.done(with(rank, "train", table, "--trainer", trainer, "--json")).json().at("/metrics/test/rmse").isNumber()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"als", "sgd", "svdpp", "biases", "item-mean"})
    void oneItemIsEnoughToLearnFrom(String trainer) {
        Path table = table("user,item,rating\na,x,1\nb,x,4\nc,x,3\nd,x,2\ne,x,5\nf,x,5\ng,x,1\n");
        String[] rank = Catalog.named(trainer).has("rank") ? new String[] {"--rank", "1"} : new String[0];
        assertThat(Mf4j.done(with(rank, "train", table, "--trainer", trainer, "--json")).json().at("/metrics/test/rmse").isNumber()).isTrue();
    }

    private static Object[] with(String[] more, Object... arguments) {
        Object[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return all;
    }

    @Test
    void oneRatingLeavesNothingToLearnFrom() {
        assertRefused(1, "leaves nothing to learn from; --split none learns from all", "train", table("user,item,rating\na,x,1\n"));
        Mf4j.done("train", table("user,item,rating\na,x,1\n"), "--split", "none", "--rank", "1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --rank 0                     | --rank must be at least 1
            --rank x                     | --rank must be a whole number but was x
            --regularization -1          | --regularization must be a finite number of at least 0 but was -1.0
            --regularization NaN         | --regularization must be a finite number of at least 0 but was NaN
            --epochs 0                   | --epochs must be at least 1 but was 0
            --solver magic               | --solver must be one of cholesky, cg but was magic
            --learning-rate 0.1          | als has no knob --learning-rate; it has --rank
            --trainer nobody             | there is no trainer 'nobody'; there are popularity, ials, 
            --split sideways             | --split must be one of chronological, time, random, leave-last, leave-out, leave-one-out, strong, none but was sideways
            --parts 0.5,0.6,0.1          | --parts must be three shares that add up to 1
            --metric beauty              | --metric must be rmse, mae or such as ndcg@10 but was beauty
            --trainer ials --metric rmse | --metric must be of rankings, such as ndcg@10, for ials, whose scores are no ratings, but was rmse
            --at-least 4                 | --at-least is for --implicit
            --metrics beauty             | --metrics must be among precision
            --patience -1                | --patience must be at least 0 but was -1
            --threads 0                  | --threads must be at least 1 but was 0
            --at 0                       | --at must be at least 1 but was 0
            --core -1                    | --core must be at least 0 but was -1
            --kernel abacus              | --kernel must be one of fastest, scalar, vector
            --colour                     | Unknown option: '--colour'
            """)
    void wrongUsage(String flags, String message) {
        assertRefused(2, message, with(flags.split(" "), "train", toy));
    }

    @Test
    void rankAboveBothDimensions() {
        assertRefused(1, "--rank must be at most the larger of 30 users and 20 items but was 31", "train", toy, "--rank", "31");
    }

    /// A refusal names no flag that nobody gave as if it had been.
    @Test
    void rankAboveBothDimensionsThatNobodyGave() {
        Path table = table("user,item\na,x\na,y\nb,x\nb,z\n");
        Mf4j run = Mf4j.run("train", table, "--trainer", "ials", "--implicit", "--split", "none");
        assertThat(run.err()).contains("mf4j: rank must be at most the larger of 2 users and 3 items but was 64, as --rank was not given");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void unknownUserIsOfferedTheFallback() {
        Path model = trained();
        assertRefused(1, "user 'stranger' is not in the model; --fallback recommends what suits anyone", "recommend", model, "--user", "stranger");
        assertThat(Mf4j.done("recommend", model, "--user", "stranger", "--fallback", "--json").json().at("/recommendations/0/items").size()).isEqualTo(10);
    }

    @Test
    void unknownItem() {
        assertRefused(1, "item 'nothing' is not in the model", "similar", trained(), "--item", "nothing");
        assertThat(Mf4j.done("predict", trained(), "--user", "nobody", "--item", "nothing", "--json").json().at("/predictions/0/prediction").doubleValue()).isBetween(1.0, 5.0);
    }

    @Test
    void modelFileCutInHalf() throws IOException {
        Path model = trained();
        byte[] bytes = Files.readAllBytes(model);
        Files.write(model, Arrays.copyOf(bytes, bytes.length / 2));
        assertRefused(1, "is cut off or damaged", "recommend", model, "--user", "u1");
        assertRefused(1, "is cut off or damaged", "inspect", model);
    }

    @Test
    void anotherFileIsNoModel() {
        assertRefused(1, "is not a model file", "recommend", toy, "--user", "u1");
    }

    @Test
    void withoutHistoryRecommendWantsWhatWasSeenAndExplainRefuses() {
        Path model = folder.resolve("model.mf4j");
        Mf4j.done("train", toy, "--rank", "2", "--out", model, "--without-history");
        assertRefused(1, "give what they have seen with --seen FILE", "recommend", model, "--user", "u1");
        assertRefused(1, "explaining needs the users' ratings", "explain", model, "--user", "u1", "--item", "i1");
        assertThat(Mf4j.done("recommend", model, "--user", "u1", "--seen", toy, "--count", "20", "--json").json().at("/recommendations/0/items").size()).isEqualTo(8);
    }

    /// Before anything is read, not after an hour of training.
    @Test
    void aPlaceWhereNothingCanBeSavedIsRefusedFirst() {
        Path none = folder.resolve("none.csv");
        assertRefused(1, "cannot save " + folder + ": is a folder", "train", none, "--out", folder);
        Path lost = folder.resolve("lost").resolve("model.mf4j");
        assertRefused(1, "cannot save " + lost + ": there is no folder " + lost.getParent(), "train", none, "--out", lost);
        Path model = trained();
        assertRefused(1, "there is no folder " + lost.getParent(), "recommend", model, "--all", "--out", lost.resolveSibling("lists.parquet"));
        assertRefused(1, "there is no folder " + lost.getParent(), "recommend", model, "--all", "--out", lost.resolveSibling("lists.csv"));
    }

    @Test
    void noMessageNamesTypesOfThisProgram() {
        assertRefused(2, "'x' is not a whole number", "train", toy, "--seed", "x");
        assertRefused(2, "'x' is not a number", "train", toy, "--at-least", "x");
        assertRefused(2, "--duplicates': must be one of last, mean, sum, error but was 'x'", "train", toy, "--duplicates", "x");
        assertRefused(1, "svdpp: the ratings must come without weights, which als, biases and item-mean honour", "train", toy, "--trainer", "svdpp", "--weight", "rating", "--rank", "2");
    }

    @Test
    void trainingStartsFromFactorsOnly() {
        Path ease = folder.resolve("ease.mf4j");
        Mf4j.done("train", toy, "--trainer", "ease", "--implicit", "--split", "none", "--out", ease);
        assertRefused(2, "--from must be a model with factors, but " + ease + " is of ease", "train", toy, "--trainer", "ials", "--from", ease);
    }

    @Test
    void scoresThatAreNoNumbersAreWrongUsage() {
        Path model = trained();
        assertRefused(2, "--min-score must be a number but was NaN", "recommend", model, "--user", "u1", "--min-score", "NaN");
        assertRefused(2, "--max-score must be a number but was NaN", "recommend", model, "--user", "u1", "--max-score", "NaN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"popularity", "ease", "biases"})
    void unlikenessWantsFactors(String trainer) {
        Path model = folder.resolve("model.mf4j");
        Mf4j.done("train", toy, "--trainer", trainer, "--split", "none", "--out", model);
        assertRefused(2, "--diversity must be left out for " + trainer + ", whose items have no factors, but was 0.5",
                "recommend", model, "--user", "u1", "--diversity", "0.5");
    }

    @Test
    void whatTheLibraryRefusesIsSaidInTheWordsOfTheCommand() {
        Path table = table("user,item,rating\na,x,1\na,y,2\nb,x,3\n");
        assertRefused(1, "mf4j: popularity: the ratings must have times where there is a half-life but was without", "train", table, "--trainer", "popularity", "--half-life", "3");
    }

    @Test
    void aStackTraceIsShownWhenAskedFor() {
        assertThat(Mf4j.run("train", table(""), "--stacktrace").err()).contains("\tat ");
    }

    private Path trained() {
        Path model = folder.resolve("model.mf4j");
        Mf4j.done("train", toy, "--rank", "2", "--out", model);
        return model;
    }
}

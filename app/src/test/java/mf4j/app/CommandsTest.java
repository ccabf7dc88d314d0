package mf4j.app;

import mf4j.data.Planted;
import mf4j.store.ModelFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// Every command on ratings small enough to see through.
class CommandsTest {
    @TempDir
    Path folder;

    Path toy;
    Path model;

    @BeforeEach
    void writeTable() {
        toy = Mf4j.toy(folder);
        model = folder.resolve("model.mf4j");
    }

    private Path trained(Object... more) {
        Object[] arguments = Stream.concat(Stream.of("train", toy, "--out", model, "--rank", "2"), Arrays.stream(more)).toArray();
        Mf4j.done(arguments);
        return model;
    }

    @ParameterizedTest
    @EnumSource(Catalog.class)
    void everyTrainerTrainsAndReplaysBitForBit(Catalog trainer) throws IOException {
        Object[] arguments = {"train", toy, "--trainer", trainer.title(), "--out", model, "--json"};
        Object[] ranked = {"train", toy, "--trainer", trainer.title(), "--out", model, "--json", "--rank", "3", "--epochs", "4"};
        JsonNode answer = Mf4j.done(trainer.has("rank") ? ranked : arguments).json();
        assertThat(answer.at("/metrics/test/ndcg@10").isNumber()).isTrue();
        assertThat(answer.at("/metrics/test/rmse").isNumber()).isEqualTo(ModelFile.load(model).model().scale().rated());
        assertThat(Mf4j.done("replay", model, "--data", toy, "--json").json().at("/same").booleanValue()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"chronological", "time", "random", "leave-last", "leave-out"})
    void everySplitHoldsOut(String split) {
        JsonNode parts = Mf4j.done("train", toy, "--split", split, "--rank", "2", "--out", model, "--json").json().at("/split");
        assertThat(parts.at("/train").intValue() + parts.at("/validation").intValue() + parts.at("/test").intValue()).isEqualTo(360);
        assertThat(parts.at("/test").intValue()).isPositive();
        assertThat(Mf4j.done("evaluate", model, "--data", toy, "--json").json().at("/ratings").intValue()).isEqualTo(parts.at("/test").intValue());
    }

    @Test
    void theCoreIsWhatIsSplitAndRemembered() throws Exception {
        Path more = Mf4j.write(folder.resolve("more.csv"), Files.readString(toy) + "rare,i1,5,1\nu1,scarce,5,1\n");
        JsonNode answer = Mf4j.done("train", more, "--core", "3", "--rank", "2", "--out", model, "--json").json();
        assertThat(answer.at("/data/ratings").intValue()).isEqualTo(360);
        assertThat(answer.at("/data/items").intValue()).isEqualTo(20);
        assertThat(Mf4j.done("replay", model, "--data", more, "--json").json().at("/same").booleanValue()).isTrue();
        assertThat(Mf4j.done("evaluate", model, "--data", more, "--json").json().at("/ratings").intValue()).isEqualTo(answer.at("/split/test").intValue());
        assertThat(Mf4j.run("train", more, "--core", "1000").err()).contains("leaves nothing to learn from");
    }

    @Test
    void aHeaderIsThereOrNotWhenSaid() throws Exception {
        Path numbers = Mf4j.write(folder.resolve("numbers.csv"), "1,2,3\n2,3,4\n2,4,1\n3,2,5\n3,3,1\n4,4,2\n4,2,5\n5,3,4\n");
        assertThat(Mf4j.done("train", numbers, "--no-header", "--trainer", "item-mean", "--json").json().at("/data/ratings").intValue()).isEqualTo(8);
        assertThat(Mf4j.done("train", numbers, "--header", "--user", "1", "--item", "2", "--rating", "3", "--trainer", "item-mean", "--out", model, "--json").json().at("/data/ratings").intValue()).isEqualTo(7);
        assertThat(Mf4j.done("replay", model, "--data", numbers, "--json").json().at("/same").booleanValue()).isTrue();
    }

    @Test
    void aKernelIsDemandedByAFlag() throws Exception {
        assertThat(inAProcess(Mf4j.command("doctor", "--json", "--kernel", "scalar")).json().at("/kernel").stringValue()).isEqualTo("scalar");
        List<String> plain = new ArrayList<>(Mf4j.command("train", toy, "--rank", "2", "--kernel=vector"));
        int module = plain.indexOf("--add-modules");
        plain.subList(module, module + 2).clear();
        Mf4j refused = inAProcess(plain);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("mf4j: Kernel 'vector' was demanded but is not available");
    }

    @Test
    void tooLittleMemoryIsOneLineWithTheRemedy() throws Exception {
        Path large = folder.resolve("large.csv");
        Rehearsal.write(Planted.defaults().withShape(2000, 1000, 200_000).ratings(), large);
        List<String> command = new ArrayList<>(Mf4j.command("train", large, "--rank", "500"));
        command.set(command.indexOf("-Xmx512m"), "-Xmx24m");
        Mf4j run = inAProcess(command);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.err()).contains("MiB of memory are not enough; MF4J_OPTIONS=-Xmx8g").doesNotContain("\tat ");
    }

    private static Mf4j inAProcess(List<String> command) throws Exception {
        Path err = Files.createTempFile("mf4j", ".err");
        Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        String said = Files.readString(err);
        Files.delete(err);
        return new Mf4j(code, out, said);
    }

    @Test
    void theSeedDecidesARandomSplit() {
        String first = bits("--split", "random", "--seed", "1"), again = bits("--split", "random", "--seed", "1", "--threads", "1");
        assertThat(again).isEqualTo(first);
        assertThat(bits("--split", "random", "--seed", "2")).isNotEqualTo(first);
    }

    private String bits(Object... more) {
        trained(more);
        return Mf4j.done("inspect", model, "--json").json().at("/entries").toString();
    }

    @Test
    void refitLearnsFromEverythingAndIsSaved() {
        JsonNode answer = Mf4j.done("train", toy, "--rank", "2", "--refit", "--out", model, "--json").json();
        assertThat(answer.at("/metrics/refit/rmse").isNumber()).isTrue();
        assertThat(Mf4j.run("evaluate", model, "--data", toy).err()).contains("has learned from all of these ratings");
        assertThat(Mf4j.done("replay", model, "--data", toy, "--json").json().at("/same").booleanValue()).isTrue();
        assertThat(Mf4j.done("inspect", model, "--json").json().at("/provenance/history").size()).isEqualTo(answer.at("/epochs").intValue());
    }

    @Test
    void aWarmStartTakesTrainerAndKnobsFromTheModel() {
        Path old = trained("--trainer", "sgd", "--epochs", "3");
        Path next = folder.resolve("next.mf4j");
        JsonNode answer = Mf4j.done("train", toy, "--from", old, "--epochs", "2", "--out", next, "--json").json();
        assertThat(answer.at("/trainer").stringValue()).isEqualTo("sgd");
        assertThat(answer.at("/knobs/rank").intValue()).isEqualTo(2);
        assertThat(answer.at("/history/0/objective").doubleValue()).isLessThan(Mf4j.done("inspect", old, "--json").json().at("/provenance/history/0/objective").doubleValue());
        assertThat(Mf4j.run("replay", next, "--data", toy).exitCode()).isEqualTo(2);
        assertThat(Mf4j.done("replay", next, "--data", toy, "--from", old, "--json").json().at("/same").booleanValue()).isTrue();
        assertThat(Mf4j.run("train", toy, "--from", old, "--rank", "3").err()).contains("--rank must be that of the model it starts from, 2 but was 3");
    }

    @Test
    void columnsMayBeNamedAndQueriesAsked() throws Exception {
        Path odd = Mf4j.write(folder.resolve("odd.csv"), Files.readString(toy).replaceFirst(".*", "a,b,c,d"));
        assertThat(Mf4j.run("train", odd).err()).contains("no user column");
        assertThat(Mf4j.done("train", odd, "--user", "a", "--item", "b", "--rating", "c", "--rank", "2", "--json").json().at("/split/name").stringValue()).isEqualTo("random");
        JsonNode asked = Mf4j.done("train", "--sql", "select * from '" + toy + "' where rating > 1", "--rank", "2", "--json").json();
        assertThat(asked.at("/data/ratings").intValue()).isBetween(200, 340);
    }

    @Test
    void listsOfSeveralUsersAndOfAll() throws Exception {
        trained();
        JsonNode two = Mf4j.done("recommend", model, "--user", "u1", "--user", "u2", "--count", "3", "--json").json().at("/recommendations");
        assertThat(two.size()).isEqualTo(2);
        Path lists = folder.resolve("lists.csv");
        assertThat(Mf4j.done("recommend", model, "--all", "--count", "3", "--out", lists, "--json").json().at("/rows").intValue()).isEqualTo(90);
        assertThat(Files.readAllLines(lists)).hasSize(91).startsWith("user,rank,item,score");
        assertThat(Files.readString(lists)).contains("u2,1," + two.at("/1/items/0/item").stringValue() + ",");
        Mf4j.done("recommend", model, "--all", "--out", folder.resolve("lists.parquet"));
        assertThat(Mf4j.run("recommend", model, "--all").exitCode()).isEqualTo(2);
    }

    @Test
    void listsKeepToWhatIsAllowed() {
        trained();
        JsonNode free = Mf4j.done("recommend", model, "--user", "u1", "--json").json().at("/recommendations/0/items");
        String first = free.at("/0/item").stringValue(), second = free.at("/1/item").stringValue();
        assertThat(Mf4j.done("recommend", model, "--user", "u1", "--exclude", first, "--json").json().at("/recommendations/0/items/0/item").stringValue()).isEqualTo(second);
        assertThat(Mf4j.done("recommend", model, "--user", "u1", "--only", second, "--json").json().at("/recommendations/0/items").size()).isEqualTo(1);
        assertThat(Mf4j.done("recommend", model, "--user", "u1", "--include-seen", "--count", "50", "--json").json().at("/recommendations/0/items").size()).isEqualTo(20);
    }

    @Test
    void somebodyNewIsFoldedIn() {
        trained();
        Path mine = Mf4j.write(folder.resolve("mine.csv"), "user,item,rating\nme,i1,5\nme,i2,1\nme,unheard,3\n");
        Mf4j run = Mf4j.done("recommend", model, "--fold-in", mine, "--count", "30", "--json");
        assertThat(run.json().at("/recommendations/0/items").size()).isEqualTo(18);
        assertThat(run.err()).contains("unheard");
    }

    @Test
    void whatAStrangerHasSeenIsLeftOut() throws Exception {
        trained();
        Path mine = Mf4j.write(folder.resolve("mine.csv"), "user,item,rating\nme,i1,5\nme,i2,1\n");
        Path seen = Mf4j.write(folder.resolve("seen.csv"), "user,item\nme,i3\nme,i4\nyou,i5\n");
        JsonNode folded = Mf4j.done("recommend", model, "--fold-in", mine, "--seen", seen, "--count", "30", "--json").json();
        assertThat(folded.at("/recommendations/0/items").size()).isEqualTo(16);
        JsonNode fallback = Mf4j.done("recommend", model, "--user", "me", "--fallback", "--seen", seen, "--count", "30", "--json").json();
        assertThat(fallback.at("/recommendations/0/items").size()).isEqualTo(18);
        Path lists = folder.resolve("lists.csv");
        Mf4j.done("recommend", model, "--user", "me", "--fallback", "--seen", seen, "--count", "30", "--out", lists);
        assertThat(Files.readAllLines(lists)).hasSize(19);
    }

    @Test
    void aStrangerWhoKnowsNothingOfTheModelDoesNotStopTheOthers() {
        trained();
        Path mixed = Mf4j.write(folder.resolve("mixed.csv"), "user,item,rating\nlost,unheard,5\nme,i1,5\n");
        Mf4j run = Mf4j.done("recommend", model, "--fold-in", mixed, "--json");
        assertThat(run.json().at("/recommendations").size()).isEqualTo(1);
        assertThat(run.json().at("/recommendations/0/user").stringValue()).isEqualTo("me");
        assertThat(run.err()).contains("user lost has rated nothing that the model knows");
        Path lost = Mf4j.write(folder.resolve("lost.csv"), "user,item,rating\nlost,unheard,5\n");
        assertThat(Mf4j.run("recommend", model, "--fold-in", lost).exitCode()).isEqualTo(1);
    }

    @Test
    void listsOfPeopleWhoAreFoldedInGoIntoAFileToo() throws Exception {
        trained();
        Path mixed = Mf4j.write(folder.resolve("mixed.csv"), "user,item,rating\nlost,unheard,5\nme,i1,5\nme,unheard,1\nyou,i2,1\nyou,i3,4\n");
        Path lists = folder.resolve("lists.csv");
        Mf4j run = Mf4j.done("recommend", model, "--fold-in", mixed, "--count", "2", "--out", lists, "--json");
        assertThat(run.json().at("/rows").intValue()).isEqualTo(4);
        assertThat(run.json().at("/users").intValue()).isEqualTo(2);
        assertThat(run.err()).contains("user lost has rated nothing that the model knows", "of the 2 items of user me the model does not know 1: unheard");
        List<String> written = new ArrayList<>();
        for (JsonNode user : Mf4j.done("recommend", model, "--fold-in", mixed, "--count", "2", "--json").json().at("/recommendations")) {
            assertThat(user.at("/known").booleanValue()).isFalse();
            for (JsonNode item : user.at("/items")) written.add(user.at("/user").stringValue() + "," + item.at("/item").stringValue());
        }
        assertThat(Files.readAllLines(lists).stream().skip(1).map(line -> line.replaceAll("^([^,]+),[^,]+,([^,]+),.*", "$1,$2")).toList()).isEqualTo(written);
        assertThat(Mf4j.done("recommend", model, "--fold-in", mixed, "--count", "30", "--include-seen", "--json").json().at("/recommendations/0/items").size()).isEqualTo(20);
    }

    @Test
    void scoresOfTheModelBeforeARefitAreCalledThat() {
        trained("--refit");
        Mf4j inspected = Mf4j.done("inspect", model);
        assertThat(inspected.out()).contains("before the refit, test rmse").doesNotContainPattern("(?m)^test rmse");
        JsonNode about = Mf4j.done("inspect", model, "--json").json().at("/about");
        assertThat(about.at("/metrics").isMissingNode()).isTrue();
        assertThat(about.at("/metricsBeforeRefit/test/rmse").isNumber()).isTrue();
    }

    @Test
    void listsInAFileHaveTitlesAndUnknownItemsAreCounted() throws Exception {
        trained();
        Path titles = Mf4j.write(folder.resolve("items.csv"), "item,title\ni1,\"One, two\"\n");
        Path lists = folder.resolve("lists.csv");
        Mf4j run = Mf4j.done("recommend", model, "--user", "u1", "--only", "i1", "--only", "unheard", "--exclude", "unknown", "--items", titles, "--out", lists);
        assertThat(Files.readAllLines(lists)).startsWith("user,rank,item,score,title");
        assertThat(Files.readString(lists)).contains("\"One, two\"");
        assertThat(run.err()).contains("does not know 1 of the 2 items of --only", "does not know 1 of the 1 items of --exclude");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-3"})
    void aListHasALength(String count) {
        trained();
        assertThat(Mf4j.run("recommend", model, "--user", "u1", "--count", count).exitCode()).isEqualTo(2);
        assertThat(Mf4j.run("similar", model, "--item", "i1", "--count", count).exitCode()).isEqualTo(2);
        assertThat(Mf4j.run("explain", model, "--user", "u1", "--item", "i1", "--count", count).exitCode()).isEqualTo(2);
    }

    @Test
    void aForgottenUserIsGone() throws Exception {
        trained();
        assertThat(Mf4j.done("update", model, "--forget-user", "u7", "--json").json().at("/users").intValue()).isEqualTo(29);
        assertThat(Mf4j.run("recommend", model, "--user", "u7").exitCode()).isEqualTo(1);
        assertThat(Mf4j.run("replay", model, "--data", toy).err()).contains("has forgotten 1 user since");
        assertThat(Files.readString(model, StandardCharsets.ISO_8859_1)).contains("u8").doesNotContain("u7");
        assertThat(Mf4j.run("update", model, "--forget-user", "u7").err()).contains("user 'u7' is not in the model");
    }

    @Test
    void foldsHaveAMeanAndABaseline() {
        JsonNode answer = Mf4j.done("evaluate", "--k-fold", "3", "--data", toy, "--trainer", "biases", "--json").json();
        assertThat(answer.at("/folds").size()).isEqualTo(3);
        double mean = (answer.at("/folds/0/rmse").doubleValue() + answer.at("/folds/1/rmse").doubleValue() + answer.at("/folds/2/rmse").doubleValue()) / 3;
        assertThat(answer.at("/metrics/test/rmse").doubleValue()).isCloseTo(mean, within(1e-12));
        assertThat(answer.at("/metrics/baseline/name").stringValue()).isEqualTo("item-mean");
        assertThat(Mf4j.run("evaluate", "--k-fold", "1", "--data", toy).exitCode()).isEqualTo(2);
    }

    @Test
    void ratingsThatTheModelHasNotSeenAreAllJudged() {
        trained();
        Path others = Mf4j.write(folder.resolve("others.csv"), "user,item,rating\nu1,i0,3\nstranger,i2,4\n");
        JsonNode answer = Mf4j.done("evaluate", model, "--data", others, "--json").json();
        assertThat(answer.at("/ratings").intValue()).isEqualTo(2);
        assertThat(answer.at("/metrics/baseline/rmse").isNumber()).isTrue();
    }

    @Test
    void predictionsAreClippedUnlessToldOtherwise() {
        Path loud = Mf4j.write(folder.resolve("loud.csv"), "user,item,rating\na,w,5\na,v,5\nb,w,1\nb,v,1\nb,x,5\nc,w,1\nc,v,1\nc,x,5\n");
        Mf4j.done("train", loud, "--split", "none", "--trainer", "biases", "--user-regularization", "0", "--item-regularization", "0", "--out", model);
        double clipped = prediction("--clip"), free = prediction("--clip=false");
        assertThat(clipped).isEqualTo(5);
        assertThat(free).isGreaterThan(5.1);
        assertThat(Mf4j.done("predict", model, "--user", "a", "--item", "x", "--json").json().at("/predictions/0/prediction").doubleValue()).isEqualTo(5);
    }

    private double prediction(String clip) {
        return Mf4j.done("predict", model, "--user", "a", "--item", "x", clip, "--json").json().at("/predictions/0/prediction").doubleValue();
    }

    @Test
    void anotherKernelPassesWithinTheToleranceAndSaysHowFarItIs() throws Exception {
        trained();
        List<String> command = new ArrayList<>(Mf4j.command("replay", model, "--data", toy, "--json"));
        command.add(1, "-Dmf4j.kernel=scalar");
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        JsonNode answer = new Mf4j(0, new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8), "").json();
        assertThat(process.waitFor()).isZero();
        assertThat(answer.at("/passes").booleanValue()).isTrue();
        assertThat(answer.at("/largestDifference").doubleValue()).isLessThanOrEqualTo(0.001);
        assertThat(answer.at("/kernel/now").stringValue()).isEqualTo("scalar");
    }

    @Test
    void doctorWorksWithoutTheVectorModuleAndSaysWhatIsMissing() throws Exception {
        List<String> command = new ArrayList<>(Mf4j.command("doctor"));
        int module = command.indexOf("--add-modules");
        command.subList(module, module + 2).clear();
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).contains("scalar (slow: Java runs without --add-modules jdk.incubator.vector)");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void doctorFindsTheKernel() {
        JsonNode answer = Mf4j.done("doctor", "--json").json();
        assertThat(answer.at("/kernel").stringValue()).isEqualTo(mf4j.kernel.Kernel.active().name());
        assertThat(answer.at("/cores").intValue()).isPositive();
        assertThat(answer.at("/duckdb").stringValue()).startsWith("v");
    }
}

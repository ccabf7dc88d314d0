package mf4j.app;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// From ratings to events: what is learned, and how such models are judged.
class ImplicitTest {
    @TempDir
    Path folder;

    Path toy;
    Path model;

    @BeforeEach
    void writeTable() {
        toy = Mf4j.toy(folder);
        model = folder.resolve("model.mf4j");
    }

    private JsonNode trained(Object... more) {
        return Mf4j.done(Stream.concat(Stream.of("train", toy, "--trainer", "ials", "--rank", "3", "--epochs", "3", "--out", model, "--json"), Stream.of(more)).toArray()).json();
    }

    private long liked() throws IOException {
        return Files.readAllLines(toy).stream().skip(1).filter(line -> Integer.parseInt(line.split(",")[2]) >= 4).count();
    }

    @Test
    void whatIsRatedAtLeastSoMuchIsAnEvent() throws IOException {
        JsonNode answer = trained("--implicit", "--at-least", "4");
        assertThat(answer.at("/data/ratings").longValue()).isEqualTo(liked());
        assertThat(answer.at("/relevantAtLeast").doubleValue()).isZero();
        assertThat(Mf4j.done("replay", model, "--data", toy, "--json").json().at("/same").booleanValue()).isTrue();
        JsonNode judged = Mf4j.done("evaluate", model, "--data", toy, "--json").json();
        assertThat(judged.at("/ratings").intValue()).isEqualTo(answer.at("/split/test").intValue());
        assertThat(judged.at("/metrics/test/ndcg@10").doubleValue()).isEqualTo(answer.at("/metrics/test/ndcg@10").doubleValue());
    }

    @Test
    void withoutABoundEveryRowIsAnEvent() {
        assertThat(trained("--implicit").at("/data/ratings").intValue()).isEqualTo(360);
        double ones = Mf4j.done("explain", model, "--user", "u1", "--item", "i1", "--json").json().at("/causes/0/rating").doubleValue();
        assertThat(ones).isEqualTo(1);
    }

    /// A value that does not count is not passed over in silence.
    @Test
    void saysWhereTheValuesOfEventsDoNotCount() {
        String alike = "takes all events alike, whatever their value (1.00 to 5.00); ";
        Object[] train = {"train", toy, "--split", "none", "--trainer"};
        assertThat(Mf4j.done(with(train, "ials", "--rank", "2")).err()).contains("mf4j: ials " + alike + "--alpha lets larger ones count for more, --implicit says that they do not");
        assertThat(Mf4j.done(with(train, "ease")).err()).contains("mf4j: ease " + alike + "--valued lets larger ones");
        assertThat(Mf4j.done(with(train, "ials", "--rank", "2", "--alpha", "0.5")).err()).doesNotContain("alike");
        assertThat(Mf4j.done(with(train, "ials", "--rank", "2", "--implicit")).err()).doesNotContain("alike");
        assertThat(Mf4j.done(with(train, "als", "--rank", "2")).err()).doesNotContain("alike");
        assertThat(Mf4j.done(with(train, "lmf", "--rank", "2", "--epochs", "1")).err()).doesNotContain("alike");
    }

    private static Object[] with(Object[] first, Object... more) {
        return Stream.concat(Stream.of(first), Stream.of(more)).toArray();
    }

    /// The parts of a model that is not linear in its events are of the size of the score, and called what they are.
    @Test
    void anExplanationSaysWhereItsPartsAreEstimates() {
        Mf4j.done("train", toy, "--trainer", "lmf", "--implicit", "--rank", "3", "--epochs", "2", "--out", model);
        String text = Mf4j.done("explain", model, "--user", "u1", "--item", "i1").out();
        assertThat(text).contains("the user's level, the same for every item", "parts are estimates", "nearest of what the user has");
        JsonNode json = Mf4j.done("explain", model, "--user", "u1", "--item", "i1", "--count", "1000", "--json").json();
        assertThat(json.at("/exact").booleanValue()).isFalse();
        double sum = json.at("/itemBias").doubleValue() + json.at("/userBias").doubleValue();
        for (JsonNode cause : json.at("/causes")) sum += cause.at("/contribution").doubleValue();
        assertThat(sum).isCloseTo(json.at("/score").doubleValue(), within(0.01));
        trained("--implicit");
        assertThat(Mf4j.done("explain", model, "--user", "u1", "--item", "i1").out()).doesNotContain("estimates", "not settled");
        assertThat(Mf4j.done("explain", model, "--user", "u1", "--item", "i1", "--json").json().at("/exact").booleanValue()).isTrue();
    }

    @Test
    void eventsAreJudgedByRankingsBesidePopularity() {
        JsonNode answer = trained("--implicit");
        assertThat(answer.at("/metrics/baseline/name").stringValue()).isEqualTo("popularity");
        for (String metric : new String[] {"ndcg@10", "recall@10", "hit-rate@10"}) {
            assertThat(answer.at("/metrics/test/" + metric).isNumber()).as(metric).isTrue();
            assertThat(answer.at("/metrics/baseline/" + metric).isNumber()).as(metric).isTrue();
            assertThat(answer.at("/intervals/test/" + metric).size()).as(metric).isEqualTo(2);
        }
        assertThat(answer.at("/metrics/test/rmse").isMissingNode()).isTrue();
        assertThat(answer.at("/metrics/baseline/rmse").isMissingNode()).isTrue();
        assertThat(answer.at("/history/0/ndcg@10").isNumber()).isTrue();
        assertThat(Mf4j.done("train", toy, "--trainer", "ials", "--rank", "2").out()).contains("every event counts as a hit", "Baseline: popularity.").doesNotContain("rmse");
    }

    @Test
    void theCatalogKnowsWhoseScoresAreRatings() throws IOException {
        for (Catalog trainer : Catalog.values()) {
            String[] rank = trainer.has("rank") ? new String[] {"--rank", "2"} : new String[0];
            Mf4j.done(Stream.concat(Stream.of("train", toy, "--trainer", trainer.title(), "--split", "none", "--out", model), Stream.of(rank)).toArray());
            assertThat(mf4j.store.ModelFile.load(model).model().scale().rated()).as(trainer.title()).isEqualTo(trainer.rates());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-2"})
    void valuesOfEventsMustBeAboveZero(String value) {
        Path table = Mf4j.write(folder.resolve("bad.csv"), "user,item,rating\na,x,1\na,y," + value + "\nb,x,2\n");
        Mf4j run = Mf4j.run("train", table, "--trainer", "ials", "--rank", "1", "--split", "none");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("mf4j: ials: the values of events must be above 0 but was " + value + ".0 of user 'a' and item 'y'; --implicit takes every row for an event");
        assertThat(Mf4j.done("train", table, "--trainer", "ials", "--rank", "1", "--split", "none", "--implicit", "--json").json().at("/data/ratings").intValue()).isEqualTo(3);
    }

    /// What is held out counts as a hit, so it has to be an event too.
    @ParameterizedTest
    @ValueSource(strings = {"ials", "bpr", "ease", "itemknn", "hybrid"})
    void theHeldOutPartHasToBeEventsToo(String trainer) {
        Path table = Mf4j.write(folder.resolve("bad.csv"), "user,item,rating,time\na,x,1,1\na,y,1,2\na,z,0,9\nb,x,2,1\nb,y,2,2\nb,z,1,3\n");
        Object[] command = {"train", table, "--trainer", trainer, "--split", "leave-last"};
        Mf4j run = Mf4j.run(command);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("mf4j: " + trainer + ": the values of events must be above 0 but was 0.0 of user 'a' and item 'z'");
        assertThat(Mf4j.done("train", table, "--trainer", "popularity", "--split", "leave-last", "--json").json().at("/split/test").intValue()).isEqualTo(2);
    }

    @Test
    void aModelOfEventsIsJudgedByEvents() {
        trained("--split", "none");
        Path others = Mf4j.write(folder.resolve("others.csv"), "user,item,rating\nu1,i1,1\nu2,i2,-1\n");
        assertThat(Mf4j.run("evaluate", model, "--data", others).err()).contains("the values of events must be above 0 but was -1.0 of user 'u2' and item 'i2'");
        assertThat(Mf4j.done("evaluate", model, "--data", others, "--implicit", "--json").json().at("/ratings").intValue()).isEqualTo(2);
    }

    @Test
    void aWarmStartReadsAsTheModelItStartsFromUnlessToldOtherwise() throws IOException {
        trained("--implicit", "--at-least", "4");
        Mf4j next = Mf4j.done("train", toy, "--from", model, "--out", folder.resolve("next.mf4j"), "--json");
        assertThat(next.json().at("/data/ratings").longValue()).isEqualTo(liked());
        assertThat(next.err()).contains("as for " + model + ", every row is an event that is rated at least 4.0");
        assertThat(Mf4j.done("replay", folder.resolve("next.mf4j"), "--from", model, "--data", toy, "--json").json().at("/same").booleanValue()).isTrue();
        long three = Files.readAllLines(toy).stream().skip(1).filter(line -> Integer.parseInt(line.split(",")[2]) >= 3).count();
        assertThat(Mf4j.done("train", toy, "--from", model, "--at-least", "3", "--json").json().at("/data/ratings").longValue()).isEqualTo(three);
        assertThat(Mf4j.done("train", toy, "--from", model, "--no-implicit", "--json").json().at("/data/ratings").longValue()).isEqualTo(360);
        assertThat(Mf4j.run("train", toy, "--from", model, "--no-implicit", "--at-least", "3").err()).contains("--at-least is for --implicit");
        assertThat(Mf4j.done("train", toy, "--trainer", "als", "--rank", "3", "--from", model, "--json").json().at("/data/ratings").longValue()).isEqualTo(360);
    }

    @Test
    void aBoundAboveAllRatingsIsRefused() {
        assertThat(Mf4j.run("train", toy, "--trainer", "ials", "--implicit", "--at-least", "6").err()).contains("nothing is rated at least 6.0, so there are no events; the greatest rating is 5.0");
    }

    @Test
    void usersWhomTrainingNeverSawAreFoldedIn() {
        JsonNode answer = trained("--implicit", "--split", "strong", "--parts", "0.6,0.2,0.2", "--refit");
        assertThat(answer.at("/split/foldIn").intValue()).isEqualTo(12 * 10);  // 6 + 6 of 30 users, all but (int) (0.2 * 12) of each
        assertThat(answer.at("/split/test").intValue()).isEqualTo(6 * 2);
        assertThat(answer.at("/split/train").intValue()).isEqualTo(18 * 12);
        assertThat(answer.at("/metrics/refit").isMissingNode()).isTrue();
        assertThat(Mf4j.done("replay", model, "--data", toy, "--json").json().at("/same").booleanValue()).isTrue();
        double ndcg = trained("--implicit", "--split", "strong").at("/metrics/test/ndcg@10").doubleValue();
        assertThat(Mf4j.done("evaluate", model, "--data", toy, "--json").json().at("/metrics/test/ndcg@10").doubleValue()).isEqualTo(ndcg);
        assertThat(Mf4j.done("evaluate", model, "--data", toy, "--protocol", "strong", "--json").json().at("/metrics/test/ndcg@10").doubleValue()).isEqualTo(ndcg);
        assertThat(Mf4j.done("train", toy, "--trainer", "als", "--rank", "2", "--split", "strong", "--json").json().at("/metrics/test/rmse").doubleValue()).isBetween(0.1, 4.0);
    }

    @Test
    void strangersAreJudgedByTheProtocolOfThatName() throws IOException {
        trained("--implicit", "--split", "none");
        assertThat(Mf4j.run("evaluate", model, "--data", toy, "--protocol", "strong").err()).contains("there are none; train --split strong holds some out");
        Path others = Mf4j.write(folder.resolve("others.csv"), Files.readString(toy).replace("\nu", "\nnew"));
        JsonNode answer = Mf4j.done("evaluate", model, "--data", others, "--protocol", "strong", "--json").json();
        assertThat(answer.at("/ratings").intValue()).isEqualTo(30 * 2);
        assertThat(answer.at("/judgedUsers").intValue()).isEqualTo(30);
        assertThat(answer.at("/metrics/baseline/ndcg@10").isNumber()).isTrue();
    }

    @Test
    void oneIsLeftOutByTimeOrByLot() throws IOException {
        JsonNode last = trained("--implicit", "--split", "leave-one-out");
        assertThat(last.at("/split/test").intValue()).isEqualTo(30);
        assertThat(last.at("/metrics/test").toString()).isEqualTo(trained("--implicit", "--split", "leave-last").at("/metrics/test").toString());
        toy = Mf4j.write(folder.resolve("untimed.csv"), Files.readString(toy).replaceAll(",[^,\n]+(?=\n)", ""));
        JsonNode lot = trained("--implicit", "--split", "leave-one-out");
        assertThat(lot.at("/split/test").intValue()).isEqualTo(30);
        assertThat(lot.at("/metrics/test").toString()).isEqualTo(trained("--implicit", "--split", "leave-out").at("/metrics/test").toString());
    }

    @Test
    void amongFewItemsTheTestItemIsFoundSooner() {
        trained("--implicit", "--split", "leave-one-out");
        double all = Mf4j.done("evaluate", model, "--data", toy, "--at", "3", "--json").json().at("/metrics/test/hit-rate@3").doubleValue();
        JsonNode few = Mf4j.done("evaluate", model, "--data", toy, "--at", "3", "--protocol", "leave-one-out:3", "--json").json();
        assertThat(few.at("/protocol").stringValue()).isEqualTo("leave-one-out:3");
        assertThat(few.at("/metrics/test/hit-rate@3").doubleValue()).isGreaterThan(all);
        assertThat(Mf4j.done("evaluate", model, "--data", toy, "--at", "4", "--protocol", "leave-one-out:3", "--json").json().at("/metrics/test/hit-rate@4").doubleValue()).isEqualTo(1);
    }

    @Test
    void whereFewerItemsAreLeftThanAProtocolDrawsItSaysHowMany() {
        trained("--implicit", "--split", "leave-one-out");
        Mf4j run = Mf4j.done("evaluate", model, "--data", toy, "--protocol", "leave-one-out", "--json");
        assertThat(run.json().at("/candidates").toString()).isEqualTo("{\"fewest\":8,\"most\":8,\"usersWithFewer\":30}"); // of 20 items a user has 12
        assertThat(run.err()).contains("leave-one-out:99: 30 of 30 users are ranked among fewer than 99 others");
        assertThat(Mf4j.done("evaluate", model, "--data", toy, "--protocol", "leave-one-out:3").out()).contains(", among 3 other items by lot.");
    }

    @Test
    void whatCannotBeJudgedSaysWhy() {
        Mf4j none = Mf4j.done("train", toy, "--trainer", "ials", "--rank", "2", "--implicit", "--metrics", "none", "--out", model);
        assertThat(none.out()).contains("there are no scores: --metrics none leaves rankings out").doesNotContain("nothing was held out");
        assertThat(Mf4j.done("train", toy, "--trainer", "ials", "--rank", "2", "--split", "none").out()).contains("there are no scores: nothing was held out");
        for (String[] flags : new String[][] {{"--relevant-at-least", "4"}, {"--metrics", "none"}}) {
            Mf4j run = Mf4j.run("evaluate", model, "--data", toy, flags[0], flags[1]);
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains("nothing can be judged: ", flags[0].equals("--metrics") ? "--metrics none" : "no event to judge by has a value of at least 4.00");
        }
    }

    @Test
    void foldsWithoutAScoreAreRefused() {
        Mf4j run = Mf4j.run("evaluate", "--k-fold", "2", "--data", toy, "--trainer", "ease", "--implicit", "--metrics", "none");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--metrics none leaves rankings out");
    }

    /// What it starts from has learned what judges it.
    @Test
    void aWarmStartSaysWhatOfTheHeldOutPartIsKnownAlready() {
        trained("--implicit", "--split", "none");
        Mf4j run = Mf4j.done("train", toy, "--from", model, "--json");
        int heldOut = run.json().at("/split/validation").intValue() + run.json().at("/split/test").intValue();
        assertThat(run.json().at("/from/learnedOfHeldOut").intValue()).isEqualTo(heldOut);
        assertThat(run.err()).contains("has learned from " + heldOut + " of the " + heldOut + " ratings that are held out, so scores are too good");
        trained("--implicit");
        Mf4j same = Mf4j.done("train", toy, "--from", model, "--json");
        assertThat(same.json().at("/from/learnedOfHeldOut").intValue()).isZero();
        assertThat(same.err()).doesNotContain("too good");
        trained("--implicit", "--without-history");
        assertThat(Mf4j.done("train", toy, "--from", model).err()).contains("was saved without history");
    }

    @Test
    void whatAddsNothingExplainsNothing() {
        Mf4j.done("train", toy, "--trainer", "popularity", "--out", model);
        assertThat(Mf4j.done("explain", model, "--user", "u1", "--item", "i2").out()).contains("what everybody takes").doesNotContain("+0.00000");
    }

    @Test
    void theWaysOfSolvingAndSearchingAreNamed() {
        assertThat(trained("--implicit").at("/plan").stringValue()).startsWith("users: 30 by Cholesky; items: 20 by Cholesky");
        assertThat(trained("--implicit", "--solver", "cg").at("/plan").stringValue()).contains("conjugate gradients");
        assertThat(Mf4j.done("train", toy, "--trainer", "ials", "--rank", "3").out()).contains("rows solved in a sweep: users: 30");
        assertThat(Mf4j.done("recommend", model, "--user", "u1", "--json").json().at("/strategy").stringValue()).isEqualTo("blocked");
        assertThat(Mf4j.done("recommend", model, "--user", "u1").out()).endsWith("Items searched: blocked" + System.lineSeparator());
        assertThat(Mf4j.done("recommend", model, "--all", "--out", folder.resolve("all.csv")).out()).contains("360 recommendations".replace("360", "240") + " to 30 users", "items searched: blocked");
        Mf4j.done("train", toy, "--trainer", "ease", "--implicit", "--out", model);
        assertThat(Mf4j.done("recommend", model, "--user", "u1", "--json").json().at("/strategy").stringValue()).isEqualTo("plain");
    }

    @Test
    void candidatesAreGivenByAFileOfEitherKind() {
        trained("--implicit", "--split", "leave-one-out");
        Path lines = Mf4j.write(folder.resolve("test.negative"), "(u1,i1)\ti2\ti3\n(u2,i9)\ti4\tunheard\n(stranger,i1)\ti2\n");
        Mf4j run = Mf4j.done("evaluate", model, "--data", toy, "--candidates", lines, "--json");
        assertThat(run.json().at("/judgedUsers").intValue()).isEqualTo(2);
        assertThat(run.json().at("/protocol").stringValue()).isEqualTo("candidates");
        assertThat(run.json().at("/candidates/unknownUsers").intValue()).isEqualTo(1);
        assertThat(run.json().at("/candidates/unknownItems").intValue()).isEqualTo(1);
        assertThat(run.err()).contains("1 of its 3 users have nothing to be judged by, 1 of its items are not in the model; 28 users to be judged are not in it and left out");
        Path table = Mf4j.write(folder.resolve("candidates.csv"), "user,item\nu1,i2\nu1,i3\nu2,i4\nu2,unheard\nstranger,i2\n");
        JsonNode same = Mf4j.done("evaluate", model, "--data", toy, "--candidates", table, "--protocol", "leave-one-out", "--json").json();
        assertThat(same.at("/metrics/test").toString()).isEqualTo(run.json().at("/metrics/test").toString());
        Path alone = Mf4j.write(folder.resolve("alone.negative"), "(u1,i1)\n");
        assertThat(Mf4j.run("evaluate", model, "--data", toy, "--candidates", alone).err()).contains("alone.negative: there is no candidate in it");
        Path bad = Mf4j.write(folder.resolve("bad.negative"), "(u1,i1)\ti2\nu2,i1\ti2\n");
        assertThat(Mf4j.run("evaluate", model, "--data", toy, "--candidates", bad).err()).contains("bad.negative:2: (user,item) is due, found 'u2,i1'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --protocol half                     | --protocol must be full, strong or such as leave-one-out:99 but was half
            --protocol leave-one-out:0          | --protocol must be full, strong or such as leave-one-out:99 but was leave-one-out:0
            --protocol full --candidates x.csv  | --candidates is for --protocol leave-one-out, not full
            """)
    void wrongProtocols(String flags, String message) {
        trained("--implicit");
        Mf4j run = Mf4j.run(Stream.concat(Stream.of("evaluate", model, "--data", toy), Stream.of(flags.split(" +"))).toArray());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }

    @Test
    void hybridLearnsFromAttributesOfItemsAndIsMadeAgainWithThem() throws IOException {
        Path films = folder.resolve("films.csv");
        StringBuilder text = new StringBuilder("item,title,genres\n");
        for (int item = 0; item < 20; item++) text.append("i").append(item).append(",t").append(item).append(item % 2 == 0 ? ",Drama|War\n" : ",Comedy\n");
        Files.writeString(films, text);
        Object[] plain = {"train", toy, "--trainer", "hybrid", "--rank", "4", "--implicit", "--seed", "1", "--json"};
        String alone = Mf4j.done(plain).json().at("/history/0/objective").toString();
        Object[] told = {"train", toy, "--trainer", "hybrid", "--rank", "4", "--implicit", "--seed", "1", "--item-attributes", films,
            "--attribute-columns", "genres", "--out", model, "--json"};
        assertThat(Mf4j.done(told).json().at("/history/0/objective").toString()).isNotEqualTo(alone);
        assertThat(Mf4j.done("replay", model, "--data", toy, "--json").json().at("/largestDifference").doubleValue()).isZero();
        assertThat(Mf4j.run("train", toy, "--trainer", "hybrid", "--implicit", "--item-attributes", films, "--attribute-columns", "genre").err())
                .contains("no column 'genre' of attributes among 'item', 'title', 'genres'");
        assertThat(Mf4j.run("train", toy, "--implicit", "--attribute-columns", "genres").err()).contains("--attribute-columns is for --item-attributes");
        assertThat(Mf4j.run("train", toy, "--implicit", "--attribute-id", "1").err()).contains("--attribute-id is for --item-attributes");
    }

    @Test
    void hybridReadsAttributesAsOldMovieLensHasThemAndFindsThemFromAnyFolder() throws IOException {
        Path films = folder.resolve("movies.dat");
        StringBuilder text = new StringBuilder();
        for (int item = 0; item < 20; item++) text.append(item % 2 == 0 ? "Drama|War" : "Com\u00e9die").append("::i").append(item).append("::T\u00eate ").append(item).append('\n');
        Files.writeString(films, text, StandardCharsets.ISO_8859_1);
        Path fromHere = Path.of("").toAbsolutePath().relativize(films.toAbsolutePath());
        Mf4j.done("train", toy, "--trainer", "hybrid", "--rank", "4", "--implicit", "--item-attributes", fromHere, "--attribute-id", "2", "--attribute-columns", "1", "--out", model);
        JsonNode reading = Mf4j.done("inspect", model, "--json").json().at("/about/recipe/reading");
        assertThat(Path.of(reading.at("/itemAttributes").stringValue())).isAbsolute().isEqualTo(films.toAbsolutePath());
        Path events = Mf4j.write(folder.resolve("events.csv"), "user,item,rating,timestamp\nu1,i0,5,1\n"), newer = folder.resolve("newer.mf4j");
        Mf4j.done("update", model, events, "--out", newer);
        Path moved = Files.move(films, folder.resolve("moved.dat"));
        String gone = films.toAbsolutePath() + ": there is no such table of attributes; --item-attributes FILE says where it is";
        assertThat(Mf4j.run("update", model, events, "--out", newer).err()).contains(gone);
        assertThat(Mf4j.run("replay", model, "--data", toy).err()).contains(gone);
        Mf4j.done("update", model, events, "--out", newer, "--item-attributes", moved);
        assertThat(Mf4j.done("replay", model, "--data", toy, "--item-attributes", moved, "--json").json().at("/largestDifference").doubleValue()).isZero();
    }

    @Test
    void anItemWithoutEventsIsRecommendedByItsAttributes() {
        StringBuilder text = new StringBuilder("item,title,genres\n");
        for (int item = 0; item < 20; item++) text.append("i").append(item).append(",t").append(item).append(item % 2 == 0 ? ",Drama\n" : ",Comedy\n");
        Path films = Mf4j.write(folder.resolve("films.csv"), text + "unseen,The Unseen,Drama\n");
        Mf4j run = Mf4j.done("train", toy, "--trainer", "hybrid", "--rank", "4", "--implicit", "--item-attributes", films, "--attribute-columns", "genres",
                "--items", films, "--refit", "--out", model, "--json");
        assertThat(run.json().at("/data/items").intValue()).isEqualTo(20);
        assertThat(run.json().at("/catalogue").toString()).isEqualTo("{\"users\":0,\"items\":1}");
        String lists = Mf4j.done("recommend", model, "--user", "u1", "--count", "30").out();
        assertThat(lists).contains("The Unseen");
        assertThat(Mf4j.done("replay", model, "--data", toy, "--json").json().at("/same").booleanValue()).isTrue();
        Mf4j.done("train", toy, "--trainer", "hybrid", "--rank", "4", "--implicit", "--item-attributes", films, "--out", model);
        assertThat(Mf4j.done("evaluate", model, "--data", toy, "--json").json().at("/metrics/test/ndcg@10").isNumber()).isTrue();
        assertThat(Mf4j.done("update", model, Mf4j.write(folder.resolve("events.csv"), "user,item\nu1,unseen\n"), "--json").json().at("/items").toString())
                .isEqualTo("{\"new\":0,\"changed\":1,\"unchanged\":20}");
    }

    /// The table of attributes is read again, and says of nobody what the model did not know.
    @Test
    void anUpdateMovesWhatIsNewAlone() {
        Path films = folder.resolve("films.csv");
        StringBuilder text = new StringBuilder("item,genres\n");
        for (int item = 0; item < 20; item++) text.append("i").append(item).append(item % 2 == 0 ? ",Drama\n" : ",Comedy\n");
        Mf4j.write(films, text.toString());
        Mf4j.done("train", toy, "--trainer", "hybrid", "--rank", "4", "--implicit", "--item-attributes", films, "--split", "none", "--out", model);
        Path events = Mf4j.write(folder.resolve("events.csv"), "user,item\nu1,i0\nnewcomer,i1\n");
        Mf4j run = Mf4j.done("update", model, events, "--out", folder.resolve("newer.mf4j"), "--json");
        assertThat(run.json().at("/items").toString()).isEqualTo("{\"new\":0,\"changed\":2,\"unchanged\":18}");
        Mf4j.write(films, text.toString().replace("i5,Comedy", "i5,Drama") + "unseen,Drama\n");
        assertThat(Mf4j.done("update", model, events, "--out", folder.resolve("newer.mf4j"), "--json").json().at("/items").toString())
                .isEqualTo("{\"new\":1,\"changed\":3,\"unchanged\":17}");
        assertThat(Mf4j.done("update", model, events).out()).contains("1 new items, 3 changed, 17 unchanged", "every other row are as they were");
    }

    @Test
    void popularityCountsNewEventsAsTrainingDoes() throws IOException {
        Path all = folder.resolve("all.csv"), again = folder.resolve("again.mf4j");
        String events = "u1,i0,5,2000000000\nnewcomer,i1,3,2000086400\nu2,fresh,2,2000000000\n";
        Mf4j.write(all, Files.readString(toy) + events);
        Path more = Mf4j.write(folder.resolve("events.csv"), "user,item,rating,timestamp\n" + events);
        for (String halfLife : new String[] {"0", "30"}) {
            Mf4j.done("train", toy, "--trainer", "popularity", "--half-life", halfLife, "--split", "none", "--out", model);
            Mf4j.done("train", all, "--trainer", "popularity", "--half-life", halfLife, "--split", "none", "--out", again);
            Mf4j run = Mf4j.done("update", model, more);
            assertThat(run.out()).contains("The counts are those of training on all events");
            assertThat(mf4j.store.ModelFile.load(model).model().parameters().get("itemBias")).containsExactly(mf4j.store.ModelFile.load(again).model().parameters().get("itemBias"));
        }
    }

    @Test
    void whatIsRatedBelowTheBoundOfTheTrainingIsCounted() {
        trained("--implicit", "--at-least", "4", "--split", "none");
        Path events = Mf4j.write(folder.resolve("events.csv"), "user,item,rating\nu1,i0,5\nu1,i1,3\nnewcomer,i2,1\nnewcomer,i3,4\n");
        Mf4j run = Mf4j.done("update", model, events, "--out", folder.resolve("newer.mf4j"), "--json");
        assertThat(run.json().at("/events").intValue()).isEqualTo(2);
        assertThat(run.json().at("/belowAtLeast").intValue()).isEqualTo(2);
        assertThat(Mf4j.done("update", model, events, "--out", folder.resolve("newer.mf4j")).out()).contains("2 ratings are below 4.0 and no events");
        assertThat(Mf4j.done("update", model, events, "--at-least", "0", "--out", folder.resolve("newer.mf4j"), "--json").json().at("/events").intValue()).isEqualTo(4);
        Mf4j folded = Mf4j.done("recommend", model, "--fold-in", events, "--json");
        assertThat(folded.err()).contains("events.csv 2 ratings are below 4.0, as --at-least of the training has it, and no events");
        Path low = Mf4j.write(folder.resolve("low.csv"), "user,item,rating\nu1,i0,2\n");
        assertThat(Mf4j.run("update", model, low).err()).contains("nothing is rated at least 4.0, so there are no events; the greatest rating is 2.0");
    }

    @Test
    void everyRowOfATableWithoutRatingsIsAnEvent() {
        trained("--implicit", "--at-least", "4", "--split", "none");
        Path events = Mf4j.write(folder.resolve("events.csv"), "user,item\nu1,i0\nu1,i1\nnewcomer,i2\nnewcomer,i3\n");
        Mf4j run = Mf4j.done("update", model, events, "--out", folder.resolve("newer.mf4j"), "--json");
        assertThat(run.json().at("/events").intValue()).isEqualTo(4);
        assertThat(run.json().at("/belowAtLeast").intValue()).isZero();
        assertThat(run.err()).contains("events.csv has no column of ratings to be at least 4.0, so every row is an event");
        Mf4j folded = Mf4j.done("recommend", model, "--fold-in", events, "--count", "30", "--json");
        assertThat(folded.json().at("/recommendations/1/user").stringValue()).isEqualTo("newcomer");
        assertThat(folded.json().at("/recommendations/1/items").size()).isEqualTo(18);
        Mf4j asked = Mf4j.run("train", events, "--trainer", "ials", "--rank", "1", "--implicit", "--at-least", "4");
        assertThat(asked.exitCode()).isEqualTo(1);
        assertThat(asked.err()).contains("events.csv: there is no column of ratings to be at least 4.0; name it with --rating, or leave --at-least away: every row is then an event");
        assertThat(Mf4j.run("update", model, events, "--at-least", "4").err()).contains("there is no column of ratings to be at least 4.0");
    }

    @Test
    void aBoundIsForEvents() {
        trained("--split", "none");
        Mf4j run = Mf4j.run("update", model, toy, "--at-least", "4");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--at-least is for --implicit");
    }
}

package mf4j.app;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// Which items a list may hold, in which order, and what becomes of a model when new events come.
class ListsTest {
    @TempDir
    Path folder;

    Path toy;
    Path model;
    Path films;

    @BeforeEach
    void train() {
        toy = Mf4j.toy(folder);
        model = folder.resolve("model.mf4j");
        StringBuilder table = new StringBuilder("item,title,genre,year\n");
        for (int item = 0; item < 20; item++) table.append("i").append(item).append(",Film ").append(item).append(item % 2 == 0 ? ",Drama," : ",Comedy,").append(1990 + item).append('\n');
        films = Mf4j.write(folder.resolve("films.csv"), table.toString());
        Mf4j.done("train", toy, "--trainer", "ials", "--implicit", "--rank", "3", "--epochs", "3", "--split", "none", "--out", model);
    }

    private Mf4j run(Object... more) {
        return Mf4j.run(Stream.concat(Stream.of("recommend", model, "--user", "u1", "--count", "20", "--include-seen", "--json"), Stream.of(more)).toArray());
    }

    private List<String> items(Object... more) {
        Mf4j run = run(more);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return names(run.json().at("/recommendations/0/items"), "item");
    }

    private static List<String> names(JsonNode rows, String field) {
        List<String> names = new ArrayList<>();
        rows.forEach(row -> names.add(row.at("/" + field).stringValue()));
        return names;
    }

    @Test
    void aConditionOnTheTableOfItemsHolds() {
        assertThat(items("--items", films, "--filter", "genre = 'Drama' and year > 2000")).containsExactlyInAnyOrder("i12", "i14", "i16", "i18");
        assertThat(items("--items", films, "--filter", "genre like '%med%'")).hasSize(10).contains("i1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            colour = 'red'            | no column 'colour' for the filter among 'item', 'title', 'genre', 'year'
            year > ; drop table x     | a filter is one condition, without ';'
            year >                    | the filter year > is not understood; DuckDB says:
            """)
    void aConditionThatCannotBeAskedIsRefused(String condition, String message) {
        Mf4j run = run("--items", films, "--filter", condition);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains(message);
    }

    @Test
    void aConditionWantsATableOrTitlesInTheModel() {
        assertThat(run("--filter", "true").err()).contains("--filter wants --items FILE", "keeps no titles");
        Path titled = folder.resolve("titled.mf4j");
        Mf4j.done("train", toy, "--trainer", "ials", "--implicit", "--rank", "3", "--epochs", "3", "--split", "none", "--items", films, "--out", titled);
        Object[] ask = {"recommend", titled, "--user", "u1", "--count", "20", "--include-seen", "--json", "--filter"};
        Mf4j run = Mf4j.done(Stream.concat(Stream.of(ask), Stream.of("title like '%1_' and item <> 'i11'")).toArray());
        assertThat(names(run.json().at("/recommendations/0/items"), "item")).hasSize(9).contains("i10", "i19").doesNotContain("i11");
        Mf4j wrong = Mf4j.run(Stream.concat(Stream.of(ask), Stream.of("genre = 'Drama'")).toArray());
        assertThat(wrong.err()).contains("no column 'genre' for the filter among 'item', 'title'; without --items FILE a filter speaks of the items and titles in " + titled);
    }

    @Test
    void aConditionNeedsNoTitles() {
        Path genres = Mf4j.write(folder.resolve("genres.csv"), "item,genre\ni1,Drama\ni2,Comedy\n");
        assertThat(items("--items", genres, "--filter", "genre = 'Drama'")).containsExactly("i1");
        assertThat(run("--items", genres).err()).contains("no title column among 'item', 'genre'; name it with --title-column");
        assertThat(run("--items", genres, "--title-column", "name", "--filter", "genre = 'Drama'").err()).contains("no column 'name' for the title");
    }

    @Test
    void columnsOfItemsAreNamedOrNumbered() {
        Path plain = Mf4j.write(folder.resolve("plain.dat"), "Drama::Heat::i1\nComedy::Big::i2\n");
        JsonNode one = run("--items", plain, "--item-column", "3", "--title-column", "2", "--filter", "column1 = 'Drama'").json().at("/recommendations/0/items/0");
        assertThat(one.at("/item").stringValue() + one.at("/title").stringValue()).isEqualTo("i1Heat");
        Mf4j alone = run("--item-column", "3");
        assertThat(alone.exitCode()).isEqualTo(2);
        assertThat(alone.err()).contains("--item-column is for --items");
    }

    @Test
    void aConditionSeesNoFile() {
        Mf4j run = run("--items", films, "--filter", "exists (from read_text('" + toy + "'))");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("is not understood; DuckDB says: Cannot access file");
    }

    @Test
    void listsOfItemsAreFilesOfLinesOrTables() {
        Path lines = Mf4j.write(folder.resolve("some.txt"), "i3\ni4\n\nunheard\n");
        Mf4j run = run("--allow", lines);
        assertThat(names(run.json().at("/recommendations/0/items"), "item")).containsExactlyInAnyOrder("i3", "i4");
        assertThat(run.err()).contains("does not know 1 of the 3 items of --allow");
        assertThat(items("--deny", films)).isEmpty();
        assertThat(items("--deny", Mf4j.write(folder.resolve("one.csv"), "item\ni3\n"))).hasSize(19).doesNotContain("i3");
    }

    @Test
    void whereNothingIsAllowedTheListIsEmptyAndSaysSo() {
        Mf4j run = run("--allow", Mf4j.write(folder.resolve("none.txt"), "unheard\n"));
        assertThat(run.exitCode()).isZero();
        assertThat(run.json().at("/recommendations/0/items").size()).isZero();
        assertThat(run.err()).contains("does not know 1 of the 1 items of --allow", "nothing is left to recommend to 1 of 1 users");
        assertThat(run("--items", films, "--filter", "year > 3000").err()).contains("--filter takes none");
    }

    @Test
    void scoresAreBoostedAndHeldWithinLimits() {
        JsonNode free = run().json().at("/recommendations/0/items");
        String last = free.at("/19/item").stringValue(), third = free.at("/2/item").stringValue();
        double bound = free.at("/2/score").doubleValue();
        assertThat(items("--min-score", bound)).hasSize(3).last().isEqualTo(third);
        assertThat(items("--max-score", bound)).hasSize(18).first().isEqualTo(third);
        Path boost = Mf4j.write(folder.resolve("boost.csv"), "item,factor\n" + third + ",1000\n" + "unheard,2\n");
        JsonNode boosted = run("--boost", boost).json().at("/recommendations/0/items/0");
        assertThat(boosted.at("/item").stringValue()).isEqualTo(third);
        assertThat(boosted.at("/score").doubleValue()).isCloseTo(1000 * bound, within(1e-3 * Math.abs(1000 * bound)));
        assertThat(last).isNotEqualTo(third);
        Path bad = Mf4j.write(folder.resolve("bad.csv"), "item,factor\ni1,much\n");
        Path twice = Mf4j.write(folder.resolve("twice.csv"), "item,factor\ni1,2\ni1,3\n");
        assertThat(run("--boost", twice).err()).contains("twice.csv:3: item 'i1' has a factor already, found another, '3'");
        assertThat(run("--boost", bad).err()).contains("bad.csv:2: the factor of item 'i1' must be a finite number above 0, found 'much'");
    }

    @Test
    void diversityChangesTheOrderAndKeepsTheBest() {
        assertThat(items("--diversity", "1")).isEqualTo(items());
        assertThat(items("--diversity", "0.3")).isNotEqualTo(items()).startsWith(items().getFirst());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --diversity 2                  | --diversity must be between 0 and 1 but was 2.0
            --min-score 2 --max-score 1    | --max-score must be at least --min-score
            --exclude-seen                 | give --exclude-seen or --include-seen
            --count 0                      | --count
            """)
    void wrongUsage(String flags, String message) {
        Mf4j run = run((Object[]) flags.split(" +"));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }

    @Test
    void neighboursOfOneAndOfAll() throws IOException {
        JsonNode near = Mf4j.done("similar", model, "--item", "i1", "--items", films, "--filter", "genre = 'Drama'", "--json").json().at("/similar");
        assertThat(names(near, "item")).hasSize(10).allMatch(item -> Integer.parseInt(item.substring(1)) % 2 == 0);
        JsonNode dot = Mf4j.done("similar", model, "--item", "i1", "--by", "dot", "--count", "3", "--json").json().at("/similar");
        assertThat(names(dot, "item")).hasSize(3).doesNotContain("i1");
        Path out = folder.resolve("near.csv");
        assertThat(Mf4j.done("similar", model, "--all", "--count", "3", "--out", out, "--json").json().at("/rows").intValue()).isEqualTo(60);
        String first = names(Mf4j.done("similar", model, "--item", "i7", "--json").json().at("/similar"), "item").getFirst();
        assertThat(Files.readString(out)).startsWith("item,rank,similar,similarity\n").contains("\ni7,1," + first + ",");
        assertThat(Mf4j.run("similar", model, "--all").exitCode()).isEqualTo(2);
        for (String flag : List.of("--allow", "--deny", "--exclude", "--only", "--filter")) {
            Mf4j users = Mf4j.run("similar", model, "--user", "u1", flag, films);
            assertThat(users.exitCode()).isEqualTo(2);
            assertThat(users.err()).contains(flag + " is for --item and --all");
        }
    }

    @Test
    void whoHasNoFactorsHasNoNeighboursAndIsNone() throws IOException {
        Path late = Mf4j.write(folder.resolve("late.csv"), Files.readString(toy) + "u1,rare,5,9000\n"); // in the test part alone
        Path partly = folder.resolve("partly.mf4j");
        Mf4j.done("train", late, "--trainer", "als", "--rank", "2", "--epochs", "2", "--out", partly);
        Path out = folder.resolve("near.csv");
        Mf4j all = Mf4j.done("similar", partly, "--all", "--count", "30", "--out", out, "--json");
        assertThat(all.err()).contains("learned nothing of 1 of its 21 items, which are left out");
        assertThat(all.json().at("/rows").intValue()).isEqualTo(20 * 19);
        assertThat(Files.readString(out)).doesNotContain("rare");
        Mf4j rare = Mf4j.done("similar", partly, "--item", "rare", "--json");
        assertThat(rare.json().at("/similar").size()).isZero();
        assertThat(rare.err()).contains("learned nothing of item rare");
        assertThat(names(Mf4j.done("similar", partly, "--item", "i1", "--count", "30", "--json").json().at("/similar"), "item")).hasSize(19).doesNotContain("rare");
    }

    @Test
    void anExplanationOfEventsSpeaksOfEvents() {
        String text = Mf4j.done("explain", model, "--user", "u1", "--item", "i2").out();
        assertThat(text).contains("which orders items and is no rating", "events together", "nearest of what the user has").doesNotContain("mean of all ratings");
        JsonNode json = Mf4j.done("explain", model, "--user", "u1", "--item", "i2", "--count", "3", "--json").json();
        assertThat(json.at("/neighbours").size()).isEqualTo(3);
        double sum = json.at("/otherCauses").doubleValue() + json.at("/rest").doubleValue() + json.at("/itemBias").doubleValue() + json.at("/userBias").doubleValue() + json.at("/mean").doubleValue();
        for (JsonNode cause : json.at("/causes")) sum += cause.at("/contribution").doubleValue();
        assertThat(sum).isCloseTo(json.at("/score").doubleValue(), within(1e-6));
        assertThat(Mf4j.done("predict", model, "--user", "u1", "--item", "i2").err()).contains("are no ratings");
    }

    @Test
    void newEventsAreFoldedInWithoutTraining() {
        Path events = Mf4j.write(folder.resolve("events.csv"), "user,item,rating,timestamp\nu1,i0,5,1\nnewcomer,i1,3,1\nnewcomer,i2,4,1\nu2,fresh,2,1\n");
        Path newer = folder.resolve("newer.mf4j");
        JsonNode answer = Mf4j.done("update", model, events, "--out", newer, "--json").json();
        assertThat(answer.at("/users").toString()).isEqualTo("{\"new\":1,\"changed\":2,\"unchanged\":28}");
        assertThat(answer.at("/items").toString()).isEqualTo("{\"new\":1,\"changed\":3,\"unchanged\":17}");
        assertThat(Mf4j.done("recommend", newer, "--user", "newcomer", "--count", "30", "--json").json().at("/recommendations/0/items").size()).isEqualTo(19);
        assertThat(Mf4j.run("recommend", model, "--user", "newcomer").exitCode()).isEqualTo(1);
        Mf4j replayed = Mf4j.run("replay", newer, "--data", toy);
        assertThat(replayed.err()).contains("new events were folded into the model 1 time since");
    }

    @Test
    void anUpdateIsOneThingOrTheOther() {
        assertThat(Mf4j.run("update", model).err()).contains("give a file of new events, or --forget-user ID");
        assertThat(Mf4j.run("update", model, toy, "--forget-user", "u1").exitCode()).isEqualTo(2);
        assertThat(Mf4j.run("update", model, toy, "--rounds", "0").exitCode()).isEqualTo(2);
        Path forgetful = folder.resolve("forgetful.mf4j");
        Mf4j.done("train", toy, "--trainer", "ials", "--rank", "2", "--split", "none", "--without-history", "--out", forgetful);
        assertThat(Mf4j.run("update", forgetful, toy).exitCode()).isEqualTo(1);
    }
}

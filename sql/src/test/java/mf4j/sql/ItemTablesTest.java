package mf4j.sql;

import mf4j.data.Attributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Tables of items mean the same whoever reads them: titles, attributes, filters, lists, factors.
class ItemTablesTest {
    private static final String MOVIES = "1::Toy Story (1995)::Animation|Comedy\n73::Mis\u00e9rables, Les (1995)::Drama|War\n6::Heat (1995)::Crime\n";
    private static final String FILMS = "item,title,year,seen\ni1,One,1995,2001-02-03\ni2,Two,NA,2002-03-04\n007,Three,1999,\n";

    @TempDir
    Path folder;

    private Path write(String name, String text) {
        return write(name, text, StandardCharsets.UTF_8);
    }

    private Path write(String name, String text, Charset charset) {
        try {
            byte[] bytes = text.getBytes(charset);
            if (!name.endsWith(".gz")) return Files.write(folder.resolve(name), bytes);
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
                out.write(bytes);
            }
            return Files.write(folder.resolve(name), packed.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> of(Attributes attributes, String owner) {
        int row = attributes.owners().indexOf(owner);
        return IntStream.of(attributes.rows().columns(row)).mapToObj(attributes.names()::name).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"movies.dat", "movies.dat.gz", "u.item"})
    void movieLensTablesAreReadByAll(String name) {
        Path movies = write(name, MOVIES, StandardCharsets.ISO_8859_1);
        assertThat(Tables.titles(movies)).containsEntry("73", "Mis\u00e9rables, Les (1995)").hasSize(3);
        assertThat(Tables.items(movies)).containsExactly("1", "73", "6");
        assertThat(Tables.items(movies, "column3 like '%Drama%' and column2 like '%\u00e9%'")).containsExactly("73");
        assertThat(Tables.items(movies, "#3 = 'Crime'")).containsExactly("6");
        Attributes genres = Tables.itemAttributes(movies, List.of("3"));
        assertThat(of(genres, "1")).containsExactlyInAnyOrder("column3:Animation", "column3:Comedy");
        assertThat(of(Tables.itemAttributes(movies, List.of()), "73")).contains("column2:Mis\u00e9rables, Les (1995)", "column3:War");
    }

    @Test
    void latinCellsAreReadWithAHeaderToo() {
        Path films = write("films.csv", "movieId,title,genres\n1,\"Am\u00e9lie, again\",Com\u00e9die\n", StandardCharsets.ISO_8859_1);
        assertThat(Tables.items(films, "genres = 'Com\u00e9die'")).containsExactly("1");
        assertThat(of(Tables.itemAttributes(films, List.of("genres")), "1")).containsExactly("genres:Com\u00e9die");
        assertThat(Tables.items(write("list.txt", "Am\u00e9lie\nHeat\n", StandardCharsets.ISO_8859_1))).containsExactly("Am\u00e9lie", "Heat");
        assertThat(Tables.items(write("list.txt.gz", "i3\ni4\n"))).containsExactly("i3", "i4");
    }

    @Test
    void columnsAreGivenByNumber() {
        Path films = write("films.csv", "Drama,x,Heat\nWar,y,Jaws\n");
        assertThat(Tables.titles(films, "3", "1")).isEqualTo(Map.of("Heat", "Drama", "Jaws", "War"));
        assertThat(Tables.items(films, "3", "column1 = 'War'")).containsExactly("Jaws");
        assertThat(of(Tables.itemAttributes(films, "3", List.of("1", "2")), "Heat")).containsExactlyInAnyOrder("column1:Drama", "column2:x");
        assertThat(of(Tables.userAttributes(films, "3", List.of("1")), "Jaws")).containsExactly("column1:War");
        Path headed = write("headed.csv", "genre,movieId\nDrama,Heat\n");
        assertThat(of(Tables.itemAttributes(headed, "2", List.of("1")), "Heat")).containsExactly("genre:Drama");
        assertThatThrownBy(() -> Tables.titles(films, "4", "1")).hasMessage(films + ": no column '4' for the item among 'column1', 'column2', 'column3'");
        assertThatThrownBy(() -> Tables.titles(films)).hasMessage(films + ": no item column among 'Drama', 'x', 'Heat'; name it with --item-column");
        assertThatThrownBy(() -> Tables.itemAttributes(films, "3", List.of("9"))).hasMessage(films + ": no column '9' of attributes among 'column1', 'column2', 'column3'");
        assertThatThrownBy(() -> Tables.userAttributes(headed, List.of())).hasMessageEndingWith("no user column among 'genre', 'movieId'; name it with --attribute-id");
    }

    @Test
    void aLineWithAnotherNumberOfCellsIsNamed() {
        Path films = write("films.csv", "movieId,title\n1,\"a\nb\"\n11,American President, The\n");
        String message = films + ":4: 2 cells are due, 3 are there, found '11,American President, The'";
        assertThatThrownBy(() -> Tables.titles(films)).hasMessage(message);
        assertThatThrownBy(() -> Tables.items(films)).hasMessage(message);
        assertThatThrownBy(() -> Tables.items(films, "true")).hasMessage(message);
        assertThatThrownBy(() -> Tables.itemAttributes(films, List.of())).hasMessage(message);
    }

    @Test
    void aFilterKnowsWhatTheCellsOfAColumnAre() {
        Path films = write("films.csv", FILMS);
        assertThat(Tables.items(films, "year > 1998")).containsExactly("007");
        assertThat(Tables.items(films, "year is null")).containsExactly("i2");
        assertThat(Tables.items(films, "seen > date '2001-12-31'")).containsExactly("i2");
        assertThat(Tables.items(films, "item = '007'")).containsExactly("007");
        Path kinds = write("kinds.csv", "id,whole,number,truth,day,moment,text,none\n1,-12,1.5e3,True,2024-02-29,2024-01-01 10:00,x,\n2,7,.5,false,2024-01-01,2024-01-01T10:00:30,2024-02-30,NULL\n");
        assertThat(Tables.items(kinds, "typeof(whole) = 'BIGINT' and typeof(number) = 'DOUBLE' and typeof(truth) = 'BOOLEAN' and typeof(day) = 'DATE'"
                + " and typeof(moment) = 'TIMESTAMP' and typeof(text) = 'VARCHAR' and typeof(none) = 'VARCHAR'")).containsExactly("1", "2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            year > 1990          | :4: column 'year' holds text beside numbers, found 'unknown'; the filter year > 1990 is not understood; DuckDB says: Cannot compare
            year::int > 1990     | :4: column 'year' holds text beside numbers, found 'unknown'; the filter year::int > 1990 is not understood; DuckDB says: Could not convert string 'unknown'
            count(*) > 1         | : the filter count(*) > 1 is not understood; DuckDB says: WHERE clause cannot contain aggregates!
            title > 5            | : the filter title > 5 is not understood; DuckDB says: Cannot compare
            nope > 1             | : no column 'nope' for the filter among 'item', 'title', 'year'
            """)
    void aFilterThatCannotBeAskedSaysWhyInOneLine(String condition, String message) {
        Path films = write("films.csv", "item,title,year\ni1,One,1995\ni2,Two,1996\ni3,Three,unknown\n");
        assertThatThrownBy(() -> Tables.items(films, condition)).isInstanceOf(TableException.class).message().startsWith(films + message).doesNotContain("pending query").hasLineCount(1);
        assertThat(Tables.items(films, "try_cast(year as double) > 1995")).containsExactly("i2");
    }

    @Test
    void noMessageSpeaksOfPendingQueries() {
        assertThatThrownBy(() -> Tables.ratings(Source.sql("select nope"))).message().contains("DuckDB says: Referenced column \"nope\"").doesNotContain("pending");
    }

    @ParameterizedTest
    @ValueSource(strings = {"read_text('%s')", "read_csv('%s')", "'%s'", "glob('%s')", "read_blob('%s')"})
    void aFilterReachesNoFile(String from) {
        Path secret = write("secret.csv", "word\nopen\n");
        String condition = "exists (from " + from.formatted(secret) + ")";
        for (Path films : List.of(write("films.csv", FILMS), write("films.jsonl", "{\"item\":\"i1\",\"title\":\"One\"}\n"))) {
            assertThat(Tables.items(films, "title like 'O%'")).containsExactly("i1");
            assertThatThrownBy(() -> Tables.items(films, condition)).isInstanceOf(TableException.class).hasMessageStartingWith(films + ": the filter ");
        }
        assertThatThrownBy(() -> Tables.items(Map.of("i1", "One"), condition)).isInstanceOf(TableException.class);
    }

    /// A second statement can hide from the search for `;` between quotes that are escaped in another way; it changes nothing either.
    @ParameterizedTest
    @ValueSource(strings = {"set enable_external_access = true", "copy items to '%s'", "attach '%s'"})
    void whatHidesInAFilterIsLockedIn(String statement) {
        Path films = write("films.csv", FILMS), out = folder.resolve("out.csv");
        String condition = "e'\\'' = ''); " + statement.formatted(out).replace("'", "$$") + "; select item from items where (title <> '";
        assertThatThrownBy(() -> Tables.items(films, condition + "'")).isInstanceOf(TableException.class).hasMessageContaining("configuration");
        assertThat(out).doesNotExist();
    }

    @Test
    void titlesAreFilteredToo() {
        Map<String, String> titles = Map.of("i1", "Heat (1995)", "i2", "Jaws (1975)", "i3", "");
        assertThat(Tables.items(titles, "title like '%199%'")).containsExactly("i1");
        assertThat(Tables.items(titles, "item <> 'i1'")).containsExactlyInAnyOrder("i2", "i3");
        assertThatThrownBy(() -> Tables.items(titles, "genre = 'x'")).hasMessage("the titles: no column 'genre' for the filter among 'item', 'title'");
    }

    @Test
    void whetherThereAreTitles() {
        assertThat(Tables.hasTitles(write("films.csv", FILMS), "")).isTrue();
        assertThat(Tables.hasTitles(write("genres.csv", "movieId,genres\n1,War\n"), "")).isFalse();
        assertThat(Tables.hasTitles(write("movies.dat", MOVIES), "")).isTrue();
        assertThat(Tables.hasTitles(write("ids.dat", "1\n2\n"), "")).isFalse();
    }

    @Test
    void factorsAreOnePerItem() {
        assertThat(Tables.factors(write("a.csv", "factor,item\n2,i1\n0.5,i2\n"))).isEqualTo(Map.of("i1", 2.0, "i2", 0.5));
        assertThat(Tables.factors(write("b.dat", "1::2\n"))).isEqualTo(Map.of("1", 2.0));
        Path twice = write("c.csv", "item,factor\ni1,2\ni2,2\ni1,3\n");
        assertThatThrownBy(() -> Tables.factors(twice)).hasMessage(twice + ":4: item 'i1' has a factor already, found another, '3'");
        Path none = write("d.csv", "item,factor\ni1,-1\n");
        assertThatThrownBy(() -> Tables.factors(none)).hasMessage(none + ":2: the factor of item 'i1' must be a finite number above 0, found '-1'");
    }

    @Test
    void twinNamesAndNoNamesAreToldApart() {
        Path films = write("films.csv", "item,a,A,\ni1,1,2,3\n");
        assertThat(Tables.items(films, "a = 1 and A_1 = 2 and column4 = 3")).containsExactly("i1");
    }
}

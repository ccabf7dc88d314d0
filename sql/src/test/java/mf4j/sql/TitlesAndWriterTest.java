package mf4j.sql;

import mf4j.data.RealData;
import mf4j.data.Ratings;
import mf4j.sql.TableWriter.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TitlesAndWriterTest {
    private static final List<Column> COLUMNS = List.of(Column.text("user"), Column.text("item"), Column.whole("rank"), Column.number("score"));

    @TempDir
    Path folder;

    @Test
    void movieLensTitlesKeepTheirCommasAndAccents() {
        Map<String, String> titles = Tables.titles(RealData.file("ml-latest-small/movies.csv"));
        assertThat(titles).hasSize(9_742).containsEntry("1", "Toy Story (1995)").containsEntry("11", "American President, The (1995)")
                .containsEntry("5803", "I Spy (2002)").containsEntry("1176", "Double Life of Veronique, The (Double Vie de Véronique, La) (1991)");
    }

    @Test
    void titlesAreFoundInEveryTable() throws IOException {
        assertThat(Tables.titles(write("a.csv", "id;name\n7;\"a; \"\"b\"\"\"\n"))).isEqualTo(Map.of("7", "a; \"b\""));
        assertThat(Tables.titles(write("b.csv", "x,y\n7,\"two\nlines\"\n"), "x", "y")).isEqualTo(Map.of("7", "two\nlines"));
        Path latin = folder.resolve("movies.dat");
        Files.write(latin, "73::Mis\u00e9rables, Les (1995)::Drama\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(Tables.titles(latin)).isEqualTo(Map.of("73", "Mis\u00e9rables, Les (1995)"));
        assertThat(Tables.titles(write("c.jsonl", "{\"item_id\":7,\"title\":\"x\"}\n"))).isEqualTo(Map.of("7", "x"));
        Path bad = write("d.csv", "itemId,genre\n1,2\n");
        assertThatThrownBy(() -> Tables.titles(bad)).hasMessage(bad + ": no title column among 'itemId', 'genre'; name it with --title-column");
        Path cut = write("e.csv", "itemId,title\n1,x\n2\n");
        assertThatThrownBy(() -> Tables.titles(cut)).hasMessage(cut + ":3: 2 cells are due, 1 are there, found '2'");
        assertThatThrownBy(() -> Tables.titles(folder.resolve("none.csv"))).hasMessageEndingWith("there is no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"r.csv", "r.tsv", "r.csv.gz", "r.parquet"})
    void whatIsWrittenCanBeRead(String name) throws IOException {
        Path file = folder.resolve(name);
        Tables.write(file, COLUMNS, out -> {
            for (int j = 0; j < 5000; j++) out.row("u" + j % 50, "a, \"b\"\t" + j, j % 100, j / 8.0);
        });
        Ratings back = Tables.ratings(Source.of(file).withColumns("user", "item", "score", "rank"));
        assertThat(back.count()).isEqualTo(5000);
        assertThat(back.users().name(49)).isEqualTo("u49");
        assertThat(back.items().name(4999)).isEqualTo("a, \"b\"\t4999");
        assertThat(back.maximum()).isEqualTo(4999 / 8.0);
        assertThat(back.time(99)).isEqualTo(4950 % 100);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"r.csv", "r.parquet"})
    void aFailureLeavesTheOldFileAndNothingElse(String name) throws IOException {
        Path file = write(name, "old");
        assertThatThrownBy(() -> Tables.write(file, COLUMNS, out -> {
            out.row("u", "i", 1, 1.0);
            throw new IOException("No space left on device");
        })).isInstanceOf(TableException.class).hasMessage(file + ": cannot be written: No space left on device");
        assertThatThrownBy(() -> Tables.write(file, COLUMNS, out -> out.row("u"))).hasMessageContaining("row must have 4 cells but was 1");
        assertThat(file).hasContent("old");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
        assertThatThrownBy(() -> Tables.write(folder.resolve("r.doc"), COLUMNS, _ -> { })).hasMessageContaining("does not say what to write");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}

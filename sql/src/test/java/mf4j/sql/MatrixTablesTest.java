package mf4j.sql;

import mf4j.matrix.Matrix;
import mf4j.train.Sweep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MatrixTablesTest {
    private static final double NaN = Double.NaN;

    @TempDir
    Path folder;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Matrix chosen(Path file, String... columns) {
        return Tables.matrix(Source.of(file), List.of(columns));
    }

    private static void duck(String... statements) throws Exception {
        try (Connection connection = DuckReader.connect(1 << 28); Statement statement = connection.createStatement()) {
            for (String one : statements) statement.execute(one);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "\t", ";", "|", "::", " "})
    void readsNumbersWithAHeaderOrNone(String delimiter) throws IOException {
        String rows = "1,-2.5,3e2\n0.1,4,.5\n";
        for (String end : List.of("\n", "\r\n")) {
            for (String text : List.of(rows, "a,b,c\n" + rows)) {
                Matrix matrix = Tables.matrix(write("a.txt", text.replace(",", delimiter).replace("\n", end)));
                assertThat(matrix).hasToString("2 x 3 doubles");
                assertThat(matrix.toDoubles()).containsExactly(1, -2.5, 300, 0.1, 4, 0.5);
            }
        }
    }

    @Test
    void whatIsMissingIsNaNAndTheEndlessStaysSo() throws IOException {
        Matrix matrix = Tables.matrix(write("a.csv", "x,y\n1,\nNA,nan\nNaN,null\ninf,-Infinity\n"));
        assertThat(matrix.toDoubles()).containsExactly(1, NaN, NaN, NaN, NaN, NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
        assertThat(Tables.matrix(write("b.csv", "nan,1\n2,3\n")).toDoubles()).containsExactly(NaN, 1, 2, 3);
    }

    @Test
    void oneColumnIsAMatrixToo() throws IOException {
        assertThat(Tables.matrix(write("a.csv", "1\n\n2\n3")).toDoubles()).containsExactly(1, 2, 3);
    }

    @Test
    void takesColumnsByNameByNumberAndByRange() throws IOException {
        Path named = write("a.csv", "id,x,y,z\nfirst,1,2,3\nsecond,4,5,6\n");
        assertThat(chosen(named, "2-").toDoubles()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(chosen(named, "z", "x").toDoubles()).containsExactly(3, 1, 6, 4);
        assertThat(chosen(named, "2-3").toDoubles()).containsExactly(1, 2, 4, 5);
        assertThat(chosen(named, "4").toDoubles()).containsExactly(3, 6);
        Path bare = write("b.csv", "one,1,2\ntwo,3,4\n"); // a line with numbers is no header
        assertThat(chosen(bare, "2-").toDoubles()).containsExactly(1, 2, 3, 4);
        assertThat(Tables.matrix(Source.of(bare).withHeader(Source.Header.YES), List.of("2-")).toDoubles()).containsExactly(3, 4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', value = {
            "1,2|3,x#:2: column 2 must be a number, found 'x'; --columns chooses columns",
            "a,b|1,2||3,4,5#:4: 2 cells are due, 3 are there",
            "id,x|first,1#:2: column 'id' must be a number, found 'first'; --columns chooses columns",
            "id,1999,2000|7,1,2#:1: column 1 must be a number, found 'id'; --columns chooses columns",
            "a,b|1,2|3,1.2.3#:3: column 'b' must be a number, found '1.2.3'; --columns chooses columns",
            "a,b#: there is no row of data",
            "0,1,2|5,6,7#:1: the first line counts 0, 1, 2 and so on, as data frames call their columns: say whether it is a header (--header) or a row (--no-header)",
            "'',0,1,2|0,5,6,7#:1: the first line counts 0, 1, 2 and so on, as data frames call their columns: say whether it is a header (--header) or a row (--no-header)",
            "'',x,y|0,5,6#: column 1 has no name, as the index of a data frame has; say which columns with --columns: 2- leaves out the first"
    })
    void namesFileLineAndColumnOfWhatIsNoNumber(String text, String message) throws IOException {
        Path file = write("a.csv", text.replace('|', '\n').replace("'", ""));
        assertThatThrownBy(() -> Tables.matrix(file)).isInstanceOf(TableException.class).hasMessage(file + message);
    }

    @Test
    void refusesColumnsThatAreNotThereOrTwice() throws IOException {
        Path file = write("a.csv", "x,y\n1,2\n");
        assertThatThrownBy(() -> chosen(file, "z")).hasMessage(file + ": there is no column 'z' among the 2 'x', 'y'; columns are names, numbers from 1, or ranges such as 2-5 and 2-");
        for (String range : List.of("0", "3", "2-3", "2-1")) assertThatThrownBy(() -> chosen(file, range)).hasMessageContaining("there is no column '" + range + "'");
        assertThatThrownBy(() -> chosen(file, "1-", "x")).hasMessage(file + ": column 'x' is asked for twice");
    }

    @Test
    void duckDbReadsTheSameFromEveryFormat() throws Exception {
        Path csv = write("a.csv", "x,y,z\n1,2.5,\n-3,4,5\n");
        String from = "(select * from read_csv('" + csv + "'))";
        for (String codec : List.of("snappy", "gzip", "zstd")) duck("copy " + from + " to '" + folder.resolve(codec + ".parquet") + "' (format parquet, compression " + codec + ")");
        duck("copy " + from + " to '" + folder.resolve("frame.parquet.gzip") + "' (format parquet, compression gzip)",
                "copy " + from + " to '" + folder.resolve("a.jsonl") + "'", "copy " + from + " to '" + folder.resolve("a.json") + "' (array true)");
        for (String name : List.of("a.csv", "snappy.parquet", "gzip.parquet", "zstd.parquet", "frame.parquet.gzip", "a.jsonl", "a.json")) {
            Matrix matrix = Tables.matrix(folder.resolve(name));
            assertThat(matrix).as(name).hasToString("2 x 3 doubles");
            assertThat(matrix.toDoubles()).as(name).containsExactly(1, 2.5, NaN, -3, 4, 5);
        }
        Matrix asked = Tables.matrix(Source.sql("select z, x from '" + csv + "' order by x;"), List.of());
        assertThat(asked.toDoubles()).containsExactly(5, -3, NaN, 1);
    }

    @Test
    void floatsStayFloatsUnlessOneColumnIsWider() throws Exception {
        assertThat(Tables.matrix(Source.sql("select 1::float a, 2::smallint b, true c"), List.of())).hasToString("1 x 3 floats");
        assertThat(Tables.matrix(Source.sql("select 1::float a, 2::integer b"), List.of())).hasToString("1 x 2 doubles");
        Matrix text = Tables.matrix(Source.sql("select 1.5::float a, '2.5' b union all select 2, null"), List.of());
        assertThat(text.toDoubles()).containsExactly(1.5, 2.5, 2, NaN);
    }

    @Test
    void manyRowsKeepTheirOrderFromTextAndTables() throws Exception {
        StringBuilder text = new StringBuilder("a,b,c,d\n");
        Random random = new Random(1);
        double[] expected = new double[400_000];
        for (int j = 0; j < expected.length; j++) text.append(expected[j] = random.nextGaussian()).append(j % 4 == 3 ? '\n' : ',');
        Path csv = write("a.csv", text.toString()), parquet = folder.resolve("a.parquet");
        duck("copy (select * from read_csv('" + csv + "')) to '" + parquet + "'");
        for (Path file : List.of(csv, parquet)) {
            assertThat(Arrays.mismatch(Tables.matrix(file).toDoubles(), expected)).as("%s", file).isEqualTo(-1);
            Matrix alone = Sweep.withThreads(1, () -> Tables.matrix(file));
            assertThat(Arrays.mismatch(alone.toDoubles(), expected)).isEqualTo(-1);
        }
    }

    @Test
    void filesOfAGlobStandOneBelowAnother() throws IOException {
        write("part-1.csv", "x,y\n1,2\n");
        write("part-2.csv", "x,y\n3,4\n");
        assertThat(Tables.matrix(Source.of(folder.resolve("part-*.csv")), List.of()).toDoubles()).containsExactly(1, 2, 3, 4);
        Path odd = write("part-3.csv", "x,y,z\n3,4,5\n");
        assertThatThrownBy(() -> Tables.matrix(Source.of(folder.resolve("part-*.csv")), List.of())).hasMessage(odd + ": 3 columns, but the file before has 2");
    }

    @Test
    void namesRowAndColumnOfATablesTextAndOtherTypes() throws Exception {
        Path parquet = folder.resolve("a.parquet"), lines = write("a.jsonl", "{\"x\": 1, \"y\": \"2\"}\n{\"x\": 3, \"y\": \"four\"}\n");
        duck("copy (select 'first' id, 1.0 x) to '" + parquet + "'");
        assertThatThrownBy(() -> Tables.matrix(parquet)).hasMessage(parquet + ", row 1: column 'id' must be a number, found 'first'; --columns chooses columns");
        assertThat(chosen(parquet, "x").toDoubles()).containsExactly(1);
        assertThatThrownBy(() -> Tables.matrix(lines)).hasMessage(lines + ":2: column 'y' must be a number, found 'four'; --columns chooses columns");
        assertThatThrownBy(() -> Tables.matrix(Source.sql("select date '2020-01-01' d"), List.of()))
                .hasMessage("the query: column 'd' is DATE, not a number; --columns chooses columns, and a query can take it apart");
        assertThatThrownBy(() -> Tables.matrix(Source.sql("select 1 as x, 2 as \"__index_level_0__\""), List.of()))
                .hasMessage("the query: column 2 is called '__index_level_0__', as the index of a data frame has; say which columns with --columns");
    }

    @Test
    void refusesWhatIsNoTable() throws Exception {
        Path packed = folder.resolve("a.parquet.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(1);
        }
        assertThatThrownBy(() -> Tables.matrix(packed)).hasMessage(packed + ": it is packed by gzip as a whole; unpack it first (gunzip), Parquet packs within");
        Path damaged = write("b.parquet", "no");
        assertThatThrownBy(() -> Tables.matrix(damaged)).isInstanceOf(TableException.class).hasMessageStartingWith(damaged + ": DuckDB says: ");
        assertThatThrownBy(() -> Tables.matrix(write("empty.csv", ""))).hasMessageEndingWith("empty.csv: the file is empty");
        assertThatThrownBy(() -> Tables.matrix(folder.resolve("absent.csv"))).hasMessageEndingWith("there is no such file");
        assertThatThrownBy(() -> Tables.matrix(Source.sql("select nothing from nowhere"), List.of())).isInstanceOf(TableException.class).hasMessageStartingWith("the query: DuckDB says: ");
    }
}

package mf4j.sql;

import mf4j.data.Duplicates;
import mf4j.data.RealData;
import mf4j.data.Ratings;
import mf4j.data.Split;
import mf4j.train.Sweep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TablesTest {
    private static final String SMALL = "userId,movieId,rating,timestamp\n1,10,4.0,100\n1,20,3.5,90\n2,10,5,80\n";

    @TempDir
    Path folder;

    @Test
    void readsMovieLensExactly() {
        Path file = RealData.file("ml-latest-small/ratings.csv");
        Ratings ratings = Tables.ratings(file);
        assertThat(ratings.count()).isEqualTo(100_836);
        assertThat(ratings.users().size()).isEqualTo(610);
        assertThat(ratings.items().size()).isEqualTo(9_724);
        assertThat(ratings.minimum()).isEqualTo(0.5);
        assertThat(ratings.maximum()).isEqualTo(5);
        assertThat(ratings.fingerprint()).isEqualTo(RealData.movieLens().fingerprint());
        assertThat(Split.chronological(0.70, 0.15, 0.15).of(ratings).test().count()).isEqualTo(15_422);
    }

    @Test
    void duckDbReadsTheSameFromEveryFormat() throws Exception {
        Path csv = RealData.file("ml-latest-small/ratings.csv");
        String expected = Tables.ratings(csv).fingerprint();
        Path parquet = folder.resolve("r.parquet"), snappy = folder.resolve("s.parquet"), json = folder.resolve("r.jsonl"), zst = folder.resolve("r.csv.zst");
        duck("copy (from read_csv('" + csv + "')) to '" + parquet + "' (compression zstd)",
                "copy (from read_csv('" + csv + "')) to '" + snappy + "' (compression snappy)",
                "copy (from read_csv('" + csv + "')) to '" + json + "'",
                "copy (from read_csv('" + csv + "')) to '" + zst + "' (compression zstd)");
        for (Path file : List.of(parquet, snappy, json, zst)) assertThat(Tables.ratings(file).fingerprint()).as(file.toString()).isEqualTo(expected);
        Ratings asked = Tables.ratings(Source.sql("select * from read_csv('" + csv + "');"));
        assertThat(asked.fingerprint()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "\t", ";", "|", "::", " "})
    void findsTheDelimiter(String delimiter) throws IOException {
        for (String end : List.of("\n", "\r\n")) {
            assertSmall(Tables.ratings(write("a.txt", SMALL.replace(",", delimiter).replace("\n", end))));
            assertSmall(Tables.ratings(write("b.dat", SMALL.substring(SMALL.indexOf('\n') + 1).replace(",", delimiter).replace("\n", end))));
        }
    }

    @Test
    void readsOddButSoundText() throws IOException {
        assertSmall(Tables.ratings(write("bom.csv", "\ufeff" + SMALL)));
        assertSmall(Tables.ratings(write("noend.csv", SMALL.stripTrailing())));
        assertSmall(Tables.ratings(write("blank.csv", "\n" + SMALL.replace("\n", "\n\n"))));
        assertSmall(Tables.ratings(write("quoted.csv", SMALL.replace(",10,", ",\"10\",").replace("userId", "\"userId\""))));
        assertSmall(Tables.ratings(write("spaced.csv", SMALL.replace(",", " , "))));
        assertSmall(Tables.ratings(write("more.csv", SMALL.replace("\n", ",\"a \"\"word\"\", or two\"\n"))));
        assertSmall(Tables.ratings(write("lines.csv", SMALL.replace("\n", ",\"a\nb\"\n"))));
        assertSmall(Tables.ratings(write("order.csv", "ts,stars,product_id,customer\n100,4,10,1\n90,3.5,20,1\n80,5,10,2\n")));
        assertSmall(Tables.ratings(Source.of(write("named.csv", "a,b,c,d\n1,10,4,100\n1,20,3.5,90\n2,10,5,80\n")).withColumns("a", "b", "c", "d")));
        assertSmall(Tables.ratings(Source.of(write("places.csv", "100,4,10,1\n90,3.5,20,1\n80,5,10,2\n")).withColumns("4", "3", "2", "1")));
        assertSmall(Tables.ratings(write("spans.txt", "1   10\t4   100  \n1 20 3.5 90\n  2 10 5 80\n")));
        assertSmall(Tables.ratings(zipped("z.csv.gz", SMALL)));
    }

    @Test
    void namesStayAsTheyAreSpelled() throws IOException {
        Ratings ratings = Tables.ratings(write("n.csv", "user,item,rating\n007,A,1\n7,\"B, the \"\"b\"\"\",2\n\u00e9,A,3\n"));
        assertThat(names(ratings)).containsExactly("007", "7", "\u00e9");
        assertThat(ratings.items().name(1)).isEqualTo("B, the \"b\"");
        assertThat(ratings.isTimed()).isFalse();
    }

    @Test
    void timesMayBeDates() throws IOException {
        Ratings ratings = Tables.ratings(write("d.csv", "user,item,rating,date\n1,1,1,2000-01-01\n1,2,1,2000-01-01 00:00:05\n1,3,1,2000-01-01T01:00:00+01:00\n1,4,1,946684800.9\n"));
        assertThat(new long[] {ratings.time(0), ratings.time(1), ratings.time(2), ratings.time(3)}).containsExactly(946_684_800, 946_684_805, 946_684_800, 946_684_800);
        Ratings asked = Tables.ratings(Source.sql("select 1 as user, i as item, 1 as rating, timestamp '2000-01-01' + interval 1 second * i as t from range(3) r(i)")
                .withColumns("", "", "", "t"));
        assertThat(asked.time(2)).isEqualTo(946_684_802);
    }

    @Test
    void eventsWithoutARatingCountOneOnlyWhenAsked() throws IOException {
        Path file = write("e.csv", "user,item\n1,10\n1,20\n1,10\n");
        assertThatThrownBy(() -> Tables.ratings(file)).isInstanceOf(TableException.class)
                .hasMessage(file + ": no rating column among 'user', 'item'; name it with --rating, or read every row as an event of value 1 with --implicit");
        assertThat(Tables.ratings(Source.of(file).withImplicit(true)).byUser().values()).containsExactly(1, 1);
        assertThat(Tables.ratings(Source.of(file).withImplicit(true).withDuplicates(Duplicates.SUM)).byUser().values()).containsExactly(1, 2);
        assertThatThrownBy(() -> Tables.ratings(Source.of(file).withImplicit(true).withDuplicates(Duplicates.ERROR)))
                .hasMessageContaining("item '10' twice by user '1'");
    }

    @Test
    void missingRatingsAreRefusedOrSkippedAndCounted() throws IOException {
        for (String none : List.of("", "NULL", "NA", "\\N", "\"\"")) {
            Path file = write("m.csv", "user,item,rating\n1,1,3\n1,2," + none + "\n1,3,4\n");
            assertThatThrownBy(() -> Tables.ratings(file)).hasMessage(file + ":3: the rating is missing, found " + TableException.shown(("1,2," + none)));
            Tables.Reading reading = Tables.read(Source.of(file).withSkipMissing(true));
            assertThat(reading.ratings().count()).isEqualTo(2);
            assertThat(reading.report().skipped()).isEqualTo(1);
            assertThat(reading.report().rows()).isEqualTo(3);
        }
        assertThatThrownBy(() -> Tables.ratings(Source.sql("select 1 as user, 2 as item, null::int as rating"))).hasMessage("the query, row 1: the rating is missing");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", value = {
        "1,2,four,5 -> the rating must be a number, found 'four'",
        "1,2,0x10,5 -> the rating must be a number, found '0x10'",
        "1,2,3d,5 -> the rating must be a number, found '3d'",
        "1,2,1.2.3,5 -> the rating must be a number, found '1.2.3'",
        "1,2,.,5 -> the rating must be a number, found '.'",
        "1,2,-,5 -> the rating must be a number, found '-'",
        "1,2,nan,5 -> the rating must be a finite number, found 'nan'",
        "1,2,-Infinity,5 -> the rating must be a finite number, found '-Infinity'",
        "1,2,1e40,5 -> the rating must be a finite number, found '1e40'",
        "1,2,3,soon -> the time must be a whole number or a date, found 'soon'",
        "1,2,3,2000-13-01 -> the time must be a whole number or a date, found '2000-13-01'",
        "1,2,3, -> the time must be a whole number or a date, found ''",
        ",2,3,5 -> the user is missing, found ',2,3,5'",
        "1,,3,5 -> the item is missing, found '1,,3,5'",
        "1,2,3 -> 4 cells are due, 3 are there, found '1,2,3'",
        "1,2,3,4,5 -> 4 cells are due, 5 are there, found '1,2,3,4,5'",
        "1,2,\"3,5 -> a quote is opened and never closed"})
    void aBadLineIsNamed(String line, String complaint) throws Exception {
        String good = "1,%d,3,7\n";
        StringBuilder text = new StringBuilder("userId,movieId,rating,timestamp\n");
        for (int j = 0; j < 700; j++) text.append(good.formatted(j));
        for (String end : List.of("\n", "\r\n")) {
            String all = (text + line + "\n" + (line.contains("\"") ? "" : text.substring(text.indexOf("\n") + 1))).replace("\n", end);
            Path plain = write("bad.csv", all), zipped = zipped("bad.csv.gz", all), zstd = zstd("bad.csv.zst", all);
            for (Path file : List.of(plain, zipped, zstd)) {
                assertThatThrownBy(() -> Tables.ratings(file)).isInstanceOf(TableException.class).hasMessage(file + ":702: " + complaint);
            }
        }
    }

    @Test
    void zstandardTextMeansTheSameAsPlainText() throws Exception {
        Map<String, String> texts = Map.of("twin.dat", "1::10::4::100\n1::20::3.5::90\n\n2::10::5::80\n", "bare.data", "1  10\t4 100\n1 20 3.5 90\n2 10 5 80",
                "pipe.csv", "\ufeffuser|item|rating|time\r\n1|10|4|100\r\n\"1\"|20|3.5|90\r\n2|10|5|80\r\n",
                "lines.csv", "note,user,item,rating,time\n\"a\n\"\"b\"\"\",1,10,4,100\nc,1,20,3.5,90\nd,2,10,5,80\n", "u1.base", "1\t10\t4\t100\n1\t20\t3.5\t90\n2\t10\t5\t80\n");
        for (Map.Entry<String, String> text : texts.entrySet()) {
            Ratings plain = Tables.ratings(write(text.getKey(), text.getValue()));
            List<Long> told = new ArrayList<>();
            Ratings packed = Tables.ratings(Source.of(zstd(text.getKey() + ".zst", text.getValue())).withProgress((done, total) -> told.addAll(List.of(done, total))));
            assertSmall(packed);
            assertThat(packed.fingerprint()).as(text.getKey()).isEqualTo(plain.fingerprint());
            assertThat(told).containsExactly(3L, -1L);
        }
        assertThat(Tables.titles(zstd("movies.dat.zst", "1::Amélie (2001)::Comedy\n2::Heat::Crime\n"))).containsEntry("1", "Amélie (2001)").hasSize(2);
        Files.write(folder.resolve("false.csv.zst"), "1,2,3\n".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> Tables.ratings(folder.resolve("false.csv.zst"))).isInstanceOf(TableException.class).hasMessageStartingWith(folder.resolve("false.csv.zst") + ": DuckDB says: ");
    }

    private Path zstd(String name, String text) throws Exception {
        Path file = folder.resolve(name);
        String lines = text.lines().map(line -> DuckReader.quoted(line + (text.contains("\r") ? "\r" : ""))).collect(java.util.stream.Collectors.joining(", "));
        duck("copy (select unnest([" + lines + "])) to '" + file + "' (format csv, header false, quote '', escape '', delim '\u0001', compression zstd)");
        return file;
    }

    @Test
    void duckDbErrorsNameTheRow() throws Exception {
        Path json = write("b.jsonl", "{\"user\":1,\"item\":2,\"rating\":3}\n{\"user\":1,\"item\":3,\"rating\":\"four\"}\n");
        assertThatThrownBy(() -> Tables.ratings(json)).hasMessage(json + ":2: the rating must be a number, found 'four'");
        assertThatThrownBy(() -> Tables.ratings(Source.sql("select 1 as user, 2 as item, 'nan'::double as rating"))).hasMessage("the query, row 1: the rating must be a finite number, found 'NaN'");
        assertThatThrownBy(() -> Tables.ratings(Source.sql("select 1 as user, 2 as item, [1] as rating"))).hasMessageContaining("column 'rating' is INTEGER[], not a number");
        assertThatThrownBy(() -> Tables.ratings(Source.sql("select from where"))).isInstanceOf(TableException.class).hasMessageContaining("the query: DuckDB says: syntax error");
        assertThatThrownBy(() -> Tables.ratings(Source.sql("select 1 as user, 2 as item, 3 as rating where false"))).hasMessage("the query: there is no row of data");
        assertThatThrownBy(() -> Tables.ratings(Source.of("s3://nobody/ratings.parquet"))).isInstanceOf(TableException.class).hasMessageContaining("extension httpfs, which is not here");
        Path broken = write("broken.parquet", "this is no Parquet");
        assertThatThrownBy(() -> Tables.ratings(broken)).isInstanceOf(TableException.class).hasMessageContaining(broken.toString()).hasMessageContaining("DuckDB says");
    }

    @Test
    void refusesFilesThatAreNoTables() throws IOException {
        assertMessage(write("empty.csv", ""), ": the file is empty");
        assertMessage(write("blank.csv", "\n\r\n"), ": the file is empty");
        assertMessage(write("header.csv", "userId,movieId,rating\n"), ": there is no row of data");
        assertMessage(write("strange.csv", "foo,bar,baz\n1,2,3\n"), ": no user column among 'foo', 'bar', 'baz'; name it with --user");
        assertMessage(write("nouser.csv", "movieId,rating\n1,2\n"), ": no user column among 'movieId', 'rating'; name it with --user");
        assertMessage(write("noitem.csv", "userId,rating\n1,2\n"), ": no item column among 'userId', 'rating'; name it with --item");
        assertMessage(write("one.csv", "1\n2\n"), ": no item column among '1'; name it with --item");
        assertMessage(write("what.xyz", "1,2,3\n"), ": the name does not say what it is; .csv, .tsv, .txt and .dat (also .gz and .zst), .parquet, .jsonl and .ndjson are understood, anything else through --sql");
        assertMessage(folder.resolve("absent.csv"), ": there is no such file");
        assertMessage(folder, ": this is a folder; name a file in it, or a glob such as " + folder.resolve("*.csv"));
        Path binary = folder.resolve("binary.csv");
        Files.write(binary, new byte[] {'1', ',', 0, 5});
        assertMessage(binary, ": byte 3 is 0: this is not text");
        Path wide = folder.resolve("wide.csv");
        Files.write(wide, "\ufeff1,2,3".getBytes(StandardCharsets.UTF_16LE));
        assertMessage(wide, ": the text is in UTF-16; save it as UTF-8");
        assertMessage(write("false.csv.gz", "1,2,3\n"), ": the compressed data is damaged: Not in GZIP format");
        byte[] whole = Files.readAllBytes(zipped("cut.csv.gz", SMALL.repeat(1)));
        Files.write(folder.resolve("cut.csv.gz"), Arrays.copyOf(whole, whole.length / 2));
        assertMessage(folder.resolve("cut.csv.gz"), ": the compressed data ends early: the file is cut off");
        assertThatThrownBy(() -> Tables.ratings(Source.of(folder + "/*.nothing"))).hasMessage(folder + "/*.nothing: no file matches");
        Path small = write("small.csv", SMALL);
        assertThatThrownBy(() -> Tables.ratings(Source.of(small).withColumns("who", "", "", "")))
                .hasMessage(small + ": no column 'who' for the user among 'userId', 'movieId', 'rating', 'timestamp'");
        assertThatThrownBy(() -> Tables.ratings(Source.of(small).withColumns("movieId", "", "", ""))).hasMessageContaining("user and item are the same column, 'movieId'");
        assertThatThrownBy(() -> Source.of(small).withDelimiter("abc")).hasMessageContaining("Source.delimiter must be one character or ::");
    }

    @Test
    void badUtf8InANameIsNamed() throws IOException {
        Path file = folder.resolve("latin.csv");
        Files.write(file, "user,item,rating\nCaf\u00e9,1,2\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Tables.ratings(file)).hasMessageStartingWith(file + ":2: Ids.name must be text in UTF-8");
    }

    @Test
    void aGlobReadsFilesByNameOneAfterAnother() throws IOException {
        write("part-2.csv", "user,item,rating,time\n2,10,5,80\n");
        write("part-1.csv", "user,item,time,rating\n1,10,100,4\n1,20,90,3.5\n");
        assertSmall(Tables.ratings(Source.of(folder + "/part-*.csv")));
        write("part-3.csv", "user,item,rating\n3,10,5\n");
        assertThatThrownBy(() -> Tables.ratings(Source.of(folder + "/part-*.csv"))).hasMessageContaining("some files have a time column and some have none");
    }

    @Test
    void weightsAreReadWhereTheyAreNamed() throws IOException {
        Path file = write("w.csv", "user,item,rating,weight\n1,1,1,3\n2,1,5,1\n");
        assertThat(Tables.ratings(file).mean()).isEqualTo(2);
        Path bad = write("w0.csv", "user,item,rating,weight\n1,1,1,3\n2,1,5,0\n");
        assertThatThrownBy(() -> Tables.ratings(bad)).hasMessage(bad + ":3: the weight must be above 0, found '0'");
    }

    /// Several stretches, lines longer than the tail that is read with a stretch, names in every order.
    @Test
    void manyStretchesAndThreadsGiveTheSameAsOne() throws Exception {
        Random random = new Random(5);
        StringBuilder text = new StringBuilder("user,item,rating,time,note\n");
        Ratings.Builder expected = Ratings.builder();
        String note = "x".repeat(70);
        for (int j = 0; j < 200_000; j++) {
            int user = random.nextInt(3000), item = random.nextInt(50_000), half = 1 + random.nextInt(10);
            String name = item % 977 == 3 ? "x" + item : Integer.toString(item); // text among numbers, met by some workers early
            expected.add(Integer.toString(user), name, half / 2.0, 1, j);
            text.append(user).append(',').append(name).append(',').append(half / 2.0).append(',').append(j).append(',').append(note);
            if (j % 40_000 == 7) text.append("y".repeat(9000));
            text.append('\n');
        }
        Path file = write("big.csv", text.toString());
        assertThat(Files.size(file)).isGreaterThan(2L * TextFile.STRETCH);
        String print = expected.build().fingerprint();
        for (int threads : new int[] {1, 2, 3, 8}) {
            List<Long> told = new ArrayList<>();
            Ratings ratings = Sweep.withThreads(threads, () -> Tables.ratings(Source.of(file).withProgress((done, total) -> told.add(done * 100 / total))));
            assertThat(ratings.fingerprint()).isEqualTo(print);
            assertThat(told).isSorted().hasSizeGreaterThan(2).endsWith(99L);
        }
        assertThat(Tables.ratings(zipped("big.csv.gz", text.toString())).fingerprint()).isEqualTo(print);
        List<Double> packed = new ArrayList<>(); // the stretches are about equally long, and so should be the steps
        Tables.ratings(Source.of(folder.resolve("big.csv.gz")).withProgress((done, total) -> packed.add((double) done / total)));
        assertThat(packed).isSorted().hasSizeGreaterThan(2).endsWith(1.0);
        assertThat(packed.getFirst()).isLessThan(0.6);
        Path bad = write("big2.csv", text + "1,2,x,4,5\n1,2,y,4,5\n");
        assertThatThrownBy(() -> Tables.ratings(bad)).hasMessage(bad + ":200002: the rating must be a number, found 'x'");
    }

    @Test
    void numbersAreReadAsJavaReadsThem() {
        Random random = new Random(1);
        for (int j = 0; j < 40_000; j++) {
            String text = switch (j % 4) {
                case 0 -> Double.toString(random.nextGaussian());
                case 1 -> Integer.toString(random.nextInt());
                case 2 -> Long.toString(random.nextLong(1_000_000_000_000_000L)).replaceFirst("(?<=.{" + (1 + random.nextInt(5)) + "})", ".");
                default -> Float.toString(random.nextFloat() * 5);
            };
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            assertThat(Numbers.number(bytes, 0, bytes.length)).isEqualTo(Double.parseDouble(text));
        }
    }

    private void assertSmall(Ratings ratings) {
        assertThat(names(ratings)).containsExactly("1", "2");
        assertThat(ratings.items().name(1)).isEqualTo("20");
        assertThat(ratings.byUser().offsets()).containsExactly(0, 2, 3);
        assertThat(ratings.byUser().columns()).containsExactly(0, 1, 0);
        assertThat(ratings.byUser().values()).containsExactly(4, 3.5f, 5);
        assertThat(new long[] {ratings.time(0), ratings.time(1), ratings.time(2)}).containsExactly(100, 90, 80);
    }

    private static void assertMessage(Path file, String rest) {
        assertThatThrownBy(() -> Tables.ratings(file)).isInstanceOf(TableException.class).hasMessage(file + rest);
    }

    private static List<String> names(Ratings ratings) {
        return java.util.stream.IntStream.range(0, ratings.users().size()).mapToObj(ratings.users()::name).toList();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Path zipped(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private static void duck(String... statements) throws Exception {
        try (Connection connection = DuckReader.connect(256 << 20); Statement statement = connection.createStatement()) {
            for (String sql : statements) statement.execute(sql);
        }
    }
}

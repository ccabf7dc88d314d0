package mf4j.bench;

import mf4j.data.Planted;
import mf4j.data.Ratings;
import mf4j.sql.Report;
import mf4j.sql.Source;
import mf4j.sql.Tables;
import mf4j.train.Seeds;
import mf4j.train.Sweep;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/// Reading ratings against DuckDB's own `create table t as select user, item, rating, time from 'file'`, alternately, with the same
/// threads: the target is at most 2.0 times its wall time, names mapped and both orientations built.
///
/// Processor seconds stand beside wall time, because they say more on a machine that others use too.
///
/// Arguments: rows (10,000,000), threads (all), rounds (5), folder for the files (a temporary one). The same rows are read sorted by
/// user, as data sets are published, and shuffled, as logs are, from CSV and from Parquet.
public final class ReadRace {
    private ReadRace() { }

    /// Runs the race and prints medians.
    public static void main(String[] args) throws Exception {
        int rows = args.length > 0 ? Integer.parseInt(args[0]) : 10_000_000;
        int threads = args.length > 1 ? Integer.parseInt(args[1]) : Runtime.getRuntime().availableProcessors();
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 5;
        Path folder = args.length > 3 ? Path.of(args[3]) : Files.createTempDirectory("read-race");
        Ratings ratings = Planted.defaults().withShape(rows / 100, rows / 500, rows).ratings();
        Path sorted = folder.resolve("sorted.csv"), shuffled = folder.resolve("shuffled.csv");
        write(ratings, null, sorted);
        write(ratings, Seeds.of(1).stream(0).permutation(0, rows), shuffled);
        System.out.printf("%,d rows, %d threads, medians of %d rounds%n", rows, threads, rounds);
        for (Path file : List.of(sorted, shuffled)) race(file, threads, rounds);
        for (Path file : List.of(sorted, shuffled)) race(parquet(file), threads, rounds);
    }

    private static void race(Path file, int threads, int rounds) throws Exception {
        List<double[]> theirs = new ArrayList<>();
        List<double[]> ours = new ArrayList<>();
        read(file, threads); // the first round warms up: their library is loaded, our code compiled
        load(file, threads);
        for (int round = 0; round < rounds; round++) {
            theirs.add(timed(() -> new double[] {load(file, threads)}));
            ours.add(timed(() -> read(file, threads)));
        }
        double duck = median(theirs, 0), total = median(ours, 0);
        double duckCpu = median(theirs, 1), cpu = median(ours, 6);
        System.out.printf("%-16s %4d MB: DuckDB %.2f s, MF4J %.2f s (parse %.2f, ids %.2f, copy %.2f, by user %.2f, by item %.2f), ratio %.2f;"
                + " processor %.2f and %.2f s, ratio %.2f%n", file.getFileName(), Files.size(file) >> 20, duck, total, median(ours, 1), median(ours, 2),
                median(ours, 3), median(ours, 4), median(ours, 5), total / duck, duckCpu, cpu, cpu / duckCpu);
    }

    /// The figures of a run, and the processor seconds of the process behind them.
    private static double[] timed(Callable<double[]> run) throws Exception {
        long before = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
        double[] figures = run.call();
        double[] more = Arrays.copyOf(figures, figures.length + 1);
        more[figures.length] = (ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos() - before) / 1e9;
        return more;
    }

    private static double median(List<double[]> runs, int column) {
        double[] sorted = runs.stream().mapToDouble(run -> run[column]).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static double[] read(Path file, int threads) throws Exception {
        long before = System.nanoTime();
        Report report = Sweep.withThreads(threads, () -> Tables.read(Source.of(file)).report());
        double seconds = (System.nanoTime() - before) / 1e9;
        return new double[] {seconds, report.parse(), report.ids(), report.copy(), report.users(), report.items()};
    }

    private static double load(Path file, int threads) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:"); Statement statement = connection.createStatement()) {
            statement.execute("set threads = " + threads);
            long before = System.nanoTime();
            statement.execute("create table t as select userId, movieId, rating, timestamp from '" + file + "'");
            return (System.nanoTime() - before) / 1e9;
        }
    }

    private static Path parquet(Path csv) throws SQLException {
        Path file = Path.of(csv.toString().replace(".csv", ".parquet"));
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:"); Statement statement = connection.createStatement()) {
            statement.execute("copy (from '" + csv + "') to '" + file + "'");
        }
        return file;
    }

    private static void write(Ratings ratings, int[] order, Path file) throws IOException {
        int[] owner = ratings.byUser().rowOfEntry();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            out.write("userId,movieId,rating,timestamp\n".getBytes(StandardCharsets.US_ASCII));
            StringBuilder line = new StringBuilder();
            for (int j = 0; j < owner.length; j++) {
                int entry = order == null ? j : order[j];
                line.setLength(0);
                line.append(ratings.users().number(owner[entry])).append(',').append(ratings.items().number(ratings.byUser().columns()[entry]))
                        .append(',').append(ratings.byUser().values()[entry]).append(',').append(ratings.time(entry)).append('\n');
                out.write(line.toString().getBytes(StandardCharsets.US_ASCII));
            }
        }
    }
}

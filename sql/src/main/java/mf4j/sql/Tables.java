package mf4j.sql;

import mf4j.data.Attributes;
import mf4j.data.Ratings;
import mf4j.matrix.Matrix;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Ratings and matrices from tables.
///
/// Delimited text, plain or packed, is read by MF4J itself, because a wrong line can then be named and because it takes less time;
/// everything else - Parquet, JSON lines, queries, addresses - goes through DuckDB. `docs/reference/data.md` says what is
/// understood and what is refused.
public final class Tables {
    private Tables() { }

    /// Ratings and how they were read.
    public record Reading(Ratings ratings, Report report) { }

    /// The ratings of a file, its columns found by their usual names.
    ///
    /// @throws TableException when it cannot be read, with the reason and, in text, the line
    public static Ratings ratings(Path file) {
        return ratings(Source.of(file));
    }

    /// The ratings of a source.
    ///
    /// @throws TableException when it cannot be read, with the reason and, in text, the line
    public static Ratings ratings(Source source) {
        return read(source).ratings();
    }

    /// The ratings of a source and a report of how long each step took.
    ///
    /// @throws TableException when it cannot be read, with the reason and, in text, the line
    public static Reading read(Source source) {
        long before = System.nanoTime();
        if (source.isSql()) return gathered(source, "the query", List.of(DuckReader.query(source)), 0, before);
        if (source.location().matches("[a-zA-Z][a-zA-Z0-9+.-]+://.*")) {
            return gathered(source, source.location(), List.of(DuckReader.files(source, List.of(source.location()))), 0, before);
        }
        List<Path> files = files(source.location());
        List<Block> blocks = new ArrayList<>();
        TextReader text = new TextReader(source, files);
        for (Path file : files) blocks.addAll(Format.of(file) == Format.TEXT ? text.read(file) : List.of(DuckReader.files(source, List.of(file.toString()))));
        long bytes = files.stream().mapToLong(file -> file.toFile().length()).sum();
        return gathered(source, source.location(), blocks, bytes, before);
    }

    /// The matrix that a file is: a number in every cell, rows as they come.
    ///
    /// @throws TableException when it cannot be read or holds anything else, with the reason, the line or row and the column
    public static Matrix matrix(Path file) {
        return matrix(Source.of(file), List.of());
    }

    /// The matrix that a source is, in memory: doubles, or floats where a table has nothing wider. A missing cell is NaN.
    ///
    /// The source's delimiter, header, memory and progress count; the rest is of ratings. A glob's files are put one below another.
    ///
    /// @param columns names, numbers from 1, or ranges of numbers such as `2-5` and `2-`; all where it is empty
    /// @throws TableException when it cannot be read or holds anything but numbers, with the reason, the line or row and the column
    public static Matrix matrix(Source source, List<String> columns) {
        return new MatrixReader(source, columns).read();
    }

    /// What items are called, by their name in the ratings; `movies.csv` for example. Of an item that comes twice the first counts.
    ///
    /// @throws TableException when the file cannot be read or has no columns of items and titles
    public static Map<String, String> titles(Path file) {
        return titles(file, "", "");
    }

    /// What items are called, with the columns given as in [Source]: by name, by number from 1, or empty for one that is found by its usual names
    /// and without a header is the first or the second.
    ///
    /// @throws TableException when the file cannot be read or has no columns of items and titles
    public static Map<String, String> titles(Path file, String item, String title) {
        files(file.toString());
        return Titles.read(file, item, title);
    }

    /// Whether a table of items has titles: a column of a usual name or, without a header, a second one.
    ///
    /// @param item column of the item, as in [#titles]
    /// @throws TableException when the file cannot be read
    public static boolean hasTitles(Path file, String item) {
        files(file.toString());
        return Titles.areIn(file, item);
    }

    /// By what scores of items are multiplied, by their name: a table of one row per item with a column `factor` or, without a header, two columns.
    ///
    /// @throws TableException when the file cannot be read, has no such columns, an item twice, or a factor that is no finite number above 0
    public static Map<String, Double> factors(Path file) {
        files(file.toString());
        return Titles.factors(file);
    }

    /// The items that a file lists, in its order: one to a line, or the item column of a table.
    ///
    /// @throws TableException when the file cannot be read or has no column of items
    public static Set<String> items(Path file) {
        files(file.toString());
        return Chosen.listed(file);
    }

    /// The items of a table for whom a condition holds, in DuckDB's SQL over the table's columns: `genres like '%Drama%' and year > 1990`.
    /// The condition reaches nothing but the table: no file, no address. Columns of a file without header are `column1`, `column2` and so on.
    ///
    /// @throws TableException when the file cannot be read, has no column of items, or lacks a column that the condition names
    public static Set<String> items(Path file, String condition) {
        return items(file, "", condition);
    }

    /// The same, with the column of the item given as in [#titles].
    ///
    /// @throws TableException when the file cannot be read, has no column of items, or lacks a column that the condition names
    public static Set<String> items(Path file, String item, String condition) {
        files(file.toString());
        return Filter.of(file, item, condition);
    }

    /// The items with titles for whom a condition holds; the table's columns are `item` and `title`, which is null where it is empty.
    ///
    /// @throws TableException when the condition names another column, or is none
    public static Set<String> items(Map<String, String> titles, String condition) {
        return Filter.of(titles, condition);
    }

    /// What items are by themselves: a table of one row per item. A cell `Action|Drama` of the column `genres` gives the item `genres:Action` and
    /// `genres:Drama`; a number is a name like any other.
    ///
    /// @param columns of attributes, by name or by number from 1; all but the item's where it is empty
    /// @throws TableException when the file cannot be read, has no column of items, or lacks a column
    public static Attributes itemAttributes(Path file, List<String> columns) {
        return itemAttributes(file, "", columns);
    }

    /// The same, with the column of the item given as in [#titles].
    ///
    /// @throws TableException when the file cannot be read, has no column of items, or lacks a column
    public static Attributes itemAttributes(Path file, String item, List<String> columns) {
        files(file.toString());
        return AttributeTable.read(file, "item", Roles.ITEM, item, columns);
    }

    /// What users are by themselves, alike.
    ///
    /// @throws TableException when the file cannot be read, has no column of users, or lacks a column
    public static Attributes userAttributes(Path file, List<String> columns) {
        return userAttributes(file, "", columns);
    }

    /// The same, with the column of the user given as in [#titles].
    ///
    /// @throws TableException when the file cannot be read, has no column of users, or lacks a column
    public static Attributes userAttributes(Path file, String user, List<String> columns) {
        files(file.toString());
        return AttributeTable.read(file, "user", Roles.USER, user, columns);
    }

    /// Writes a table, row by row as they come, in bounded memory: `.csv` and `.tsv`, with `.gz` behind or not, or `.parquet`.
    ///
    /// The file is the old one or the whole new one, whatever happens.
    ///
    /// @throws TableException when it cannot be written; the old file is then as it was
    public static void write(Path file, List<TableWriter.Column> columns, TableWriter.Rows rows) {
        TableWriter.write(file, columns, rows);
    }

    private static Reading gathered(Source source, String name, List<Block> blocks, long bytes, long before) {
        if (blocks.stream().allMatch(block -> block.size == 0)) throw new TableException(name + ": there is no row of data");
        boolean timed = blocks.stream().filter(block -> block.size > 0).anyMatch(block -> block.times != null);
        if (timed && blocks.stream().filter(block -> block.size > 0).anyMatch(block -> block.times == null)) {
            throw new TableException(name + ": some files have a time column and some have none");
        }
        blocks = blocks.stream().filter(block -> block.size + block.skipped > 0).toList();
        try {
            return new Gathering(blocks).ratings(source.duplicates(), bytes, (System.nanoTime() - before) / 1e9);
        } catch (IllegalArgumentException e) {
            throw new TableException(name + ": " + e.getMessage(), e);
        }
    }

    /// The files a location means, by name.
    static List<Path> files(String location) {
        Path path = Path.of(location);
        if (Files.isDirectory(path)) throw new TableException(location + ": this is a folder; name a file in it, or a glob such as " + path.resolve("*.csv"));
        if (Files.exists(path) || !location.matches(".*[*?\\[{].*")) {
            if (!Files.exists(path)) throw new TableException(location + ": there is no such file");
            Format.of(path);
            return List.of(path);
        }
        List<Path> files = matching(path);
        if (files.isEmpty()) throw new TableException(location + ": no file matches");
        files.forEach(Format::of);
        return files;
    }

    private static List<Path> matching(Path glob) {
        Path fixed = glob.isAbsolute() ? glob.getRoot() : Path.of("");
        int depth = 0;
        while (depth < glob.getNameCount() - 1 && !glob.getName(depth).toString().matches(".*[*?\\[{].*")) fixed = fixed.resolve(glob.getName(depth++));
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        int levels = glob.toString().contains("**") ? Integer.MAX_VALUE : glob.getNameCount() - depth;
        try (Stream<Path> walk = Files.walk(fixed, levels)) {
            return walk.filter(matcher::matches).filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw TextFile.unreadable(fixed, e);
        }
    }

    /// What a file's name says about its content.
    enum Format {
        TEXT, PARQUET, JSON;

        static Format of(Path file) {
            String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
            if (name.matches(".*\\.(csv|tsv|tab|txt|dat|data|base|test|ratings|inter|item|user)(\\.gz|\\.zst)?")) return TEXT;
            if (name.matches(".*\\.(parquet|pq)(\\.gz|\\.gzip)?")) return PARQUET;
            if (name.matches(".*\\.(jsonl|ndjson|json)(\\.gz|\\.zst)?")) return JSON;
            throw new TableException(file + ": the name does not say what it is; .csv, .tsv, .txt and .dat (also .gz and .zst), .parquet, .jsonl and .ndjson"
                    + " are understood, anything else through --sql");
        }
    }
}

package mf4j.app;

import mf4j.data.Attributes;
import mf4j.data.Duplicates;
import mf4j.data.Ratings;
import mf4j.sql.Source;
import mf4j.sql.Tables;
import picocli.CommandLine.Option;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The flags that say how a table of ratings is read, and the reading.
final class Reading {
    @Option(names = "--user", paramLabel = "COLUMN", description = "Column of the user; these four are found by their usual names without a flag.")
    String user = "";

    @Option(names = "--item", paramLabel = "COLUMN", description = "Column of the item.")
    String item = "";

    @Option(names = "--rating", paramLabel = "COLUMN", description = "Column of the rating.")
    String rating = "";

    @Option(names = "--time", paramLabel = "COLUMN", description = "Column of the time.")
    String time = "";

    @Option(names = "--weight", paramLabel = "COLUMN", description = "Column of the weight of a rating.")
    String weight = "";

    @Option(names = "--delimiter", paramLabel = "TEXT", description = "Between the cells of a text file; found out without it.")
    String delimiter = "";

    @Option(names = "--header", negatable = true, description = "The first line of a text file names its columns, or does not; found out without it.")
    Boolean header;

    @Option(names = "--implicit", negatable = true, description = "Take every row for an event of value 1, whatever its rating; with --duplicates sum, of as many as there are.")
    Boolean implicit;

    @Option(names = "--at-least", paramLabel = "V", description = "With --implicit, only what is rated at least V is an event.")
    Double atLeast;

    @Option(names = "--skip-missing", description = "Skip rows without a rating, instead of refusing them.")
    boolean skipMissing;

    @Option(names = "--duplicates", paramLabel = "RULE", description = "Of several ratings of an item by a user take the last, the mean, the sum, or an error (last).")
    Duplicates duplicates;

    @Option(names = "--item-attributes", paramLabel = "FILE", description = "Table of what items are by themselves, such as genres; for hybrid.")
    Path itemAttributes;

    @Option(names = "--user-attributes", paramLabel = "FILE", description = "The same of users.")
    Path userAttributes;

    @Option(names = "--attribute-columns", paramLabel = "COLUMN", split = ",", description = "Of these tables, only these columns, by name or number from 1; parts of a cell are split at '|'.")
    List<String> attributeColumns = List.of();

    @Option(names = "--attribute-id", paramLabel = "COLUMN", description = "Of these tables, the column that says whose row it is, by name or number from 1; found without it.")
    String attributeId = "";

    private boolean bounded; // whether the bound is of the table that a model was trained on; another table need not have ratings

    /// What was read.
    ///
    /// @param below how many ratings are no events, being below [#atLeast]
    record Told(Ratings ratings, int below) { }

    /// What was written by [#describe].
    static Reading of(Map<?, ?> description) {
        Reading reading = new Reading();
        reading.user = (String) description.get("user");
        reading.item = (String) description.get("item");
        reading.rating = (String) description.get("rating");
        reading.time = (String) description.get("time");
        reading.weight = (String) description.get("weight");
        reading.delimiter = (String) description.get("delimiter");
        reading.header = (Boolean) description.get("header");
        reading.implicit = (Boolean) description.get("implicit");
        reading.atLeast = description.get("atLeast") instanceof Number least ? least.doubleValue() : null;
        reading.skipMissing = (Boolean) description.get("skipMissing");
        reading.itemAttributes = path(description.get("itemAttributes"));
        reading.userAttributes = path(description.get("userAttributes"));
        if (description.get("attributeColumns") instanceof List<?> columns) reading.attributeColumns = columns.stream().map(String.class::cast).toList();
        if (description.get("attributeId") instanceof String column) reading.attributeId = column;
        reading.duplicates = Duplicates.valueOf(((String) description.get("duplicates")).toUpperCase(Locale.ROOT));
        return reading;
    }

    private static Path path(Object name) {
        return name instanceof String text ? Path.of(text) : null;
    }

    Map<String, Object> describe() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("user", user);
        description.put("item", item);
        description.put("rating", rating);
        description.put("time", time);
        description.put("weight", weight);
        description.put("delimiter", delimiter);
        if (header != null) description.put("header", header);
        description.put("implicit", events());
        if (atLeast != null) description.put("atLeast", atLeast);
        description.put("skipMissing", skipMissing);
        description.put("duplicates", rule().name().toLowerCase(Locale.ROOT));
        if (itemAttributes != null) description.put("itemAttributes", fromAnywhere(itemAttributes));
        if (userAttributes != null) description.put("userAttributes", fromAnywhere(userAttributes));
        if (!attributeColumns.isEmpty()) description.put("attributeColumns", attributeColumns);
        if (!attributeId.isEmpty()) description.put("attributeId", attributeId);
        return description;
    }

    /// A model is asked from other folders than it was trained in.
    private static String fromAnywhere(Path table) {
        return table.toAbsolutePath().normalize().toString();
    }

    /// Of another table, whose columns are found by their usual names: only what makes events is the same.
    Reading asEvents() {
        Reading other = new Reading();
        other.implicit = implicit;
        other.atLeast = atLeast;
        other.bounded = true;
        other.duplicates = duplicates;
        return other;
    }

    /// The same, with tables of attributes that are not null in the place of its own.
    Reading withAttributes(Path ofItems, Path ofUsers) {
        Reading given = new Reading();
        given.itemAttributes = ofItems;
        given.userAttributes = ofUsers;
        return given.or(this);
    }

    /// Whether every row is an event, whatever its rating.
    boolean events() {
        return implicit != null && implicit;
    }

    private Duplicates rule() {
        return duplicates == null ? Duplicates.LAST : duplicates;
    }

    private Source.Header header() {
        return header == null ? Source.Header.FIND : header ? Source.Header.YES : Source.Header.NO;
    }

    /// The same, with what was not given taken from another.
    Reading or(Reading other) {
        Reading both = new Reading();
        both.user = user.isEmpty() ? other.user : user;
        both.item = item.isEmpty() ? other.item : item;
        both.rating = rating.isEmpty() ? other.rating : rating;
        both.time = time.isEmpty() ? other.time : time;
        both.weight = weight.isEmpty() ? other.weight : weight;
        both.delimiter = delimiter.isEmpty() ? other.delimiter : delimiter;
        both.header = header == null ? other.header : header;
        both.implicit = implicit == null ? other.implicit : implicit;
        both.atLeast = atLeast != null || !both.events() ? atLeast : other.atLeast;
        both.bounded = atLeast == null;
        both.skipMissing = skipMissing || other.skipMissing;
        both.duplicates = duplicates == null ? other.duplicates : duplicates;
        both.itemAttributes = itemAttributes == null ? other.itemAttributes : itemAttributes;
        both.userAttributes = userAttributes == null ? other.userAttributes : userAttributes;
        both.attributeColumns = attributeColumns.isEmpty() ? other.attributeColumns : attributeColumns;
        both.attributeId = attributeId.isEmpty() ? other.attributeId : attributeId;
        return both;
    }

    /// Itself, where it can be; asked before anything is read.
    Reading check() {
        if (atLeast != null && !events()) throw new IllegalArgumentException("--at-least is for --implicit: of which ratings it makes events");
        boolean columns = !attributeColumns.isEmpty() || !attributeId.isEmpty();
        if (columns && itemAttributes == null && userAttributes == null) {
            throw new IllegalArgumentException((attributeColumns.isEmpty() ? "--attribute-id" : "--attribute-columns") + " is for --item-attributes or --user-attributes: of which table");
        }
        if (atLeast != null && atLeast.isNaN()) throw new IllegalArgumentException("--at-least must be a number but was NaN");
        return this;
    }

    /// Reads a file, a glob, or a query.
    ///
    /// @throws mf4j.sql.TableException with what is wrong, and the line where there are lines
    Ratings read(Source source, PrintWriter err) {
        return told(source, err).ratings();
    }

    /// The same, and what was left out.
    Told told(Source source, PrintWriter err) {
        refuseAbsent("--item-attributes", itemAttributes);
        refuseAbsent("--user-attributes", userAttributes);
        Tables.Reading read = table(source, err);
        boolean unbounded = atLeast == null || bounded && !read.report().rated();
        if (unbounded && atLeast != null) err.println("mf4j: " + name(source) + " has no column of ratings to be at least " + atLeast + ", so every row is an event");
        Ratings chosen = unbounded || !events() ? read.ratings() : atLeast(read, source);
        return new Told(described(events() && rule() != Duplicates.SUM ? chosen.events() : chosen), read.ratings().count() - chosen.count());
    }

    private static String name(Source source) {
        return source.isSql() ? "the query" : source.location();
    }

    /// A model's file says where its table was, and not what was in it.
    private static void refuseAbsent(String flag, Path tableOrNull) {
        if (tableOrNull != null && !Files.exists(tableOrNull)) throw new IllegalArgumentException(tableOrNull + ": there is no such table of attributes; " + flag + " FILE says where it is");
    }

    private Ratings described(Ratings ratings) {
        if (itemAttributes == null && userAttributes == null) return ratings;
        Attributes ofUsers = userAttributes == null ? Attributes.none() : Tables.userAttributes(userAttributes, attributeId, attributeColumns);
        Attributes ofItems = itemAttributes == null ? Attributes.none() : Tables.itemAttributes(itemAttributes, attributeId, attributeColumns);
        return ratings.described(ofUsers, ofItems);
    }

    private Ratings atLeast(Tables.Reading read, Source source) {
        Ratings chosen = read.ratings().atLeast(atLeast).compacted();
        if (chosen.count() > 0) return chosen;
        throw new IllegalArgumentException(name(source) + (read.report().rated()
                ? ": nothing is rated at least " + atLeast + ", so there are no events; the greatest rating is " + read.ratings().maximum()
                : ": there is no column of ratings to be at least " + atLeast + "; name it with --rating, or leave --at-least away: every row is then an event"));
    }

    private Tables.Reading table(Source source, PrintWriter err) {
        return Tables.read(source.withColumns(user, item, rating, time).withWeight(weight).withDuplicates(rule())
                .withDelimiter(delimiter.replace("\\t", "\t")).withHeader(header()).withImplicit(events()).withSkipMissing(skipMissing).withProgress(new ReadingProgress(err)));
    }

    /// Says how far a long reading has come, every other second.
    static final class ReadingProgress implements Source.Progress {
        private static final long BETWEEN = 2_000_000_000L;

        private final PrintWriter err;
        private long last = System.nanoTime();

        ReadingProgress(PrintWriter err) {
            this.err = err;
        }

        @Override
        public void at(long done, long total) {
            long now = System.nanoTime();
            if (now - last < BETWEEN) return;
            last = now;
            err.println(total > 0 ? String.format(Locale.ROOT, "reading: %d %%", 100 * done / total) : "reading: " + Table.count(done) + " rows");
        }
    }
}

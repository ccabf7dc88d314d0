package mf4j.sql;

import mf4j.data.Duplicates;
import mf4j.train.Check;

import java.nio.file.Path;

/// Where ratings come from and how their rows are to be read; a value, changed by `with...`.
///
/// @param location    a file, a glob (`data/part-*.parquet`), an address DuckDB can read, or, where `isSql`, a query
/// @param isSql       whether `location` is a query
/// @param user        column of the user: its name, its number from 1 in a file without header, or empty to find it by the usual names
/// @param item        column of the item, likewise
/// @param rating      column of the rating, likewise
/// @param time        column of the time, likewise; none is found in many files, and none is needed
/// @param weight      column of the weight; used only when named, here or by the header `weight`
/// @param delimiter   between the cells of a text file: `,`, `\t`, `;`, `|`, `::`, a space for any white space, or empty to find out
/// @param header      whether text files start with the names of their columns
/// @param implicit    whether rows without a rating column are events of value 1
/// @param skipMissing whether rows without a rating are skipped and counted, rather than refused
/// @param duplicates  what becomes of an item rated twice by a user
/// @param memory      bytes DuckDB may use, outside the heap
/// @param progress    is told how far reading has come
public record Source(String location, boolean isSql, String user, String item, String rating, String time, String weight,
                     String delimiter, Header header, boolean implicit, boolean skipMissing, Duplicates duplicates, long memory,
                     Progress progress) {
    /// Whether a text file starts with the names of its columns.
    public enum Header {
        /// Found out from the first line.
        FIND,
        /// It does.
        YES,
        /// It does not.
        NO
    }

    /// Is told how far reading has come, by several threads, one at a time.
    @FunctionalInterface
    public interface Progress {
        /// `done` of `total`: bytes of text files as they lie there, packed or not, or rows of other tables and of `.zst` with a total
        /// of -1, not known.
        void at(long done, long total);
    }

    /// Refuses an empty location and strange delimiters.
    public Source {
        Check check = Check.of(Source.class);
        check.that(!location.isBlank(), "location", "name a file or be a query", "''");
        check.that(delimiter.isEmpty() || delimiter.equals("::") || delimiter.length() == 1 && delimiter.charAt(0) < 128 && "\"\r\n".indexOf(delimiter.charAt(0)) < 0,
                "delimiter", "be one character or ::", "'" + delimiter + "'");
        check.that(memory >= 32 << 20, "memory", "be at least 33554432", memory);
    }

    /// A file or a glob.
    public static Source of(String location) {
        long memory = Math.max(256L << 20, Runtime.getRuntime().maxMemory() / 2);
        return new Source(location, false, "", "", "", "", "", "", Header.FIND, false, false, Duplicates.LAST, memory, (_, _) -> { });
    }

    /// A file.
    public static Source of(Path file) {
        return of(file.toString());
    }

    /// A query in DuckDB's SQL: `select ... from 'ratings.parquet' where ...`.
    public static Source sql(String query) {
        Source any = of(query);
        return any.with(query, true);
    }

    private Source with(String location, boolean isSql) {
        return new Source(location, isSql, user, item, rating, time, weight, delimiter, header, implicit, skipMissing, duplicates, memory, progress);
    }

    /// The same with the columns named: each by its header, by its number from 1, or empty to be found.
    public Source withColumns(String user, String item, String rating, String time) {
        return new Source(location, isSql, user, item, rating, time, weight, delimiter, header, implicit, skipMissing, duplicates, memory, progress);
    }

    /// The same with a column of weights.
    public Source withWeight(String weight) {
        return new Source(location, isSql, user, item, rating, time, weight, delimiter, header, implicit, skipMissing, duplicates, memory, progress);
    }

    /// The same with a delimiter.
    public Source withDelimiter(String delimiter) {
        return new Source(location, isSql, user, item, rating, time, weight, delimiter, header, implicit, skipMissing, duplicates, memory, progress);
    }

    /// The same, told whether there is a header.
    public Source withHeader(Header header) {
        return new Source(location, isSql, user, item, rating, time, weight, delimiter, header, implicit, skipMissing, duplicates, memory, progress);
    }

    /// The same; without a rating column every row is an event of value 1.
    public Source withImplicit(boolean implicit) {
        return new Source(location, isSql, user, item, rating, time, weight, delimiter, header, implicit, skipMissing, duplicates, memory, progress);
    }

    /// The same; rows without a rating are skipped and counted.
    public Source withSkipMissing(boolean skipMissing) {
        return new Source(location, isSql, user, item, rating, time, weight, delimiter, header, implicit, skipMissing, duplicates, memory, progress);
    }

    /// The same with another rule for duplicates.
    public Source withDuplicates(Duplicates duplicates) {
        return new Source(location, isSql, user, item, rating, time, weight, delimiter, header, implicit, skipMissing, duplicates, memory, progress);
    }

    /// The same with another bound on DuckDB's memory, in bytes.
    public Source withMemory(long memory) {
        return new Source(location, isSql, user, item, rating, time, weight, delimiter, header, implicit, skipMissing, duplicates, memory, progress);
    }

    /// The same with somebody to tell how far reading has come.
    public Source withProgress(Progress progress) {
        return new Source(location, isSql, user, item, rating, time, weight, delimiter, header, implicit, skipMissing, duplicates, memory, progress);
    }
}

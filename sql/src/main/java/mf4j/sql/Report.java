package mf4j.sql;

/// How a table was read.
///
/// @param rows    rows of data
/// @param skipped rows without a rating that were skipped
/// @param rated   whether there is a column of ratings; without, every row is an event of value 1
/// @param bytes   of the files; 0 for a query
/// @param parse   seconds to find cells, numbers and each stretch's names
/// @param ids     seconds to make one set of names of those of the stretches
/// @param copy    seconds to bring the columns together
/// @param users   seconds to sort by user and resolve duplicates
/// @param items   seconds to build the orientation by item
public record Report(long rows, long skipped, boolean rated, long bytes, double parse, double ids, double copy, double users, double items) {
    /// All of it, in seconds.
    public double seconds() {
        return parse + ids + copy + users + items;
    }
}

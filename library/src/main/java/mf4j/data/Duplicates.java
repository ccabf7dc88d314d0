package mf4j.data;

/// What becomes of several ratings of one item by one user.
///
/// The surviving entry is always the latest by time, and of equally late or untimed ones the one given last; it keeps its place
/// in the user's order and its time.
public enum Duplicates {
    /// Only the latest counts, with its value and weight.
    LAST,
    /// The mean of the values, weighted where there are weights; the weight is the mean weight.
    MEAN,
    /// The sum of the values; the weight is the mean weight.
    SUM,
    /// They are refused.
    ERROR
}

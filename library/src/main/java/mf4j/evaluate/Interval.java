package mf4j.evaluate;

/// A confidence interval.
///
/// @param low  its lower end
/// @param high its upper end
public record Interval(double low, double high) {
    /// Whether a value lies within, ends included.
    public boolean contains(double value) {
        return value >= low && value <= high;
    }

    /// Its length.
    public double width() {
        return high - low;
    }
}

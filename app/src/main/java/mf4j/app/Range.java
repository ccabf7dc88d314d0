package mf4j.app;

/// Two numbers on the command line, `0.1:0.9`; one number is both.
///
/// @param least the lower end
/// @param most  the upper end
record Range(double least, double most) {
    /// @throws IllegalArgumentException for what is none
    static Range of(String flag, String text) {
        String[] ends = text.split(":", -1);
        try {
            Range range = new Range(Double.parseDouble(ends[0]), Double.parseDouble(ends[ends.length - 1]));
            if (ends.length <= 2 && range.least <= range.most) return range;
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(flag + " must be a range such as 0.1:0.9 but was " + text);
    }

    /// Of whole numbers.
    static Range whole(String flag, String text) {
        Range range = of(flag, text);
        if (range.least != Math.rint(range.least) || range.most != Math.rint(range.most)) throw new IllegalArgumentException(flag + " must be a range of whole numbers such as 10:30 but was " + text);
        return range;
    }
}

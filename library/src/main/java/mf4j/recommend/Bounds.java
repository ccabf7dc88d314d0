package mf4j.recommend;

/// Numbers that scores cannot exceed, cheaper to come by than the scores, for all items tile by tile: base and item excluded, they hold for
/// the score as it is computed in floats, but for [#allowance].
interface Bounds {
    /// The way of searching that they make.
    Strategy strategy();

    /// How many numbers per item they multiply.
    int dimensions();

    /// Bytes read for a tile, however many users are searched for together.
    long bytesOfTile();

    /// How far n users can reach.
    ///
    /// @param rows   their factors, one after another
    /// @param length of each
    Reach reach(float[] rows, double[] length, int n);

    /// One block of users.
    @FunctionalInterface
    interface Reach {
        /// The bounds of the first `actives` users of `active` for a tile: as many rows of the width of a tile. What stands behind
        /// the last item may be anything.
        void of(int tile, int[] active, int actives, float[] into);
    }

    /// By how much a computed score may exceed its computed bound for reasons that do not grow with |p||q|: the roundings of
    /// `base + bias` and of the sum with it, those of the bound relative to the bias, and underflow.
    static double allowance(double floor, double base, double mostBias, int rank) {
        return (2 * rank + 64) * 0x1p-24 * (Math.abs(floor) + Math.abs(base) + mostBias) + 0x1p-80;
    }

    /// The smallest float that is not less, or the one after.
    static float above(double number) {
        return Math.nextUp((float) number);
    }
}

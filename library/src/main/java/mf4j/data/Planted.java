package mf4j.data;

import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;
import mf4j.train.Check;
import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Seeds;
import mf4j.train.Sweep;

/// Synthetic ratings whose truth is known: mean + user bias + item bias + p . q + noise, rounded to the steps of a scale.
///
/// Which items a user rates is drawn without replacement with chances that fall as a power of an item's popularity rank, and how
/// many follows a log-normal law; both are independent of the taste. Users are called 1, 2, 3 and so on, items likewise.
/// Every number is a pure function of the knobs and its place: the same ratings on any machine with any number of threads, as long as
/// the JDK's `RandomGenerator.nextGaussian`, which the normal numbers come from, stays what it is. Besides the result, memory holds the factors, 16 bytes per user and item, and a worker's scratch of 4 to 20 bytes per item.
///
/// @param users      how many
/// @param items      how many
/// @param count      how many ratings in all, shared out over the users; none twice
/// @param rank       of the planted taste
/// @param signal     standard deviation of p . q
/// @param bias       standard deviation of the biases of users and, separately, of items
/// @param noise      standard deviation of what cannot be learned
/// @param popularity exponent of the power law: 0 makes all items equally popular
/// @param activity   standard deviation of the logarithm of the number of ratings of a user: 0 makes all equally active
/// @param low        least value
/// @param high       greatest value
/// @param step       values are low, low + step and so on; 0 leaves them continuous
/// @param timed      whether ratings have times, rising within a user
/// @param seed       other seeds, other ratings
public record Planted(
        @Knob(value = "number of users", atLeast = 1) int users,
        @Knob(value = "number of items", atLeast = 1) int items,
        @Knob(value = "number of ratings", atLeast = 0) int count,
        @Knob(value = "rank of the planted taste", atLeast = 0, atMost = 1024) int rank,
        @Knob(value = "standard deviation of the planted taste", atLeast = 0, atMost = 1e6) double signal,
        @Knob(value = "standard deviation of the biases of users and items", atLeast = 0, atMost = 1e6) double bias,
        @Knob(value = "standard deviation of the noise", atLeast = 0, atMost = 1e6) double noise,
        @Knob(value = "exponent of the power law of popularity", atLeast = 0, atMost = 4) double popularity,
        @Knob(value = "standard deviation of the logarithm of a user's number of ratings", atLeast = 0, atMost = 4) double activity,
        @Knob(value = "least value", atLeast = -1e6, atMost = 1e6) double low,
        @Knob(value = "greatest value", atLeast = -1e6, atMost = 1e6) double high,
        @Knob(value = "distance of neighbouring values, 0 for any value", atLeast = 0, atMost = 1e6) double step,
        @Knob("whether ratings have times") boolean timed,
        @Knob("seed of all random numbers") long seed) {

    /// Refuses knobs that cannot be met: more ratings than pairs, a scale without width.
    public Planted {
        Knobs.check(Planted.class, users, items, count, rank, signal, bias, noise, popularity, activity, low, high, step, timed, seed);
        Check check = Check.of(Planted.class);
        check.that(count <= (long) users * items, "count", "be at most users x items = " + (long) users * items, count);
        check.that(high > low, "high", "be above low = " + low, high);
    }

    /// A thousand users, five hundred items, 50,000 ratings on the scale 0.5, 1, ... 5.
    public static Planted defaults() {
        return new Planted(1000, 500, 50_000, 8, 0.6, 0.35, 0.6, 0.9, 1.0, 0.5, 5, 0.5, true, 1);
    }

    /// The same with another shape.
    public Planted withShape(int users, int items, int count) {
        return new Planted(users, items, count, rank, signal, bias, noise, popularity, activity, low, high, step, timed, seed);
    }

    /// The same with another rank.
    public Planted withRank(int rank) {
        return new Planted(users, items, count, rank, signal, bias, noise, popularity, activity, low, high, step, timed, seed);
    }

    /// The same with other standard deviations of taste, biases and noise.
    public Planted withDeviations(double signal, double bias, double noise) {
        return new Planted(users, items, count, rank, signal, bias, noise, popularity, activity, low, high, step, timed, seed);
    }

    /// The same with other exponents: of the popularity of items, and of the spread of users' activity.
    public Planted withPopularity(double popularity, double activity) {
        return new Planted(users, items, count, rank, signal, bias, noise, popularity, activity, low, high, step, timed, seed);
    }

    /// The same on another scale; a step of 0 leaves values continuous.
    public Planted withScale(double low, double high, double step) {
        return new Planted(users, items, count, rank, signal, bias, noise, popularity, activity, low, high, step, timed, seed);
    }

    /// The same with or without times.
    public Planted withTimes(boolean timed) {
        return new Planted(users, items, count, rank, signal, bias, noise, popularity, activity, low, high, step, timed, seed);
    }

    /// The same with another seed.
    public Planted withSeed(long seed) {
        return new Planted(users, items, count, rank, signal, bias, noise, popularity, activity, low, high, step, timed, seed);
    }

    /// What the ratings are made from.
    public Truth truth() {
        return new Truth(this);
    }

    /// The ratings.
    public Ratings ratings() {
        return new Planting(truth()).ratings();
    }

    Seeds seeds(String purpose) {
        return Seeds.of(seed).forPurpose(purpose);
    }

    /// The planted numbers: what a perfect learner would find.
    public static final class Truth {
        private final Planted knobs;
        private final Factors userFactors;
        private final Factors itemFactors;
        private final float[] userBiases; // per user
        private final float[] itemBiases; // per item

        Truth(Planted knobs) {
            this.knobs = knobs;
            double deviation = knobs.rank == 0 ? 0 : Math.sqrt(knobs.signal / Math.sqrt(knobs.rank));
            userFactors = Factors.normal(knobs.users, knobs.rank, deviation, knobs.seeds("user factors"));
            itemFactors = Factors.normal(knobs.items, knobs.rank, deviation, knobs.seeds("item factors"));
            userBiases = Factors.normal(knobs.users, 1, knobs.bias, knobs.seeds("user biases")).values();
            itemBiases = Factors.normal(knobs.items, 1, knobs.bias, knobs.seeds("item biases")).values();
        }

        /// The knobs it was made from.
        public Planted knobs() {
            return knobs;
        }

        /// Users x rank.
        public Factors userFactors() {
            return userFactors;
        }

        /// Items x rank.
        public Factors itemFactors() {
            return itemFactors;
        }

        /// The bias of a user.
        public double userBias(int user) {
            return userBiases[user];
        }

        /// The bias of an item.
        public double itemBias(int item) {
            return itemBiases[item];
        }

        /// The centre of the scale, a little above its middle: what everything else is added to.
        public double centre() {
            return knobs.low + 2.0 / 3 * (knobs.high - knobs.low);
        }

        /// What a user truly thinks of an item: without noise, not rounded, not clipped.
        public double value(int user, int item) {
            float[] p = userFactors.values(), q = itemFactors.values();
            int a = userFactors.start(user), b = itemFactors.start(item);
            float dot = 0;
            for (int j = 0; j < knobs.rank; j++) dot += p[a + j] * q[b + j];
            return centre() + userBiases[user] + itemBiases[item] + dot;
        }

        /// The root mean squared error of the truth itself, clipped to the scale, on planted ratings: no learner is expected below.
        public double noiseFloor(Ratings ratings) {
            SparseRows rows = ratings.byUser();
            double sum = Sweep.sum(rows.rows(), 1024, (from, to) -> {
                double part = 0;
                for (int user = from; user < to; user++) {
                    for (int entry = rows.offsets()[user]; entry < rows.offsets()[user + 1]; entry++) {
                        double error = Math.clamp(value(user, rows.columns()[entry]), knobs.low, knobs.high) - rows.values()[entry];
                        part += error * error;
                    }
                }
                return part;
            });
            return Math.sqrt(sum / rows.entries());
        }
    }
}

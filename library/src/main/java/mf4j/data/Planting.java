package mf4j.data;

import mf4j.matrix.SparseRows;
import mf4j.train.Seeds;
import mf4j.train.Sweep;

import java.util.Arrays;
import java.util.stream.LongStream;

/// Makes the ratings of [Planted], row by row, straight into their place.
///
/// Powers, exponentials and logarithms are [StrictMath]'s: those of [Math] may differ in the last bit from machine to machine.
final class Planting {
    private static final long START = 946_684_800; // 2000-01-01, seconds
    private static final int DECADE = 315_360_000;

    private final Planted.Truth truth;
    private final Planted knobs;
    private final int[] offsets;  // users + 1
    private final int[] columns;  // per rating
    private final float[] values; // per rating
    private final int[] times;    // per rating, seconds from START, or null
    private final Dice dice;

    Planting(Planted.Truth truth) {
        this.truth = truth;
        this.knobs = truth.knobs();
        this.offsets = shares();
        this.columns = new int[knobs.count()];
        this.values = new float[knobs.count()];
        this.times = knobs.timed() ? new int[knobs.count()] : null;
        this.dice = Dice.of(popularities());
    }

    Ratings ratings() {
        Seeds picks = knobs.seeds("picks"), noise = knobs.seeds("noise"), clock = knobs.seeds("times");
        Sweep.over(knobs.users(), 64, () -> new Sampler(dice), (sampler, from, to) -> {
            for (int user = from; user < to; user++) {
                sampler.pick(picks.stream(user), columns, offsets[user], offsets[user + 1]);
                rate(user, noise.stream(user));
                if (times != null) stamp(clock.stream(user), offsets[user], offsets[user + 1]);
            }
        });
        SparseRows rows = new SparseRows(offsets, columns, values, null, knobs.items());
        return new Ratings(named(knobs.users()), named(knobs.items()), rows, times == null ? null : Times.near(START, times));
    }

    private static Ids named(int count) {
        return Ids.ofLongs(LongStream.rangeClosed(1, count).toArray());
    }

    private void rate(int user, Seeds.Stream noise) {
        for (int entry = offsets[user]; entry < offsets[user + 1]; entry++) {
            double value = truth.value(user, columns[entry]) + knobs.noise() * noise.nextGaussian();
            if (knobs.step() > 0) value = knobs.low() + knobs.step() * Math.rint((value - knobs.low()) / knobs.step());
            values[entry] = (float) Math.clamp(value, knobs.low(), knobs.high());
        }
    }

    private void stamp(Seeds.Stream clock, int from, int to) {
        int now = clock.nextInt(DECADE);
        for (int entry = from; entry < to; entry++) times[entry] = now += clock.nextInt(600);
    }

    private double[] popularities() {
        double[] weights = new double[knobs.items()];
        int[] rank = knobs.seeds("popularity").stream(0).permutation(0, weights.length);
        for (int item = 0; item < weights.length; item++) weights[item] = StrictMath.pow(rank[item] + 1.0 + 0.002 * weights.length, -knobs.popularity());
        return weights;
    }

    /// Shares the ratings out: in proportion to a log-normal weight, none above the number of items, exactly all of them.
    private int[] shares() {
        double[] weights = new double[knobs.users()];
        Seeds seeds = knobs.seeds("activity");
        for (int user = 0; user < weights.length; user++) weights[user] = StrictMath.exp(knobs.activity() * seeds.stream(user).nextGaussian());
        double low = 0, high = 1;
        while (total(weights, high) < knobs.count()) high *= 2;
        for (int j = 0; j < 100; j++) {
            double middle = (low + high) / 2;
            if (total(weights, middle) <= knobs.count()) low = middle;
            else high = middle;
        }
        return offsets(weights, low, knobs.count() - total(weights, low));
    }

    private long total(double[] weights, double scale) {
        long total = 0;
        for (double weight : weights) total += count(weight, scale);
        return total;
    }

    private int count(double weight, double scale) {
        return (int) Math.min(knobs.items(), weight * scale);
    }

    /// The few that rounding left over go one by one to the first users that have room.
    private int[] offsets(double[] weights, double scale, long left) {
        int[] offsets = new int[weights.length + 1];
        int[] counts = new int[weights.length];
        for (int user = 0; user < counts.length; user++) counts[user] = count(weights[user], scale);
        for (int user = 0; left > 0; user = (user + 1) % counts.length) {
            if (counts[user] < knobs.items()) {
                counts[user]++;
                left--;
            }
        }
        for (int user = 0; user < counts.length; user++) offsets[user + 1] = offsets[user] + counts[user];
        return offsets;
    }

    /// Draws items by their weights in constant time (Walker's alias method, as Vose 1991 builds it).
    private record Dice(double[] weights, float[] chance, int[] alias) {
        static Dice of(double[] weights) {
            int n = weights.length;
            double mean = Arrays.stream(weights).sum() / n;
            double[] left = Arrays.stream(weights).map(weight -> weight / mean).toArray();
            float[] chance = new float[n];
            int[] alias = new int[n];
            int[] small = new int[n], large = new int[n];
            int smalls = 0, larges = 0;
            for (int j = n - 1; j >= 0; j--) {
                if (left[j] < 1) small[smalls++] = j;
                else large[larges++] = j;
            }
            while (smalls > 0 && larges > 0) {
                int less = small[--smalls], more = large[larges - 1];
                chance[less] = (float) left[less];
                alias[less] = more;
                left[more] -= 1 - left[less];
                if (left[more] < 1) small[smalls++] = large[--larges];
            }
            while (larges > 0) chance[large[--larges]] = 1;
            while (smalls > 0) chance[small[--smalls]] = 1;
            return new Dice(weights, chance, alias);
        }

        int roll(Seeds.Stream stream) {
            long bits = stream.nextLong();
            int face = (int) ((bits >>> 32) * chance.length >>> 32);
            return (bits & 0xffffff) * 0x1p-24f < chance[face] ? face : alias[face];
        }
    }

    /// A worker's way of drawing distinct items.
    private static final class Sampler {
        private final Dice dice;
        private final int[] drawnFor; // per item: the start of the row it was drawn for last, plus 1
        private double[] keys;        // per item, for dense rows

        Sampler(Dice dice) {
            this.dice = dice;
            this.drawnFor = new int[dice.weights.length];
        }

        /// Rolls until enough are distinct; rows that would need too many rolls are drawn by exponential keys instead.
        void pick(Seeds.Stream stream, int[] columns, int from, int to) {
            int count = to - from;
            boolean dense = count > drawnFor.length / 4;
            int place = from;
            for (long rolls = 0; !dense && place < to; rolls++) {
                int item = dice.roll(stream);
                if (drawnFor[item] != from + 1) {
                    drawnFor[item] = from + 1;
                    columns[place++] = item;
                }
                dense = rolls > 12L * count + 100;
            }
            if (dense && place < to) pickByKeys(stream, columns, from, to);
            stream.shuffle(columns, from, to);
        }

        /// The least of exponential variables with the weights as rates: the same law (Efraimidis and Spirakis 2006).
        private void pickByKeys(Seeds.Stream stream, int[] columns, int from, int to) {
            int n = drawnFor.length;
            if (keys == null) keys = new double[n];
            for (int item = 0; item < n; item++) keys[item] = -StrictMath.log(1 - stream.nextDouble()) / dice.weights[item];
            double[] sorted = keys.clone();
            Arrays.sort(sorted);
            double last = sorted[to - from - 1];
            int place = from;
            for (int item = 0; item < n && place < to; item++) if (keys[item] <= last) columns[place++] = item;
        }
    }
}

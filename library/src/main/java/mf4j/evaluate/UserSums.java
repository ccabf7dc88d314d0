package mf4j.evaluate;

import mf4j.data.Ids;
import mf4j.train.Check;
import mf4j.train.Seeds;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// A measure as what every user adds to it: `sum of sums / sum of counts`, or the root of that. RMSE, MAE and every average over
/// users have this form, so intervals and tests are written once.
///
/// @param users  names of the rows
/// @param rows   the users that count, ascending
/// @param sums   one per such user
/// @param counts one per such user
/// @param root   whether the root is taken
record UserSums(Ids users, int[] rows, double[] sums, double[] counts, boolean root) {
    /// An average over users; those whose value is NaN have none and do not count.
    static UserSums average(Ids users, int[] rows, double[] values) {
        double[] sums = Arrays.stream(values).map(value -> Double.isNaN(value) ? 0 : value).toArray();
        double[] counts = Arrays.stream(values).map(value -> Double.isNaN(value) ? 0 : 1).toArray();
        return new UserSums(users, rows, sums, counts, false);
    }

    int size() {
        return rows.length;
    }

    /// On all users; NaN where nobody counts.
    double value() {
        double sum = 0, count = 0;
        for (int j = 0; j < rows.length; j++) {
            sum += sums[j];
            count += counts[j];
        }
        return measure(sum, count);
    }

    /// On as many users as there are, drawn with replacement.
    double drawn(Seeds.Stream draws) {
        double sum = 0, count = 0;
        for (int left = rows.length; left > 0; left--) {
            int j = draws.nextInt(rows.length);
            sum += sums[j];
            count += counts[j];
        }
        return measure(sum, count);
    }

    double measure(double sum, double count) {
        return root ? Math.sqrt(sum / count) : sum / count;
    }

    Interval interval(Bootstrap bootstrap) {
        boolean whole = Arrays.stream(counts).allMatch(count -> count > 0);
        return (whole ? this : counting(j -> counts[j] > 0)).drawnInterval(bootstrap);
    }

    private Interval drawnInterval(Bootstrap bootstrap) {
        Check.of(Bootstrap.class).that(size() > 0, "users", "be at least one with a value", 0);
        return bootstrap.interval("bootstrap", this::drawn);
    }

    /// Those users alone that pass, by their place here.
    UserSums counting(IntPredicate keep) {
        return at(IntStream.range(0, size()).filter(keep).toArray());
    }

    /// The users at these places.
    UserSums at(int[] places) {
        return new UserSums(users, Arrays.stream(places).map(j -> rows[j]).toArray(), pick(sums, places), pick(counts, places), root);
    }

    private static double[] pick(double[] values, int[] places) {
        return Arrays.stream(places).mapToDouble(j -> values[j]).toArray();
    }
}

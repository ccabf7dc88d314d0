package mf4j.evaluate;

import mf4j.data.Ratings;
import mf4j.matrix.SparseRows;
import mf4j.recommend.Recommender;
import mf4j.train.Check;
import mf4j.train.Sweep;

import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/// How far predicted ratings are from given ones: `RMSE = sqrt(mean (r - p)^2)` and `MAE = mean |r - p|`.
///
/// Every rating of the test counts once, whatever its weight, and cold rows count like any other: a rating by a user or of an item
/// the model does not know is predicted by the fallback chain (both unknown: the mean; one of them unknown: the mean and the
/// other's bias), so that no model looks better for knowing less. [#coldUsers] and [#coldItems] count the rows whose name the model
/// lacks, [Unseen] those training had no rating of. Predictions are clipped where the model was told to. Names are translated where
/// the test does not share the model's. Memory: three numbers per user.
public final class Errors {
    private final Ratings test;
    private final Map<String, UserSums> measures;
    private final int coldUsers;
    private final int coldItems;

    private Errors(Ratings test, Map<String, UserSums> measures, int coldUsers, int coldItems) {
        this.test = test;
        this.measures = measures;
        this.coldUsers = coldUsers;
        this.coldItems = coldItems;
    }

    /// Of a model on a test.
    ///
    /// @throws IllegalArgumentException for a test without ratings
    /// @throws ArithmeticException      for a prediction that is not finite
    public static Errors of(Recommender model, Ratings test) {
        Check.of(Errors.class).that(test.count() > 0, "test", "have at least one rating", "empty");
        return new Sums(model, test).errors();
    }

    /// Root mean squared error.
    public double rmse() {
        return measures.get("rmse").value();
    }

    /// Mean absolute error.
    public double mae() {
        return measures.get("mae").value();
    }

    /// Both, by name.
    public Map<String, Double> values() {
        return Map.of("rmse", rmse(), "mae", mae());
    }

    /// One of them, by name: `rmse` or `mae`.
    public double value(String name) {
        return sums(name).value();
    }

    /// On how many ratings.
    public int count() {
        return test.count();
    }

    /// By how many users.
    public int users() {
        return sums("rmse").size();
    }

    /// How many of the ratings are by users whose name the model does not know.
    ///
    /// The parts of a split share the names of the whole: there, [Unseen] tells what training had no rating of.
    public int coldUsers() {
        return coldUsers;
    }

    /// How many of the ratings are of items whose name the model does not know; see [#coldUsers].
    public int coldItems() {
        return coldItems;
    }

    /// The interval of `rmse` or `mae`, users drawn again.
    public Interval interval(String name, Bootstrap bootstrap) {
        return sums(name).interval(bootstrap);
    }

    /// The interval of the RMSE.
    public Interval rmseInterval(Bootstrap bootstrap) {
        return interval("rmse", bootstrap);
    }

    /// The interval of the MAE.
    public Interval maeInterval(Bootstrap bootstrap) {
        return interval("mae", bootstrap);
    }

    UserSums sums(String name) {
        Check.of(Errors.class).that(measures.containsKey(name), "name", "be rmse or mae", name);
        return measures.get(name);
    }

    /// The pass over the test: each user's sums are made in the order of its ratings by one worker.
    private static final class Sums {
        private final Recommender model;
        private final Ratings test;
        private final Translation userOf;
        private final Translation itemOf;
        private final double[] squares;  // per user of the test
        private final double[] absolute; // per user of the test
        private final double[] counts;   // per user of the test
        private final LongAdder coldUsers = new LongAdder();
        private final LongAdder coldItems = new LongAdder();

        Sums(Recommender model, Ratings test) {
            this.model = model;
            this.test = test;
            this.userOf = Translation.of(test.users(), model.users());
            this.itemOf = Translation.of(test.items(), model.items());
            this.squares = new double[test.users().size()];
            this.absolute = new double[squares.length];
            this.counts = new double[squares.length];
        }

        Errors errors() {
            Sweep.over(squares.length, 64, (_, from, to) -> {
                for (int row = from; row < to; row++) add(row);
            });
            int[] all = IntStream.range(0, squares.length).toArray();
            UserSums rmse = new UserSums(test.users(), all, squares, counts, true).counting(user -> counts[user] > 0);
            UserSums mae = new UserSums(test.users(), all, absolute, counts, false).counting(user -> counts[user] > 0);
            return new Errors(test, Map.of("rmse", rmse, "mae", mae), coldUsers.intValue(), coldItems.intValue());
        }

        private void add(int row) {
            SparseRows rows = test.byUser();
            int user = userOf.at(row);
            if (user < 0) coldUsers.add(rows.count(row));
            for (int entry = rows.offsets()[row]; entry < rows.offsets()[row + 1]; entry++) {
                int item = itemOf.at(rows.columns()[entry]);
                if (item < 0) coldItems.increment();
                double error = rows.values()[entry] - finite(model.predict(user, item), row, rows.columns()[entry]);
                squares[row] += error * error;
                absolute[row] += Math.abs(error);
                counts[row]++;
            }
        }

        private double finite(double prediction, int row, int column) {
            if (!Double.isFinite(prediction)) {
                throw new ArithmeticException("the model predicts " + prediction + " for user '" + test.users().name(row) + "' and item '"
                        + test.items().name(column) + "'; it was trained on bad numbers or diverged: train it again");
            }
            return prediction;
        }
    }
}

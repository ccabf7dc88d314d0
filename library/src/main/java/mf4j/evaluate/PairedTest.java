package mf4j.evaluate;

import mf4j.train.Check;
import mf4j.train.Seeds;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Whether one model is better than another on the same users, or only luckier.
///
/// The p-value is that of the paired randomisation test (Fisher 1935; for rankings Smucker, Allan and Carterette 2007): were both
/// models the same, then which of the two a user's outcome came from would be the toss of a coin. Outcomes are exchanged for each
/// user by such tosses, `samples` times, and `p = (1 + how often the difference is at least as large as found, either way) /
/// (1 + samples)`. The interval of the difference is that of the user [Bootstrap], both models on the same drawn users. Both
/// depend on the seed alone.
///
/// @param metric     the measure: `rmse`, `ndcg@10`
/// @param first      its value for the first model, on the users compared
/// @param second     its value for the second model
/// @param difference `first - second`
/// @param interval   of the difference
/// @param pValue     how often chance alone does as much; two-sided
/// @param users      how many users were compared: those for whom both models have a value
public record PairedTest(String metric, double first, double second, double difference, Interval interval, double pValue, int users) {
    /// By `rmse` or `mae`.
    public static PairedTest of(Errors first, Errors second, String metric, Bootstrap bootstrap) {
        return new Pair(first.sums(metric), second.sums(metric)).test(metric, bootstrap);
    }

    /// By `rmse` or `mae`, with the usual samples.
    public static PairedTest of(Errors first, Errors second, String metric) {
        return of(first, second, metric, Bootstrap.defaults());
    }

    /// By an average over users like `ndcg@10`.
    public static PairedTest of(RankingScores first, RankingScores second, String metric, Bootstrap bootstrap) {
        return new Pair(first.sums(metric), second.sums(metric)).test(metric, bootstrap);
    }

    /// By an average over users, with the usual samples.
    public static PairedTest of(RankingScores first, RankingScores second, String metric) {
        return of(first, second, metric, Bootstrap.defaults());
    }

    /// Whether the first model is the better one, by the direction of the measure.
    public boolean firstIsBetter() {
        boolean higher = !metric.equals("rmse") && !metric.equals("mae") && Metric.named(metric).higherIsBetter();
        return higher ? difference > 0 : difference < 0;
    }

    /// Whether chance does as much less often than `level`, such as 0.05.
    public boolean isSignificant(double level) {
        return pValue < level;
    }

    /// Two models' sums of the same users in the same order.
    private static final class Pair {
        private final UserSums first;
        private final UserSums second;
        private final int users;

        Pair(UserSums a, UserSums b) {
            Translation there = Translation.of(a.users(), b.users());
            int[] place = new int[b.users().size()];
            for (int j = 0; j < b.size(); j++) if (b.counts()[j] > 0) place[b.rows()[j]] = j + 1;
            int[] common = IntStream.range(0, a.size()).filter(j -> a.counts()[j] > 0 && there.at(a.rows()[j]) >= 0
                    && place[there.at(a.rows()[j])] > 0).toArray();
            Check.of(PairedTest.class).that(common.length > 0, "users", "be judged for both models, at least one", 0);
            first = a.at(common);
            second = b.at(IntStream.of(common).map(j -> place[there.at(a.rows()[j])] - 1).toArray());
            users = common.length;
        }

        PairedTest test(String metric, Bootstrap bootstrap) {
            double difference = first.value() - second.value();
            double bar = Math.abs(difference) * (1 - 1e-9); // the same tosses in another order of summation must count as equal
            long asLarge = Arrays.stream(bootstrap.outcomes("randomisation", this::tossed)).filter(outcome -> Math.abs(outcome) >= bar).count();
            return new PairedTest(metric, first.value(), second.value(), difference, bootstrap.interval("bootstrap", this::drawn),
                    (1.0 + asLarge) / (1.0 + bootstrap.samples()), users);
        }

        private double drawn(Seeds.Stream draws) {
            double a = 0, b = 0, m = 0, n = 0;
            for (int left = users; left > 0; left--) {
                int j = draws.nextInt(users);
                a += first.sums()[j];
                m += first.counts()[j];
                b += second.sums()[j];
                n += second.counts()[j];
            }
            return first.measure(a, m) - second.measure(b, n);
        }

        private double tossed(Seeds.Stream coins) {
            double a = 0, b = 0, m = 0, n = 0;
            for (int j = 0; j < users; j++) {
                UserSums one = coins.nextBoolean() ? first : second;
                UserSums other = one == first ? second : first;
                a += one.sums()[j];
                m += one.counts()[j];
                b += other.sums()[j];
                n += other.counts()[j];
            }
            return first.measure(a, m) - second.measure(b, n);
        }
    }
}

package mf4j.evaluate;

import mf4j.data.Ids;
import mf4j.train.Check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a [Ranking] found: a value per measure, by names like `ndcg@10`, and what every user added to it.
public final class RankingScores {
    private final Map<String, UserSums> averages;
    private final Map<String, Double> values;
    private final int[] rows;
    private final Ids names;
    private final int coldUsers;
    private final int coldItems;

    private RankingScores(Collector collector, int coldUsers, int coldItems) {
        this.averages = collector.averages;
        this.values = collector.values;
        this.rows = collector.rows;
        this.names = collector.users;
        this.coldUsers = coldUsers;
        this.coldItems = coldItems;
    }

    /// Takes the measures in their order.
    static final class Collector {
        private final Ids users;
        private final int[] rows;
        private final Map<String, UserSums> averages = new LinkedHashMap<>();
        private final Map<String, Double> values = new LinkedHashMap<>();

        Collector(Ids users, int[] rows) {
            this.users = users;
            this.rows = rows;
        }

        void average(String name, double[] perUser) {
            averages.put(name, UserSums.average(users, rows, perUser));
            values.put(name, averages.get(name).value());
        }

        void whole(String name, double value) {
            values.put(name, value);
        }

        RankingScores scores(int coldUsers, int coldItems) {
            return new RankingScores(this, coldUsers, coldItems);
        }
    }

    /// The value of a measure; NaN where no user has one, as diversity in a model without factors.
    public double value(String name) {
        Check.of(RankingScores.class).that(values.containsKey(name), "name", "be one of " + values.keySet(), name);
        return values.get(name);
    }

    /// All values in the order they were asked for; without those that are NaN.
    public Map<String, Double> values() {
        Map<String, Double> defined = new LinkedHashMap<>(values);
        defined.values().removeIf(value -> value.isNaN());
        return Collections.unmodifiableMap(defined);
    }

    /// The names of the measures that are averages over users: those with intervals and tests.
    public Set<String> averages() {
        return Collections.unmodifiableSet(averages.keySet());
    }

    /// How many users were judged: those of the test with at least one relevant item.
    public int users() {
        return rows.length;
    }

    /// The names of the users judged, in the order of [#perUser].
    public List<String> userNames() {
        List<String> list = new ArrayList<>(rows.length);
        for (int row : rows) list.add(names.name(row));
        return list;
    }

    /// Each user's value of a measure, in the order of [#userNames]; NaN where a user has none.
    ///
    /// @throws IllegalArgumentException for a measure that is no average over users
    public double[] perUser(String name) {
        UserSums sums = sums(name);
        double[] values = new double[sums.size()];
        for (int j = 0; j < values.length; j++) values[j] = sums.sums()[j] / sums.counts()[j];
        return values;
    }

    /// The interval of a measure, users drawn again.
    ///
    /// @throws IllegalArgumentException for a measure that is no average over users, or that no user has
    public Interval interval(String name, Bootstrap bootstrap) {
        return sums(name).interval(bootstrap);
    }

    /// How many of the users the model does not know: they got the list of its fallback chain.
    public int coldUsers() {
        return coldUsers;
    }

    /// How many relevant ratings are of items that the model does not know: they count and cannot be hit.
    public int coldItems() {
        return coldItems;
    }

    UserSums sums(String name) {
        Check.of(RankingScores.class).that(averages.containsKey(name), "name", "be an average over users, one of " + averages.keySet() + ",", name);
        return averages.get(name);
    }
}

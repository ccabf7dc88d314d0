package mf4j.evaluate;

import mf4j.data.Ratings;
import mf4j.matrix.SparseRows;
import mf4j.recommend.Recommender;
import mf4j.recommend.TopN;
import mf4j.train.Check;
import mf4j.train.Sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/// One judging of a model by a [Ranking]: blocks of users are scored for all items, and each user's values are written at its
/// own place, so the bits do not depend on the threads. Memory: 16 MB of scores per worker, or one user's, and one number per
/// user and measure.
final class Judging {
    private static final int BLOCK = 64;
    private static final int GAP = 8;         // users between two that are wanted, scored along with them
    private static final int ROOM = 1 << 22; // scores of a worker

    private final Ranking ranking;
    private final Recommender model;
    private final Ratings test;
    private final int items;
    private final Translation userOf;
    private final Translation itemOf;
    private final List<Seen> seen = new ArrayList<>();
    private final Optional<Pool> pool;
    private final Taste taste;
    private final int[] rows;          // users of the test with a relevant rating, and candidates where these are given
    private final boolean[] judged;    // by place in rows: false where exclusion left nothing relevant
    private final List<Measure> measures = new ArrayList<>();
    private final boolean whole;       // whether any metric is of whole rankings
    private final float[] fallback;    // scores for users the model does not know; empty where there is none
    private final LongAdder coldItems = new LongAdder();

    Judging(Ranking ranking, Recommender model, Ratings test) {
        this.ranking = ranking;
        this.model = model;
        this.test = test;
        this.items = model.items().size();
        this.userOf = Translation.of(test.users(), model.users());
        this.itemOf = Translation.of(test.items(), model.items());
        this.pool = ranking.given().map(given -> Pool.of(given, test, model));
        this.taste = ranking.taste(model);
        this.rows = IntStream.range(0, test.users().size()).filter(row -> pool.map(given -> given.has(row)).orElse(true) && hasRelevant(row)).toArray();
        this.judged = new boolean[rows.length];
        this.fallback = fallback();
        this.whole = !ranking.metrics().stream().allMatch(Metric::isCut);
        for (Ratings ratings : ranking.excluded()) seen.add(Seen.of(ratings, test, model));
        for (Metric metric : ranking.metrics()) addMeasures(metric);
    }

    /// What some ratings exclude, in the test's users and the model's items.
    private record Seen(SparseRows byUser, Translation rowOf, Translation itemOf) {
        static Seen of(Ratings ratings, Ratings test, Recommender model) {
            return new Seen(ratings.byUser(), Translation.of(test.users(), ratings.users()), Translation.of(ratings.items(), model.items()));
        }

        void mark(int testUser, BitSet excluded) {
            int row = rowOf.at(testUser);
            if (row < 0) return;
            for (int entry = byUser.offsets()[row]; entry < byUser.offsets()[row + 1]; entry++) {
                int item = itemOf.at(byUser.columns()[entry]);
                if (item >= 0) excluded.set(item);
            }
        }
    }

    /// A metric at a length, with the values of the users, or the spread of all lists.
    private record Measure(Metric metric, int k, double[] values, Spread spread) {
        void add(Standing standing, int place) {
            if (spread == null) values[place] = metric.of(standing, k);
            else spread.add(standing.list(), k);
        }

        void collect(RankingScores.Collector collector, int[] places) {
            if (spread == null) collector.average(metric.at(k), Arrays.stream(places).mapToDouble(place -> values[place]).toArray());
            else collector.whole(metric.at(k), metric.of(spread));
        }
    }

    private void addMeasures(Metric metric) {
        for (int k : metric.isCut() ? ranking.lengths() : List.of(ranking.longest())) {
            measures.add(new Measure(metric, k, new double[metric.isPerUser() ? rows.length : 0], metric.isPerUser() ? null : new Spread(items)));
        }
    }

    private boolean hasRelevant(int row) {
        for (int entry = test.byUser().offsets()[row]; entry < test.byUser().offsets()[row + 1]; entry++) if (isRelevant(entry)) return true;
        return false;
    }

    private boolean isRelevant(int entry) {
        return test.byUser().values()[entry] >= ranking.threshold();
    }

    private float[] fallback() {
        if (Arrays.stream(rows).allMatch(row -> userOf.at(row) >= 0)) return new float[0];
        float[] scores = new float[items];
        for (int item = 0; item < items; item++) scores[item] = (float) model.score(-1, item);
        return scores;
    }

    RankingScores scores() {
        int block = Math.clamp(ROOM / Math.max(1, items), 1, BLOCK);
        Sweep.over(rows.length, block, () -> new Worker(block), Worker::judge);
        int[] places = IntStream.range(0, rows.length).filter(place -> judged[place]).toArray();
        Check.of(Ranking.class).that(places.length > 0, "test", "have a user with a relevant item", rows.length == 0
                ? test + (pool.isPresent() ? ", none of whose users has a relevant item and given candidates" : ", none of them relevant: lower relevantAtLeast or give more test ratings")
                : test + ", all relevant ones excluded: give fewer to excluding or other test ratings");
        RankingScores.Collector collector = new RankingScores.Collector(test.users(), IntStream.of(places).map(place -> rows[place]).toArray());
        for (Measure measure : measures) measure.collect(collector, places);
        return collector.scores(coldUsers(places), coldItems.intValue());
    }

    private int coldUsers(int[] places) {
        return (int) Arrays.stream(places).filter(place -> userOf.at(rows[place]) < 0).count();
    }

    /// The scratch of a worker.
    private final class Worker {
        private final int block;
        private final float[] scores; // users x items
        private final BitSet excluded = new BitSet(items);
        private final BitSet relevant = new BitSet(items);

        Worker(int block) {
            this.block = block;
            scores = new float[block * items];
        }

        void judge(int from, int to) {
            for (int place = from; place < to; ) {
                int first = userOf.at(rows[place]);
                int end = endOfRun(place, to);
                if (first >= 0) model.scores(first, userOf.at(rows[end - 1]) - first + 1, scores);
                else System.arraycopy(fallback, 0, scores, 0, items);
                for (; place < end; place++) judgeUser(place, (userOf.at(rows[place]) - first) * items);
            }
        }

        /// How far the users go that are scored together: a model scores many in little more time than one, so a few between
        /// them that nobody asked for are scored too.
        private int endOfRun(int place, int to) {
            int first = userOf.at(rows[place]);
            int end = place + 1;
            for (int last = first; first >= 0 && end < to; end++) {
                int user = userOf.at(rows[end]);
                if (user <= last || user - last > GAP || user - first >= block) break;
                last = user;
            }
            return end;
        }

        private void judgeUser(int place, int start) {
            int row = rows[place];
            refuseNaN(row, start);
            excluded.clear();
            if (pool.isEmpty()) exclude(row);
            int unknown = markRelevant(row);
            judged[place] = unknown > 0 || !relevant.isEmpty();
            if (!judged[place]) return;
            coldItems.add(unknown);
            Standing standing = standing(row, start, unknown);
            for (Measure measure : measures) measure.add(standing, place);
        }

        private void exclude(int row) {
            for (Seen part : seen) part.mark(row, excluded);
            ranking.rule().mark(test.users().name(row), model.items(), excluded);
        }

        private Standing standing(int row, int start, int unknown) {
            if (pool.isPresent() && !pool.get().byIndex()) {
                return pool.get().standing(row, scores, start, relevant, unknown, ranking.longest(), whole, taste);
            }
            pool.ifPresent(given -> given.excludeOthers(row, items, relevant, excluded));
            return Standing.of(TopN.best(scores, start, items, excluded, ranking.longest()), relevant, unknown,
                    whole ? new Pairs(scores, start, items, excluded, relevant, unknown) : null, taste);
        }

        private void refuseNaN(int row, int start) {
            for (int item = 0; item < items; item++) {
                if (Float.isNaN(scores[start + item])) {
                    throw new ArithmeticException("the model scores item '" + model.items().name(item) + "' NaN for user '"
                            + test.users().name(row) + "'; it was trained on bad numbers or diverged: train it again");
                }
            }
        }

        /// @return how many relevant items the model does not know
        private int markRelevant(int row) {
            relevant.clear();
            int unknown = 0;
            for (int entry = test.byUser().offsets()[row]; entry < test.byUser().offsets()[row + 1]; entry++) {
                if (!isRelevant(entry)) continue;
                int item = itemOf.at(test.byUser().columns()[entry]);
                if (item < 0) unknown++;
                else if (!excluded.get(item)) relevant.set(item);
            }
            return unknown;
        }
    }
}

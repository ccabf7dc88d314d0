package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.train.Seeds;

/// Small worlds of ratings, made from a seed alone.
final class ToyWorld {
    private ToyWorld() { }

    /// Half of all pairs rated by `3 + b_u + b_i + p.q + noise`, with one hidden taste per user and item; user `u0` rated
    /// everything, the last user and the last item have one rating only.
    static Ratings tastes(int users, int items, double noise, long seed) {
        Ratings.Builder builder = Ratings.builder();
        Seeds seeds = Seeds.of(seed);
        for (int u = 0; u < users; u++) {
            Seeds.Stream stream = seeds.at(1).stream(u);
            for (int i = 0; i < items; i++) {
                boolean rated = stream.nextDouble() < 0.5 || u == 0;
                double value = 3 + 0.5 * own(seeds, 2, u) + 0.5 * own(seeds, 3, i) + own(seeds, 4, u) * own(seeds, 5, i) + noise * stream.nextGaussian();
                if (rated && u < users - 1 && i < items - 1 || u == users - 1 && i == 0 || u == 0 && i == items - 1) {
                    builder.add("u" + u, "i" + i, value);
                }
            }
        }
        return builder.build();
    }

    private static double own(Seeds seeds, int what, int row) {
        return seeds.at(what).stream(row).nextGaussian();
    }

    /// The checkerboard: a user likes the items of its own colour (5) and dislikes the others (1); every user left out one liked
    /// item, which anyone can see must come first.
    static Ratings checkerboard(int users, int items) {
        Ratings.Builder builder = Ratings.builder();
        for (int u = 0; u < users; u++) {
            for (int i = 0; i < items; i++) {
                if (i != leftOut(u, items)) builder.add("u" + u, "i" + i, (u + i) % 2 == 0 ? 5 : 1);
            }
        }
        return builder.build();
    }

    /// The checkerboard of events: a user has one event with each item of its own colour, but for the one left out.
    static Ratings clicks(int users, int items) {
        Ratings.Builder builder = Ratings.builder();
        for (int i = 0; i < items; i++) {
            for (int u = 0; u < users; u++) {
                if (i != leftOut(u, items) && (u + i) % 2 == 0) builder.add("u" + u, "i" + i, 1);
            }
        }
        return builder.build();
    }

    /// Events by popularity and one hidden taste, 1 to 3 of each pair; every user and item has some.
    static Ratings events(int users, int items, long seed) {
        Ratings.Builder builder = Ratings.builder();
        Seeds seeds = Seeds.of(seed);
        for (int u = 0; u < users; u++) {
            Seeds.Stream stream = seeds.at(1).stream(u);
            for (int i = 0; i < items; i++) {
                double lure = own(seeds, 3, i) + 2 * own(seeds, 4, u) * own(seeds, 5, i) + stream.nextGaussian();
                int count = 1 + stream.nextInt(3);
                if (lure > 1 || i == u % items) builder.add("u" + u, "i" + i, count);
            }
        }
        return builder.build();
    }

    /// Few events of most users, many of some, popular items first: what rows in practice look like.
    static Ratings sparseEvents(int users, int items, long seed) {
        Ratings.Builder builder = Ratings.builder();
        for (int u = 0; u < users; u++) {
            Seeds.Stream stream = Seeds.of(seed).at(6).stream(u);
            int events = u % 100 == 0 ? items / 2 : 2 + stream.nextInt(20);
            for (int n = 0; n < events; n++) {
                double place = stream.nextDouble();
                builder.add("u" + u, "i" + ((int) (items * place * place) + 7 * (u % 5)) % items, 1 + stream.nextInt(3));
            }
        }
        return builder.build();
    }

    /// The liked item that a user of the checkerboard has not rated.
    static int leftOut(int user, int items) {
        return (user % 2 + 2 * (user / 2)) % (items - items % 2);
    }

    static double rmse(FactorModel model, Ratings ratings) {
        double sum = 0;
        for (int u = 0; u < ratings.byUser().rows(); u++) {
            for (int e = ratings.byUser().offsets()[u]; e < ratings.byUser().offsets()[u + 1]; e++) {
                double error = ratings.byUser().values()[e] - model.score(u, ratings.byUser().columns()[e]);
                sum += error * error;
            }
        }
        return Math.sqrt(sum / ratings.count());
    }

    /// All of these one after the other: what a user has twice counts as it was last.
    static Ratings joined(Ratings... parts) {
        Ratings.Builder all = Ratings.builder();
        for (Ratings part : parts) {
            int[] user = part.byUser().rowOfEntry();
            for (int entry = 0; entry < user.length; entry++) {
                String item = part.items().name(part.byUser().columns()[entry]);
                double value = part.byUser().values()[entry], weight = part.byUser().weight(entry);
                if (part.isTimed()) all.add(part.users().name(user[entry]), item, value, weight, part.time(entry));
                else all.addWeighted(part.users().name(user[entry]), item, value, weight);
            }
        }
        return all.build();
    }
}

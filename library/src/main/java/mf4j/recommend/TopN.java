package mf4j.recommend;

import mf4j.data.Ids;
import mf4j.train.Check;
import mf4j.train.Sweep;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.BiConsumer;

/// The exact best `count` items of users: all items are scored in blocks of users, bounded memory whatever the numbers.
///
/// @param count     how many; fewer come back where fewer are left
/// @param excluding what a user must not get
public record TopN(int count, Excluding excluding) {
    private static final int BLOCK = 64;          // users scored together: one pass over the items' factors serves them all
    private static final int SCORES = 1 << 23;    // scores a worker holds, but for one user's, which must fit
    private static final int ROUND = 64 * BLOCK;  // users whose lists wait for their turn

    /// Checks the number.
    public TopN {
        Check.of(TopN.class).atLeast("count", count, 1);
    }

    /// Hands every given user's list to `taker`, in the order given; ties are broken by index of the item.
    public void forEach(Recommender model, List<String> users, BiConsumer<String, List<Recommendation>> taker) {
        for (int start = 0; start < users.size(); start += ROUND) {
            List<String> round = users.subList(start, Math.min(users.size(), start + ROUND));
            List<List<Recommendation>> lists = of(model, round);
            for (int j = 0; j < round.size(); j++) taker.accept(round.get(j), lists.get(j));
        }
    }

    private List<List<Recommendation>> of(Recommender model, List<String> names) {
        @SuppressWarnings({"unchecked", "rawtypes"}) // each element is written once, by the worker of its block
        List<Recommendation>[] lists = new List[names.size()];
        int[] users = names.stream().mapToInt(name -> known(model, name)).toArray();
        int items = model.items().size();
        int block = Math.clamp(SCORES / Math.max(1, items), 1, Math.min(BLOCK, Math.max(1, users.length)));
        Sweep.over(users.length, block, () -> new float[block * items], (scores, from, to) -> {
            for (int j = from; j < to; ) {
                int run = 1;
                while (j + run < to && users[j + run] == users[j] + run) run++;
                model.scores(users[j], run, scores);
                for (int r = 0; r < run; r++) lists[j + r] = pick(model, names.get(j + r), scores, r * items);
                j += run;
            }
        });
        return List.of(lists);
    }

    private static int known(Recommender model, String name) {
        int user = model.users().indexOf(name);
        if (user < 0) throw new UnknownName("user", name, "fold the user in with some ratings, or ask for the fallback list");
        return user;
    }

    private List<Recommendation> pick(Recommender model, String user, float[] scores, int start) {
        BitSet excluded = new BitSet(model.items().size());
        excluding.mark(user, model.items(), excluded);
        return named(best(scores, start, model.items().size(), excluded, count), scores, start, model.items());
    }

    static List<Recommendation> named(int[] best, float[] scores, int start, Ids ids) {
        List<Recommendation> list = new ArrayList<>(best.length);
        for (int index : best) list.add(new Recommendation(ids.name(index), scores[start + index]));
        return list;
    }

    /// The indexes of the `count` largest of `scores[start..start + n)` that are not excluded, best first, ties by index.
    public static int[] best(float[] scores, int start, int n, BitSet excluded, int count) {
        Check.of(TopN.class).atLeast("count", count, 1);
        Heap heap = new Heap(Math.min(count, n));
        for (int j = excluded.nextClearBit(0); j < n; j = excluded.nextClearBit(j + 1)) heap.offer(j, scores[start + j]);
        return heap.drain();
    }

    /// The best few of a stream: a binary heap with the worst kept on top.
    private static final class Heap {
        private final int[] index;
        private final float[] score;
        private int size;

        Heap(int capacity) {
            index = new int[capacity];
            score = new float[capacity];
        }

        void offer(int j, float value) {
            if (size < index.length) {
                size++;
                up(size - 1, j, value);
            } else if (size > 0 && value > score[0]) {
                down(j, value);
            }
        }

        /// Indexes come in ascending order, so of two equal scores the later one is the worse.
        private boolean worse(int i, float a, int j, float b) {
            return a < b || a == b && i > j;
        }

        private void up(int hole, int j, float value) {
            while (hole > 0) {
                int parent = (hole - 1) / 2;
                if (!worse(j, value, index[parent], score[parent])) break;
                put(hole, index[parent], score[parent]);
                hole = parent;
            }
            put(hole, j, value);
        }

        private void down(int j, float value) {
            int hole = 0;
            for (int child = 1; child < size; child = 2 * hole + 1) {
                if (child + 1 < size && worse(index[child + 1], score[child + 1], index[child], score[child])) child++;
                if (!worse(index[child], score[child], j, value)) break;
                put(hole, index[child], score[child]);
                hole = child;
            }
            put(hole, j, value);
        }

        private void put(int place, int j, float value) {
            index[place] = j;
            score[place] = value;
        }

        int[] drain() {
            int[] best = new int[size];
            while (size > 0) {
                best[size - 1] = index[0];
                size--;
                if (size > 0) down(index[size], score[size]);
            }
            return best;
        }
    }
}

package mf4j.recommend;

import java.util.BitSet;

/// Scores everything, for any recommender: neighbouring users together, and every score is offered.
record PlainRetrieval(Recommender model) implements Retrieval {
    private static final int BLOCK = 64;       // users scored together: one pass over the items serves them all
    private static final int SCORES = 1 << 23; // scores a worker holds, but for one user's, which must fit

    @Override
    public int block(int users) {
        return Math.clamp(SCORES / Math.max(1, model.items().size()), 1, BLOCK);
    }

    @Override
    public Search search(int together) {
        int items = model.items().size();
        float[][] scores = {new float[0]};
        return requests -> {
            for (int j = 0; j < requests.length; ) {
                int run = 1;
                while (j + run < requests.length && requests[j + run].user() == requests[j].user() + run) run++;
                if (scores[0].length < run * items) scores[0] = new float[run * items];
                model.scores(requests[j].user(), run, scores[0]);
                for (int r = 0; r < run; r++) offer(requests[j + r], scores[0], r * items, items);
                j += run;
            }
        };
    }

    /// Offers every item that is not skipped, then the boosted ones.
    static void offer(Query.Request request, float[] scores, int start, int items) {
        Shortlist list = request.list();
        BitSet skipped = list.skipped();
        float floor = list.floor();
        for (int i = skipped.nextClearBit(0); i < items; i = skipped.nextClearBit(i + 1)) {
            if (scores[start + i] >= floor) {
                list.offer(i, scores[start + i]);
                floor = list.floor();
            }
        }
        for (int j = 0; j < request.lifted().length; j++) request.offerLifted(j, scores[start + request.liftedItem(j)]);
    }
}

package mf4j.recommend;

import mf4j.train.Sweep;

import java.util.Optional;
import java.util.stream.Stream;

/// Searches the items of a factor model tile by tile, by a [Strategy].
///
/// @param tiles  the items in an order
/// @param bounds what scores cannot exceed, or empty where every item of a tile is scored
record FactorRetrieval(FactorModel model, ItemTiles tiles, Optional<Bounds> bounds) implements Retrieval {
    private static final int BLOCK = 128;  // users searched for together: fills a panel of the product
    private static final int FEW = 16;     // of so many items one is left: scoring one by one costs several times as much per item
    private static final int WHOLE = 2;    // tiles scored whole before bounds are asked: they give the last places to compare with

    /// No more than make all threads work.
    @Override
    public int block(int users) {
        return Math.clamp(Math.ceilDiv(users, Sweep.threads()), 1, BLOCK);
    }

    /// The same way, for a model of other users.
    FactorRetrieval(FactorModel model, FactorRetrieval way) {
        this(model, way.tiles, way.bounds);
    }

    Strategy strategy() {
        return bounds.map(Bounds::strategy).orElse(tiles.sorted ? Strategy.NORM_SORTED : Strategy.BLOCKED);
    }

    @Override
    public TileSearch search(int together) {
        return new TileSearch(together);
    }

    /// One worker's.
    final class TileSearch implements Search {
        private final TileScores scores;
        private long bytes;

        TileSearch(int together) {
            this.scores = new TileScores(model, tiles, together);
        }

        @Override
        public void run(Query.Request[] requests) {
            Query.Request[] many = Stream.of(requests).filter(request -> !few(request)).toArray(Query.Request[]::new);
            if (many.length > 0) new Pass(many, this).run();
            for (Query.Request request : requests) if (few(request)) new Pass(new Query.Request[] {request}, this).runOverFew();
        }

        /// Whether so few items are left that it is better to go from one to the next.
        private boolean few(Query.Request request) {
            return request.left() <= tiles.item.length / FEW;
        }

        /// Items scored since [#forget].
        long scored() {
            return scores.scored;
        }

        /// Bytes of factors and bounds read since [#forget]; what is shared by users counts once.
        long bytes() {
            return bytes + 4L * model.rank() * scores.alone;
        }

        void forget() {
            bytes = 0;
            scores.scored = 0;
            scores.alone = 0;
        }
    }

    /// One block of users through all tiles.
    private final class Pass {
        private final Query.Request[] requests;
        private final TileSearch search;
        private final TileScores scores;
        private final double mostBias = tiles.mostBias();
        private final float[] bases;
        private final double[] length;
        private final float[] rows;    // requests x rank
        private final Optional<Bounds.Reach> reach;
        private final int[] active;    // the requests that a tile can matter to
        private int actives;

        Pass(Query.Request[] requests, TileSearch search) {
            int n = requests.length;
            int rank = model.rank();
            this.requests = requests;
            this.search = search;
            this.scores = search.scores;
            this.bases = new float[n];
            this.length = new double[n];
            this.rows = new float[n * rank];
            this.active = new int[n];
            for (int r = 0; r < n; r++) {
                int user = requests[r].user();
                bases[r] = model.base(user);
                length[r] = Similarity.norm(model.user().factors(), user);
                System.arraycopy(model.user().factors().values(), model.user().factors().start(user), rows, r * rank, rank);
            }
            this.reach = bounds.map(b -> b.reach(rows, length, n));
        }

        void run() {
            for (int tile = 0; tile < tiles.tiles(); tile++) {
                boolean whole = bounds.isEmpty() || tile < WHOLE;
                activate(tile);
                if (actives > 0 && whole) score(tile);
                else if (actives > 0) bound(tile);
            }
            offerLifted();
        }

        /// The items that are left of one request, without a look at the others.
        void runOverFew() {
            scores.offerLeft(requests[0], rows, bases[0]);
            offerLifted();
        }

        private void offerLifted() {
            for (int r = 0; r < requests.length; r++) scores.offerLifted(requests[r], rows, r, bases[r]);
        }

        private void activate(int tile) {
            actives = 0;
            for (int r = 0; r < requests.length; r++) {
                if (!tiles.sorted || reaches(tile, r)) active[actives++] = r;
            }
        }

        /// Not to be sure is to reach: so it is for numbers too large for bounds.
        private boolean reaches(int tile, int r) {
            double floor = requests[r].list().floor();
            double reach = tiles.reach(tile, length[r] * (1 + (model.rank() + 8) * 0x1p-23)) + bases[r];
            return !(ItemTiles.boundable(length[r], bases[r]) && reach + Bounds.allowance(floor, bases[r], mostBias, model.rank()) < floor);
        }

        private void score(int tile) {
            float[] chosen = scores.chosen(rows, active, actives);
            scores.score(tile, chosen, bases, active, actives);
            search.bytes += 4L * tiles.width(tile) * model.rank();
            for (int a = 0; a < actives; a++) scores.offer(tile, a, requests[active[a]]);
        }

        private void bound(int tile) {
            reach.orElseThrow().of(tile, active, actives, scores.scores);
            search.bytes += bounds.orElseThrow().bytesOfTile();
            for (int a = 0; a < actives; a++) {
                int r = active[a];
                scores.offerBounded(tile, a, requests[r], boundFloor(r), rows, r, bases[r]);
            }
        }

        /// Whose bound is below cannot be on the list.
        private float boundFloor(int r) {
            float floor = requests[r].list().floor();
            if (floor == Float.NEGATIVE_INFINITY || !ItemTiles.boundable(length[r], bases[r])) return Float.NEGATIVE_INFINITY;
            double least = (double) floor - bases[r] - Bounds.allowance(floor, bases[r], mostBias, model.rank());
            return Math.nextDown((float) least);
        }
    }
}

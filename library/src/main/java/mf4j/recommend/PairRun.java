package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;
import mf4j.train.Seeds;
import mf4j.train.Sweep;

import java.util.Arrays;

/// What the runs share that compare an item of the user with one that the user has no event with, pair after pair.
///
/// A user's scores are stated relative to its average item: its bias is `-(p_u.q + b)` with the means q and b of the factors and
/// biases of the items that have events. That changes no user's ranking; it makes the scores of two users comparable, 0 being an
/// item like any other. Users without events stay 0; items without events have no factors and the least bias there is.
abstract class PairRun extends FactorRun<RowRule> {
    static final Kernel KERNEL = Kernel.active();

    static final int SAMPLE = 512; // items without an event in the row of a new user

    final PairGrid grid;
    private final int[] owner; // the user of each entry
    private final Seeds seeds;

    PairRun(Record knobs, Ratings events, RowRule userRule, RowRule itemRule, int rank, double deviation, Seeds seeds) {
        super(knobs, events, Scale.EVENTS, userRule, itemRule,
                normal(events.byUser(), rank, deviation / Math.sqrt(rank), seeds.forPurpose("users")),
                normal(events.byItem(), rank, deviation / Math.sqrt(rank), seeds.forPurpose("items")));
        this.seeds = seeds;
        grid = PairGrid.of(events, rank);
        owner = events.byUser().rowOfEntry();
    }

    /// How a new item is solved: its users against those without, by logistic regression on the users' factors. A pair's loss moves its
    /// first item as the success of a trial would and its second, a random one, as a failure; every item is the second of as many
    /// pairs as items have events on average.
    static LogisticRule itemRule(Ratings events, double regularization, double biasRegularization) {
        double perItem = (double) events.count() / events.items().size();
        return new LogisticRule(false, 1, perItem / events.users().size(), regularization, biasRegularization, true, 4);
    }

    /// A worker's scratch and its way to take a step.
    abstract Worker worker();

    /// @return the mean loss of the epoch's pairs as they were met, before their own step; 0 where nobody could be compared with
    ///         anything
    @Override
    public double advance(int epoch) {
        Seeds drawn = seeds.forPurpose("epochs").at(epoch);
        grid.deal(drawn);
        double[] losses = new double[grid.size * grid.size];
        for (int shift : drawn.stream(0).permutation(0, grid.size)) {
            Sweep.over(grid.size, 1, this::worker, (worker, band, _) -> {
                int block = band * grid.size + (band + shift) % grid.size;
                losses[block] = worker.run(block, drawn.forPurpose("draws").stream(block));
            });
        }
        settle();
        return Arrays.stream(losses).sum() / ratings.count();
    }

    private void settle() {
        Events.leastForUntouched(ratings, itemBias);
        Center center = Center.of(q, itemBias);
        for (int user = 0; user < userBias.length; user++) {
            userBias[user] = ratings.byUser().count(user) == 0 ? 0 : center.bias(p.values(), p.start(user));
        }
    }

    /// Goes through a block, user by user.
    abstract class Worker {
        int[] items = grid.items;
        int from;               // of the block's band in `items`
        int to;
        Seeds.Stream stream;
        private int[] marks = new int[0]; // per item of the band: the tick at which its user was met
        private int tick;

        double run(int block, Seeds.Stream stream) {
            this.stream = stream;
            from = grid.bands[block % grid.size];
            to = grid.bands[block % grid.size + 1];
            marks = new int[to - from];
            tick = 0;
            begin();
            double loss = 0;
            for (int n = grid.starts[block]; n < grid.starts[block + 1]; ) {
                int end = mark(n, grid.starts[block + 1]);
                loss += events(n, end);
                n = end;
            }
            return loss;
        }

        /// Marks the band's items of the user of event n; its events are [n, the result).
        private int mark(int n, int end) {
            tick++;
            int user = owner[grid.order[n]];
            int next = n;
            while (next < end && owner[grid.order[next]] == user) {
                marks[grid.place[ratings.byUser().columns()[grid.order[next++]]] - from] = tick;
            }
            return next;
        }

        private double events(int n, int end) {
            SparseRows rows = ratings.byUser();
            double loss = 0;
            for (; n < end; n++) {
                int entry = grid.order[n];
                loss += step(owner[entry], rows.columns()[entry], rows.weight(entry));
            }
            return loss;
        }

        /// Before the events of a block.
        void begin() { }

        /// Compares an item of the user with another and moves both.
        ///
        /// @return the loss before the move, times the weight
        abstract double step(int user, int item, float weight);

        /// Whether the user at hand has an event with the item at this place of `items`.
        final boolean taken(int at) {
            return marks[at - from] == tick;
        }

        /// A place of the band, all equally likely but for 2^-32.
        final int anyPlace() {
            return from + (int) ((stream.nextLong() >>> 32) * (to - from) >>> 32);
        }

        final float score(int user, int item) {
            return itemBias[item] + KERNEL.dot(p.values(), p.start(user), q.values(), q.start(item), p.rank());
        }

        /// Moves a user and two items.
        ///
        /// @param step     along the gradient
        /// @param keep     what is left of the factors
        /// @param keepBias what is left of the biases
        final void move(int user, int item, int other, float step, float keep, float keepBias) {
            KERNEL.pairStep(p.values(), p.start(user), q.values(), q.start(item), q.start(other), p.rank(), step, keep);
            itemBias[item] = keepBias * itemBias[item] + step;
            itemBias[other] = keepBias * itemBias[other] - step;
        }
    }
}

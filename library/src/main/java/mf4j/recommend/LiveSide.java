package mf4j.recommend;

import mf4j.data.Attributes;
import mf4j.data.Ids;
import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;

import java.util.Arrays;
import java.util.Optional;

/// One side of a live factor model: tables with room behind them, and the ground on which its own rows are solved. Guarded by the
/// model's lock.
final class LiveSide {
    private static final Kernel KERNEL = Kernel.active();

    final LiveNames names;
    final LiveRows rows;
    final RowRule rule;
    private final SparseRows learned; // by the model that this began with
    private final Optional<Described> described;
    private final Optional<float[]> shares; // of the names that this began with
    private Factors factors;
    private float[] bias;             // one per row, and room
    private Optional<Factors> implied;
    private Ground ground;            // for this side's rows: what the other side is; made when the first row is solved

    LiveSide(Side side, SparseRows rows) {
        this.names = new LiveNames(side.ids());
        this.learned = rows;
        this.rows = new LiveRows(rows);
        this.rule = side.rule();
        this.described = side.described();
        this.shares = side.shares();
        this.factors = side.factors().copy();
        this.bias = side.bias().clone();
        this.implied = side.implied();
    }

    /// How many rows have names; a row behind them is not there yet for whoever reads.
    int size() {
        return names.size();
    }

    /// The factors of all rows.
    float[] values() {
        return factors.values();
    }

    int start(int row) {
        return factors.start(row);
    }

    float[] row(int row) {
        return factors.row(row);
    }

    float bias(int row) {
        return bias[row];
    }

    /// Whether rows of the other side that say nothing are scored by shares of this one.
    boolean hasShares() {
        return shares.isPresent();
    }

    /// The share of a row; 0 for what came later.
    float share(int row) {
        return shares.isPresent() && row < shares.get().length ? shares.get()[row] : 0;
    }

    /// Whether the model had learned nothing of a row.
    boolean unseen(int row) {
        return row >= learned.rows() || learned.count(row) == 0;
    }

    /// The row of a name: a new one behind the others, of zeros, where it has none. It is nobody's before it is [#named].
    int reserve(String name, LiveSide other) {
        int known = names.indexOf(name);
        if (known < 0) resize(size() + 1, other);
        return known >= 0 ? known : size();
    }

    /// A reserved row gets its name.
    void named(int row, String name) {
        if (row == size()) names.add(name);
    }

    private void resize(int rows, LiveSide other) {
        if (rows == factors.rows()) return;
        if (rows > bias.length) widen(rows + Math.max(16, rows / 8));
        factors = new Factors(factors.values(), rows, factors.rank());
        implied = implied.map(y -> new Factors(y.values(), rows, y.rank()));
        if (other.ground != null) other.ground.grown(factors, bias);
    }

    private void widen(int room) {
        bias = Arrays.copyOf(bias, room);
        factors = new Factors(factors.resized(room).values(), factors.rows(), factors.rank());
        implied = implied.map(y -> new Factors(y.resized(room).values(), y.rows(), y.rank()));
    }

    /// A row of this side solved against the other, not yet in its place.
    ///
    /// @param row   whose attributes are part of it
    /// @param alone its events
    LiveRow solved(int row, SparseRows alone, LiveRow from, LiveSide other, double mean) {
        if (ground == null) ground = rule.ground(other.factors, other.bias, mean);
        RowSolver solver = ground.solver();
        float[] x = from.factors().clone();
        solver.solve(alone, 0, prior(row, alone, other), 0, x, 0, from.bias());
        return new LiveRow(x, (float) solver.bias());
    }

    private float[] prior(int row, SparseRows alone, LiveSide other) {
        if (described.isPresent()) return row < described.get().rows().rows() ? described.get().prior(row) : null;
        return other.implied.map(y -> Side.sum(y, alone, 0)).orElse(null);
    }

    /// Puts a row in its place.
    void put(int row, LiveRow solved) {
        System.arraycopy(solved.factors(), 0, factors.values(), start(row), factors.rank());
        bias[row] = solved.bias();
    }

    /// Says that a row of the other side has changed.
    void changed(int row, float[] before) {
        if (ground != null) ground.changed(row, before);
    }

    /// A row and its events as they are.
    Kept kept(int row) {
        return new Kept(row, new LiveRow(row(row), bias(row)), rows.changed().get(row));
    }

    /// Everything as it was when a row was kept. What a row that moved said to the other side is forgotten with all that was known
    /// there, since rounding would not let it be taken back.
    void restore(Kept before, LiveSide other) {
        if (!Arrays.equals(row(before.row()), before.solved().factors())) other.ground = null;
        put(before.row(), before.solved());
        if (before.events() == null) rows.changed().remove(before.row());
        else rows.changed().put(before.row(), before.events());
        resize(size(), other);
    }

    /// A score with the product of a row of the other side and one of this in it, with the bits of many at once.
    float plusProduct(float score, float[] x, int xi, int row) {
        float[] sum = {score};
        if (factors.rank() > 0) KERNEL.addProducts(x, xi, factors.rank(), factors.values(), new int[] {row}, 1, sum);
        return sum[0];
    }

    Side snapshot() {
        Ids ids = names.ids();
        return new Side(ids, factors.copy(), Arrays.copyOf(bias, size()), rule, implied.map(Factors::copy), described.map(d -> d.grown(ids, Attributes.none())),
                shares.map(s -> Arrays.copyOf(s, size())));
    }

    /// Factors and bias of one row.
    record LiveRow(float[] factors, float bias) { }

    /// A row before an event.
    ///
    /// @param events those put into it until then, or null for none
    record Kept(int row, LiveRow solved, SparseRows events) { }
}

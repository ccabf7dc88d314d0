package mf4j.recommend;

import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;

import java.util.Arrays;
import java.util.Optional;

/// One side of a live factor model: tables with room behind them, and the ground on which its own rows are solved. Guarded by the
/// model's lock.
final class LiveSide {
    final LiveNames names;
    final LiveRows rows;
    final RowRule rule;
    private final SparseRows learned; // by the model that this began with
    private Factors factors;
    private float[] bias;
    private Optional<Factors> implied;
    private Ground ground; // for this side's rows: what the other side is; made when the first row is solved

    LiveSide(Side side, SparseRows rows) {
        this.names = new LiveNames(side.ids());
        this.learned = rows;
        this.rows = new LiveRows(rows);
        this.rule = side.rule();
        this.factors = side.factors().copy();
        this.bias = side.bias().clone();
        this.implied = side.implied();
    }

    Factors factors() {
        return factors;
    }

    /// One per row, and room.
    float[] bias() {
        return bias;
    }

    /// Whether the model had learned nothing of a row.
    boolean unseen(int row) {
        return row >= learned.rows() || learned.count(row) == 0;
    }

    /// A row for a name that is not there yet.
    int grow(String name, LiveSide other) {
        int rows = factors.rows() + 1;
        if (rows > bias.length) widen(rows + Math.max(16, rows / 8));
        factors = new Factors(factors.values(), rows, factors.rank());
        implied = implied.map(y -> new Factors(y.values(), rows, y.rank()));
        if (other.ground != null) other.ground.grown(factors, bias);
        return names.add(name);
    }

    private void widen(int room) {
        bias = Arrays.copyOf(bias, room);
        factors = new Factors(factors.resized(room).values(), factors.rows(), factors.rank());
        implied = implied.map(y -> new Factors(y.resized(room).values(), y.rows(), y.rank()));
    }

    /// A row of this side solved against the other, not yet in its place.
    LiveRow solved(SparseRows alone, float[] x, float startBias, LiveSide other, double mean) {
        if (ground == null) ground = rule.ground(other.factors, other.bias, mean);
        RowSolver solver = ground.solver();
        solver.solve(alone, 0, other.impliedTo(alone), 0, x, 0, startBias);
        return new LiveRow(x, (float) solver.bias());
    }

    private float[] impliedTo(SparseRows alone) {
        return implied.map(y -> Side.sum(y, alone, 0)).orElse(null);
    }

    /// Puts a row in its place.
    void put(int row, LiveRow solved) {
        System.arraycopy(solved.factors(), 0, factors.values(), factors.start(row), factors.rank());
        bias[row] = solved.bias();
    }

    /// Says that a row of the other side has changed.
    void changed(int row, float[] before) {
        if (ground != null) ground.changed(row, before);
    }

    double dot(float[] x, int xi, int row) {
        return Kernel.active().dot(x, xi, factors.values(), factors.start(row), factors.rank());
    }

    Side snapshot() {
        int rows = factors.rows();
        return new Side(names.ids(), factors.copy(), Arrays.copyOf(bias, rows), rule, implied.map(Factors::copy));
    }

    /// Factors and bias of one row.
    record LiveRow(float[] factors, float bias) { }
}

package mf4j.recommend;

import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;

/// One row's events for solvers that pass over them several times: their weights, and the factors they met, gathered a tile at a
/// time. A row that fits one tile is gathered once; a longer one in every pass, so that memory beside its weights is bounded.
/// Scratch of one worker.
final class EventTiles {
    private static final Kernel KERNEL = Kernel.active();
    private static final int TILE = 1 << 18; // floats: 1 MB, into which nearly every row fits

    private final EventRule rule;
    private final Factors others;
    private final int most;             // events of a tile
    private float[] tile = new float[0]; // most x rank, or less where no row was that long
    private float[] linear = new float[0];
    private float[] quadratic = new float[0];
    private int[] columns = new int[0]; // of the whole matrix
    private int from;
    private int events;
    private int gathered;               // the tile that is there, or -1

    EventTiles(EventRule rule, Factors others) {
        this(rule, others, Math.max(16, TILE / Math.max(1, others.rank())));
    }

    /// @param most events of a tile
    EventTiles(EventRule rule, Factors others, int most) {
        this.rule = rule;
        this.others = others;
        this.most = most;
    }

    /// Takes a row.
    ///
    /// @return the sum of its confidences
    double load(SparseRows rows, int row) {
        from = rows.offsets()[row];
        events = rows.count(row);
        columns = rows.columns();
        gathered = -1;
        reserve();
        double sum = 0;
        for (int r = 0; r < events; r++) {
            double confidence = rule.confidence(rows.values()[from + r], rows.weight(from + r));
            linear[r] = (float) confidence;
            quadratic[r] = (float) rule.quadratic(confidence);
            sum += confidence;
        }
        return sum;
    }

    private void reserve() {
        if (linear.length >= events) return;
        int room = (int) Math.min(Math.max(events, 2L * linear.length), Integer.MAX_VALUE - 16);
        linear = new float[room];
        quadratic = new float[room];
        if (tile.length < most * others.rank()) tile = new float[Math.min(room, most) * others.rank()];
    }

    int events() {
        return events;
    }

    /// What weighs the events' scores, one by one.
    float[] linear() {
        return linear;
    }

    /// What weighs the squares of the events' scores.
    float[] quadratic() {
        return quadratic;
    }

    /// The most events that a tile of the row has.
    int longest() {
        return Math.min(events, most);
    }

    int tiles() {
        return Math.ceilDiv(events, most);
    }

    /// The first event of a tile.
    int start(int tile) {
        return tile * most;
    }

    /// Events of a tile.
    int count(int tile) {
        return Math.min(events - start(tile), most);
    }

    /// The factors of a tile, events x rank.
    float[] factors(int number) {
        if (gathered != number) {
            int first = from + start(number);
            KERNEL.gather(others.values(), others.rank(), columns, first, first + count(number), tile);
            gathered = number;
        }
        return tile;
    }

    /// Some of the factors of a tile, events x width, from factor `first` on.
    void factors(int number, int first, int width, float[] into) {
        int at = from + start(number);
        for (int r = 0; r < count(number); r++) System.arraycopy(others.values(), others.start(columns[at + r]) + first, into, r * width, width);
    }
}

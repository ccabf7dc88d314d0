package mf4j.recommend;

import mf4j.matrix.SparseRows;

/// Which rows of a side the exact solvers share out among them: those of at most `limit` events go by Woodbury's identity, whose
/// matrix is as large as the row is long, the others by Cholesky of rank x rank.
///
/// By cost, not by clock, so that the bits do not depend on the machine's mood: multiply-adds, weighed by how fast the kernels do
/// them in blocks, in columns and in triangles. No limit where all that is saved would not pay for the basis.
///
/// @param limit events of the longest row for Woodbury; 0 for none
/// @param brief rows for Woodbury
/// @param full  rows for Cholesky; those without events are neither
record EventPlan(int limit, int brief, int full) {
    private static final double BLOCKED = 1 / 90.0;   // nanoseconds for a multiply-add and its mirror image, in blocks of registers
    private static final double SHORT_BLOCKS = 1 / 45.0;
    private static final double TRIANGLE = 1 / 135.0; // of n^3 of a Cholesky factorization
    private static final double ALONG = 0.8;          // of a number that is scaled and transposed
    private static final double BASIS = 3;            // of rank^3 of the eigenvectors

    static EventPlan of(SparseRows rows, int rank) {
        int limit = 0;
        while (brief(limit + 1, rank) < full(limit + 1, rank)) limit++;
        double saved = 0;
        int brief = 0;
        EventPlan without = without(rows);
        for (int row = 0; row < rows.rows(); row++) {
            int events = rows.count(row);
            if (events == 0 || events > limit) continue;
            saved += full(events, rank) - brief(events, rank);
            brief++;
        }
        double turning = 2.0 * (rows.rows() + rows.columnCount()) * rank * rank * BLOCKED;
        return saved > turning + BASIS * rank * rank * rank ? new EventPlan(limit, brief, without.full - brief) : without;
    }

    /// All rows by one way.
    static EventPlan without(SparseRows rows) {
        int full = 0;
        for (int row = 0; row < rows.rows(); row++) if (rows.count(row) > 0) full++;
        return new EventPlan(0, 0, full);
    }

    private static double full(double events, double rank) {
        return events * rank * rank * BLOCKED + cholesky(rank);
    }

    private static double brief(double events, double rank) {
        return events * events * rank * SHORT_BLOCKS + events * rank * ALONG + cholesky(events);
    }

    private static double cholesky(double n) {
        return n * n * n * TRIANGLE + 0.35 * n * n + 25 * n;
    }

    @Override
    public String toString() {
        if (limit == 0) return "%,d by Cholesky".formatted(full);
        return "%,d of at most %,d events by Woodbury, %,d by Cholesky".formatted(brief, limit, full);
    }
}

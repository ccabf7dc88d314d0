package mf4j.recommend;

import mf4j.matrix.Factors;

/// The side that rows are solved against, where it changes one row at a time: what the rows share is kept current, so that one row
/// costs one row. Not for sharing between threads.
public interface Ground {
    /// Solves rows until the next change.
    RowSolver solver();

    /// A row of the side is no longer what it was.
    ///
    /// @param row    which already holds its new factors
    /// @param before its factors until now
    void changed(int row, float[] before);

    /// The side's tables are now these: the same rows, and rows of zeros behind them.
    void grown(Factors others, float[] othersBias);
}

package mf4j.recommend;

import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;
import mf4j.train.Check;

import java.util.function.Supplier;

/// The rule of counts: a row's bias is what its events weigh together, whatever the other side is.
///
/// ```
/// b = sum over the row's events  w 2^(-(latest - t) / halfLife)
/// ```
///
/// with `latest` the latest time of all events, so that where events age a later one changes every row. An event without a time counts
/// as one of the latest.
///
/// @param halfLife in days, after which an event counts half; 0 lets all count alike
public record CountRule(double halfLife) implements RowRule {
    private static final double DAY = 24 * 60 * 60; // seconds

    /// Checks the number.
    public CountRule {
        Check.of(CountRule.class).atLeast("halfLife", halfLife, 0);
    }

    @Override
    public boolean ages() {
        return halfLife > 0;
    }

    @Override
    public SparseRows rows(Past past) {
        return ages() ? past.aged(age -> StrictMath.pow(2, -age / (halfLife * DAY))) : past.learnedRows();
    }

    @Override
    public Supplier<RowSolver> against(Factors others, float[] othersBias, double mean) {
        return Counting::new;
    }

    /// Nothing that an event says depends on the other side.
    @Override
    public Ground ground(Factors others, float[] othersBias, double mean) {
        return new RenewedGround(this, false, others, othersBias, mean);
    }

    /// Every event adds its weight to the scores of all.
    @Override
    public double[] contributions(FactorModel model, SparseRows rated, int item) {
        double[] weights = new double[rated.entries()];
        for (int entry = 0; entry < weights.length; entry++) weights[entry] = rated.weight(entry);
        return weights;
    }

    @Override
    public boolean learns(int rank) {
        return true;
    }

    private static final class Counting implements RowSolver {
        private double bias;

        @Override
        public double solve(SparseRows rows, int row, float[] prior, int pi, float[] x, int xi, double startBias) {
            bias = 0;
            for (int entry = rows.offsets()[row]; entry < rows.offsets()[row + 1]; entry++) bias += rows.weight(entry);
            return 0;
        }

        @Override
        public double bias() {
            return bias;
        }
    }
}

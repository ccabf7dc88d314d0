package mf4j.recommend;

import mf4j.matrix.Factors;

/// The ground of a rule that knows no cheaper way than to fix the side anew after a change.
final class RenewedGround implements Ground {
    private final RowRule rule;
    private final boolean shares; // whether rows share what a changed row makes stale; the tables themselves never are
    private final double mean;
    private Factors others;
    private float[] othersBias;
    private RowSolver solver; // null when stale

    RenewedGround(RowRule rule, boolean shares, Factors others, float[] othersBias, double mean) {
        this.rule = rule;
        this.shares = shares;
        this.mean = mean;
        grown(others, othersBias);
    }

    @Override
    public RowSolver solver() {
        if (solver == null) solver = rule.against(others, othersBias, mean).get();
        return solver;
    }

    @Override
    public void changed(int row, float[] before) {
        if (shares) solver = null;
    }

    @Override
    public void grown(Factors others, float[] othersBias) {
        this.others = others;
        this.othersBias = othersBias;
        this.solver = null;
    }
}

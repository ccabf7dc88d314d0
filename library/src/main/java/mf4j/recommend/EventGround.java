package mf4j.recommend;

import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;

/// The ground of rows of events: the Gramian of the other side follows each of its rows by two rank-one updates, in double; when as
/// many rows have changed as there are, it is computed anew, so that no rounding ever adds up to more than that.
final class EventGround implements Ground {
    private static final Kernel KERNEL = Kernel.active();

    private final EventRule rule;
    private final double[] exact; // rank x rank, the lower triangle times the unobserved weight
    private final float[] shared; // the same, rounded
    private Factors others;
    private RowSolver solver;
    private int changes;

    EventGround(EventRule rule, Factors others) {
        this.rule = rule;
        this.exact = new double[others.rank() * others.rank()];
        this.shared = new float[exact.length];
        grown(others, new float[0]);
        renew();
    }

    private void renew() {
        float[] now = Gramian.of(rule.paired(others), rule.unobserved());
        for (int j = 0; j < exact.length; j++) exact[j] = shared[j] = now[j];
        changes = 0;
    }

    @Override
    public RowSolver solver() {
        return solver;
    }

    @Override
    public void changed(int row, float[] before) {
        if (row >= rule.paired()) return;
        if (++changes >= others.rows()) {
            renew();
            return;
        }
        add(others.row(row), rule.unobserved());
        add(before, -rule.unobserved());
        for (int j = 0; j < exact.length; j++) shared[j] = (float) exact[j];
    }

    private void add(float[] x, double weight) {
        int rank = x.length;
        double[] wide = new double[rank];
        for (int j = 0; j < rank; j++) wide[j] = x[j];
        for (int i = 0; i < rank; i++) KERNEL.axpy(weight * wide[i], wide, 0, exact, i * rank, i + 1);
    }

    /// New rows are 0 and say nothing yet.
    @Override
    public void grown(Factors others, float[] othersBias) {
        this.others = others;
        this.solver = new EventSolver(rule, new EventSide(others, shared));
    }

    /// The Gramian as it is kept.
    float[] gramian() {
        return shared;
    }
}

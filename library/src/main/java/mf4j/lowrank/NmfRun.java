package mf4j.lowrank;

import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.matrix.Matrix;
import mf4j.matrix.SparseRows;
import mf4j.train.Epochs;
import mf4j.train.History;
import mf4j.train.Provenance;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// A run of [Nmf]: both sides, and the pass that moves them.
final class NmfRun implements Epochs.Run<LowRank> {
    private static final Kernel KERNEL = Kernel.active();

    private final Nmf knobs;
    private final NmfPass pass;
    private final NmfSide left;
    private final NmfSide right;
    private final Spectrum spectrum; // null where none is known
    private final String data;
    private final String from; // the start, where it was given

    private NmfRun(Nmf knobs, NmfPass pass, GradientFactorization.Start start, Spectrum spectrum, String data, String from) {
        this.knobs = knobs;
        this.pass = pass;
        Factors lefts = start.left();
        this.left = new NmfSide(knobs, Matrix.of(lefts).transposed().toFloats(), lefts.rows(), knobs.leftL1(), knobs.leftL2());
        Factors rights = start.right();
        this.right = new NmfSide(knobs, Arrays.copyOf(rights.values(), rights.rows() * rights.rank()), rights.rank(), knobs.rightL1(), knobs.rightL2());
        this.spectrum = spectrum;
        this.data = data;
        this.from = from;
    }

    /// What random starts over one matrix share, whatever their rank and seed.
    ///
    /// @param mean of all numbers
    /// @param data fingerprint of the matrix
    record Field(Matrix x, NmfPass pass, double mean, Spectrum spectrum, String data) {
        static Field of(Nmf knobs, Matrix x) {
            return new Field(x, NmfRun.pass(knobs, x), NmfStart.mean(x), Spectrum.of(x), x.fingerprint());
        }
    }

    /// From a random start.
    static NmfRun of(Nmf knobs, Field field) {
        GradientFactorization.Start start = NmfStart.random(field.x.rows(), field.x.columns(), knobs.rank(), field.mean, knobs.seed());
        return new NmfRun(knobs, field.pass, start, field.spectrum, field.data, "");
    }

    static NmfRun of(Nmf knobs, Matrix x) {
        if (knobs.start() == Nmf.Start.RANDOM) return of(knobs, Field.of(knobs, x));
        double mean = NmfStart.mean(x);
        boolean turned = x.rows() < x.columns();
        Compression space = new Compression(turned ? x.transposed() : x);
        GradientFactorization.Start start = NmfStart.nndsvd(space, turned, knobs.rank(), knobs.start() == Nmf.Start.NNDSVDA ? mean : 0);
        return new NmfRun(knobs, pass(knobs, x), start, space.spectrum, x.fingerprint(), "");
    }

    static NmfRun of(Nmf knobs, Matrix x, GradientFactorization.Start start) {
        String from = " from " + Matrix.of(start.left()).fingerprint() + " and " + Matrix.of(start.right()).fingerprint();
        return new NmfRun(knobs, pass(knobs, x), start, Spectrum.of(x), x.fingerprint(), from);
    }

    static NmfRun of(Nmf knobs, SparseRows x) {
        boolean squared = knobs.divergence() == Divergence.FROBENIUS;
        return new NmfRun(knobs, squared ? new SparseSquares(x) : new SparseKullbackLeibler(x), SparseStart.of(knobs, x), null, fingerprint(x), "");
    }

    private static NmfPass pass(Nmf knobs, Matrix x) {
        return knobs.divergence() == Divergence.FROBENIUS ? new DenseSquares(x) : new DenseDivergence(x, knobs.divergence());
    }

    /// Names shape and content of a sparse matrix.
    static String fingerprint(SparseRows x) {
        return x.rows() + " x " + x.columnCount() + " sparse " + digest(x.offsets()) + digest(x.columns()) + Matrix.of(x.values(), x.entries(), 1).fingerprint();
    }

    private static String digest(int[] numbers) {
        double[] values = Arrays.stream(numbers).asDoubleStream().toArray();
        return Matrix.of(values, values.length, 1).fingerprint() + " ";
    }

    @Override
    public String fingerprint() {
        return Provenance.fingerprint(knobs, data, KERNEL.name()) + from;
    }

    @Override
    public Map<String, Object> state() {
        Map<String, Object> arrays = new LinkedHashMap<>();
        arrays.put("left", left.values);
        arrays.put("right", right.values);
        return arrays;
    }

    @Override
    public double advance(int epoch) {
        return pass.step(left, right);
    }

    @Override
    public LowRank model(History history) {
        NmfPass.Distance distance = pass.distance(left, right);
        double objective = distance.divergence() + left.pull() + right.pull();
        double[] ones = new double[knobs.rank()];
        Arrays.fill(ones, 1);
        return new LowRank(left.matrix(), ones, Matrix.of(right.values, knobs.rank(), right.length), new double[right.length],
                new LowRank.RowRule(knobs.leftL2(), true, false, 2 * knobs.leftL1(), knobs.divergence(), false),
                new LowRank.Fit(objective, Double.NaN, distance.squares() / ((double) left.length * right.length), spectrum == null ? Double.NaN : spectrum.floor(knobs.rank())),
                Provenance.of(knobs, data, KERNEL.name(), history));
    }
}

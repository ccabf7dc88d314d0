package mf4j.kernel;

/// Scratch memory of one thread, kept between calls so that a kernel allocates nothing in the steady state.
///
/// Each field belongs to the operations its remark names; an operation that calls another owns different fields.
final class Workspace {

    /// What is larger than this is allocated for the one call and not kept.
    private static final int KEPT = 1 << 20;

    private static final ThreadLocal<Workspace> MINE = ThreadLocal.withInitial(Workspace::new);

    final float[] floatSums = new float[FloatBlock.MOST_ROWS * FloatBlock.COLUMNS];     // FloatBlock
    final double[] doubleSums = new double[DoubleBlock.MOST_ROWS * DoubleBlock.COLUMNS]; // DoubleBlock
    final float[] scales = new float[FloatGram.MOST];                                    // FloatGram

    private float[] floatLeft = new float[0];                                        // products: the packed A
    private float[] floatRight = new float[0];                                       // products: the packed B
    private float[] floatFactor = new float[0];                                      // Cholesky
    private double[] doubleLeft = new double[0];
    private double[] doubleRight = new double[0];
    private double[] doubleFactor = new double[0];

    private Workspace() { }

    /// The calling thread's.
    static Workspace mine() {
        return MINE.get();
    }

    /// At least `n` floats of any content for the packed left side.
    float[] floatLeft(int n) {
        float[] fitting = fitting(floatLeft, n);
        floatLeft = keep(floatLeft, fitting);
        return fitting;
    }

    /// At least `n` floats of any content for the packed right side.
    float[] floatRight(int n) {
        float[] fitting = fitting(floatRight, n);
        floatRight = keep(floatRight, fitting);
        return fitting;
    }

    /// At least `n` floats of any content for a factor.
    float[] floatFactor(int n) {
        float[] fitting = fitting(floatFactor, n);
        floatFactor = keep(floatFactor, fitting);
        return fitting;
    }

    /// At least `n` doubles of any content for the packed left side.
    double[] doubleLeft(int n) {
        double[] fitting = fitting(doubleLeft, n);
        doubleLeft = keep(doubleLeft, fitting);
        return fitting;
    }

    /// At least `n` doubles of any content for the packed right side.
    double[] doubleRight(int n) {
        double[] fitting = fitting(doubleRight, n);
        doubleRight = keep(doubleRight, fitting);
        return fitting;
    }

    /// At least `n` doubles of any content for a factor.
    double[] doubleFactor(int n) {
        double[] fitting = fitting(doubleFactor, n);
        doubleFactor = keep(doubleFactor, fitting);
        return fitting;
    }

    private static float[] fitting(float[] kept, int n) {
        return n <= kept.length ? kept : new float[n];
    }

    private static double[] fitting(double[] kept, int n) {
        return n <= kept.length ? kept : new double[n];
    }

    private static float[] keep(float[] kept, float[] fitting) {
        return fitting.length <= KEPT ? fitting : kept;
    }

    private static double[] keep(double[] kept, double[] fitting) {
        return fitting.length <= KEPT ? fitting : kept;
    }
}

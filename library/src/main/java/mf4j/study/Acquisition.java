package mf4j.study;

/// How much is hoped for from trying a point, as features; more is better.
interface Acquisition {
    /// At many points, one after another.
    void values(double[] points, int count, double[] into);

    /// At one point.
    ///
    /// @param gradient by the coordinates, which is written; of choices 0
    double at(double[] point, double[] gradient);
}

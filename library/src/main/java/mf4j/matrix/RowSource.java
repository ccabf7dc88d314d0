package mf4j.matrix;

/// Rows of a matrix that nobody has to hold: each is made, or copied from somewhere, when it is asked for.
@FunctionalInterface
public interface RowSource {
    /// Puts rows [from, to) into `into[at..]`, row-major. Several threads may ask at once, for different rows.
    void copy(int from, int to, double[] into, int at);
}

package mf4j.study;

/// How the numbers of two points are mixed.
public enum Crossover {
    /// A number near one of the two, the nearer the likelier, by the distance of the two (Deb and Agrawal 1995).
    SIMULATED_BINARY,
    /// One of the two.
    UNIFORM
}

package mf4j.lowrank;

/// How the learning rate goes from its first to its last value over the epochs; the last value is where it would be after them.
public enum Decay {
    /// It stays.
    NONE,
    /// In a straight line.
    LINEAR,
    /// Along half a cosine: slow, fast, slow.
    COSINE;

    /// The learning rate of an epoch from 1.
    double at(int epoch, int epochs, double first, double last) {
        double way = (epoch - 1.0) / epochs;
        return switch (this) {
            case NONE -> first;
            case LINEAR -> first + (last - first) * way;
            case COSINE -> last + (first - last) * (1 + Math.cos(Math.PI * way)) / 2;
        };
    }
}

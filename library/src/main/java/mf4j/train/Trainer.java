package mf4j.train;

/// Something that turns data into a model: a record of its knobs, impossible to build with a wrong one.
///
/// @param <D> what it learns from
/// @param <M> what it learns, an immutable type of its own
public interface Trainer<D, M> {
    /// Learns a model; `watch` is asked after every epoch.
    ///
    /// The result is the epoch the watch called best, or the last one, and is the same bit for bit whatever the number of
    /// threads.
    M fit(D data, Watch<? super M> watch);

    /// Learns a model with nobody watching.
    default M fit(D data) {
        return fit(data, Watch.none());
    }
}

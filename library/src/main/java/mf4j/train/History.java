package mf4j.train;

import java.util.List;
import java.util.Optional;

/// The finished epochs of a training, first to last.
public record History(List<Epoch> epochs) {
    /// No epoch yet.
    public static final History EMPTY = new History(List.of());

    /// Keeps its own copy.
    public History {
        epochs = List.copyOf(epochs);
    }

    /// The epoch last called best by the watch.
    public Optional<Epoch> best() {
        return epochs.stream().filter(Epoch::best).reduce((_, later) -> later);
    }

    /// The epoch whose factors the model has: the best one, or the last where nobody judged; 0 before the first.
    public int kept() {
        return best().map(Epoch::number).orElse(epochs.size());
    }

    History plus(Epoch epoch) {
        return new History(java.util.stream.Stream.concat(epochs.stream(), java.util.stream.Stream.of(epoch)).toList());
    }
}

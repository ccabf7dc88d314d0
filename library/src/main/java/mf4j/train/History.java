package mf4j.train;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;

/// The finished epochs of a training, first to last.
public record History(List<Epoch> epochs) {
    /// No epoch yet.
    public static final History EMPTY = new History(List.of());

    /// Keeps its own copy.
    public History {
        if (!(epochs instanceof Grown)) epochs = List.copyOf(epochs);
    }

    /// The epoch last called best by the watch.
    public Optional<Epoch> best() {
        return epochs.stream().filter(Epoch::best).reduce((_, later) -> later);
    }

    /// The epoch whose factors the model has: the best one, or the last where nobody judged; 0 before the first.
    public int kept() {
        return best().map(Epoch::number).orElse(epochs.size());
    }

    /// This history and one more epoch. All that grow from one another, each from the one before, share an array: n epochs cost n steps.
    History plus(Epoch epoch) {
        Objects.requireNonNull(epoch);
        Grown grown = epochs instanceof Grown own ? own : new Grown(new Shared(epochs.toArray(Epoch[]::new)), epochs.size());
        return new History(grown.plus(epoch));
    }

    /// Epochs in an array with room for more; what is in its places up to `used` never changes.
    private static final class Shared {
        final Epoch[] epochs;
        int used;

        Shared(Epoch[] epochs) {
            this.epochs = Arrays.copyOf(epochs, Math.max(16, 2 * epochs.length));
            this.used = epochs.length;
        }

        /// Takes the place after the first `size` ones, unless another history has it or there is none.
        synchronized boolean take(int size, Epoch epoch) {
            if (used != size || size == epochs.length) return false;
            epochs[used++] = epoch;
            return true;
        }
    }

    /// The first epochs of an array.
    private static final class Grown extends AbstractList<Epoch> implements RandomAccess {
        private final Shared shared;
        private final int size;

        Grown(Shared shared, int size) {
            this.shared = shared;
            this.size = size;
        }

        Grown plus(Epoch epoch) {
            Shared room = shared;
            if (!room.take(size, epoch)) {
                room = new Shared(Arrays.copyOf(shared.epochs, size));
                room.take(size, epoch);
            }
            return new Grown(room, size + 1);
        }

        @Override
        public Epoch get(int index) {
            return shared.epochs[Objects.checkIndex(index, size)];
        }

        @Override
        public int size() {
            return size;
        }
    }
}

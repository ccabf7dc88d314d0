package mf4j.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// Watches a training: is told of every finished epoch, may measure the model, call the epoch the best so far, and stop.
///
/// A watch has no memory of its own: what it judged before is in the history, so that a resumed training is judged as if it had
/// never stopped.
///
/// @param <M> the model
@FunctionalInterface
public interface Watch<M> {
    /// Judges an epoch. A resumed run asks once more about the epoch it resumes from, but only to hear whether to stop.
    Verdict after(Progress<? extends M> progress);

    /// Where the run keeps its resumable state; nowhere by default.
    default Checkpoint checkpoint() {
        return Checkpoint.NONE;
    }

    /// An epoch that has just ended.
    ///
    /// @param epoch   number, objective and seconds; not yet any measures
    /// @param epochs  how many the trainer would run
    /// @param history the epochs before this one
    /// @param model   the model as it stands: live, to be read during the call and not kept
    record Progress<M>(Epoch epoch, int epochs, History history, Supplier<M> model) { }

    /// What a watch says.
    ///
    /// @param measures by metric name, for the history
    /// @param best     the best so far: keep a copy
    /// @param stop     do not run another epoch
    record Verdict(Map<String, Double> measures, boolean best, boolean stop) {
        /// Go on, nothing measured.
        public static final Verdict GO_ON = new Verdict(Map.of(), false, false);

        /// Stop, nothing measured.
        public static final Verdict STOP = new Verdict(Map.of(), false, true);

        Verdict and(Verdict other) {
            Map<String, Double> all = new LinkedHashMap<>(measures);
            all.putAll(other.measures);
            return new Verdict(all, best || other.best, stop || other.stop);
        }
    }

    /// Watches nothing.
    static <M> Watch<M> none() {
        return _ -> Verdict.GO_ON;
    }

    /// Asks both: measures are joined, either may stop, either may call an epoch the best.
    default Watch<M> and(Watch<? super M> other) {
        Watch<M> first = this;
        return new Watch<>() {
            @Override
            public Verdict after(Progress<? extends M> progress) {
                return first.after(progress).and(other.after(progress));
            }

            @Override
            public Checkpoint checkpoint() {
                return first.checkpoint() == Checkpoint.NONE ? other.checkpoint() : first.checkpoint();
            }
        };
    }

    /// The same watch over a run that keeps its state in `checkpoint` and resumes from it.
    default Watch<M> keeping(Checkpoint checkpoint) {
        Watch<M> judge = this;
        return new Watch<>() {
            @Override
            public Verdict after(Progress<? extends M> progress) {
                return judge.after(progress);
            }

            @Override
            public Checkpoint checkpoint() {
                return checkpoint;
            }
        };
    }
}

package mf4j.train;

import java.lang.reflect.Array;
import java.util.LinkedHashMap;
import java.util.Map;

/// The loop every iterative trainer runs: an epoch, the watch, the best epoch kept aside, the state saved for a resume.
///
/// The state of a run is a set of named live arrays. Saving, restoring and keeping the best epoch are copies of these arrays, so
/// no trainer writes any of that itself, and a resumed run ends with the bits of one that never stopped.
public final class Epochs {
    private static final String BEST = "best/"; // before the names of the best epoch's arrays

    private Epochs() { }

    /// What a trainer's private run offers to the loop.
    ///
    /// @param <M> the model
    public interface Run<M> {
        /// Names this run by everything its bits depend on: trainer, knobs, data, kernel.
        String fingerprint();

        /// The live arrays, `float[]` or `double[]`, by name.
        Map<String, Object> state();

        /// Runs one epoch; must depend on nothing but its number and the state.
        ///
        /// @return the training objective after it, finite unless the training diverged
        double advance(int epoch);

        /// The model as the arrays stand, sharing them.
        M model(History history);
    }

    /// Runs up to `epochs` epochs, fewer when the watch stops.
    ///
    /// @return the model of the epoch called best, or of the last one
    /// @throws ArithmeticException when an objective is not a finite number
    public static <M> M run(int epochs, Run<M> run, Watch<? super M> watch) {
        Map<String, Object> live = run.state();
        Map<String, Object> best = new LinkedHashMap<>();
        History history = resume(run, watch.checkpoint(), live, best);
        boolean stop = stopped(epochs, run, watch, history);
        for (int number = history.epochs().size() + 1; number <= epochs && !stop; number++) {
            Epoch epoch = advance(run, number);
            Watch.Verdict verdict = judge(epoch, epochs, run, watch, history);
            history = history.plus(new Epoch(number, epoch.objective(), epoch.seconds(), verdict.measures(), verdict.best()));
            if (verdict.best()) copyInto(live, best);
            stop = verdict.stop();
            save(run, watch.checkpoint(), history, live, best);
        }
        if (history.best().isPresent()) copyInto(best, live);
        return run.model(history);
    }

    private static Epoch advance(Run<?> run, int number) {
        long start = System.nanoTime();
        double objective = run.advance(number);
        double seconds = (System.nanoTime() - start) * 1e-9;
        if (!Double.isFinite(objective)) {
            throw new ArithmeticException("the training diverged in epoch " + number + ": its objective is " + objective
                    + "; use a smaller learning rate or more regularization");
        }
        return new Epoch(number, objective, seconds, Map.of(), false);
    }

    private static <M> Watch.Verdict judge(Epoch epoch, int epochs, Run<M> run, Watch<? super M> watch, History before) {
        return watch.after(new Watch.Progress<>(epoch, epochs, before, () -> run.model(before)));
    }

    /// Whether a resumed run had been stopped: its watch is asked about the last epoch again. Patience knows nothing but the history
    /// and stops where it stopped; a stop that was the moment's, by somebody's Ctrl-C, is not repeated.
    private static <M> boolean stopped(int epochs, Run<M> run, Watch<? super M> watch, History history) {
        int done = history.epochs().size();
        if (done == 0 || done >= epochs) return false;
        Epoch last = history.epochs().getLast();
        Epoch asMade = new Epoch(last.number(), last.objective(), last.seconds(), Map.of(), false);
        return judge(asMade, epochs, run, watch, new History(history.epochs().subList(0, done - 1))).stop();
    }

    /// A state that does not have this run's arrays, left by another build, counts as none.
    private static History resume(Run<?> run, Checkpoint checkpoint, Map<String, Object> live, Map<String, Object> best) {
        if (checkpoint == Checkpoint.NONE) return History.EMPTY;
        return checkpoint.load(run.fingerprint()).filter(state -> fits(state, live)).map(state -> {
            for (String name : live.keySet()) {
                copy(state.arrays().get(name), live.get(name));
                if (state.history().best().isPresent()) best.put(name, state.arrays().get(BEST + name));
            }
            return state.history();
        }).orElse(History.EMPTY);
    }

    private static boolean fits(Checkpoint.State state, Map<String, Object> live) {
        return live.entrySet().stream().allMatch(array -> alike(state.arrays().get(array.getKey()), array.getValue())
                && (state.history().best().isEmpty() || alike(state.arrays().get(BEST + array.getKey()), array.getValue())));
    }

    private static boolean alike(Object saved, Object live) {
        return saved != null && saved.getClass() == live.getClass() && Array.getLength(saved) == Array.getLength(live);
    }

    private static void save(Run<?> run, Checkpoint checkpoint, History history, Map<String, Object> live, Map<String, Object> best) {
        if (checkpoint == Checkpoint.NONE) return;
        Map<String, Object> arrays = new LinkedHashMap<>(live);
        best.forEach((name, array) -> arrays.put(BEST + name, array));
        checkpoint.save(new Checkpoint.State(run.fingerprint(), history, arrays));
    }

    private static void copyInto(Map<String, Object> from, Map<String, Object> to) {
        from.forEach((name, array) -> {
            if (to.get(name) == null) to.put(name, copyOf(array));
            else copy(array, to.get(name));
        });
    }

    private static Object copyOf(Object array) {
        return array instanceof float[] floats ? floats.clone() : ((double[]) array).clone();
    }

    private static void copy(Object from, Object to) {
        System.arraycopy(from, 0, to, 0, Array.getLength(from));
    }
}

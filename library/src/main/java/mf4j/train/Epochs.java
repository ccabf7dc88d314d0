package mf4j.train;

import java.util.LinkedHashMap;
import java.util.Map;

/// The loop every iterative trainer runs: an epoch, the watch, the best epoch kept aside, the state saved for a resume.
///
/// The state of a run is a set of named live arrays. Saving, restoring and keeping the best epoch are copies of these arrays, so
/// no trainer writes any of that itself, and a resumed run ends with the bits of one that never stopped.
public final class Epochs {
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
        /// @return the training objective after it
        double advance(int epoch);

        /// The model as the arrays stand, sharing them.
        M model(History history);
    }

    /// Runs up to `epochs` epochs, fewer when the watch stops.
    ///
    /// @return the model of the epoch called best, or of the last one
    public static <M> M run(int epochs, Run<M> run, Watch<? super M> watch) {
        Map<String, Object> live = run.state();
        Map<String, Object> best = new LinkedHashMap<>();
        History history = resume(run, watch.checkpoint(), live, best);
        boolean stop = false;
        for (int number = history.epochs().size() + 1; number <= epochs && !stop; number++) {
            long start = System.nanoTime();
            double objective = run.advance(number);
            Epoch epoch = new Epoch(number, objective, (System.nanoTime() - start) * 1e-9, Map.of(), false);
            refuseDivergence(run, epoch);
            History before = history;
            Watch.Verdict verdict = watch.after(new Watch.Progress<>(epoch, epochs, before, () -> run.model(before)));
            history = history.plus(new Epoch(number, objective, epoch.seconds(), verdict.measures(), verdict.best()));
            if (verdict.best()) copyInto(live, best);
            stop = verdict.stop();
            save(run, watch.checkpoint(), history, live, best);
        }
        if (history.best().isPresent()) copyInto(best, live);
        return run.model(history);
    }

    private static void refuseDivergence(Run<?> run, Epoch epoch) {
        if (epoch.objective() == Double.POSITIVE_INFINITY || Double.isNaN(epoch.objective())) {
            throw new ArithmeticException("the training diverged in epoch " + epoch.number() + ": its objective is " + epoch.objective()
                    + "; use a smaller learning rate or more regularization");
        }
    }

    private static History resume(Run<?> run, Checkpoint checkpoint, Map<String, Object> live, Map<String, Object> best) {
        return checkpoint.load(run.fingerprint()).map(state -> {
            for (String name : live.keySet()) {
                copy(state.arrays().get(name), live.get(name));
                Object kept = state.arrays().get("best/" + name);
                if (kept != null) best.put(name, kept);
            }
            return state.history();
        }).orElse(History.EMPTY);
    }

    private static void save(Run<?> run, Checkpoint checkpoint, History history, Map<String, Object> live, Map<String, Object> best) {
        if (checkpoint == Checkpoint.NONE) return;
        Map<String, Object> arrays = new LinkedHashMap<>(live);
        best.forEach((name, array) -> arrays.put("best/" + name, array));
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
        System.arraycopy(from, 0, to, 0, from instanceof float[] floats ? floats.length : ((double[]) from).length);
    }
}

package mf4j.study;

import mf4j.train.Seeds;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Gaussian processes of one output of a study as its trials finish.
///
/// The parameters are fitted anew at marks, every finished trial at first, then after every twelfth more; a fit begins with that of the mark
/// before. So they are a function of the finished trials in their order: what is kept from call to call is only looked up, and where it is missing
/// or other trials lead up to a mark, the fits are made again from there.
final class Fitting {
    private static final int GROWTH = 12;
    private static final int EARLY = 40;  // finished trials, up to which a fit also begins at the usual and at random parameters
    private static final int RANDOM = 2;
    private static final int STEPS = 50;
    private static final double TOLERANCE = 1e-2;

    private final Features features;
    private final Prior prior;
    private final Labels labels;
    private final Labels merits;
    private final int most;
    private final Seeds seeds;
    private final List<Observation> seen = new ArrayList<>();
    private final TreeMap<Integer, double[]> marks = new TreeMap<>();

    /// What is learned of trials.
    @FunctionalInterface
    interface Labels {
        /// One per trial, NaN where there is nothing to learn.
        double[] of(List<Observation> trials);
    }

    /// What was fitted.
    ///
    /// @param trials  those that it is of
    /// @param labels  of theirs
    record Fit(GaussianProcess process, List<Observation> trials, double[] labels) { }

    /// @param merits which trials are the best: the greatest
    /// @param most   trials at most
    Fitting(Features features, Prior prior, Labels labels, Labels merits, int most, long seed) {
        this.features = features;
        this.prior = prior;
        this.labels = labels;
        this.merits = merits;
        this.most = most;
        this.seeds = Seeds.of(seed).forPurpose("gaussian process");
    }

    /// The process of finished trials.
    Fit of(List<Observation> finished) {
        double[] logs = logs(finished);
        Fit data = data(finished);
        GaussianProcess process = GaussianProcess.of(Likelihood.kernel(logs, features.choices()), StrictMath.exp(logs[1]), features.byDimension(data.trials), data.labels);
        return new Fit(process, data.trials, data.labels);
    }

    private double[] logs(List<Observation> finished) {
        forget(finished);
        double[] logs = prior.start(features.size());
        Map.Entry<Integer, double[]> last = marks.floorEntry(finished.size());
        if (last != null) logs = last.getValue();
        for (int mark = next(last == null ? 0 : last.getKey()); mark <= finished.size(); mark = next(mark)) {
            logs = fitted(finished.subList(0, mark), logs, mark);
            marks.put(mark, logs);
        }
        for (int i = seen.size(); i < finished.size(); i++) seen.add(finished.get(i));
        return logs;
    }

    private static int next(int mark) {
        return mark + Math.max(1, mark / GROWTH);
    }

    /// Forgets the marks that other trials lead up to.
    private void forget(List<Observation> finished) {
        int same = 0;
        while (same < Math.min(seen.size(), finished.size()) && same(seen.get(same), finished.get(same))) same++;
        if (same == finished.size()) return;
        seen.subList(same, seen.size()).clear();
        marks.tailMap(same, false).clear();
    }

    private static boolean same(Observation a, Observation b) {
        return a == b || a.number() == b.number() && a.kind() == b.kind() && Double.compare(a.violation(), b.violation()) == 0
                && Arrays.equals(a.point(), b.point()) && Arrays.equals(a.losses(), b.losses());
    }

    private double[] fitted(List<Observation> finished, double[] before, int mark) {
        Fit data = data(finished);
        int d = features.size();
        Likelihood likelihood = new Likelihood(features.byDimension(data.trials), data.labels, features.choices(), prior);
        BoundedDescent descent = new BoundedDescent(prior.bounds(d, false), prior.bounds(d, true), 10, STEPS, TOLERANCE);
        BoundedDescent.Minimum best = descent.from(before, likelihood);
        for (int start = 0; start <= RANDOM && mark <= EARLY; start++) {
            BoundedDescent.Minimum other = descent.from(start == 0 ? prior.start(d) : random(descent.low(), descent.high(), seeds.at(mark).stream(start)), likelihood);
            if (other.value() < best.value() || !Double.isFinite(best.value())) best = other;
        }
        return Double.isFinite(best.value()) ? best.x() : prior.start(d);
    }

    private static double[] random(double[] low, double[] high, Seeds.Stream random) {
        double[] logs = new double[low.length];
        for (int j = 0; j < logs.length; j++) logs[j] = low[j] + random.nextDouble() * (high[j] - low[j]);
        return logs;
    }

    /// The trials that teach something with their labels: where they are too many, half of them the best and half of them the newest.
    private Fit data(List<Observation> finished) {
        double[] all = labels.of(finished);
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < all.length; i++) if (!Double.isNaN(all[i])) kept.add(i);
        if (kept.size() > most) kept = fewer(kept, merits.of(finished));
        double[] own = kept.stream().mapToDouble(i -> all[i]).toArray();
        return new Fit(null, kept.stream().map(finished::get).toList(), own);
    }

    private List<Integer> fewer(List<Integer> all, double[] merits) {
        int newest = most / 2;
        List<Integer> old = all.subList(0, all.size() - newest);
        List<Integer> kept = new ArrayList<>(old.stream().sorted(Comparator.comparing((Integer i) -> -merits[i])).limit(most - newest).sorted().toList());
        kept.addAll(all.subList(all.size() - newest, all.size()));
        return kept;
    }
}

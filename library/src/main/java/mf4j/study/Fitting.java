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
/// before. Beside the most probable parameters others may be drawn from what is thought of them after the data, by a walk that goes on from mark to
/// mark. So they are a function of the finished trials in their order: what is kept from call to call is only looked up, and where it is missing
/// or other trials lead up to a mark, the fits are made again from there.
final class Fitting {
    private static final int GROWTH = 12;
    private static final int EARLY = 40;  // finished trials, up to which a fit also begins at the usual and at random parameters
    private static final int RANDOM = 2;
    private static final int STEPS = 50;
    private static final double TOLERANCE = 1e-2;
    private static final int DRAWN = 150; // trials, beyond which the most probable parameters say it all
    private static final double SLICE = 1.5;
    private static final double NO_BEND = 1;

    private final Features features;
    private final Prior prior;
    private final Labels labels;
    private final Bends bends;
    private final Labels merits;
    private final int most;
    private final int draws;
    private final Seeds seeds;
    private final List<Observation> seen = new ArrayList<>();
    private final TreeMap<Integer, double[][]> marks = new TreeMap<>();

    /// What is learned of trials.
    @FunctionalInterface
    interface Labels {
        /// One per trial, NaN where there is nothing to learn.
        double[] of(List<Observation> trials);
    }

    /// What is learned of trials where the scale is learned too.
    @FunctionalInterface
    interface Bends {
        /// Of all of the trials.
        Bend of(List<Observation> trials);
    }

    /// What was fitted.
    ///
    /// @param trials  those that it is of
    /// @param labels  of theirs
    record Fit(Blend process, List<Observation> trials, double[] labels) { }

    /// @param bend null for labels as they are
    private record Data(List<Observation> trials, double[] labels, Bend bend) { }

    private Fitting(Features features, Prior prior, Labels labels, Bends bends, Labels merits, int most, int draws, long seed) {
        this.features = features;
        this.prior = prior;
        this.labels = labels;
        this.bends = bends;
        this.merits = merits;
        this.most = most;
        this.draws = draws;
        this.seeds = Seeds.of(seed).forPurpose("gaussian process");
    }

    /// Of labels as they are.
    ///
    /// @param merits which trials are the best: the greatest
    /// @param most   trials at most
    /// @param draws  of parameters beside the most probable ones
    static Fitting of(Features features, Prior prior, Labels labels, Labels merits, int most, int draws, long seed) {
        return new Fitting(features, prior, labels, null, merits, most, draws, seed);
    }

    /// Of labels that are bent as the data ask for.
    static Fitting bending(Features features, Prior prior, Bends bends, Labels merits, int most, int draws, long seed) {
        return new Fitting(features, prior, null, bends, merits, most, draws, seed);
    }

    /// The process of finished trials.
    Fit of(List<Observation> finished) {
        double[][] logs = logs(finished);
        Data data = data(finished);
        double[] own = data.bend == null ? data.labels : data.bend.labels(logs[0][features.size() + 2]);
        double[] x = features.byDimension(data.trials);
        List<GaussianProcess> all = Arrays.stream(logs).map(one -> GaussianProcess.of(Likelihood.kernel(one, features.choices()), StrictMath.exp(one[1]), x, own)).toList();
        return new Fit(new Blend(all), data.trials, own);
    }

    /// The most probable parameters, and those that were drawn.
    private double[][] logs(List<Observation> finished) {
        forget(finished);
        double[][] logs = {usual()};
        Map.Entry<Integer, double[][]> last = marks.floorEntry(finished.size());
        if (last != null) logs = last.getValue();
        for (int mark = next(last == null ? 0 : last.getKey()); mark <= finished.size(); mark = next(mark)) {
            logs = fitted(finished.subList(0, mark), logs, mark);
            marks.put(mark, logs);
        }
        for (int i = seen.size(); i < finished.size(); i++) seen.add(finished.get(i));
        return logs;
    }

    private double[] usual() {
        return joined(prior.start(features.size()), NO_BEND);
    }

    private double[] joined(double[] logs, double bend) {
        if (bends == null) return logs;
        double[] all = Arrays.copyOf(logs, logs.length + 1);
        all[logs.length] = StrictMath.log(bend);
        return all;
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

    private double[][] fitted(List<Observation> finished, double[][] before, int mark) {
        Data data = data(finished);
        int d = features.size();
        Likelihood likelihood = new Likelihood(features.byDimension(data.trials), data.labels, data.bend, features.choices(), prior);
        double[] low = prior.bounds(d, false);
        double[] high = prior.bounds(d, true);
        BoundedDescent descent = new BoundedDescent(joined(low, Bend.LEAST), joined(high, Bend.MOST), 10, STEPS, TOLERANCE);
        BoundedDescent.Minimum best = descent.from(before[0], likelihood);
        for (int start = 0; start <= RANDOM && mark <= EARLY; start++) {
            BoundedDescent.Minimum other = descent.from(start == 0 ? usual() : random(descent.low(), descent.high(), seeds.at(mark).stream(start)), likelihood);
            if (other.value() < best.value() || !Double.isFinite(best.value())) best = other;
        }
        double[][] all = new double[data.trials.size() > DRAWN || !Double.isFinite(best.value()) ? 1 : draws + 1][];
        all[0] = Double.isFinite(best.value()) ? best.x() : usual();
        SliceSampling slices = new SliceSampling(low, high, SLICE);
        for (int k = 1; k < all.length; k++) {
            double[] from = all[0].clone();
            if (k < before.length) System.arraycopy(before[k], 0, from, 0, d + 2); // all have the labels of the most probable bend
            all[k] = slices.sweep(from, likelihood::value, seeds.forPurpose("draws").at(mark).stream(k));
        }
        return all;
    }

    private static double[] random(double[] low, double[] high, Seeds.Stream random) {
        double[] logs = new double[low.length];
        for (int j = 0; j < logs.length; j++) logs[j] = low[j] + random.nextDouble() * (high[j] - low[j]);
        return logs;
    }

    /// The trials that teach something with their labels: where they are too many, half of them the best and half of them the newest.
    private Data data(List<Observation> finished) {
        double[] all = bends == null ? labels.of(finished) : new double[finished.size()];
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < all.length; i++) if (!Double.isNaN(all[i])) kept.add(i);
        if (kept.size() > most) kept = fewer(kept, merits.of(finished));
        List<Observation> trials = kept.stream().map(finished::get).toList();
        return new Data(trials, kept.stream().mapToDouble(i -> all[i]).toArray(), bends == null ? null : bends.of(trials));
    }

    private List<Integer> fewer(List<Integer> all, double[] merits) {
        int newest = most / 2;
        List<Integer> old = all.subList(0, all.size() - newest);
        List<Integer> kept = new ArrayList<>(old.stream().sorted(Comparator.comparing((Integer i) -> -merits[i])).limit(most - newest).sorted().toList());
        kept.addAll(all.subList(all.size() - newest, all.size()));
        return kept;
    }
}

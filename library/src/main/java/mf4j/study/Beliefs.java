package mf4j.study;

import java.util.Arrays;
import java.util.List;

/// What is believed of one goal as trials finish: a process of what earlier studies do not foretell, on top of the stack of theirs.
final class Beliefs {
    private final Features features;
    private final Fitting fitting;
    private final Surrogate base; // null without earlier studies
    private final int below;      // trials of the earlier study next to this one

    /// What is believed now.
    ///
    /// @param process   on top
    /// @param surrogate the whole stack
    /// @param trials    that the process is of
    /// @param labels    of theirs, with what the base foretells; more is better
    record Now(Features features, Blend process, Surrogate surrogate, List<Observation> trials, double[] labels) {
        double noise() {
            return process.noise();
        }

        /// Variance of the function over that of the noise.
        double signal() {
            return process.amplitude() / process.noise();
        }

        double[] means(List<Observation> at) {
            double[] means = new double[at.size()];
            surrogate.predict(features.byPoint(at), means.length, means, new double[means.length]);
            return means;
        }

        /// As if trials at more points had ended as expected.
        ///
        /// @param noise of that belief; NaN for the own one
        Now believing(double[] points, int count, double noise) {
            Blend more = process.believing(points, count, noise);
            return new Now(features, more, surrogate instanceof Stack stack ? new Stack(stack.base(), more, stack.share()) : more, trials, labels);
        }
    }

    Beliefs(Gp gp, Features features, int goal, List<List<Observation>> priors) {
        this.features = features;
        Surrogate base = null;
        int below = 0;
        for (List<Observation> study : priors) {
            List<Observation> finished = study.stream().filter(Observation::finished).toList();
            if (finished.size() < 2) continue;
            Blend top = fitting(gp, features, goal, base).of(finished).process();
            base = base == null ? top : new Stack(base, top, Stack.share(finished.size(), below, features.size()));
            below = finished.size();
        }
        this.base = base;
        this.below = below;
        this.fitting = fitting(gp, features, goal, base);
    }

    private static Fitting fitting(Gp gp, Features features, int goal, Surrogate base) {
        if (gp.scale() == Gp.Scale.LEARNED) {
            return Fitting.bending(features, Prior.GAMMA, trials -> new Bend(gains(trials, goal), base == null ? new double[trials.size()] : foretold(features, base, trials)),
                    Beliefs::merits, gp.points(), gp.draws(), gp.seed());
        }
        return Fitting.of(features, Prior.LOG_NORMAL, trials -> {
            double[] labels = Warp.all(gains(trials, goal));
            return base == null ? labels : minus(labels, foretold(features, base, trials));
        }, Beliefs::merits, gp.points(), gp.draws(), gp.seed());
    }

    /// How good trials are over all goals, each of deviation 1.
    static double[] merits(List<Observation> trials) {
        double[] merits = new double[trials.size()];
        for (int goal = 0; goal < (trials.isEmpty() ? 0 : trials.getFirst().losses().length); goal++) {
            double[] more = Warp.standard(gains(trials, goal));
            for (int i = 0; i < merits.length; i++) merits[i] += more[i];
        }
        return merits;
    }

    private static double[] gains(List<Observation> trials, int goal) {
        return trials.stream().mapToDouble(t -> t.kind() == Observation.Kind.INFEASIBLE ? Double.NaN : -t.losses()[goal]).toArray();
    }

    private static double[] foretold(Features features, Surrogate base, List<Observation> trials) {
        double[] means = new double[trials.size()];
        base.predict(features.byPoint(trials), means.length, means, new double[means.length]);
        return means;
    }

    private static double[] minus(double[] a, double[] b) {
        double[] difference = a.clone();
        Arrays.setAll(difference, i -> a[i] - b[i]);
        return difference;
    }

    /// Whether earlier studies teach something.
    boolean taught() {
        return base != null;
    }

    Now now(List<Observation> finished) {
        Fitting.Fit fit = fitting.of(finished);
        if (base == null) return new Now(features, fit.process(), fit.process(), fit.trials(), fit.labels());
        double[] foretold = foretold(features, base, fit.trials());
        double[] labels = fit.labels().clone();
        for (int i = 0; i < labels.length; i++) labels[i] += foretold[i];
        return new Now(features, fit.process(), new Stack(base, fit.process(), Stack.share(finished.size(), below, features.size())), fit.trials(), labels);
    }
}

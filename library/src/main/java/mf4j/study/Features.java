package mf4j.study;

import java.util.Arrays;
import java.util.List;

/// Points of a space as a Gaussian process sees them: places on the scales, and of choices their index.
///
/// A dimension that is not active has a constant in its place, the middle of its scale or the choice -1: the value of the parameter that decides
/// already says which branch it is, and within a branch the constant changes no distance.
///
/// What is searched is a genotype: a place per dimension, whether active or not, which need not be one that a stepped parameter has.
final class Features {
    private final Space space;
    private final boolean[] choices;

    Features(Space space) {
        this.space = space;
        this.choices = new boolean[space.size()];
        for (int j = 0; j < choices.length; j++) choices[j] = space.parameter(j).categorical();
    }

    Space space() {
        return space;
    }

    int size() {
        return choices.length;
    }

    /// Per dimension whether its values are choices.
    boolean[] choices() {
        return choices;
    }

    /// The features of a point.
    double[] of(double[] point) {
        double[] features = new double[point.length];
        for (int j = 0; j < features.length; j++) {
            if (Double.isNaN(point[j])) features[j] = choices[j] ? -1 : 0.5;
            else features[j] = choices[j] ? point[j] : space.parameter(j).toUnit(point[j]);
        }
        return features;
    }

    /// The features of the trials' points, by dimension as [Matern] has them.
    double[] byDimension(List<Observation> trials) {
        int n = trials.size();
        double[] all = new double[n * size()];
        for (int i = 0; i < n; i++) {
            double[] one = of(trials.get(i).point());
            for (int j = 0; j < one.length; j++) all[j * n + i] = one[j];
        }
        return all;
    }

    /// The features of the trials' points, one point after another.
    double[] byPoint(List<Observation> trials) {
        double[] all = new double[trials.size() * size()];
        for (int i = 0; i < trials.size(); i++) System.arraycopy(of(trials.get(i).point()), 0, all, i * size(), size());
        return all;
    }

    /// The point of a genotype.
    double[] point(double[] genotype) {
        double[] point = new double[genotype.length];
        for (int j = 0; j < point.length; j++) point[j] = choices[j] ? genotype[j] : space.parameter(j).fromUnit(genotype[j]);
        return space.masked(point);
    }

    /// A genotype of a point; dimensions that are not active take theirs from another.
    double[] genotype(double[] point, double[] spare) {
        double[] genotype = of(point);
        for (int j = 0; j < genotype.length; j++) if (Double.isNaN(point[j])) genotype[j] = spare[j];
        return genotype;
    }

    /// The genotype that uniform numbers draw.
    double[] drawn(double[] u) {
        double[] genotype = new double[u.length];
        for (int j = 0; j < u.length; j++) {
            Parameter p = space.parameter(j);
            genotype[j] = choices[j] ? p.drawn(u[j]) : p.continuous() ? u[j] : p.toUnit(p.drawn(u[j]));
        }
        return genotype;
    }

    /// Whether every dimension has a countable number of values.
    boolean countable() {
        return space.parameters().stream().noneMatch(Parameter::continuous);
    }

    /// Dimensions that are active at a point.
    boolean[] active(double[] point) {
        boolean[] active = new boolean[point.length];
        Arrays.fill(active, true);
        for (int j = 0; j < active.length; j++) active[j] = !Double.isNaN(point[j]);
        return active;
    }
}

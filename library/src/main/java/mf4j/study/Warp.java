package mf4j.study;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/// Changes of the labels of a Gaussian process that keep their order, as Google Vizier makes them; more is better, NaN is infeasible.
enum Warp {
    /// The worse half becomes as if it were normal: what lies below the median is put where its rank among the labels says, with the spread
    /// of the better half. `y = m + s Phi^-1((r - 1/2) / (2 D))` for the dense rank r from 1 of the worst, D distinct labels below the median
    /// m, and a half where m is a label itself; `s^2` the mean of `(y - m)^2` over the distinct labels from m on, or over all where that is 0.
    HALF_RANK {
        @Override
        double[] of(double[] labels) {
            double[] sorted = finite(labels).sorted().toArray();
            if (sorted.length < 2) return labels.clone();
            double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
            double[] distinct = Arrays.stream(sorted).distinct().toArray();
            double below = Arrays.stream(distinct).filter(y -> y < median).count();
            if (Arrays.binarySearch(distinct, median) >= 0) below += 0.5;
            double spread = spread(distinct, median);
            double[] warped = labels.clone();
            for (int i = 0; i < warped.length; i++) {
                if (!(labels[i] < median)) continue;
                double rank = Arrays.binarySearch(distinct, labels[i]) + 1;
                warped[i] = median + spread * Normal.quantile(0.5 * (rank - 0.5) / below);
            }
            return warped;
        }
    },
    /// Differences among the best are enlarged: `y = 1/2 - ln(1 + t/2) / ln(3/2)` with t from 0 of the best to 1 of the worst.
    LOG {
        @Override
        double[] of(double[] labels) {
            double most = finite(labels).max().orElse(0);
            double least = finite(labels).min().orElse(0);
            double range = most - least;
            double[] warped = labels.clone();
            for (int i = 0; i < warped.length; i++) warped[i] = 0.5 - StrictMath.log(1 + 0.5 * (range > 0 ? (most - labels[i]) / range : 0)) / StrictMath.log(1.5);
            return warped;
        }
    },
    /// What is infeasible becomes worse than the worst by 1 and half the range; then all are moved so that, the infeasible half counted as
    /// many again, their mean is 0.
    INFEASIBLE {
        @Override
        double[] of(double[] labels) {
            double[] known = finite(labels).toArray();
            double least = Arrays.stream(known).min().orElse(0);
            double most = Arrays.stream(known).max().orElse(0);
            double bad = least - (0.5 * (most - least) + 1);
            double share = (0.5 + known.length) / (1 + labels.length);
            double shift = -Arrays.stream(known).average().orElse(0) * share - bad * (1 - share);
            return Arrays.stream(labels).map(y -> (Double.isNaN(y) ? bad : y) + shift).toArray();
        }
    };

    /// The labels changed.
    abstract double[] of(double[] labels);

    /// All warps one after another. Labels that are all equal become 0, labels that are all NaN become -1; what is infinite becomes the most
    /// or the least that is not.
    static double[] all(double[] labels) {
        double[] clipped = clipped(labels);
        if (finite(clipped).findAny().isEmpty()) return filled(labels.length, -1);
        if (Arrays.stream(clipped).allMatch(y -> y == clipped[0])) return filled(labels.length, 0);
        return INFEASIBLE.of(LOG.of(HALF_RANK.of(clipped)));
    }

    /// The worse half as if it were normal, then mean 0 and deviation 1; what is infeasible 1 below the worst.
    static double[] standard(double[] labels) {
        double[] clipped = HALF_RANK.of(clipped(labels));
        double mean = finite(clipped).average().orElse(0);
        double deviation = Math.sqrt(finite(clipped).map(y -> (y - mean) * (y - mean)).average().orElse(0));
        double least = finite(clipped).map(y -> y - mean).min().orElse(0);
        double scale = deviation > 1e-12 * Math.max(1, Math.abs(mean)) ? deviation : 1;
        return Arrays.stream(clipped).map(y -> Double.isNaN(y) ? least / scale - 1 : (y - mean) / scale).toArray();
    }

    private static double[] clipped(double[] labels) {
        double most = finite(labels).max().orElse(0);
        double least = finite(labels).min().orElse(0);
        return Arrays.stream(labels).map(y -> Double.isNaN(y) ? y : Math.clamp(y, least, most)).toArray();
    }

    private static double[] filled(int length, double value) {
        double[] all = new double[length];
        Arrays.fill(all, value);
        return all;
    }

    private static DoubleStream finite(double[] labels) {
        return Arrays.stream(labels).filter(Double::isFinite);
    }

    private static double spread(double[] distinct, double median) {
        double upper = mean(Arrays.stream(distinct).filter(y -> y >= median).map(y -> (y - median) * (y - median)));
        double square = upper > 0 ? upper : mean(Arrays.stream(distinct).map(y -> (y - median) * (y - median)));
        if (Double.isFinite(square)) return Math.sqrt(square);
        return mean(Arrays.stream(distinct).map(y -> Math.abs(y - median)));
    }

    private static double mean(DoubleStream values) {
        return values.average().orElse(0);
    }
}

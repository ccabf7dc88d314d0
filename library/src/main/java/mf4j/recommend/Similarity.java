package mf4j.recommend;

import mf4j.data.Ids;
import mf4j.matrix.Factors;
import mf4j.train.Sweep;

import java.util.BitSet;
import java.util.List;

/// What makes two rows of factors alike.
public enum Similarity {
    /// The cosine of the angle between them, 0 with a row of zeros: who is like whom, whatever the popularity.
    COSINE,
    /// Their inner product: long rows, which popular items have, are near to everything that points their way.
    DOT;

    /// The rows whose inner products are the similarities, to rounding; a row of zeros stays one.
    Factors rows(Factors factors) {
        if (this == DOT) return factors;
        Factors unit = Factors.zeros(factors.rows(), factors.rank());
        Sweep.over(factors.rows(), 1024, (_, from, to) -> {
            for (int row = from; row < to; row++) scale(factors, row, unit.values());
        });
        return unit;
    }

    private static void scale(Factors factors, int row, float[] unit) {
        int start = factors.start(row);
        double norm = norm(factors, row);
        if (norm > 0) for (int j = start; j < start + factors.rank(); j++) unit[j] = (float) (factors.values()[j] / norm);
    }

    /// The first of a whole list of neighbours that are left by the exclusions.
    static List<Recommendation> left(List<Recommendation> neighbours, String name, Ids ids, TopN wanted) {
        BitSet excluded = new BitSet(ids.size());
        wanted.excluding().mark(name, ids, excluded);
        return neighbours.stream().filter(one -> !excluded.get(ids.indexOf(one.name()))).limit(wanted.count()).toList();
    }

    /// In double, so that neither tiny nor huge numbers leave its range.
    static double norm(Factors factors, int row) {
        double squares = 0;
        for (int j = factors.start(row); j < factors.start(row) + factors.rank(); j++) squares += (double) factors.values()[j] * factors.values()[j];
        return Math.sqrt(squares);
    }
}

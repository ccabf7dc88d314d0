package mf4j.study;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class NichingTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    private static Observation trial(int number, double violation, double... losses) {
        return new Observation(number, Observation.Kind.COMPLETE, new double[] {number}, losses, violation, -1, Double.NaN);
    }

    /// Three goals in twelve parts are the 91 points of Deb and Jain's paper.
    @Test
    void hasReferencePointsOnASimplex() {
        assertThat(ReferencePoints.of(3, 12)).hasNumberOfRows(91);
        assertThat(ReferencePoints.of(2, 3)).isDeepEqualTo(new double[][] {{0, 1}, {1 / 3.0, 2 / 3.0}, {2 / 3.0, 1 / 3.0}, {1, 0}});
        assertThat(ReferencePoints.of(1, 4)).isDeepEqualTo(new double[][] {{1}});
        assertThat(ReferencePoints.divisions(3, 91)).isEqualTo(12);
        assertThat(ReferencePoints.divisions(3, 90)).isEqualTo(11);
        assertThat(ReferencePoints.divisions(2, 50)).isEqualTo(49);
        assertThat(ReferencePoints.divisions(1, 50)).isEqualTo(1);
    }

    /// The line from 0 through (1, 1) is sqrt(2) / 2 from (1, 0).
    @Test
    void measuresToTheLineThroughAReference() {
        assertThat(Niching.distance(new double[] {1, 0}, new double[] {0.5, 0.5})).isCloseTo(0.5, within(1e-15));
        assertThat(Niching.distance(new double[] {3, 3}, new double[] {0.5, 0.5})).isCloseTo(0, within(1e-14));
    }

    /// The extreme points of this front are (10, 2) and (0, 7): with the ideal point (0, 2) taken off, the axes end at 10 and 5.
    @Test
    void normalizesByIdealPointAndIntercepts() {
        double[][] points = Niching.normalized(new double[][] {{10, 2}, {0, 7}, {5, 3}});
        assertThat(points[0]).containsExactly(new double[] {1, 0}, within(1e-12));
        assertThat(points[1]).containsExactly(new double[] {0, 1}, within(1e-12));
        assertThat(points[2]).containsExactly(new double[] {0.5, 0.2}, within(1e-12));
        for (double[] point : Niching.normalized(new double[][] {{INF, 2}, {-INF, 3}, {1, 4}, {2, -1e308}, {3, 1e308}})) assertThat(point).doesNotContain(Double.NaN).doesNotContain(INF);
        for (double[] point : Niching.normalized(new double[][] {{1, 2}, {1, 2}})) assertThat(point).containsExactly(0, 0);
    }

    /// The plane through the extreme points of this front meets the first two axes on one side of 0 and the third on the other (solved with NumPy:
    /// 1 / intercepts of 1.09375, 1.09375 and -0.1875 of the ranges): none of the three counts.
    @Test
    void normalizesByRangesWhereThePlaneMeetsAnAxisBehindTheIdealPoint() {
        double[][] points = Niching.normalized(new double[][] {{0, 7, 1}, {5, 0, 1}, {5, 5, 0}, {4, 2, 2}});
        assertThat(points[3]).containsExactly(new double[] {4 / 5.0, 2 / 7.0, 1}, within(1e-12));
    }

    /// A crowd at one end and few elsewhere: every reference point that has somebody near keeps one.
    @Test
    void keepsSomebodyNearEveryReference() {
        List<Observation> all = new ArrayList<>();
        for (int j = 0; j < 12; j++) all.add(trial(j, 0, 0.001 * j, 1 - 0.001 * j));
        all.add(trial(12, 0, 0.34, 0.66));
        all.add(trial(13, 0, 0.66, 0.34));
        all.add(trial(14, 0, 1, 0));
        List<Survival.Member> kept = new Niching(ReferencePoints.of(2, 3), 1).of(all, 4, 0);
        assertThat(kept).extracting(m -> m.trial().number()).hasSize(4).contains(12, 13, 14);
        assertThat(new Niching(ReferencePoints.of(2, 3), 1).of(all, 40, 0)).hasSize(15);
    }

    @Test
    void keepsWhatBreaksNothing() {
        List<Observation> all = List.of(trial(0, 2, 0, 0), trial(1, 1, 0, 0), trial(2, 1, 0, 1), trial(3, 0, 8, 10));
        assertThat(new Niching(ReferencePoints.of(2, 3), 1).of(all, 2, 0)).extracting(m -> m.trial().number()).contains(3).doesNotContain(0);
    }
}

package mf4j.study;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class CrowdingTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    private static Observation trial(int number, double violation, double... losses) {
        return new Observation(number, Observation.Kind.COMPLETE, new double[] {number}, losses, violation, -1, Double.NaN);
    }

    /// By hand: ranges 4 and 8; the second point has neighbours (0, 8) and (2, 4), the third (1, 6) and (4, 0).
    @Test
    void isTheGapBetweenNeighbours() {
        double[][] front = {{0, 8}, {1, 6}, {2, 4}, {4, 0}};
        assertThat(Crowding.distances(front)).containsExactly(INF, 2 / 4.0 + 4 / 8.0, 3 / 4.0 + 6 / 8.0, INF);
        assertThat(Crowding.distances(new double[][] {{1, 2}, {1, 2}, {1, 2}})).contains(0.0).doesNotContain(Double.NaN);
        assertThat(Crowding.distances(new double[][] {{1, INF}, {2, 3}, {3, -INF}})[1]).isEqualTo(1.0); // the infinite range tells nothing
        assertThat(Crowding.distances(new double[0][])).isEmpty();
    }

    /// The first front is (0, 8), (1, 6), (2, 4), (4, 0); of it the second has the least room.
    @Test
    void keepsFrontsAndThenThoseWithRoom() {
        List<Observation> all = List.of(trial(0, 0, 0, 8), trial(1, 0, 1, 6), trial(2, 0, 2, 4), trial(3, 0, 4, 0), trial(4, 0, 5, 5));
        assertThat(new Crowding().of(all, 3, 0)).extracting(m -> m.trial().number()).containsExactlyInAnyOrder(0, 2, 3);
        assertThat(new Crowding().of(all, 5, 0)).extracting(Survival.Member::front).containsExactly(0, 0, 0, 0, 1);
        assertThat(new Crowding().of(all, 9, 0)).hasSize(5);
    }

    /// The least broken first, whatever the losses.
    @Test
    void keepsWhatBreaksNothing() {
        List<Observation> all = List.of(trial(0, 2, 0, 0), trial(1, 1, 0, 0), trial(2, -1, 9, 9), trial(3, Double.NaN, 8, 10));
        assertThat(new Crowding().of(all, 4, 0)).extracting(m -> m.trial().number()).endsWith(1, 0);
        assertThat(new Crowding().of(all, 2, 0)).extracting(m -> m.trial().number()).containsExactlyInAnyOrder(2, 3);
    }
}

package mf4j.study;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class StandingTest {
    private static Observation trial(int number, Observation.Kind kind, double loss, double violation, int lastStep, double lastLoss) {
        return new Observation(number, kind, new double[0], new double[] {loss}, violation, lastStep, lastLoss);
    }

    @Test
    void putsTheBetterFirst() {
        List<Observation> order = List.of(trial(0, Observation.Kind.COMPLETE, Double.NEGATIVE_INFINITY, 0, -1, Double.NaN), trial(1, Observation.Kind.COMPLETE, 1, -1, -1, Double.NaN),
                trial(2, Observation.Kind.COMPLETE, Double.POSITIVE_INFINITY, Double.NaN, -1, Double.NaN), trial(3, Observation.Kind.PRUNED, 0, 0, 9, 5), trial(4, Observation.Kind.PRUNED, 0, 0, 9, Double.NaN),
                trial(5, Observation.Kind.PRUNED, 0, 0, 2, 1), trial(6, Observation.Kind.COMPLETE, -9, 0.1, -1, Double.NaN), trial(7, Observation.Kind.PRUNED, -9, 0.2, 3, 0),
                trial(8, Observation.Kind.INFEASIBLE, Double.NaN, 0, -1, Double.NaN));
        List<Observation> mixed = new ArrayList<>(order);
        Collections.shuffle(mixed, new Random(4));
        mixed.sort(Standing.ORDER);
        assertThat(mixed).extracting(Observation::number).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(Standing.tells(order.get(7))).isTrue();
        assertThat(Standing.tells(order.get(8))).isFalse();
        assertThat(Standing.tells(trial(9, Observation.Kind.COMPLETE, Double.NaN, 0, -1, Double.NaN))).isFalse();
    }
}

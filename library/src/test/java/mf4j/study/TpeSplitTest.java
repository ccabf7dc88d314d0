package mf4j.study;

import mf4j.train.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class TpeSplitTest {
    private final List<Observation> trials = new ArrayList<>();

    private void add(Observation.Kind kind, double loss, double violation, int lastStep, double lastLoss) {
        trials.add(new Observation(trials.size(), kind, new double[] {0}, new double[] {loss}, violation, lastStep, lastLoss));
    }

    private void complete(double... losses) {
        trials.add(new Observation(trials.size(), Observation.Kind.COMPLETE, new double[] {0}, losses, 0, -1, Double.NaN));
    }

    private int[] below() {
        boolean[] below = TpeSplit.of(trials);
        return IntStream.range(0, below.length).filter(i -> below[i]).toArray();
    }

    /// A tenth, rounded up: 3 of 21 to 30; of equal losses the earlier.
    @Test
    void takesATenth() {
        for (int k = 0; k < 20; k++) complete(k % 7);
        assertThat(below()).containsExactly(0, 7);
        complete(9);
        assertThat(below()).containsExactly(0, 7, 14);
    }

    @Test
    void takesNoMoreThanTwentyFive() {
        for (int k = 0; k < 400; k++) complete(k);
        assertThat(below()).containsExactly(IntStream.range(0, 25).toArray());
    }

    /// Trials under way and those without any outcome are no part of the tenth.
    @Test
    void countsWhatIsKnown() {
        for (int k = 0; k < 10; k++) complete(k);
        for (int k = 0; k < 50; k++) add(k % 2 == 0 ? Observation.Kind.PENDING : Observation.Kind.INFEASIBLE, Double.NaN, Double.NaN, -1, Double.NaN);
        assertThat(below()).containsExactly(0);
        trials.removeIf(t -> t.kind() == Observation.Kind.COMPLETE);
        assertThat(below()).isEmpty();
    }

    /// Complete ones by loss, then stopped ones by their last step and loss, those without a report behind; then those that break constraints, least first.
    @Test
    void knowsWhatIsBetter() {
        add(Observation.Kind.COMPLETE, -9, 2, -1, Double.NaN);                // breaks a constraint by 2
        add(Observation.Kind.PRUNED, Double.NaN, 0, -1, Double.NaN);          // no report
        add(Observation.Kind.PRUNED, 1, 0, 3, 1);
        add(Observation.Kind.PRUNED, 5, 0, 4, Double.NaN);
        add(Observation.Kind.PRUNED, 5, 0, 4, 5);
        add(Observation.Kind.COMPLETE, 7, -1, -1, Double.NaN);
        add(Observation.Kind.COMPLETE, Double.POSITIVE_INFINITY, 0, -1, Double.NaN);
        add(Observation.Kind.PRUNED, -3, 0.5, 9, -3);                         // breaks one by 0.5
        add(Observation.Kind.INFEASIBLE, Double.NaN, Double.NaN, -1, Double.NaN);
        int[] order = {5, 6, 4, 3, 2, 1, 7, 0};
        List<Observation> first = List.copyOf(trials);
        for (int count = 1; count <= order.length; count++) {
            trials.clear();
            trials.addAll(first);
            int breaking = 0; // as many more trials as make `count` a tenth, worse than all
            while (Math.ceil(0.1 * (order.length + breaking)) < count) {
                add(Observation.Kind.COMPLETE, 0, 1000, -1, Double.NaN);
                breaking++;
            }
            assertThat(below()).as("%s below", count).containsExactly(IntStream.of(order).limit(count).sorted().toArray());
        }
    }

    /// Thirty trials with two losses: three below. The front is (0, 9), (9, 0) and (5, 5); behind it are (1, 10) and (10, 1). With (9.5, 9.5) instead of
    /// the third one more of the second front is taken, which has all three: each of the others adds 1 x 10 below 1.1 times the worst, it 1.5 x 1.5.
    @Test
    void takesWholeFrontsAndCutsTheLast() {
        complete(0, 9);
        complete(1, 10);
        complete(10, 1);
        complete(9, 0);
        complete(5, 5);
        while (trials.size() < 30) complete(50 + trials.size(), 50 + trials.size());
        assertThat(below()).containsExactly(0, 3, 4);
        trials.set(4, new Observation(4, Observation.Kind.COMPLETE, new double[] {0}, new double[] {9.5, 9.5}, 0, -1, Double.NaN)); // behind the front
        assertThat(below()).hasSize(3).contains(0, 3).doesNotContain(4);
    }

    /// All ten thousand on one front, of which the thousand are taken that dominate the most together.
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void dividesThousandsWithSeveralLosses(int losses) {
        Seeds.Stream random = Seeds.of(1).stream(0);
        for (int i = 0; i < 10_000; i++) {
            double[] point = random.doubles(losses).map(u -> -Math.log(1 - u)).toArray();
            double sum = Arrays.stream(point).sum();
            complete(Arrays.stream(point).map(v -> v / sum).toArray());
        }
        assertThat(below()).hasSize(1000);
    }
}

package mf4j.train;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/// Watches, the histories they write and what models say about their making.
class WatchTest {
    private static final Watch.Progress<String> PROGRESS =
            new Watch.Progress<>(new Epoch(1, 2, 3, Map.of(), false), 9, History.EMPTY, () -> "model");

    private static Watch<Object> saying(boolean best, boolean stop, String... measures) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (String name : measures) values.put(name, (double) name.length());
        return _ -> new Watch.Verdict(values, best, stop);
    }

    private static Checkpoint checkpoint() {
        return new Checkpoint() {
            @Override
            public Optional<State> load(String run) {
                return Optional.empty();
            }

            @Override
            public void save(State state) { }
        };
    }

    @Test
    void noneGoesOnAndKeepsNothing() {
        assertThat(Watch.none().after(PROGRESS)).isEqualTo(Watch.Verdict.GO_ON).isEqualTo(new Watch.Verdict(Map.of(), false, false));
        assertThat(Watch.none().checkpoint()).isSameAs(Checkpoint.NONE);
        assertThat(Watch.Verdict.STOP).isEqualTo(new Watch.Verdict(Map.of(), false, true));
    }

    @Test
    void bothAreAskedAndTheirWordsJoined() {
        Watch.Verdict both = saying(true, false, "rmse", "mae").and(saying(false, true, "a", "loss")).after(PROGRESS);
        assertThat(both.best()).isTrue();
        assertThat(both.stop()).isTrue();
        assertThat(both.measures().keySet()).containsExactly("rmse", "mae", "a", "loss");
        assertThat(saying(false, false).and(saying(true, false)).after(PROGRESS).best()).isTrue();
        assertThat(saying(false, false).and(saying(true, false)).after(PROGRESS).stop()).isFalse();
        assertThat(saying(false, true).and(saying(false, false)).after(PROGRESS).stop()).isTrue();
    }

    @Test
    void theFirstCheckpointGivenCounts() {
        Checkpoint one = checkpoint();
        Checkpoint two = checkpoint();
        Watch<Object> plain = saying(false, false, "x");
        assertThat(plain.keeping(one).checkpoint()).isSameAs(one);
        assertThat(plain.keeping(one).after(PROGRESS)).isEqualTo(plain.after(PROGRESS));
        assertThat(plain.keeping(one).and(plain).checkpoint()).isSameAs(one);
        assertThat(plain.and(plain.keeping(two)).checkpoint()).isSameAs(two);
        assertThat(plain.keeping(one).and(plain.keeping(two)).checkpoint()).isSameAs(one);
        assertThat(plain.keeping(one).keeping(two).checkpoint()).isSameAs(two);
    }

    @Test
    void aHistoryKnowsItsBestAndIsNeverChanged() {
        assertThat(History.EMPTY.best()).isEmpty();
        assertThat(History.EMPTY.kept()).isZero();
        Epoch one = new Epoch(1, 9, 0.1, Map.of("rmse", 1.0), true);
        Epoch two = new Epoch(2, 8, 0.1, Map.of("rmse", 0.9), true);
        Epoch three = new Epoch(3, 7, 0.1, Map.of("rmse", 1.1), false);
        History history = History.EMPTY.plus(one).plus(two).plus(three);
        assertThat(history.epochs()).containsExactly(one, two, three);
        assertThat(history.best()).contains(two);
        assertThat(history.kept()).isEqualTo(2);
        assertThat(History.EMPTY.epochs()).isEmpty();
        assertThat(new History(List.of(three)).best()).isEmpty();
        assertThat(new History(List.of(one)).plus(three).kept()).isEqualTo(1);
    }

    @Test
    void anEpochKeepsItsMeasuresInTheOrderGivenAndForItself() {
        Map<String, Double> measures = new LinkedHashMap<>();
        for (String name : List.of("rmse", "mae", "ndcg@10", "hit@10", "auc")) measures.put(name, 1.0);
        Epoch epoch = new Epoch(1, 0, 0, measures, false);
        measures.clear();
        assertThat(epoch.measures().keySet()).containsExactly("rmse", "mae", "ndcg@10", "hit@10", "auc");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> epoch.measures().put("x", 1.0)).isInstanceOf(UnsupportedOperationException.class);
    }
}

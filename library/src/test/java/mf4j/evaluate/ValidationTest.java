package mf4j.evaluate;

import mf4j.data.Ratings;
import mf4j.train.Checkpoint;
import mf4j.train.Epoch;
import mf4j.train.Epochs;
import mf4j.train.History;
import mf4j.train.Watch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ValidationTest {
    private static final Ratings TRUTH = Ratings.builder().add("u0", "i0", 0).build();

    /// A training whose model after epoch e predicts `path[e - 1]`, so that on a truth of 0 this is the error.
    private static final class Walk implements Epochs.Run<Scored> {
        private final float[] path;
        private final float[] at = new float[1];
        private final int failing;
        private History history = History.EMPTY;

        private Walk(int failing, float[] path) {
            this.failing = failing;
            this.path = path;
        }

        static Walk along(float... path) {
            return new Walk(Integer.MAX_VALUE, path);
        }

        @Override
        public String fingerprint() {
            return "walk";
        }

        @Override
        public Map<String, Object> state() {
            return Map.of("at", at);
        }

        @Override
        public double advance(int epoch) {
            if (epoch == failing) throw new IllegalStateException("power cut");
            at[0] = path[epoch - 1];
            return 0;
        }

        @Override
        public Scored model(History history) {
            this.history = history;
            return Scored.of(at);
        }

        Scored run(Watch<? super Scored> watch) {
            return Epochs.run(path.length, this, watch);
        }

        int epochs() {
            return history.epochs().size();
        }
    }

    @Test
    void stopsWhenTheBestIsLongPastAndRestoresIt() {
        Walk walk = Walk.along(5, 3, 4, 2, 6, 2.5f, 7, 1, 1);
        assertThat(walk.run(Validation.rmse(TRUTH).patience(3)).scores()[0][0]).isEqualTo(2);
        assertThat(walk.epochs()).isEqualTo(7);
        assertThat(walk.history.kept()).isEqualTo(4);
        assertThat(walk.history.epochs().get(1).measures()).containsEntry("rmse", 3.0).containsEntry("mae", 3.0);
        assertThat(walk.history.epochs().stream().filter(Epoch::best).map(Epoch::number)).containsExactly(1, 2, 4);
    }

    @Test
    void withoutPatienceItRunsOnAndStillKeepsTheBest() {
        Walk walk = Walk.along(5, 3, 4, 2, 6, 7, 8, 9);
        assertThat(walk.run(Validation.mae(TRUTH)).scores()[0][0]).isEqualTo(2);
        assertThat(walk.epochs()).isEqualTo(8);
    }

    @Test
    void gainsBelowTheLeastDoNotCount() {
        Walk walk = Walk.along(5, 4.9f, 4.8f, 4.4f, 4.3f, 4.2f, 4.1f);
        assertThat(walk.run(Validation.rmse(TRUTH).minDelta(0.5).patience(3)).scores()[0][0]).isEqualTo(4.4f);
        Walk slow = Walk.along(5, 4.9f, 4.8f, 4.7f, 4.4f);
        assertThat(slow.run(Validation.rmse(TRUTH).minDelta(0.5).patience(3)).scores()[0][0]).isEqualTo(5);
        assertThat(slow.epochs()).isEqualTo(4);
    }

    @Test
    void measuresSeldomIfToldToAndAlwaysAtTheEnd() {
        Walk walk = Walk.along(1, 3, 2, 2, 4, 2, 1.5f);
        assertThat(walk.run(Validation.rmse(TRUTH).every(3)).scores()[0][0]).isEqualTo(1.5f);
        assertThat(walk.history.epochs().stream().filter(epoch -> !epoch.measures().isEmpty()).map(Epoch::number)).containsExactly(3, 6, 7);
    }

    /// Measured are 3, 6, 9, 12 and so on: the best is found at 6, and two measured epochs later, at 12, patience has run out.
    @Test
    void patienceCountsMeasuredEpochsOnly() {
        Walk walk = Walk.along(9, 9, 5, 9, 9, 4, 9, 9, 6, 1, 1, 7, 1, 1, 1);
        assertThat(walk.run(Validation.rmse(TRUTH).every(3).patience(2)).scores()[0][0]).isEqualTo(4);
        assertThat(walk.epochs()).isEqualTo(12);
        Walk early = Walk.along(9, 9, 9, 3, 9, 9, 9, 2, 2);
        assertThat(early.run(Validation.rmse(TRUTH).patience(1).every(4)).scores()[0][0]).isEqualTo(2);
        assertThat(early.epochs()).isEqualTo(9);
    }

    /// Of two items with the scores x and 1, i0 is relevant: its percentile is 0 where x > 1, and NDCG@1 is 1.
    @Test
    void knowsWhichWayAMetricIsBetter() {
        Watch.Progress<Scored> second = new Watch.Progress<>(new Epoch(2, 0, 0, Map.of(), false), 9,
                new History(java.util.List.of(new Epoch(1, 0, 0, Map.of("ndcg@1", 0.5, "percentile-rank", 0.5), true))), () -> Scored.of(new float[] {2, 1}));
        Watch.Verdict up = Validation.of(Metric.NDCG, 1, TRUTH).after(second), down = Validation.of(Metric.PERCENTILE_RANK, 1, TRUTH).after(second);
        assertThat(up).isEqualTo(new Watch.Verdict(Map.of("ndcg@1", 1.0), true, false));
        assertThat(down).isEqualTo(new Watch.Verdict(Map.of("percentile-rank", 0.0), true, false));
        Validation all = Validation.of(Ranking.at(1, 2).of(Metric.MRR, Metric.AUC), TRUTH);
        assertThat(all.name()).isEqualTo("mrr@1");
        assertThat(all.after(second).measures()).containsOnlyKeys("mrr@1", "mrr@2", "auc");
        assertThatThrownBy(() -> Validation.of(Metric.DIVERSITY, 2, TRUTH).after(second)).hasMessage("Validation: the model has no diversity@2 on the validation ratings");
    }

    @Test
    void whatTrainingSawIsNoCandidate() {
        Ratings train = Ratings.builder().add("u0", "i1", 1).build();
        Watch.Progress<Scored> first = new Watch.Progress<>(new Epoch(1, 0, 0, Map.of(), false), 9, History.EMPTY, () -> Scored.of(new float[] {1, 2, 0}));
        assertThat(Validation.of(Metric.MRR, 3, TRUTH).after(first).measures().get("mrr@3")).isCloseTo(0.5, within(1e-12));
        assertThat(Validation.of(Metric.MRR, 3, TRUTH, train).after(first).measures().get("mrr@3")).isEqualTo(1);
    }

    @Test
    void aResumedTrainingIsJudgedAsOneThatNeverStopped(@TempDir Path folder) {
        float[] path = {5, 3, 4, 2, 6, 2.5f, 7, 1, 1};
        Watch<? super Scored> watch = Validation.rmse(TRUTH).patience(3).keeping(Checkpoint.file(folder.resolve("state")));
        assertThatThrownBy(() -> new Walk(6, path).run(watch)).hasMessage("power cut");
        Walk resumed = Walk.along(path);
        assertThat(resumed.run(watch).scores()[0][0]).isEqualTo(2);
        assertThat(resumed.epochs()).isEqualTo(7);
    }

    @Test
    void refusesNonsense() {
        assertThatThrownBy(() -> Validation.rmse(Ratings.builder().build())).hasMessage("Validation.validation must have at least one rating but was empty");
        assertThatThrownBy(() -> Validation.rmse(TRUTH).patience(0)).hasMessage("Validation.patience must be at least 1 but was 0");
        assertThatThrownBy(() -> Validation.rmse(TRUTH).minDelta(-1)).hasMessageContaining("Validation.minDelta must be a finite number of at least 0");
        assertThatThrownBy(() -> Validation.rmse(TRUTH).every(0)).hasMessage("Validation.every must be at least 1 but was 0");
    }
}

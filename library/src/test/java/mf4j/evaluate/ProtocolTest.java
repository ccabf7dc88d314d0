package mf4j.evaluate;

import mf4j.data.Planted;
import mf4j.data.Ratings;
import mf4j.data.Split;
import mf4j.recommend.FactorModel;
import mf4j.recommend.ImplicitAls;
import mf4j.recommend.Popularity;
import mf4j.train.Epoch;
import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import static mf4j.evaluate.Metric.HIT_RATE;
import static mf4j.evaluate.Metric.NDCG;
import static mf4j.evaluate.Metric.NOVELTY;
import static mf4j.evaluate.Metric.RECALL_CAPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ProtocolTest {
    private static final Ratings EVENTS = Planted.defaults().withShape(120, 60, 1800).ratings().events();
    private static final Ranking RANKING = Ranking.at(5).of(NDCG, HIT_RATE);
    private static final ImplicitAls TRAINER = ImplicitAls.defaults().withRank(4).withEpochs(4);

    @Test
    void fullExcludesWhatTheUserHadInOtherParts() {
        Split split = Split.leaveLast(1, 1).of(EVENTS);
        FactorModel model = TRAINER.fit(split.train());
        assertThat(Protocol.full(RANKING).test(model, split).values())
                .isEqualTo(RANKING.excluding(split.train(), split.validation()).score(model, split.test()).values());
        assertThat(Protocol.full(RANKING).validation(model, split).values())
                .isEqualTo(RANKING.excluding(split.train()).score(model, split.validation()).values());
    }

    @Test
    void sampledAndGivenNegativesAreTheSameWhenTheyAreTheSame() {
        Split split = Split.leaveLast(1, 1).of(EVENTS);
        FactorModel model = TRAINER.fit(split.train());
        Protocol sampled = Protocol.sampled(RANKING, 20, 7);
        Candidates drawn = Candidates.sampled(20, 7, split.test(), split.train(), split.validation());
        RankingScores scores = sampled.test(model, split);
        assertThat(scores.values()).isEqualTo(Protocol.among(RANKING, drawn).test(model, split).values()).isEqualTo(RANKING.among(drawn).score(model, split.test()).values());
        assertThat(scores.value("hit-rate@5")).as("against 20 instead of all").isGreaterThan(Protocol.full(RANKING).test(model, split).value("hit-rate@5"));
        PairedTest test = PairedTest.of(scores, sampled.test(Popularity.defaults().fit(split.train()), split), "ndcg@5");
        assertThat(test.users()).isEqualTo(scores.users());
    }

    @Test
    void strongFoldsIn() {
        Split split = Split.strong(0.2, 0.2, 0.8, 5).of(EVENTS);
        FactorModel model = TRAINER.fit(split.train());
        Protocol strong = Protocol.strong(RANKING);
        RankingScores scores = strong.test(model, split);
        assertThat(scores.values()).isEqualTo(RANKING.excluding(split.foldIn()).score(model.foldIn(split.foldIn()), split.test()).values());
        assertThat(scores.users()).isEqualTo(having(split.test())).isGreaterThan(10);
        assertThat(scores.coldUsers()).isZero();
        assertThat(scores.values()).as("who is folded in is no stranger").isNotEqualTo(RANKING.excluding(split.foldIn()).score(model, split.test()).values());
        assertThat(strong.validation(model, split).userNames()).doesNotContainAnyElementsOf(scores.userNames()).hasSize(having(split.validation()));
        assertThat(PairedTest.of(scores, strong.test(Popularity.defaults().fit(split.train()), split), "ndcg@5").users()).isEqualTo(scores.users());
        assertThat(Protocol.strong(Ranking.at(5).of(NOVELTY)).test(model, split).values())
                .isEqualTo(Ranking.at(5).of(NOVELTY).popularityOf(split.train()).excluding(split.foldIn()).score(model.foldIn(split.foldIn()), split.test()).values());
    }

    @Test
    void watchingMeasuresWhatTheProtocolAsks() {
        for (Split split : List.of(Split.strong(0.2, 0.2, 0.8, 5).of(EVENTS), Split.leaveLast(1, 1).of(EVENTS))) {
            for (Protocol protocol : List.of(Protocol.full(RANKING), Protocol.sampled(RANKING, 20, 3))) {
                FactorModel best = TRAINER.fit(split.train(), protocol.watching(split));
                Epoch kept = best.provenance().history().epochs().get(best.provenance().history().kept() - 1);
                assertThat(protocol.validation(best, split).values()).isEqualTo(kept.measures());
                assertThat(best.provenance().history().epochs()).allSatisfy(epoch ->
                        assertThat(epoch.measures().get("ndcg@5")).isLessThanOrEqualTo(kept.measures().get("ndcg@5")));
            }
        }
    }

    @Test
    void refusesASplitThatDoesNotFit() {
        Split split = Split.leaveLast(1, 1).of(EVENTS);
        assertThatThrownBy(() -> Protocol.strong(RANKING).watching(split))
                .hasMessage("Protocol.split must hold users out of training, as Split.strong does, but was leaveLast");
        assertThatThrownBy(() -> Protocol.sampled(RANKING, 0, 1)).hasMessage("Protocol.negatives must be at least 1 but was 0");
        assertThatThrownBy(() -> Protocol.folded(Scored.of(new float[] {1}), EVENTS))
                .hasMessage("Protocol.model must be one that users can be folded into but was Scored");
        assertThat(Protocol.sampled(RANKING, 1, 1).by(Ranking.at(2)).name()).isEqualTo("sampled");
    }

    /// The formulas of the published Mult-VAE evaluation, in NumPy with -inf at the folded-in items (numbers of three users, K = 2 and 3):
    /// top = np.argsort(-x, axis=1)[:, :k]; tp = 1 / np.log2(np.arange(2, k + 2)); dcg = (np.take_along_axis(held, top, 1) * tp).sum(1);
    /// idcg = [tp[:min(n, k)].sum() for n in held.sum(1)]; recall np.take_along_axis(held, top, 1).sum(1) / np.minimum(k, held.sum(1)).
    @Test
    void ndcgAndRecallAreThoseOfTheStrongGeneralisationTables() {
        Scored model = Scored.of(new float[] {.9f, .1f, .8f, .3f, .7f, .2f, .6f, .5f}, new float[] {.1f, .2f, .3f, .4f, .5f, .6f, .7f, .8f},
                new float[] {.5f, .9f, .4f, .8f, .3f, .7f, .2f, .6f});
        Ratings foldIn = rows(new int[][] {{0, 3}, {7}, {1, 2}}), test = rows(new int[][] {{2, 1, 5, 6}, {6, 0}, {4, 6, 7}});
        RankingScores scores = Ranking.at(2, 3).of(NDCG, RECALL_CAPPED).excluding(foldIn).score(model, test);
        assertThat(scores.perUser("ndcg@2")).containsExactly(new double[] {0.6131471927654584, 0.6131471927654584, 0}, within(1e-15));
        assertThat(scores.perUser("ndcg@3")).containsExactly(new double[] {0.7039180890341347, 0.6131471927654584, 0.23463936301137822}, within(1e-15));
        assertThat(scores.perUser("recall-capped@2")).containsExactly(0.5, 0.5, 0);
        assertThat(scores.perUser("recall-capped@3")).containsExactly(2 / 3., 0.5, 1 / 3.);
    }

    private static Ratings rows(int[][] items) {
        Ratings.Builder ratings = Ratings.builder();
        for (int u = 0; u < items.length; u++) for (int i : items[u]) ratings.add("u" + u, "i" + i, 1);
        return ratings.build();
    }

    /// Of equal times the last in the file is the latest, as after a stable sort.
    @Test
    void theLatestEventIsTheTestAndTheOneBeforeItTheValidation() {
        Ratings events = Ratings.builder().add("u", "a", 1, 1, 5).add("u", "b", 1, 1, 9).add("u", "c", 1, 1, 7).add("u", "d", 1, 1, 9)
                .add("v", "a", 1, 1, 1).add("v", "b", 1, 1, 2).build();
        Split split = Split.leaveLast(1, 1).of(events);
        assertThat(names(split.test())).containsExactly("d");
        assertThat(names(split.validation())).containsExactly("b");
        assertThat(names(split.train())).containsExactlyInAnyOrder("a", "b", "c");
    }

    private static int having(Ratings part) {
        return (int) IntStream.range(0, part.users().size()).filter(user -> part.byUser().count(user) > 0).count();
    }

    private static Set<String> names(Ratings part) {
        Set<String> names = new HashSet<>();
        for (int item : part.byUser().columns()) names.add(part.items().name(item));
        return names;
    }
}

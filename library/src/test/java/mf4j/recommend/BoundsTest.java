package mf4j.recommend;

import mf4j.matrix.SymmetricEigen;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/// No computed score exceeds its computed bound by more than the allowance: directly, since lists hardly ever turn on the last bits.
class BoundsTest {
    private static final int USERS = 4;

    /// Where sums come closest to the bound: factors along those of a user leave Cauchy and Schwarz no room at all.
    enum Rows {
        RANDOM, PARALLEL, ALONG_AXES, DENORMAL;

        float[] users(int rank, Random random) {
            float[] p = new float[USERS * rank];
            for (int j = 0; j < p.length; j++) p[j] = (float) (this == ALONG_AXES && random.nextInt(rank) > 2 ? 0 : random.nextGaussian());
            return p;
        }

        float[] items(float[] p, int rank, Random random) {
            float[] q = new float[ItemTiles.WIDTH * rank];
            for (int i = 0; i < ItemTiles.WIDTH; i++) {
                int user = random.nextInt(USERS);
                double length = random.nextGaussian();
                for (int j = 0; j < rank; j++) q[i * rank + j] = (float) switch (this) {
                    case RANDOM -> random.nextGaussian();
                    case PARALLEL -> length * p[user * rank + j];
                    case ALONG_AXES -> random.nextInt(rank) > 2 ? 0 : random.nextGaussian();
                    case DENORMAL -> 1e-41 * random.nextGaussian();
                };
            }
            return q;
        }
    }

    @ParameterizedTest
    @EnumSource(Rows.class)
    void noScoreExceedsItsBound(Rows rows) {
        Random random = new Random(7);
        for (int rank : new int[] {9, 33, 64, 300}) {
            for (double bias : new double[] {0, 1, 1e4}) {
                float[] p = rows.users(rank, random);
                float[] itemBias = new float[ItemTiles.WIDTH];
                for (int i = 0; i < itemBias.length; i++) itemBias[i] = (float) (bias * random.nextGaussian());
                FactorModel model = Handmade.model(rank, p, new float[USERS], rows.items(p, rank, random), itemBias);
                ItemTiles tiles = ItemTiles.byReach(model.item(), 1);
                for (Bounds bounds : all(model, tiles)) assertThat(excess(model, tiles, bounds)).as("%s %s rank %d bias %s", rows, bounds.strategy(), rank, bias).isNotPositive();
            }
        }
    }

    private static List<Bounds> all(FactorModel model, ItemTiles tiles) {
        int rank = model.rank();
        SymmetricEigen axes = LeadingSpace.axes(model.item().factors());
        List<Bounds> all = new ArrayList<>(List.of(new CodeBounds(model.item(), tiles)));
        for (int size : new int[] {1, rank / 4, rank / 2}) all.add(new LeadingBounds(model.item(), tiles, axes, size));
        return all;
    }

    /// The most by which a score is above its bound and the allowance, for users together and alone.
    private static double excess(FactorModel model, ItemTiles tiles, Bounds bounds) {
        double[] length = IntStream.range(0, USERS).mapToDouble(user -> Similarity.norm(model.user().factors(), user)).toArray();
        Bounds.Reach reach = bounds.reach(model.user().factors().values(), length, USERS);
        float[] scores = new float[USERS * ItemTiles.WIDTH];
        model.scores(0, USERS, scores);
        double most = Double.NEGATIVE_INFINITY;
        for (int[] active : new int[][] {{0, 1, 2, 3}, {2}}) {
            float[] into = new float[USERS * ItemTiles.WIDTH];
            reach.of(0, active, active.length, into);
            for (int a = 0; a < active.length; a++) {
                for (int place = 0; place < ItemTiles.WIDTH; place++) {
                    double score = scores[active[a] * ItemTiles.WIDTH + tiles.item[place]];
                    most = Math.max(most, score - into[a * ItemTiles.WIDTH + place] - Bounds.allowance(score, 0, tiles.mostBias(), model.rank()));
                }
            }
        }
        return most;
    }

    /// A code is the nearest whole number of its row's scale: the error is what six bits lose of normal numbers, not more.
    @ParameterizedTest
    @CsvSource({"16, 0.08", "64, 0.08", "256, 0.1"})
    void boundsOfCodesAreTight(int rank, double share) {
        Random random = new Random(3);
        float[] p = Rows.RANDOM.users(rank, random);
        FactorModel model = Handmade.model(rank, p, Rows.RANDOM.items(p, rank, random));
        ItemTiles tiles = ItemTiles.byReach(model.item(), 1);
        double length = Similarity.norm(model.user().factors(), 1);
        float[] into = new float[ItemTiles.WIDTH];
        new CodeBounds(model.item(), tiles).reach(p, IntStream.range(0, USERS).mapToDouble(user -> Similarity.norm(model.user().factors(), user)).toArray(), USERS)
                .of(0, new int[] {1}, 1, into);
        for (int place = 0; place < ItemTiles.WIDTH; place++) {
            int item = tiles.item[place];
            assertThat(into[place] - model.score(1, item)).isBetween(0.0, share * length * tiles.length(item));
        }
    }
}

package mf4j.recommend;

import mf4j.data.Ratings;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

class BiasesTest extends RatingsContract<Biases> {
    @Override
    Biases trainer() {
        return Biases.defaults();
    }

    @Override
    boolean learnsTastes() {
        return false;
    }

    @Test
    void theGradientIsZeroAtTheSolution() {
        Biases biases = Biases.defaults().withUserRegularization(2).withItemRegularization(0.5).withEpochs(100);
        FactorModel model = biases.fit(WORLD);
        Ratings r = WORLD;
        for (int i = 0; i < r.items().size(); i++) {
            double gradient = -0.5 * model.item().bias()[i];
            for (int e = r.byItem().offsets()[i]; e < r.byItem().offsets()[i + 1]; e++) {
                gradient += r.byItem().values()[e] - model.score(r.byItem().columns()[e], i);
            }
            assertThat(gradient).isEqualTo(0, offset(1e-4));
        }
        for (int u = 0; u < r.users().size(); u++) {
            double gradient = -2.0 * model.user().bias()[u];
            for (int e = r.byUser().offsets()[u]; e < r.byUser().offsets()[u + 1]; e++) {
                gradient += r.byUser().values()[e] - model.score(u, r.byUser().columns()[e]);
            }
            assertThat(gradient).isEqualTo(0, offset(1e-4));
        }
    }
}

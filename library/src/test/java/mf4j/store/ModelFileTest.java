package mf4j.store;

import mf4j.data.Ratings;
import mf4j.recommend.Als;
import mf4j.recommend.FactorModel;
import mf4j.train.Watch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class ModelFileTest {
    @TempDir
    Path folder;

    @Test
    void aTrainedModelComesBackAsItWas() throws IOException {
        Ratings ratings = Ratings.builder().add("ann", "Alien", 5).add("ann", "Heat", 1).add("bob", "Heat", 4).build();
        FactorModel model = Als.defaults().withRank(2).withEpochs(3).fit(ratings, Watch.none());
        Path path = folder.resolve("films.mf4j");

        new ModelFile(model, Map.of("Heat", "Heat (1995)"), Map.of("trainer", "als")).save(path);
        ModelFile back = ModelFile.load(path);

        assertThat(back.model().provenance()).isEqualTo(model.provenance());
        assertThat(back.model().user().factors().values()).containsExactly(model.user().factors().values());
        assertThat(back.model().item().factors().values()).containsExactly(model.item().factors().values());
        assertThat(back.model().users()).isEqualTo(model.users());
        assertThat(back.titles()).containsExactly(Map.entry("Heat", "Heat (1995)"));
        assertThat(back.about()).containsExactly(Map.entry("trainer", "als"));
        assertThat(back.model().predict("ann", "Alien")).isEqualTo(model.predict("ann", "Alien"));
        assertThat(ModelFile.manifest(path)).containsEntry("users", 2).containsEntry("kind", "factor-model");
    }
}

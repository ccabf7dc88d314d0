package mf4j.app;

import mf4j.data.RealData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// The first thing that anybody runs, in a process of its own because where data are found depends on the environment.
class DemoTest {
    @TempDir
    Path folder;

    @Test
    void withoutDataItPlantsRatingsAndSaysSo() throws Exception {
        JsonNode answer = demo(Map.of("MF4J_DATA", folder.toString(), "XDG_CACHE_HOME", folder.toString()));
        assertThat(answer.at("/data/name").stringValue()).isEqualTo("planted");
        assertWhole(answer);
    }

    @Test
    void withFilmsItRecommendsTitles() throws Exception {
        Path films = RealData.file("ml-latest-small/ratings.csv").getParent();
        JsonNode answer = demo(Map.of("MF4J_DATA", films.getParent().toString()));
        assertThat(answer.at("/data/name").stringValue()).isEqualTo("ml-latest-small");
        assertThat(answer.at("/split/test").intValue()).isEqualTo(15_422);
        assertThat(answer.at("/recommendations/0/title").stringValue()).isNotEmpty();
        assertThat(answer.at("/trainers/biases/test/rmse").doubleValue()).isLessThanOrEqualTo(0.907);
        assertWhole(answer);
    }

    private static void assertWhole(JsonNode answer) {
        for (Catalog trainer : Catalog.values()) {
            assertThat(answer.at("/trainers/" + trainer.title() + "/test/ndcg@10").isNumber()).as(trainer.title()).isEqualTo(trainer.isShown());
        }
        String best = answer.at("/best").stringValue();
        assertThat(answer.at("/trainers/" + best + "/test/rmse").doubleValue()).isLessThan(answer.at("/trainers/item-mean/test/rmse").doubleValue());
        assertThat(answer.at("/recommendations").size()).isEqualTo(10);
        assertThat(answer.at("/causes").size()).isEqualTo(5);
    }

    /// In an empty folder within an empty folder, so that no `../shared/data` is found, whatever lies beside the temporary ones.
    private JsonNode demo(Map<String, String> environment) throws Exception {
        Path lonely = Files.createDirectories(folder.resolve("lonely"));
        ProcessBuilder process = new ProcessBuilder(Mf4j.command("demo", "--json")).directory(lonely.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
        process.environment().putAll(environment);
        Process demo = process.start();
        String out = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(demo.waitFor()).isZero();
        return new Mf4j(0, out, "").json();
    }
}

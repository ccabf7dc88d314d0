package mf4j.app;

import mf4j.data.RealData;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// What a newcomer types first, on real ratings; skipped where they are absent.
class MovieLensTest {
    @TempDir
    static Path folder;

    static Path ratings;
    static Path movies;
    static Path model;
    static Path biases;
    static Mf4j trained;

    @BeforeAll
    static void train() {
        ratings = RealData.file("ml-latest-small/ratings.csv");
        movies = RealData.file("ml-latest-small/movies.csv");
        model = folder.resolve("movies.mf4j");
        biases = folder.resolve("biases.mf4j");
        trained = Mf4j.done("train", ratings, "--trainer", "als", "--split", "chronological", "--out", model, "--json");
        Mf4j.done("train", ratings, "--trainer", "biases", "--split", "chronological", "--out", biases, "--items", movies);
    }

    @Test
    void trainAnswersWithTheKeysThatMachinesReadAndNothingElse() {
        JsonNode answer = trained.json();
        assertThat(answer.at("/split/train").intValue()).isEqualTo(70_312);
        assertThat(answer.at("/split/validation").intValue()).isEqualTo(15_102);
        assertThat(answer.at("/split/test").intValue()).isEqualTo(15_422);
        assertThat(answer.at("/metrics/test/rmse").doubleValue()).isBetween(0.85, 0.905);
        assertThat(answer.at("/metrics/test/mae").doubleValue()).isBetween(0.6, 0.7);
        assertThat(answer.at("/metrics/validation/rmse").doubleValue()).isBetween(0.8, 0.905);
        assertThat(answer.at("/metrics/baseline/rmse").doubleValue()).isGreaterThan(answer.at("/metrics/test/rmse").doubleValue());
        assertThat(answer.at("/metrics/baseline/name").stringValue()).isEqualTo("item-mean");
        assertThat(answer.at("/metrics/baseline/ndcg@10").isNumber()).isTrue();
        assertThat(answer.at("/intervals/test/rmse/0").doubleValue()).isLessThan(answer.at("/metrics/test/rmse").doubleValue());
        assertThat(answer.at("/intervals/test/rmse/1").doubleValue()).isGreaterThan(answer.at("/metrics/test/rmse").doubleValue());
        assertThat(answer.at("/seconds/read").doubleValue()).isPositive();
        assertThat(answer.at("/seconds/fit").doubleValue()).isPositive();
        assertThat(answer.at("/kernel").stringValue()).isNotEmpty();
        assertThat(answer.at("/unseen/items").intValue()).isEqualTo(1514);
        assertThat(answer.at("/model").stringValue()).isEqualTo(model.toString());
        assertThat(trained.err()).contains("als: epoch 1 of ");
    }

    @Test
    void recommendGivesTenTitledFilmsThatTheUserHasNotRated() throws Exception {
        Mf4j run = Mf4j.done("recommend", model, "--user", "1", "--count", "10", "--items", movies, "--json");
        JsonNode items = run.json().at("/recommendations/0/items");
        assertThat(items.size()).isEqualTo(10);
        String text = Files.readString(ratings);
        for (JsonNode item : items) {
            assertThat(item.at("/title").stringValue()).matches(".*\\(\\d{4}\\)\\s*");
            assertThat(text).doesNotContain("\n1," + item.at("/item").stringValue() + ",");
            assertThat(item.at("/prediction").doubleValue()).isBetween(0.5, 5.0);
        }
    }

    /// The goals of the project, on the 15,422 ratings that nothing was learned from or chosen by.
    @Test
    void trainersReachTheirGoals() {
        assertThat(trained.json().at("/metrics/test/rmse").doubleValue()).isLessThan(0.905);
        double best = Double.POSITIVE_INFINITY, chosen = Double.NaN;
        for (String trainer : new String[] {"sgd", "svdpp", "biases"}) {
            JsonNode metrics = Mf4j.done("train", ratings, "--trainer", trainer, "--split", "chronological", "--metrics", "none", "--json").json().at("/metrics");
            if (metrics.at("/validation/rmse").doubleValue() >= best) continue;
            best = metrics.at("/validation/rmse").doubleValue();
            chosen = metrics.at("/test/rmse").doubleValue();
        }
        assertThat(chosen).as("test RMSE of the trainer that the validation part chooses").isLessThan(0.895);
    }

    @Test
    void titlesAreKeptInTheModel() {
        assertThat(Mf4j.done("recommend", biases, "--user", "1", "--count", "1").out()).containsPattern("\\(\\d{4}\\)");
    }

    @Test
    void theSavedModelIsTheOneThatWasScored() {
        JsonNode again = Mf4j.done("evaluate", model, "--data", ratings, "--json").json();
        assertThat(again.at("/metrics")).isEqualTo(without(trained.json().at("/metrics"), "validation"));
        assertThat(again.at("/intervals")).isEqualTo(trained.json().at("/intervals"));
    }

    private static JsonNode without(JsonNode node, String name) {
        ((ObjectNode) node).remove(name);
        return node;
    }

    @Test
    void twoModelsAreComparedOnTheSameUsers() {
        JsonNode answer = Mf4j.done("evaluate", model, biases, "--data", ratings, "--json").json();
        assertThat(answer.at("/tests/rmse/better").stringValue()).isEqualTo("first");
        assertThat(answer.at("/tests/rmse/pValue").doubleValue()).isLessThan(0.05);
        assertThat(answer.at("/tests/rmse/difference").doubleValue()).isNegative();
        assertThat(answer.at("/tests/rmse/interval/1").doubleValue()).isNegative();
        assertThat(Mf4j.done("evaluate", biases, model, "--data", ratings).out()).containsPattern("rmse .* second\\R");
    }

    @Test
    void replayMakesTheSameBits() {
        JsonNode answer = Mf4j.done("replay", model, "--data", ratings, "--json").json();
        assertThat(answer.at("/same").booleanValue()).isTrue();
        assertThat(answer.at("/largestDifference").doubleValue()).isZero();
    }

    @Test
    void explanationsAddUpToTheScore() {
        JsonNode answer = Mf4j.done("explain", model, "--user", "1", "--item", "318", "--items", movies, "--json").json();
        double sum = answer.at("/mean").doubleValue() + answer.at("/itemBias").doubleValue() + answer.at("/otherCauses").doubleValue() + answer.at("/rest").doubleValue();
        for (JsonNode cause : answer.at("/causes")) sum += cause.at("/contribution").doubleValue();
        assertThat(sum).isCloseTo(answer.at("/score").doubleValue(), within(1e-6));
        assertThat(answer.at("/title").stringValue()).startsWith("Shawshank");
        assertThat(answer.at("/causes").size()).isEqualTo(5);
    }

    @Test
    void similarFindsItemsAndUsers() {
        JsonNode films = Mf4j.done("similar", model, "--item", "1", "--count", "3", "--json").json().at("/similar");
        assertThat(films.size()).isEqualTo(3);
        assertThat(films.at("/0/similarity").doubleValue()).isBetween(films.at("/1/similarity").doubleValue(), 1.0);
        assertThat(Mf4j.done("similar", model, "--user", "1", "--json").json().at("/similar/0/user").stringValue()).isNotEqualTo("1");
    }

    @Test
    void inspectTellsTheScoresAndTheRecipe() {
        Mf4j run = Mf4j.done("inspect", model, "--json");
        assertThat(run.json().at("/about/metrics/test/rmse").doubleValue()).isEqualTo(trained.json().at("/metrics/test/rmse").doubleValue());
        assertThat(run.json().at("/about/recipe/trainer").stringValue()).isEqualTo("als");
        assertThat(Mf4j.done("inspect", model).out()).contains("test rmse", "Als", "baseline");
    }
}

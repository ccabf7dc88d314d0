package mf4j.app;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// No model is judged by what it has learned.
class EvaluateTest {
    @TempDir
    Path folder;

    Path toy;
    Path model;

    @BeforeEach
    void writeTable() {
        toy = Mf4j.toy(folder);
        model = folder.resolve("model.mf4j");
    }

    private Path train(String name, Object... more) {
        Path out = folder.resolve(name);
        Object[] command = new Object[more.length + 6];
        System.arraycopy(new Object[] {"train", toy, "--trainer", "biases", "--out", out}, 0, command, 0, 6);
        System.arraycopy(more, 0, command, 6, more.length);
        Mf4j.done(command);
        return out;
    }

    private Path grown() throws IOException {
        return Mf4j.write(folder.resolve("grown.csv"), Files.readString(toy) + "u1,i1,5,999\nstranger,i2,4,999\n");
    }

    @Test
    void whatTheModelHasLearnedIsLeftOutAndCounted() throws IOException {
        Path refitted = train("model.mf4j", "--refit");
        Mf4j run = Mf4j.done("evaluate", refitted, "--data", grown(), "--json");
        assertThat(run.json().at("/ratings").intValue()).isEqualTo(2);
        assertThat(run.json().at("/learned/leftOut").intValue()).isEqualTo(360);
        assertThat(run.err()).contains("left out 360 of 362 ratings");
        Path again = Mf4j.write(folder.resolve("again.csv"), String.join("\n", Files.readAllLines(toy).subList(0, 50)) + "\n");
        assertThat(Mf4j.run("evaluate", refitted, "--data", again).err()).contains("has learned from all of these ratings");
    }

    @Test
    void aModelWithoutHistorySaysThatItCannotKnow() throws IOException {
        Mf4j run = Mf4j.done("evaluate", train("model.mf4j", "--without-history"), "--data", grown(), "--json");
        assertThat(run.err()).contains("cannot be known");
        assertThat(run.json().at("/ratings").intValue()).isEqualTo(362);
    }

    @Test
    void twoModelsAreJudgedOnWhatNeitherHasLearned() throws IOException {
        Path latest = train("a.mf4j"), lot = train("b.mf4j", "--split", "random");
        JsonNode answer = Mf4j.done("evaluate", latest, lot, "--data", toy, "--json").json();
        assertThat(answer.at("/ratings").intValue()).isBetween(1, 30);
        assertThat(Mf4j.done("evaluate", train("c.mf4j", "--refit"), latest, "--data", grown(), "--json").json().at("/ratings").intValue()).isEqualTo(2);
        assertThat(Mf4j.run("evaluate", train("c.mf4j", "--refit"), latest, "--data", toy).err()).contains("a.mf4j has learned from all of these ratings");
    }

    @Test
    void theRatingsAreReadByTheRecipeOfTheModel() throws IOException {
        toy = Mf4j.write(folder.resolve("odd.csv"), Files.readString(toy).replaceFirst(".*", "a,b,c,d") + "u1,i7,1,1\nu1,i7,5,1\n");
        Path odd = train("model.mf4j", "--user", "a", "--item", "b", "--rating", "c", "--duplicates", "mean");
        assertThat(Mf4j.done("evaluate", odd, "--data", toy, "--json").json().at("/judged").stringValue()).startsWith("the test part");
    }

    @Test
    void withoutAHitThereIsNoRankingAndANote() {
        Path poor = Mf4j.write(folder.resolve("poor.csv"), "user,item,rating\nu1,i0,1\nu2,i1,1\n");
        Mf4j run = Mf4j.done("evaluate", train("model.mf4j"), "--data", poor, "--relevant-at-least", "4", "--json");
        assertThat(run.json().at("/metrics/test").propertyNames()).containsExactly("rmse", "mae");
        assertThat(run.err()).contains("rankings are left out");
        toy = Mf4j.write(folder.resolve("falling.csv"), "user,item,rating,time\n" + String.join("\n", List.of("u,a,5,1", "u,b,5,2", "u,c,5,3", "u,d,5,4", "u,e,1,5", "u,f,1,6", "u,g,1,7")) + "\n");
        Mf4j refused = Mf4j.run("train", toy, "--metric", "ndcg@10", "--rank", "1", "--parts", "0.7,0.2,0.1");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("--metric ndcg@10 cannot choose the epoch");
    }

    @Test
    void aHitThatIsKnownAlreadyIsNone() {
        Path known = Mf4j.write(folder.resolve("known.csv"), "user,item,rating\nu1,i7,5\nu1,i0,1\n");
        assertThat(Mf4j.done("evaluate", train("model.mf4j"), "--data", known, "--relevant-at-least", "4", "--json").json().at("/metrics/test/rmse").isNumber()).isTrue();
    }

    @Test
    void aSavedModelHasNoKnobs() {
        Path saved = train("model.mf4j");
        assertThat(Mf4j.run("evaluate", saved, "--data", toy, "--rank", "3").exitCode()).isEqualTo(2);
        assertThat(Mf4j.run("evaluate", saved, "--data", toy, "--trainer", "als").err()).contains("--trainer is for --k-fold");
    }
}

package mf4j.app;

import mf4j.data.Planted;
import mf4j.study.Space;
import mf4j.study.SpaceText;
import mf4j.train.Knobs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class TuneTest {
    @TempDir
    Path folder;

    Path ratings;

    @BeforeEach
    void plant() {
        ratings = folder.resolve("ratings.csv");
        Rehearsal.write(Planted.defaults().withShape(60, 40, 1200).ratings(), ratings);
    }

    /// With these flags in the place of the usual ones.
    private Mf4j run(Object... more) {
        Map<Object, Object> usual = new LinkedHashMap<>(Map.of("--trials", 6, "--epochs", 4, "--sampler", "random-search", "--metrics", "ndcg"));
        usual.keySet().removeAll(List.of(more));
        List<Object> words = new ArrayList<>(List.of("tune", ratings));
        usual.forEach((flag, value) -> words.addAll(List.of(flag, value)));
        words.addAll(List.of(more));
        return Mf4j.run(words.toArray());
    }

    private JsonNode json(Object... more) {
        Mf4j run = run(Stream.concat(Stream.of(more), Stream.of("--json")).toArray());
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.json();
    }

    /// Every trial is a training that `train` would do, and so is the winner, whose test score is `train`'s.
    @Test
    void theWinnerIsWhatTrainMakesOfItsKnobs() throws IOException {
        Path csv = folder.resolve("trials.csv"), model = folder.resolve("best.mf4j");
        JsonNode found = json("--space", "rank=int:2:6,regularization=log:0.1:20", "--csv", csv, "--save", model, "--seed", 3);
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines.getFirst()).isEqualTo("trial,state,rmse,rank,regularization,seconds,started");
        assertThat(lines).hasSize(7);
        double least = Double.POSITIVE_INFINITY;
        for (String line : lines.subList(1, 7)) {
            String[] cells = line.split(",");
            least = Math.min(least, Double.parseDouble(cells[2]));
            JsonNode trained = Mf4j.done("train", ratings, "--rank", cells[3], "--regularization", cells[4], "--epochs", 4, "--seed", 3, "--metrics", "ndcg", "--json").json();
            assertThat(trained.at("/metrics/validation/rmse").doubleValue()).isEqualTo(Double.parseDouble(cells[2]));
            if (!cells[0].equals(found.at("/best/trial").asString())) continue;
            assertThat(found.at("/metrics")).isEqualTo(trained.at("/metrics"));
            assertThat(found.at("/knobs")).isEqualTo(trained.at("/knobs"));
        }
        assertThat(found.at("/best/metrics/rmse").doubleValue()).isEqualTo(least).isEqualTo(found.at("/metrics/validation/rmse").doubleValue());
        assertThat(found.at("/metrics/baseline/name").stringValue()).isEqualTo("item-mean");
        assertThat(found.at("/trials/0/trial").intValue()).isEqualTo(found.at("/best/trial").intValue());
        assertThat(found.at("/study/complete").intValue()).isEqualTo(6);
        assertThat(Mf4j.done("replay", model, "--data", ratings, "--json").json().at("/same").booleanValue()).isTrue();
    }

    /// The latest ratings of each user judge: whatever stands there, the search is the same.
    @Test
    void theTestPartDecidesNothing() throws IOException {
        List<String> rows = new ArrayList<>(List.of("user,item,rating,time")), others = new ArrayList<>(rows);
        for (int user = 0; user < 30; user++) {
            for (int j = 0; j < 20; j++) {
                int item = (user * 7 + j * 3) % 31, rating = 1 + (user * item + j) % 5;
                rows.add("u" + user + ",i" + item + "," + rating + "," + j);
                others.add("u" + user + ",i" + item + "," + (j >= 17 ? 6 - rating : rating) + "," + j);
            }
        }
        List<JsonNode> found = new ArrayList<>();
        for (List<String> table : List.of(rows, others)) {
            Files.write(ratings, table);
            found.add(json("--space", "rank=int:2:6,regularization=log:0.1:20"));
        }
        assertThat(found.getLast().at("/split/test").intValue()).isEqualTo(90);
        assertThat(found.getLast().at("/metrics/test/rmse")).isNotEqualTo(found.getFirst().at("/metrics/test/rmse"));
        for (JsonNode trials : found.stream().map(one -> one.at("/trials")).toList()) {
            for (int j = 0; j < 6; j++) for (String key : new String[] {"/trial", "/metrics", "/values"}) assertThat(trials.at("/" + j + key)).isEqualTo(found.getFirst().at("/trials/" + j + key));
        }
    }

    @Test
    void theSameCommandGoesOn() {
        JsonNode whole = json();
        Path study = folder.resolve("tune.jsonl");
        assertThat(json("--study", study, "--trials", 2).at("/study/complete").intValue()).isEqualTo(2);
        Mf4j resumed = run("--study", study, "--json");
        assertThat(resumed.err()).contains("als: going on with " + study + " after 2 trials").contains("trial 5: ").doesNotContain("trial 1: ");
        assertThat(resumed.json().at("/best/values")).isEqualTo(whole.at("/best/values"));
        assertThat(resumed.json().at("/metrics")).isEqualTo(whole.at("/metrics"));
        assertThat(run("--study", study, "--epochs", 5).err()).contains("epochs must be 4 as in the study als, which goes on, but was 5");
        assertThat(run("--study", study, "--parts", "0.6,0.2,0.2").err()).contains("split must be chronological 0.70/0.15/0.15 as in the study als");
        assertThat(json("--study", study, "--epochs", 5, "--name", "longer").at("/study/name").stringValue()).isEqualTo("longer");
    }

    @Test
    void workersUpToTheReproducibleOnesMakeNoDifference() {
        JsonNode one = json("--reproducible-workers", 2), two = json("--reproducible-workers", 2, "--workers", 2);
        assertThat(two.at("/best/values")).isEqualTo(one.at("/best/values"));
        for (int j = 0; j < 6; j++) assertThat(two.at("/trials/" + j + "/metrics")).isEqualTo(one.at("/trials/" + j + "/metrics"));
        assertThat(run("--workers", 2).err()).contains("cannot be reproduced");
    }

    /// The trainer's own knobs come first, where the space has them.
    @Test
    void triesTheTrainersOwnKnobsFirst() throws IOException {
        Path csv = folder.resolve("trials.csv");
        run("--space", "rank=8|16|24,regularization=log:0.1:20", "--csv", csv);
        assertThat(Files.readAllLines(csv).get(1)).contains(",16,14,");
        run("--space", "rank=8|16|24,regularization=log:0.1:20", "--no-enqueue-defaults", "--csv", csv);
        assertThat(Files.readAllLines(csv).get(1)).doesNotContain(",16,14,");
        assertThat(run("--space", "rank=8|24").err()).contains("the knobs that als has by itself are not all in the space");
    }

    @Test
    void tunesTrainersOfEvents() {
        JsonNode found = json("--trainer", "ials", "--implicit", "--at-least", 3, "--space", "rank=2|4,unobserved=log:0.01:1");
        assertThat(found.at("/study/metric").stringValue()).isEqualTo("ndcg@10");
        assertThat(found.at("/metrics/baseline/name").stringValue()).isEqualTo("popularity");
        double best = found.at("/best/metrics/ndcg@10").doubleValue();
        for (JsonNode trial : found.at("/trials")) assertThat(trial.at("/metrics/ndcg@10").doubleValue()).isLessThanOrEqualTo(best);
        JsonNode neighbours = Mf4j.done("tune", ratings, "--trainer", "itemknn", "--implicit", "--trials", 8, "--sampler", "random-search", "--metric", "recall@5", "--json").json();
        for (JsonNode trial : neighbours.at("/trials")) assertThat(trial.at("/values").has("k1")).isEqualTo(trial.at("/values/similarity").stringValue().equals("bm25"));
    }

    @Test
    void endsWhenItMay() {
        assertThat(json("--target", 5).at("/study/trials").intValue()).isEqualTo(1);
        assertThat(json("--target", 5).at("/study/ended").stringValue()).contains("5");
        assertThat(json("--patience", 1, "--trials", 40).at("/study/trials").intValue()).isLessThan(40);
        JsonNode timed = json("--timeout", "1s", "--trials", 100_000);
        assertThat(timed.at("/study/trials").intValue()).isLessThan(100_000);
        assertThat(timed.at("/study/ended").stringValue()).contains("time");
        assertThat(run("--timeout", "0.001s").err()).contains("no trial has a value: ");
        JsonNode grid = json("--space", "rank=2|3,regularization=1|10", "--sampler", "grid-search");
        assertThat(grid.at("/study/trials").intValue()).isEqualTo(4);
    }

    @Test
    void drawsTheStudy() throws IOException {
        Path plots = folder.resolve("plots");
        assertThat(run("--space", "rank=int:2:6,solver=cholesky|cg,biased=bool", "--plots", plots).exitCode()).isZero();
        for (String name : new String[] {"history", "slice-rank", "slice-solver", "slice-biased", "parallel", "importances"}) {
            assertThat(javax.imageio.ImageIO.read(plots.resolve(name + ".png").toFile()).getWidth()).isEqualTo(960);
            assertThat(Files.readString(plots.resolve(name + ".svg"))).contains("<svg");
        }
    }

    /// Both ends of every usual space are knobs that the trainer takes.
    @ParameterizedTest
    @EnumSource(Catalog.class)
    void theUsualSpaceOfATrainerIsSound(Catalog trainer) {
        KnobSpace knobs = new KnobSpace(trainer, trainer.defaults());
        boolean none = trainer.knobs().stream().allMatch(knob -> knob.search().isEmpty());
        if (none) {
            org.assertj.core.api.Assertions.assertThatIllegalArgumentException().isThrownBy(() -> knobs.usual(Set.of(), 50)).withMessageContaining(trainer.title() + " has no knob with a range to search");
            return;
        }
        Space space = knobs.usual(Set.of(), 50);
        for (double u : new double[] {0, 1}) {
            double[] corner = new double[space.size()];
            java.util.Arrays.fill(corner, u);
            Map<String, Object> values = space.values(space.fromUnit(corner));
            assertThat(Knobs.valuesOf(trainer.with(values)).keySet()).containsAll(values.keySet());
        }
        assertThat(space.parameters()).allSatisfy(p -> { if (p.name().equals("rank")) assertThat(p.fromUnit(1)).isEqualTo(50); });
        assertThat(knobs.read(SpaceText.write(space), Set.of())).isEqualTo(space);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "--sampler hill; 2; there is no algorithm 'hill'; there are GRID_SEARCH, SHUFFLED_GRID_SEARCH, RANDOM_SEARCH",
        "--pruner axe; 2; there is no pruner 'axe'; there are ",
        "--sampler random-search --sampler-knob luck=3; 2; --sampler-knob: RandomSearch has no knob 'luck'; its knobs are seed",
        "--space rnk=int:1:3; 2; --space: als has no knob 'rnk'; it has rank, regularization",
        "--space rank=int:0:3; 2; --space: rank must be at least 1 and at most 4096 but was 0",
        "--space rank=log:1:3; 2; --space: rank is a whole number: int:LOW:HIGH or intlog:LOW:HIGH",
        "--space rank=often; 2; --space: rank must be a whole number but was often",
        "--space epochs=int:1:3; 2; --space: epochs is set by --epochs already",
        "--space solver=cholesky|magic; 2; --space: solver must be one of",
        "--space rank; 2; --space: 'rank' should be NAME=VALUES",
        "--trainer sgd --epochs 4 --tail 3; 2; sgd has no knob --tail",
        "--metric accuracy; 2; --metric must be rmse, mae or such as ndcg@10 but was accuracy",
        "--split none; 2; tune wants a validation part to choose by",
        "--parts 0.8,0,0.2; 2; tune wants a validation part to choose by",
        "--timeout soon; 2; --timeout must be a time such as 90s, 15m or 2h but was soon",
        "--trials 0; 2; --trials must be at least 1 but was 0",
        "--workers 0; 2; --workers must be at least 1 but was 0",
        "--patience 0; 2; --patience must be at least 1 but was 0",
        "--name x; 2; --name is for --study",
        "--csv /nowhere/at/all.csv; 1; there is no folder /nowhere/at",
        "--save /nowhere/at/all.mf4j; 1; cannot save /nowhere/at/all.mf4j",
        "--study notes.txt; 1; the place of a study must be a journal"})
    void refusesWhatCannotBe(String flags, int code, String message) {
        Mf4j run = run((Object[]) flags.strip().split(" "));
        assertThat(run.err()).contains(message.strip()).doesNotContain("trial 0");
        assertThat(run.exitCode()).isEqualTo(code);
    }

    @Test
    void refusesAFileThatIsNoStudyOrAnother() throws IOException {
        Path file = Files.writeString(folder.resolve("x.jsonl"), "not a journal\n");
        assertThat(run("--study", file).err()).contains(file + ":1: not a line of a study's journal, found 'not a journal'");
        Path other = folder.resolve("other.jsonl");
        mf4j.study.Study.minimize("loss").name("als").journal(other).run(2, trial -> trial.real("x", 0, 1));
        assertThat(run("--study", other).err()).contains("the study als in " + other + " was not begun by mf4j tune; --name gives another name");
    }
}

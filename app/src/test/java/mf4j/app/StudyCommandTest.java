package mf4j.app;

import mf4j.study.Evidence;
import mf4j.study.FrozenTrial;
import mf4j.study.Parameter;
import mf4j.study.RandomSearch;
import mf4j.study.Study;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class StudyCommandTest {
    private static final Object[] BEGIN = {"--space", "x=float:-1:1,kind=a|b", "--minimize", "loss", "--sampler", "random-search", "--seed", 7};

    @TempDir
    Path folder;

    Path place;

    @BeforeEach
    void name() {
        place = folder.resolve("s.jsonl");
    }

    private static Object[] words(Object[] first, Object... more) {
        return java.util.stream.Stream.concat(java.util.stream.Stream.of(first), java.util.stream.Stream.of(more)).toArray();
    }

    private JsonNode study(String what, Object... more) {
        return Mf4j.done(words(new Object[] {"study", what, place}, words(more, "--json"))).json();
    }

    private Mf4j wrong(String what, Object... more) {
        return Mf4j.run(words(new Object[] {"study", what, place}, more));
    }

    private static double loss(JsonNode values) {
        return Math.pow(values.at("/x").doubleValue(), 2) + (values.at("/kind").stringValue().equals("a") ? 0 : 1);
    }

    /// Whoever asks by the command line, call by call, is given what a program in Java would try.
    @Test
    void askAndTellAreTheStudyOfAProgram() throws IOException {
        List<Map<String, Object>> expected = Study.minimize("loss").space(Parameter.real("x", -1, 1), Parameter.choice("kind", "a", "b")).sampler(RandomSearch.defaults().withSeed(7))
                .run(5, trial -> 0).trials().stream().map(FrozenTrial::values).toList();
        for (int n = 0; n < 5; n++) {
            JsonNode asked = n == 0 ? study("ask", words(new Object[] {"mine"}, BEGIN)) : study("ask", "mine");
            assertThat(asked.at("/trial").intValue()).isEqualTo(n);
            assertThat(asked.at("/values/x").doubleValue()).isEqualTo(expected.get(n).get("x"));
            assertThat(asked.at("/values/kind").stringValue()).isEqualTo(expected.get(n).get("kind"));
            assertThat(study("tell", "mine", n, loss(asked.at("/values"))).at("/accepted").booleanValue()).isTrue();
        }
        assertThat(study("tell", "mine", 0, 99).at("/accepted").booleanValue()).isFalse();
        assertThat(study("ask", "mine", "--trials", 5).at("/ended").stringValue()).isEqualTo("it has its 5 trials");
        JsonNode best = study("best", "mine");
        double least = 9;
        for (JsonNode trial : study("trials", "mine").at("/trials")) {
            assertThat(trial.at("/metrics/loss").doubleValue()).isEqualTo(loss(trial.at("/values")));
            least = Math.min(least, trial.at("/metrics/loss").doubleValue());
        }
        assertThat(best.at("/best/metrics/loss").doubleValue()).isEqualTo(least);
        assertThat(study("trials", "mine", "--best", 1).at("/trials/0")).isEqualTo(best.at("/best"));
        assertThat(Mf4j.done("study", "ask", place, "mine").out().strip()).startsWith("{\"trial\":5,\"values\":{\"x\":").doesNotContain("\n");
    }

    @Test
    void aTrialMayEndOtherwise() {
        for (int n = 0; n < 5; n++) study("ask", words(new Object[] {"mine"}, BEGIN));
        assertThat(study("tell", "mine", 0, "--report", 1, 0.5).at("/prune").booleanValue()).isFalse();
        study("tell", "mine", 0, "--report", 2, -0.25);
        study("tell", "mine", 0, "--state", "pruned");
        study("tell", "mine", 1, "--state", "infeasible", "--reason", "out of memory");
        study("tell", "mine", 2, "--state", "fail");
        study("tell", "mine", 3, -2.5, "--constraint", "size=3", "--note", "by=me");
        study("tell", "mine", 4, "nan");
        JsonNode trials = study("trials", "mine").at("/trials");
        assertThat(trials.at("/0/state").stringValue()).isEqualTo("pruned");
        assertThat(trials.at("/0/metrics/loss").doubleValue()).isEqualTo(-0.25);
        assertThat(trials.at("/1/infeasible").stringValue()).isEqualTo("out of memory");
        assertThat(trials.at("/2/state").stringValue()).isEqualTo("fail");
        assertThat(trials.at("/3/metrics/loss").doubleValue()).isEqualTo(-2.5);
        assertThat(trials.at("/3/notes/by").stringValue()).isEqualTo("me");
        assertThat(trials.at("/4/state").stringValue()).isEqualTo("infeasible");
        assertThat(wrong("best", "mine").err()).contains("no trial of the study mine has a value yet"); // the only one breaks its constraint
    }

    @Test
    void aPlanMayComeFromAFile() throws IOException {
        Path plan = Files.writeString(folder.resolve("plan.json"), """
                {"goals": [{"metric": "loss", "goal": "minimize"}, {"metric": "size", "goal": "minimize"}], "space": "n=int:1:3", "sampler": {"name": "GRID_SEARCH"}}""");
        for (int n = 0; n < 3; n++) {
            assertThat(study("ask", "grid", "--plan", plan).at("/values/n").intValue()).isEqualTo(n + 1);
            study("tell", "grid", n, n == 1 ? 5 : 3 - n, n);
        }
        assertThat(study("ask", "grid").at("/ended").stringValue()).isEqualTo("everything there is was tried");
        assertThat(study("best", "grid").at("/front")).hasSize(2);
        JsonNode shown = study("show", "grid");
        assertThat(shown.at("/plan/sampler/name").stringValue()).isEqualTo("GRID_SEARCH");
        assertThat(shown.at("/plan/goals/1/metric").stringValue()).isEqualTo("size");
        assertThat(Mf4j.done("study", "show", place).out()).contains("space          n=int:1:3").contains("3 trials: 3 complete");
    }

    /// A table and copies in other places have what the study has; what is imported is learned from.
    @Test
    void goesOutAndComesIn() throws IOException {
        Study.minimize("loss").name("mine").space(Parameter.real("x", -1, 1), Parameter.choice("kind", "a,b", "c\"d", "e\nf")).sampler(mf4j.study.GridSearch.defaults().withReals(2)).journal(place).run(6, trial -> trial.real("x"));
        Path csv = folder.resolve("trials.csv");
        study("export", "--to", csv);
        assertThat(Files.readString(csv)).startsWith("trial,state,loss,x,kind,seconds,started\n0,complete,").contains("\"c\"\"d\"");
        JsonNode trials = study("trials").at("/trials");
        Path database = folder.resolve("copy.db");
        study("export", "mine", "--to", database, "--as", "copy");
        assertThat(Mf4j.done("study", "trials", database, "--json").json().at("/trials")).isEqualTo(trials);
        assertThat(wrong("export", "mine", "--to", database, "--as", "copy").err()).contains("there is a study copy in");
        assertThat(Mf4j.done("study", "show", database, "--json").json().at("/plan")).isEqualTo(study("show").at("/plan"));

        Path plan = Files.writeString(folder.resolve("plan.json"), """
                {"goals": [{"metric": "loss"}], "space": [{"name": "x", "values": "float:-1:1"}, {"name": "kind", "values": "", "choices": ["a,b", "c\\"d", "e\\nf"]}]}""");
        assertThat(study("import", "again", "--from", csv, "--plan", plan).at("/imported").intValue()).isEqualTo(6);
        assertThat(study("import", "other", "--from", database).at("/imported").intValue()).isEqualTo(6);
        for (String name : List.of("again", "other")) {
            JsonNode imported = study("trials", name).at("/trials");
            for (int j = 0; j < 6; j++) for (String key : new String[] {"/values", "/metrics", "/state"}) assertThat(imported.at("/" + j + key)).isEqualTo(trials.at("/" + j + key));
        }
        assertThat(study("ask", "other").at("/ended").stringValue()).isEqualTo("everything there is was tried"); // its grid, for the six are learned from
        assertThat(study("list").at("/studies")).extracting(one -> one.at("/name").stringValue()).containsExactly("mine", "again", "other");
    }

    @Test
    void importsNothingThatDoesNotFit() throws IOException {
        Path csv = folder.resolve("t.csv");
        for (String[] one : new String[][] {{"x,kind\n0,a\n", ":1: there must be a column for the metric loss, found 'x,kind'"}, {"x,kind,loss\n0,a,1\n2,a,1\n", ":3: x must be float:-1:1, found '2'"},
            {"x,kind,loss\n0,a,good\n", ":2: loss must be a number, found 'good'"}, {"x,kind,loss\n0,a\n", ":2: there must be 3 cells, found '0,a'"}, {"x,loss\n0,1\n", ":2: kind must have a value, found ''"},
            {"x,kind,loss,state\n0,a,1,odd\n", ":2: the state must be complete, pruned, infeasible, fail, running or waiting, found 'odd'"}}) {
            Files.writeString(csv, one[0]);
            assertThat(wrong("import", words(new Object[] {"mine", "--from", csv}, BEGIN)).err()).contains(csv + one[1]);
        }
        assertThat(Files.readString(place)).doesNotContain("mine");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "ask mine; 1; a study begins with a goal: --minimize METRIC or --maximize METRIC",
        "ask mine --minimize loss; 1; there is no study mine yet; to begin it give --space",
        "ask mine --minimize loss --space x; 2; 'x' should be NAME=VALUES",
        "ask mine --minimize loss --space x=bool --sampler hill; 2; there is no algorithm 'hill'; there are GRID_SEARCH",
        "ask there --space x=float:0:2; 1; --space must be x=float:-1:1,kind=a|b as when the study there was begun, but was x=float:0:2",
        "ask there --maximize loss; 1; the study there was begun to minimize loss, not to maximize loss",
        "tell there 0; 2; give the values of trial 0, --state, or --report STEP VALUE",
        "tell there 0 much; 2; a value must be a number but was much",
        "tell there 0 1 2; 1; have a value for each of [loss] but was [1.0, 2.0]",
        "tell there 7 1; 1; trial must be one of 0 to 0 but was 7",
        "tell there 0 --state lost; 1; the state of a trial must be complete, pruned, infeasible or fail but was lost",
        "tell there 0 1 --report 1 2; 2; --report is for a trial that goes on",
        "tell there 0 --report 1.5 2; 2; --report must be given a step from 0 on",
        "show nobody; 1; there is no study 'nobody' in",
        "export there --to x.csv --as y; 2; --as is for a copy of the study"})
    void refusesWhatCannotBe(String arguments, int code, String message) {
        study("ask", words(new Object[] {"there"}, BEGIN));
        String[] words = arguments.strip().split(" ");
        Mf4j run = wrong(words[0], (Object[]) java.util.Arrays.copyOfRange(words, 1, words.length));
        assertThat(run.err()).contains(message.strip());
        assertThat(run.exitCode()).isEqualTo(code);
    }

    @Test
    void saysWhatIsNotThere() {
        assertThat(wrong("list").err()).contains("there are no studies in " + place + ": there is no such file");
        assertThat(Mf4j.run("study").err()).contains("give what to do: list, show, best, trials, importance");
        study("ask", words(new Object[] {"one"}, BEGIN));
        study("ask", words(new Object[] {"two"}, BEGIN));
        assertThat(wrong("show").err()).contains(place + " has several studies, so name one: one, two");
    }

    @Test
    void everyCommandHasHelpWithAnExample() {
        for (String command : Main.commandLine().getSubcommands().get("study").getSubcommands().keySet()) {
            assertThat(Mf4j.done("study", command, "--help").out()).contains("Usage: mf4j study " + command).containsPattern("Examples?:\\R\\s+mf4j study " + command);
        }
    }

    private record Reply(int status, JsonNode body) { }

    private static Reply call(int port, String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body)).build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        return new Reply(response.statusCode(), JsonMapper.shared().readTree(response.body()));
    }

    /// The same over HTTP, and a command beside it works on the same study.
    @Test
    void servesStudies() throws Exception {
        try (StudyServer server = new StudyServer(new StudyPlace(place.toString()), "127.0.0.1", 0)) {
            int port = server.port();
            String plan = "{\"goals\":[{\"metric\":\"loss\"}],\"space\":\"x=float:-1:1,kind=a|b\",\"sampler\":{\"name\":\"RANDOM_SEARCH\",\"knobs\":{\"seed\":7}}}";
            assertThat(call(port, "POST", "/studies/mine", plan).status()).isEqualTo(201);
            assertThat(call(port, "POST", "/studies/mine", plan).body().at("/begun").booleanValue()).isFalse();
            assertThat(call(port, "POST", "/studies/mine", plan.replace("a|b", "a|c")).status()).isEqualTo(400);
            JsonNode asked = call(port, "POST", "/studies/mine/ask", null).body();
            double[] first = RandomSearch.defaults().withSeed(7).proposer(mf4j.study.SpaceText.read("x=float:-1:1,kind=a|b"), List.of()).next(new Evidence(0, List.of())).orElseThrow();
            assertThat(asked.at("/values/x").doubleValue()).isEqualTo(first[0]);
            assertThat(call(port, "POST", "/studies/mine/trials/0/report", "{\"step\":1,\"value\":0.5}").body().at("/prune").booleanValue()).isFalse();
            assertThat(call(port, "POST", "/studies/mine/trials/0/tell", "{\"value\":0.25,\"notes\":{\"by\":\"me\"}}").body().at("/accepted").booleanValue()).isTrue();
            assertThat(call(port, "POST", "/studies/mine/trials/0/tell", "{\"value\":1}").body().at("/accepted").booleanValue()).isFalse();
            assertThat(study("ask", "mine").at("/trial").intValue()).isEqualTo(1);
            assertThat(call(port, "POST", "/studies/mine/trials/1/tell", "{\"values\":{\"loss\":\"nan\"}}").body().at("/accepted").booleanValue()).isTrue();
            call(port, "POST", "/studies/mine/ask", null);
            call(port, "POST", "/studies/mine/trials/2/tell", "{\"state\":\"infeasible\",\"reason\":\"too large\"}");
            assertThat(call(port, "GET", "/studies/mine/best", null).body().at("/best/metrics/loss").doubleValue()).isEqualTo(0.25);
            assertThat(call(port, "GET", "/studies/mine", null).body().at("/infeasible").intValue()).isEqualTo(2);
            assertThat(call(port, "GET", "/studies", null).body().at("/studies/0/name").stringValue()).isEqualTo("mine");
            assertThat(call(port, "GET", "/studies/mine/trials", null).body().at("/trials")).isEqualTo(study("trials", "mine").at("/trials"));
            refuses(port);
        }
    }

    private static void refuses(int port) throws Exception {
        for (String[] one : new String[][] {{"GET", "/studies/nobody", "", "404", "there is no study 'nobody'"}, {"POST", "/studies/nobody/ask", "", "404", "there is no study 'nobody'"},
            {"GET", "/else", "", "404", "there is no GET /else"}, {"POST", "/studies/mine/trials/99/tell", "{\"value\":1}", "404", "there is no trial 99"}, {"POST", "/studies/mine/trials/x/tell", "{}", "404", "there is no trial x"},
            {"POST", "/studies/mine/trials/0/tell", "{", "400", "not a JSON object"}, {"POST", "/studies/mine/trials/0/tell", "{\"loss\":1}", "400", "a trial is told value or values, state, reason, constraints, notes, not 'loss'"},
            {"POST", "/studies/mine/trials/0/report", "{\"value\":1}", "400", "a report must have a step"}, {"POST", "/studies/mine/trials/0/report", "{\"step\":1,\"value\":1}", "400", "must be under way"},
            {"POST", "/studies/new", "{}", "400", "a study must have goals"}, {"POST", "/studies/new", "{\"goals\":[{\"metric\":\"m\"}]}", "400", "a study must have a space"}}) {
            Reply reply = call(port, one[0], one[1], one[2].isEmpty() ? null : one[2]);
            assertThat(reply.status()).as(one[1]).isEqualTo(Integer.parseInt(one[3]));
            assertThat(reply.body().at("/error").stringValue()).contains(one[4]);
        }
    }

    @Test
    void saysWhatMatters() throws IOException {
        Study.minimize("loss").space(Parameter.real("x", 0, 1), Parameter.real("y", 0, 1)).sampler(RandomSearch.defaults()).journal(place).run(60, trial -> trial.real("x") + 0.01 * trial.real("y"));
        for (String method : new String[] {"ped-anova", "fanova"}) {
            JsonNode importance = study("importance", "--method", method).at("/importance");
            assertThat(importance.at("/x").doubleValue()).isGreaterThan(0.9);
            assertThat(importance.at("/x").doubleValue() + importance.at("/y").doubleValue()).isEqualTo(1, org.assertj.core.api.Assertions.within(1e-9));
        }
        assertThat(wrong("importance", "--method", "guess").err()).contains("there is no importance 'guess'; there are ped-anova, fanova");
        assertThat(wrong("importance", "--metric", "gain").err()).contains("metric must be one of [loss] but was gain");
    }

    @Test
    void plotsOfAStudyWithFailuresAndFarValues() throws IOException {
        Study.maximize("gain").space(Parameter.logarithmic("x", 1e-4, 1), Parameter.choice("kind", "a", "b", "c")).sampler(RandomSearch.defaults()).journal(place).run(30, trial -> {
            if (trial.number() % 9 == 4) throw trial.infeasible("no");
            return trial.number() % 10 == 3 ? -1e6 : Math.log(trial.real("x"));
        });
        study("show", "--plots", folder.resolve("plots"));
        assertThat(folder.resolve("plots/slice-kind.svg")).content().contains("<svg");
    }
}

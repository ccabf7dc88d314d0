package mf4j.app;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import mf4j.study.Findings;
import mf4j.study.Ledger;
import mf4j.study.PlanText;
import mf4j.study.Storage;
import mf4j.study.Study;
import mf4j.study.StudyPlan;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Studies over HTTP, in JSON: what `study ask` and `study tell` do, for any number of clients. `docs/reference/studies.md` has the routes.
final class StudyServer implements AutoCloseable {
    private final StudyPlace place;
    private final Storage storage;
    private final Map<String, Study> open = new ConcurrentHashMap<>();
    private final Javalin http;

    /// A name of which there is no study, or a number of which there is no trial.
    private static final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1;

        Missing(String message) {
            super(message);
        }
    }

    /// @param port 0 for any that is free
    StudyServer(StudyPlace place, String host, int port) throws IOException {
        this.place = place;
        this.storage = place.open();
        this.http = Javalin.create(this::configure).start(host, port);
    }

    int port() {
        return http.port();
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.concurrency.useVirtualThreads = true; // whoever asks may have to wait for somebody else's outcome
        config.routes.get("/studies", this::list).get("/studies/{study}", this::show).get("/studies/{study}/best", this::best).get("/studies/{study}/trials", this::trials);
        config.routes.post("/studies/{study}", this::begin).post("/studies/{study}/ask", this::ask);
        config.routes.post("/studies/{study}/trials/{trial}/report", this::report).post("/studies/{study}/trials/{trial}/tell", this::tell);
        config.routes.exception(Missing.class, (e, context) -> error(context, 404, e.getMessage()));
        config.routes.exception(IllegalArgumentException.class, (e, context) -> error(context, 400, e.getMessage()));
        config.routes.exception(IOException.class, (e, context) -> error(context, 500, e.getMessage()));
        config.routes.exception(UncheckedIOException.class, (e, context) -> error(context, 500, e.getMessage()));
        config.routes.error(404, context -> {
            if (context.result() == null || !context.result().startsWith("{")) error(context, 404, "there is no " + context.method() + " " + context.path());
        });
    }

    private static void error(Context context, int status, String message) {
        json(context.status(status), new Tree().put("error", message));
    }

    private static void json(Context context, Tree numbers) {
        context.contentType("application/json").result(JsonMapper.shared().writeValueAsString(numbers.values()));
    }

    private static Map<String, Object> body(Context context) {
        return context.body().isBlank() ? Map.of() : PlanText.map(context.body());
    }

    private void list(Context context) throws IOException {
        json(context, new Tree().put("studies", StudyList.all(storage).stream().map(StudyList::row).toList()));
    }

    private void show(Context context) throws IOException {
        Ledger ledger = ledger(context);
        StudyPlan plan = PlanText.of(ledger);
        json(context, StudyShow.numbers(ledger, plan, StudyQuery.findings(ledger, plan)));
    }

    private void best(Context context) throws IOException {
        Findings findings = findings(context);
        TrialTable table = new TrialTable(findings);
        Tree numbers = new Tree().put("best", findings.best().map(table::row).orElse(null));
        json(context, findings.goals().size() == 1 ? numbers : numbers.put("front", table.rows(findings.front())));
    }

    private void trials(Context context) throws IOException {
        Findings findings = findings(context);
        json(context, new Tree().put("trials", new TrialTable(findings).rows(findings.trials())));
    }

    private Findings findings(Context context) throws IOException {
        Ledger ledger = ledger(context);
        return StudyQuery.findings(ledger, PlanText.of(ledger));
    }

    private Ledger ledger(Context context) throws IOException {
        String name = context.pathParam("study");
        return storage.find(name).orElseThrow(() -> new Missing("there is no study '" + name + "'"));
    }

    /// Begins a study; one that is there with the same goals and space is left as it is.
    private void begin(Context context) throws IOException {
        String name = context.pathParam("study");
        Map<String, Object> given = new LinkedHashMap<>(body(context));
        given.putIfAbsent("lease", 3600);
        StudyPlan plan = PlanText.read(given).name(name);
        if (plan.space().size() == 0) throw new IllegalArgumentException("a study must have a space, such as {\"space\": \"x=float:0:1,kind=a|b\"}");
        Optional<Ledger> kept = storage.find(name);
        if (kept.isPresent()) {
            StudyPlan had = PlanText.of(kept.get());
            if (!had.goals().equals(plan.goals()) || !had.space().equals(plan.space())) throw new IllegalArgumentException("there is a study '" + name + "' with another plan");
        } else open.computeIfAbsent(name, _ -> opened(plan));
        json(context.status(kept.isPresent() ? 200 : 201), new Tree().put("name", name).put("begun", kept.isEmpty()));
    }

    private void ask(Context context) throws IOException {
        json(context, conversation(context).ask());
    }

    private void report(Context context) throws IOException {
        AskTell conversation = conversation(context);
        Map<String, Object> body = body(context);
        if (!(body.get("step") instanceof Integer step)) throw new IllegalArgumentException("a report must have a step, a whole number, and a value, but was " + body);
        double[] values = conversation.values(body);
        if (values.length == 0) throw new IllegalArgumentException("a report must have a value, but was " + body);
        json(context, conversation.report(trial(context, conversation), step, values));
    }

    private void tell(Context context) throws IOException {
        AskTell conversation = conversation(context);
        json(context, conversation.tell(trial(context, conversation), body(context)));
    }

    private static int trial(Context context, AskTell conversation) throws IOException {
        String text = context.pathParam("trial");
        int count = conversation.study().findings().trials().size();
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) >= count) throw new Missing("there is no trial " + text);
        return Integer.parseInt(text);
    }

    private AskTell conversation(Context context) throws IOException {
        StudyPlan plan = PlanText.of(ledger(context));
        return new AskTell(open.computeIfAbsent(plan.name(), _ -> opened(plan)));
    }

    private Study opened(StudyPlan plan) {
        try {
            return plan.in(place).open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        http.stop();
        for (AutoCloseable one : Stream.<AutoCloseable>concat(open.values().stream(), Stream.of(storage)).toList()) {
            try {
                one.close();
            } catch (IOException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }
}

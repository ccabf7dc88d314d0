package mf4j.app;

import mf4j.data.Ratings;
import mf4j.data.Split;
import mf4j.kernel.Kernel;
import mf4j.recommend.Model;
import mf4j.sql.Source;
import mf4j.study.Findings;
import mf4j.study.FrozenTrial;
import mf4j.study.Ledger;
import mf4j.study.Parameter;
import mf4j.study.Space;
import mf4j.study.SpaceText;
import mf4j.study.Storage;
import mf4j.study.Stops;
import mf4j.study.Study;
import mf4j.study.StudyPlan;
import mf4j.train.Knobs;
import mf4j.train.SafeFile;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `mf4j tune`: searches the knobs of a trainer, and judges the best once.
@CommandLine.Command(name = "tune", modelTransformer = TuneCommand.Names.class,
        description = {"Searches the knobs of a trainer by the validation part of ratings, and judges the best ones once, on the test part, beside a baseline.",
            "A knob that is given by its flag is not searched."},
        footer = {"", "Examples:", "  mf4j tune ratings.csv --trainer als --trials 50 --study tune.jsonl",
            "  mf4j tune ratings.csv --trainer sgd --sampler tpe --space rank=int:8:64,learningRate=log:1e-3:0.1 --workers 2",
            "  mf4j tune clicks.csv --trainer ials --implicit --metric ndcg@10 --timeout 10m --save clicks.mf4j"})
final class TuneCommand extends Command {
    private static final int SHOWN = 10; // trials in the table at the end

    /// Knobs as flags, and what the samplers and pruners are called.
    static final class Names extends KnobFlags {
        @Override
        public CommandLine.Model.CommandSpec transform(CommandLine.Model.CommandSpec spec) {
            return Choosing.named(super.transform(spec));
        }
    }

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "Ratings: .csv, .tsv, .dat (also .gz, .zst), .parquet, .jsonl, or a glob in quotes.")
    String location;

    @Option(names = "--sql", paramLabel = "QUERY", description = "Read what this query of DuckDB gives, instead of a file.")
    String sql;

    @Option(names = "--trainer", paramLabel = "NAME", description = "Whose knobs are searched: see below (als).")
    String trainer = Catalog.ALS.title();

    @Option(names = "--space", paramLabel = "NAME=VALUES,...", description = {"What is searched: int:8:128 (also with a step: int:8:128:8), intlog:8:128, float:0:1, log:1e-4:1, values 8|16|32 or a|b|c, bool, or one value;",
        "b[similarity=bm25]=float:0:1 only where another has that value. Without it, the knobs that the trainer names for it."})
    String space;

    @Option(names = "--metric", paramLabel = "NAME", description = "What is to be best on the validation part: rmse, mae, or such as ndcg@10 (rmse; ndcg@10 where scores are no ratings).")
    String metric;

    @Option(names = "--trials", paramLabel = "N", description = "Trials in all, those of before among them (50).")
    int trials = 50;

    @Option(names = "--timeout", paramLabel = "TIME", description = "Begin no trial after so long: 90s, 15m, 2h.")
    String timeout;

    @Option(names = "--target", paramLabel = "X", description = "End when a trial is as good as this.")
    Double target;

    @Option(names = "--patience", paramLabel = "N", description = "End after N trials that are not better than the best before.")
    Integer patience;

    @Option(names = "--epoch-patience", paramLabel = "N", description = "Stop a training after N epochs that are not better; 0 runs them all (5, by a ranking half of the epochs if that is more).")
    Integer epochPatience;

    @Mixin
    Choosing choosing;

    @Option(names = "--workers", paramLabel = "N", description = "Trials at the same time, which divide the threads (1).")
    int workers = 1;

    @Option(names = "--enqueue-defaults", negatable = true, defaultValue = "true", fallbackValue = "true", description = "Try the trainer's own knobs first, or not.")
    boolean defaultsFirst;

    @Option(names = "--study", paramLabel = "PLACE", converter = StudyPlace.Converter.class,
            description = "Keep the study there, and go on with it: FILE.jsonl, a journal; FILE.db, SQLite; postgresql://user:password@host/database.")
    StudyPlace place;

    @Option(names = "--name", paramLabel = "NAME", description = "The study's name there (the trainer's).")
    String name;

    @Mixin
    VizierFlags vizier;

    @Option(names = "--csv", paramLabel = "FILE", description = "All trials as a table, written anew as they finish.")
    Path csv;

    @Option(names = "--plots", paramLabel = "DIR", description = "Pictures of the study, as .png and .svg.")
    Path plots;

    @Option(names = "--save", paramLabel = "MODEL", description = "Save the model of the best trial there.")
    Path save;

    @Mixin
    ItemTable items;

    @Mixin
    Splitting splitting;

    @Mixin
    Judgement judgement;

    @Mixin
    Reading reading;

    @Override
    Answer answer() throws Exception {
        refuseWrongUse();
        Recipe recipe = recipe();
        Set<String> set = KnobFlags.set(spec, recipe.trainer()).keySet();
        KnobSpace knobs = new KnobSpace(recipe.trainer(), recipe.made());
        if (space != null) usage(() -> knobs.read(space, set));
        else usage(() -> knobs.usual(set, Integer.MAX_VALUE));
        checkPlaces();
        TrainReport report = new TrainReport();
        Ratings ratings = report.timed("read", () -> splitting.kept(reading.read(source(), err())));
        if (recipe.trainer().learnsEvents()) ratings.above0(recipe.made().getClass());
        Map<String, String> titles = items.titlesOr(Map.of());
        Split split = recipe.split(ratings);
        if (split.validation().count() == 0) throw wrong("tune wants a validation part to choose by, and --split " + splitting + " has none");
        recipe.judge(split);
        Space searched = space != null ? knobs.read(space, set) : knobs.usual(set, Math.min(ratings.users().size(), ratings.items().size()));
        StudyPlan plan = plan(recipe, searched);
        try (Study study = plan.open()) {
            study.about(about(recipe, ratings, searched, set));
            if (defaultsFirst && study.findings().trials().isEmpty()) enqueue(study, knobs, searched);
            report.timed("search", () -> searched(study, new Tuning(recipe, split)));
            return judged(study, new Tuning(recipe, split), ratings, titles, report);
        }
    }

    private void refuseWrongUse() {
        if ((location == null) == (sql == null)) throw wrong("give one file of ratings, or --sql");
        if (trials < 1) throw wrong("--trials must be at least 1 but was " + trials);
        if (workers < 1) throw wrong("--workers must be at least 1 but was " + workers);
        if (patience != null && patience < 1) throw wrong("--patience must be at least 1 but was " + patience);
        if (epochPatience != null && epochPatience < 0) throw wrong("--epoch-patience must be at least 0 but was " + epochPatience);
        if (target != null && !Double.isFinite(target)) throw wrong("--target must be a finite number but was " + target);
        if (name != null && place == null && !vizier.asked()) throw wrong("--name is for --study: the name that the study has there");
        if (Splitting.NONE.equals(splitting.name)) throw wrong("tune wants a validation part to choose by, and --split none has none");
        usage(() -> {
            if (timeout != null) Span.of("--timeout", timeout);
            choosing.check();
            vizier.check(place != null);
            splitting.check();
            judgement.check();
            reading.check();
            items.check();
            return null;
        });
    }

    private Recipe recipe() {
        Catalog chosen = usage(() -> Catalog.named(trainer));
        String by = metric == null ? chosen.metric() : metric;
        usage(() -> {
            Recipe.checkMetric(by, chosen);
            return null;
        });
        Map<String, Object> knobs = Knobs.valuesOf(KnobFlags.trainer(spec, chosen, Map.of(), seed));
        int waits = epochPatience == null ? Recipe.usualPatience(by, knobs) : epochPatience;
        return new Recipe(chosen, knobs, reading, splitting, seedOr(0), by, waits, false, false);
    }

    /// Nothing is searched for hours whose result cannot be kept.
    private void checkPlaces() throws IOException {
        if (csv != null) SafeFile.check(csv);
        if (save != null) Saved.check(save);
        if (plots != null) StudyPlots.check(plots);
        if (place == null) return;
        try (Storage storage = place.open()) {
            Optional<Ledger> kept = storage.find(studyName());
            if (kept.isPresent() && !kept.get().trials().isEmpty() && !kept.get().attributes(mf4j.study.Attribute.USER).containsKey("trainer")) {
                throw new IllegalArgumentException("the study " + studyName() + " in " + place + " was not begun by mf4j tune; --name gives another name");
            }
        }
    }

    private String studyName() {
        return name != null ? name : trainer;
    }

    private Source source() {
        return sql != null ? Source.sql(sql) : Source.of(location);
    }

    private StudyPlan plan(Recipe recipe, Space searched) {
        StudyPlan plan = recipe.higherIsBetter() ? Study.maximize(recipe.measure()) : Study.minimize(recipe.measure());
        plan = choosing.of(plan.name(studyName()).space(searched), seedOr(0)).workers(workers);
        if (timeout != null) plan = plan.stop(Stops.time(Span.of("--timeout", timeout)));
        if (target != null) plan = plan.stop(Stops.target(target));
        if (patience != null) plan = plan.stop(Stops.noProgress(patience));
        return place == null ? vizier.kept(plan) : plan.in(place);
    }

    /// What the values of trials depend on beside their knobs: who goes on with a study must have the same.
    private Map<String, Object> about(Recipe recipe, Ratings ratings, Space searched, Set<String> set) {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("trainer", recipe.trainer().title());
        about.put("data", ratings.fingerprint());
        about.put("split", splitting.toString());
        about.put("metric", recipe.measure());
        about.put("epochPatience", recipe.patience());
        about.put("seed", seedOr(0));
        about.put("space", SpaceText.write(searched));
        for (String knob : set) about.put(knob, recipe.knobs().get(knob));
        about.put("kernel", Kernel.active().name());
        return about;
    }

    private void enqueue(Study study, KnobSpace knobs, Space searched) throws IOException {
        Optional<Map<String, Object>> own = knobs.own(searched);
        if (own.isPresent()) study.enqueue(own.get());
        else say("mf4j: the knobs that " + trainer + " has by itself are not all in the space, so they are not tried");
    }

    private Study searched(Study study, Tuning tuning) throws IOException {
        long before = study.findings().trials().stream().filter(trial -> trial.state().finished()).count();
        if (before > 0) say(trainer + ": going on with " + place + " after " + before + " trials");
        TuneProgress progress = new TuneProgress(err(), study, trials, Optional.ofNullable(csv));
        try (Farewell _ = new Farewell(() -> stopped(study))) {
            study.listener(progress).run(trials, tuning);
        } finally {
            progress.close();
        }
        return study;
    }

    private void stopped(Study study) {
        try {
            study.abandon("stopped by somebody");
            long finished = study.findings().trials().stream().filter(trial -> trial.state().finished() && !trial.lost()).count();
            say("mf4j: stopped after " + finished + " of " + trials + " trials; " + (place == null ? (vizier.asked() ? "the same command goes on from there" : "nothing is kept, for that --study FILE")
                    : "the same command goes on from there (study " + studyName() + " in " + place + ")"));
        } catch (IOException | RuntimeException e) {
            say("mf4j: stopped; " + e.getMessage());
        }
    }

    /// Trains the winner once more, to the same bits, and looks at the test part for the first and only time.
    private Answer judged(Study study, Tuning tuning, Ratings ratings, Map<String, String> titles, TrainReport report) throws Exception {
        Findings findings = study.findings();
        FrozenTrial best = findings.best().orElseThrow(() -> new IllegalArgumentException("no trial has a value: " + findings.trials().stream().flatMap(trial -> trial.infeasible().stream()).findFirst().or(study::ended).orElse("none was finished")));
        Recipe recipe = tuning.turned(best.values());
        Split split = tuning.split();
        Model model = report.timed("fit", () -> recipe.fit(split.train(), Optional.empty(), recipe.judge(split)));
        Trial trial = report.timed("evaluate", () -> Trial.of(model, split, judgement, seedOr(0)));
        if (split.test().count() > 0) {
            judgement.missing(trial.test(), trial.threshold()).ifPresent(why -> say("mf4j: " + why));
            judgement.unjudged(trial.test(), trial.threshold()).ifPresent(report::unjudged);
        }
        report.describe(recipe, ratings, split, model, trial);
        if (save != null) {
            Map<String, Object> about = new LinkedHashMap<>();
            about.put("recipe", recipe.describe());
            about.putAll(report.about(recipe));
            Saved.save(new mf4j.store.ModelFile(model.remembering(ratings), titles, about), save);
            report.saved(save);
        }
        return answer(study, findings, best, report.answer());
    }

    private Answer answer(Study study, Findings findings, FrozenTrial best, Answer winner) throws IOException {
        TrialTable table = new TrialTable(findings);
        Optional<Path> pictures = plots == null ? Optional.empty() : Optional.of(new StudyPlots(findings).write(plots));
        Tree numbers = winner.numbers();
        numbers.put("study.name", findings.study()).put("study.place", place == null ? null : place.toString()).put("study.ended", study.ended().orElse(null));
        for (Map.Entry<String, Long> count : StudyCounts.of(findings).entrySet()) numbers.put("study." + count.getKey(), count.getValue());
        numbers.put("study.space", SpaceText.write(study.plan().space())).put("study.metric", table.metrics().getFirst());
        numbers.put("best", table.row(best)).put("trials", table.rows(table.best(SHOWN)));
        if (csv != null) numbers.put("csv", csv.toString());
        pictures.ifPresent(folder -> numbers.put("plots", folder.toString()));
        String text = study.ended().map(why -> "The search ended: " + why + ". ").orElse("") + StudyCounts.words(findings) + ". The best by " + table.metrics().getFirst() + " on the validation part:"
                + System.lineSeparator() + System.lineSeparator() + table.text(table.best(SHOWN), false) + System.lineSeparator() + System.lineSeparator()
                + "Trial " + best.number() + ": " + flags(best) + System.lineSeparator() + winner.text();
        if (csv != null) text += System.lineSeparator() + "all trials are in " + csv;
        if (pictures.isPresent()) text += System.lineSeparator() + "pictures are in " + pictures.get();
        return new Answer(numbers, text);
    }

    /// The winner as flags of `train`.
    private String flags(FrozenTrial best) {
        StringBuilder flags = new StringBuilder("--trainer " + trainer);
        for (Map.Entry<String, Object> value : best.values().entrySet()) {
            String flag = Catalog.named(trainer).knobs().stream().filter(knob -> knob.name().equals(value.getKey())).map(Knobs.Entry::flag).findFirst().orElse(value.getKey());
            flags.append(" --").append(flag).append(value.getValue() instanceof Boolean ? "=" : " ").append(SpaceText.write(value.getValue()));
        }
        return flags.toString();
    }
}

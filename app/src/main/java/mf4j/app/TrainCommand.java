package mf4j.app;

import mf4j.data.Ratings;
import mf4j.data.Split;
import mf4j.recommend.Continuing;
import mf4j.recommend.FactorModel;
import mf4j.recommend.Model;
import mf4j.sql.Source;
import mf4j.store.ModelFile;
import mf4j.train.Knobs;
import mf4j.train.Provenance;
import mf4j.train.Trainer;
import mf4j.train.Watch;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// `mf4j train`: ratings in, a model and its scores out.
@CommandLine.Command(name = "train", modelTransformer = KnobFlags.class,
        description = "Learns a model from ratings, scores it beside a baseline, and saves it.",
        footer = {"", "Examples:", "  mf4j train ratings.csv --out movies.mf4j",
            "  mf4j train ratings.csv --trainer sgd --rank 64 --split random --seed 7 --json",
            "  mf4j train --sql \"select * from 'r.parquet' where day < 30\" --items movies.csv --refit --out movies.mf4j"})
final class TrainCommand extends Command {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "Ratings: .csv, .tsv, .dat (also .gz, .zst), .parquet, .jsonl, or a glob in quotes.")
    String location;

    @Option(names = "--sql", paramLabel = "QUERY", description = "Read what this query of DuckDB gives, instead of a file.")
    String sql;

    @Option(names = "--trainer", paramLabel = "NAME", description = "What learns: see below (als).")
    String trainer;

    @Option(names = "--out", paramLabel = "MODEL", description = "Save the model there.")
    Path out;

    @Mixin
    ItemTable items;

    @Option(names = "--from", paramLabel = "MODEL", description = "Start from this model's factors, with its trainer, knobs and way of reading, --implicit for example, but for those given here.")
    Path from;

    @Option(names = "--refit", description = "At last learn from everything, for the chosen number of epochs; that model is saved.")
    boolean refit;

    @Option(names = "--without-history", description = "Save no user's ratings: recommend then needs --seen, and explain cannot.")
    boolean withoutHistory;

    @Option(names = "--metric", paramLabel = "NAME", description = "Choose the epoch by this on the validation part: rmse, mae, or such as ndcg@10 (rmse; ndcg@10 where scores are no ratings).")
    String metric;

    @Option(names = "--patience", paramLabel = "N",
            description = "Stop after N epochs that are not better; 0 runs them all (5, by a ranking half of the epochs if that is more).")
    Integer patience;

    @Mixin
    Splitting splitting;

    @Mixin
    Judgement judgement;

    @Mixin
    Reading reading;

    @Override
    Answer answer() throws Exception {
        refuseWrongUse();
        if (out != null) Saved.check(out);
        Optional<Saved> start = from == null ? Optional.empty() : Optional.of(Saved.open(from));
        Optional<Model> old = start.map(Saved::model);
        Recipe recipe = recipe(start);
        TrainReport report = new TrainReport();
        Ratings ratings = report.timed("read", () -> splitting.kept(recipe.reading().read(source(), err())));
        if (recipe.trainer().learnsEvents()) ratings.above0(recipe.made().getClass()); // what is held out counts as a hit
        Map<String, String> titles = items.titlesOr(Map.of());
        recipe.unheard(ratings).ifPresent(why -> say("mf4j: " + why));
        Split split = recipe.split(ratings);
        start.ifPresent(saved -> report.startedFrom(from, learned(saved, split)));
        Model model = report.timed("fit", () -> fit(recipe, split, old));
        Trial trial = report.timed("evaluate", () -> Trial.of(model, split, judgement, seedOr(0)));
        if (split.test().count() > 0) {
            judgement.missing(trial.test(), trial.threshold()).ifPresent(why -> say("mf4j: " + why));
            judgement.unjudged(trial.test(), trial.threshold()).ifPresent(report::unjudged);
        }
        report.describe(recipe, ratings, split, model, trial);
        Model kept = refit ? refit(recipe, ratings, split, trial, model, old, report) : model;
        save(kept.remembering(ratings), titles, recipe, report);
        return report.answer();
    }

    private Recipe recipe(Optional<Saved> start) {
        Optional<Model> old = start.map(Saved::model);
        Catalog chosen = usage(() -> trainer(old));
        Map<String, Object> base = old.map(Model::provenance).filter(made -> chosen == Catalog.ofClass(made.trainer())).map(Provenance::knobs).orElse(Map.of());
        String by = metric == null ? chosen.metric() : metric;
        usage(() -> {
            Recipe.checkMetric(by, chosen);
            return null;
        });
        Trainer<Ratings, ? extends Model> made = KnobFlags.trainer(spec, chosen, base, seed);
        if (old.isPresent() && !(old.get() instanceof FactorModel)) throw wrong("--from must be a model with factors, but " + from + " is of " + Catalog.titleOf(old.get().provenance().trainer()));
        if (old.isPresent() && !(made instanceof Continuing)) throw wrong(chosen.title() + " has nothing to go on from: it cannot take --from");
        Map<String, Object> knobs = Knobs.valuesOf(made);
        int waits = patience == null ? Recipe.usualPatience(by, knobs) : patience;
        return new Recipe(chosen, knobs, reading(start, chosen), splitting, seedOr(0), by, waits, refit, old.isPresent());
    }

    /// How many of the ratings that are held out the model that training starts from has learned from: judged by these, scores are too good.
    ///
    /// @return empty where the model does not remember
    private Optional<Integer> learned(Saved saved, Split split) {
        int heldOut = split.validation().count() + split.test().count();
        if (heldOut == 0) return Optional.of(0);
        Optional<Integer> learned = saved.learned().map(past -> Rows.shared(split.validation(), past).cardinality() + Rows.shared(split.test(), past).cardinality());
        if (learned.isEmpty()) say("mf4j: " + from + " was saved without history: whether it has learned from what is held out cannot be known; if so, scores are too good");
        else if (learned.get() > 0) say("mf4j: " + from + " has learned from " + Table.count(learned.get()) + " of the " + Table.count(heldOut)
                + " ratings that are held out, so scores are too good; the --split that it was made by, or --split time, may hold out what it has not seen");
        return learned;
    }

    /// The table is read as the one of the model that training starts from, but for what is given here. A trainer of ratings does not
    /// start from what were no ratings: then only the flags count.
    private Reading reading(Optional<Saved> start, Catalog chosen) {
        Reading asked = start.filter(saved -> saved.model().scale().rated() == chosen.rates()).map(saved -> saved.reading(reading)).orElse(reading);
        if (asked.events() && !reading.events()) say("mf4j: as for " + from + ", every row is an event" + (asked.atLeast == null ? "" : " that is rated at least " + asked.atLeast));
        return usage(asked::check);
    }

    private void refuseWrongUse() {
        if ((location == null) == (sql == null)) throw wrong("give one file of ratings, or --sql");
        if (patience != null && patience < 0) throw wrong("--patience must be at least 0 but was " + patience);
        usage(() -> {
            splitting.check();
            judgement.check();
            if (from == null) reading.check();
            items.check();
            return null;
        });
    }

    private Catalog trainer(Optional<Model> old) {
        if (trainer != null) return Catalog.named(trainer);
        return old.map(model -> Catalog.ofClass(model.provenance().trainer())).orElse(Catalog.ALS);
    }

    private Source source() {
        return sql != null ? Source.sql(sql) : Source.of(location);
    }

    /// Trains under the eyes of the validation part; Ctrl-C leaves a state from which the same command goes on.
    private Model fit(Recipe recipe, Split split, Optional<Model> old) {
        String what = recipe.trainer().title();
        if (out == null) return recipe.fit(split.train(), old, new Progress<>(recipe.judge(split), err(), what));
        Resume resume = new Resume(out, recipe.judgedBy(split));
        try (Farewell _ = new Farewell(() -> say(resume.stopped()))) {
            return recipe.fit(split.train(), old, new Progress<>(recipe.judge(split), err(), what, resume));
        }
    }

    private Model refit(Recipe recipe, Ratings ratings, Split split, Trial trial, Model model, Optional<Model> old, TrainReport report) throws Exception {
        Recipe chosen = recipe.forEpochs(model.provenance().history().kept());
        if (split.test().count() > 0 && split.foldIn().count() == 0) { // held-out users would be folded in from what was learned
            Ratings more = split.trainAndValidation();
            Model second = chosen.fit(more, old, new Progress<>(Watch.none(), err(), "refit"));
            report.refit(judgement.scores(second, split.test(), trial.threshold(), more));
        }
        return report.timed("refit", () -> chosen.fit(ratings, old, new Progress<>(Watch.none(), err(), "refit on everything")));
    }

    private void save(Model model, Map<String, String> titles, Recipe recipe, TrainReport report) throws IOException {
        if (out == null) return;
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("recipe", recipe.describe());
        about.putAll(report.about(recipe));
        Saved.save(new ModelFile(withoutHistory ? model.withoutPast() : model, titles, about), out);
        Resume.delete(out);
        report.saved(out);
    }
}

package mf4j.app;

import mf4j.data.Ratings;
import mf4j.data.Split;
import mf4j.recommend.ImplicitAls;
import mf4j.recommend.Model;
import mf4j.train.Epoch;
import mf4j.train.Sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// What `train` says at its end.
final class TrainReport {
    /// Where a model's file keeps the scores of the model whose epochs a refit took.
    static final String BEFORE_REFIT = "metricsBeforeRefit";

    private final Tree numbers = new Tree();
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();
    private Trial trial = Trial.NONE;
    private Map<String, Double> refit = Map.of();
    private String unjudged = "nothing was held out";
    private String trainer;
    private String fingerprint;

    /// Does a step and keeps how long it took.
    <T> T timed(String step, Callable<T> work) throws Exception {
        long start = System.nanoTime();
        T result = work.call();
        seconds.put(step, (System.nanoTime() - start) * 1e-9);
        return result;
    }

    void describe(Recipe recipe, Ratings ratings, Split split, Model model, Trial trial) {
        this.trial = trial;
        trainer = recipe.trainer().title();
        fingerprint = ratings.fingerprint();
        numbers.put("trainer", trainer).putAll("knobs", recipe.knobs());
        numbers.put("kernel", model.provenance().kernel()).put("threads", Sweep.threads());
        numbers.put("data.ratings", ratings.count()).put("data.users", ratings.users().size()).put("data.items", ratings.items().size());
        numbers.put("data.fingerprint", fingerprint).put("split.name", recipe.splitting().name);
        numbers.put("split.train", split.train().count()).put("split.validation", split.validation().count()).put("split.test", split.test().count());
        if (split.foldIn().count() > 0) numbers.put("split.foldIn", split.foldIn().count());
        numbers.put("epochs", model.provenance().history().kept()).put("history", history(model)).put("clip", model.scale().clip());
        trial.into(numbers);
        Optional<String> plan = recipe.made() instanceof ImplicitAls als ? Optional.of(als.plan(split.train())) : Optional.empty();
        plan.ifPresent(solvers -> numbers.put("plan", solvers));
        line(ratings.toString());
        catalogue(model.users().size() - ratings.users().size(), model.items().size() - ratings.items().size());
        line(String.format(Locale.ROOT, "%s: %s to learn from, %s to choose by, %s to judge with", recipe.splitting(), Table.count(split.train().count()),
                Table.count(split.validation().count()), Table.count(split.test().count())));
        line(String.format(Locale.ROOT, "%s: epoch %d of %d kept, on %s", trainer, model.provenance().history().kept(),
                model.provenance().history().epochs().size(), model.provenance().kernel()));
        plan.ifPresent(solvers -> line("rows solved in a sweep: " + solvers));
    }

    /// Those that the model knows by their attributes alone.
    private void catalogue(int users, int items) {
        if (users + items == 0) return;
        numbers.put("catalogue.users", users).put("catalogue.items", items);
        line("known by attributes alone: " + Table.count(users) + " users, " + Table.count(items) + " items");
    }

    private static List<Map<String, Object>> history(Model model) {
        List<Map<String, Object>> history = new ArrayList<>();
        for (Epoch epoch : model.provenance().history().epochs()) {
            Tree row = new Tree().put("epoch", epoch.number()).put("objective", epoch.objective()).put("seconds", epoch.seconds());
            epoch.measures().entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(measure -> row.put(measure.getKey(), measure.getValue()));
            history.add(row.values());
        }
        return history;
    }

    void refit(Scores scores) {
        refit = scores.values();
        numbers.putAll("metrics.refit", refit);
    }

    /// @param learned how many of the ratings held out the other model has learned from, where it knows
    void startedFrom(Path model, Optional<Integer> learned) {
        numbers.put("from.model", model.toString());
        learned.ifPresent(count -> numbers.put("from.learnedOfHeldOut", count));
    }

    /// Why what was held out has no scores.
    void unjudged(String why) {
        unjudged = why;
    }

    void saved(Path out) {
        numbers.put("model", out.toString());
    }

    /// What the model's file keeps of it.
    Map<String, Object> about(Recipe recipe) {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("fingerprint", fingerprint);
        about.put(recipe.refit() ? BEFORE_REFIT : "metrics", trial.about());
        return about;
    }

    Answer answer() {
        numbers.putAll("seconds", seconds);
        if (trial.test().isEmpty()) line("there are no scores: " + unjudged);
        else scores();
        line("");
        line(String.join(", ", seconds.entrySet().stream().map(step -> String.format(Locale.ROOT, "%s %.2f s", step.getKey(), step.getValue())).toList()));
        if (numbers.values().get("model") instanceof String model) line("saved in " + model);
        return new Answer(numbers, text.toString().stripTrailing());
    }

    private void scores() {
        ScoreTable table = new ScoreTable(trial.test()).row("validation", trial.validation()).row("test", trial.test())
                .intervals(trial.intervals()).row("baseline", trial.baseline()).row("refit", refit);
        line("");
        line(table.toString());
        line("");
        line(Judgement.words(trial.scale(), trial.threshold()));
        line(Judgement.baselineWords(trial.scale().rated()) + (refit.isEmpty() ? ""
                : " refit learned from the validation part too: not to be compared."));
        if (trial.unseen().items() > 0) line(Table.count(trial.unseen().items()) + " test ratings are of items that training never saw; all count.");
    }

    private void line(String line) {
        text.append(line).append(System.lineSeparator());
    }
}

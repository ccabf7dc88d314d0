package mf4j.app;

import mf4j.data.Ratings;
import mf4j.evaluate.Bootstrap;
import mf4j.evaluate.Candidates;
import mf4j.evaluate.PairedTest;
import mf4j.matrix.SparseRows;
import mf4j.recommend.Model;
import mf4j.recommend.Scale;
import mf4j.sql.Source;
import mf4j.train.Knobs;
import mf4j.train.Trainer;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// `mf4j evaluate`: a model beside a baseline, two models against each other, or a trainer on every fold.
@CommandLine.Command(name = "evaluate", modelTransformer = KnobFlags.class,
        description = {"Judges a saved model, compares two, or judges a trainer by k folds.",
            "On the ratings a model was trained from it is judged on the part that was held out; on others, on those that",
            "it has not learned from."},
        footer = {"", "Examples:", "  mf4j evaluate movies.mf4j --data ratings.csv", "  mf4j evaluate a.mf4j b.mf4j --data ratings.csv",
            "  mf4j evaluate clicks.mf4j --data clicks.csv --protocol leave-one-out:99",
            "  mf4j evaluate --k-fold 5 --data ratings.csv --trainer als --rank 32"})
final class EvaluateCommand extends Command {
    @Parameters(arity = "0..2", paramLabel = "MODEL", description = "One or two models saved by train.")
    List<Path> models = new ArrayList<>();

    @Option(names = "--data", paramLabel = "FILE", description = "Ratings to judge by.")
    String data;

    @Option(names = "--sql", paramLabel = "QUERY", description = "Judge by what this query of DuckDB gives.")
    String sql;

    @Option(names = "--k-fold", paramLabel = "K", description = "Train K times on all but one K-th, and judge on that.")
    Integer folds;

    @Option(names = "--trainer", paramLabel = "NAME", description = "What learns, with --k-fold (als).")
    String trainer;

    @Option(names = "--protocol", paramLabel = "NAME", description = {"full: rank all items;", "leave-one-out:99: rank the test's items among 99 others by lot, or those of --candidates;",
        "strong: fold users in that the model has not learned from, and judge them. (full, or as the model was held out)"})
    String protocol;

    @Option(names = "--candidates", paramLabel = "FILE", description = "Rank each user's test items among these: a table of user and item, or lines (user,item)<tab>item<tab>item...")
    Path candidates;

    @Mixin
    Judgement judgement;

    @Mixin
    Reading reading;

    private String among = ""; // in words

    @Override
    Answer answer() throws Exception {
        refuseWrongUse();
        if (folds != null) {
            Catalog chosen = usage(() -> trainer == null ? Catalog.ALS : Catalog.named(trainer));
            if (!chosen.rates()) judgement.unjudged(Map.of(), Double.NaN).filter(_ -> judgement.metrics.contains("none")).ifPresent(why -> {
                throw wrong(why);
            });
            Trainer<Ratings, ? extends Model> made = KnobFlags.trainer(spec, chosen, Map.of(), seed);
            return new Folds(folds, judgement, seedOr(0), this::say).answer(chosen, made, Knobs.valuesOf(made), ratings());
        }
        List<Saved> opened = new ArrayList<>();
        for (Path model : models) opened.add(Saved.open(model));
        reading = opened.getFirst().reading(reading);
        usage(() -> reading.check());
        Protocol asked = Protocol.named(protocol == null ? "full" : protocol);
        Ratings given = ratings();
        boolean newcomers = asked.strong() && !opened.stream().allMatch(saved -> saved.heldOutUsersOf(given));
        Exam exam = newcomers ? Exam.strong(opened, given, seedOr(0)) : Exam.of(opened, given);
        for (Saved saved : opened) if (saved.learnedEvents()) exam.test().above0(Model.class);
        Tree ranked = ranked(asked, exam, opened.getFirst());
        exam.doubts().forEach(doubt -> say("mf4j: " + doubt));
        if (exam.leftOut() > 0) say("mf4j: left out " + Table.count(exam.leftOut()) + " of " + Table.count(exam.leftOut() + exam.test().count())
                + " ratings, from which " + (opened.size() == 1 ? "the model" : "one of the models") + " has learned or chosen its epoch");
        return opened.size() == 1 ? one(opened.getFirst(), exam, ranked) : two(opened.getFirst(), opened.getLast(), exam, ranked);
    }

    /// Settles among what is ranked, and says so.
    private Tree ranked(Protocol asked, Exam exam, Saved saved) throws IOException {
        Tree numbers = new Tree().put("protocol", candidates == null ? asked.name() : "candidates");
        if (candidates == null) {
            return asked.negatives() > 0 ? drawn(asked, exam, numbers) : numbers;
        }
        GivenCandidates given = GivenCandidates.of(candidates, exam.test(), saved.model().items());
        given.doubt(candidates).ifPresent(doubt -> say("mf4j: " + doubt));
        judgement.among = Optional.of(given.candidates());
        among = ", among the items of " + candidates;
        return numbers.put("candidates.users", given.users()).put("candidates.unknownUsers", given.unknownUsers())
                .put("candidates.unknownItems", given.unknownItems()).put("candidates.usersWithout", given.withoutAny());
    }

    /// Draws them; a user who has had nearly everything gets fewer.
    private Tree drawn(Protocol asked, Exam exam, Tree numbers) {
        Candidates drawn = asked.drawn(exam, seedOr(0));
        judgement.among = Optional.of(drawn);
        SparseRows rows = exam.test().byUser();
        int[] counts = IntStream.range(0, rows.rows()).filter(user -> rows.count(user) > 0).map(drawn.given().byUser()::count).sorted().toArray();
        int fewest = counts[0], most = counts[counts.length - 1];
        long fewer = IntStream.of(counts).filter(count -> count < asked.negatives()).count();
        if (fewer > 0) say("mf4j: " + asked.name() + ": " + Table.count(fewer) + " of " + Table.count(counts.length) + " users are ranked among fewer than "
                + asked.negatives() + " others, for there are no more that they have nothing with");
        among = ", among " + (fewest == most ? most + "" : fewest + " to " + most) + " other items by lot";
        return numbers.put("candidates.fewest", fewest).put("candidates.most", most).put("candidates.usersWithFewer", fewer);
    }

    private void refuseWrongUse() {
        if ((data == null) == (sql == null)) throw wrong("give --data FILE or --sql QUERY");
        if (models.isEmpty() == (folds == null)) throw wrong("give one or two models, or --k-fold K with a trainer");
        List<String> knobs = KnobFlags.named(spec);
        if (folds == null && (trainer != null || !knobs.isEmpty())) {
            throw wrong((trainer != null ? "--trainer" : knobs.getFirst()) + " is for --k-fold: a saved model is judged as it is");
        }
        if (folds != null && (protocol != null || candidates != null)) throw wrong("--protocol and --candidates are for saved models, not for --k-fold");
        if (candidates != null && protocol != null && !protocol.startsWith("leave-one-out")) throw wrong("--candidates is for --protocol leave-one-out, not " + protocol);
        if (folds != null && folds < 2) throw wrong("--k-fold must be at least 2 but was " + folds);
        usage(() -> {
            judgement.check();
            if (folds != null) reading.check();
            if (protocol != null) Protocol.named(protocol);
            return null;
        });
    }

    private Ratings ratings() {
        return reading.read(sql != null ? Source.sql(sql) : Source.of(data), err());
    }

    private Bootstrap bootstrap() {
        return Bootstrap.defaults().withSeed(seedOr(0));
    }

    private Answer one(Saved saved, Exam exam, Tree ranked) {
        Scale scale = saved.model().scale();
        double threshold = judgement.threshold(exam.learned().orElse(exam.test()), scale.rated());
        Scores scores = judgement.scores(exam.judged(0, saved), exam.test(), threshold, exam.known().getFirst());
        sayMissing(scores, threshold);
        Map<String, List<Double>> intervals = scores.intervals(bootstrap());
        Tree numbers = described(ranked, exam, threshold).put("model", saved.path().toString()).put("clip", scale.clip());
        scores.ranking().ifPresent(found -> numbers.put("judgedUsers", found.users()));
        numbers.putAll("metrics.test", scores.values());
        Map<String, Double> baseline = baseline(exam, threshold, scale, numbers);
        numbers.putAll("intervals.test", intervals);
        ScoreTable table = new ScoreTable(scores.values()).row("model", scores.values()).intervals(intervals).row("baseline", baseline);
        return new Answer(numbers, heading(exam) + System.lineSeparator() + table + System.lineSeparator() + footing(scale, threshold, exam));
    }

    private void sayMissing(Scores scores, double threshold) {
        judgement.unjudged(scores.values(), threshold).ifPresent(why -> {
            throw new IllegalArgumentException("nothing can be judged: " + why);
        });
        judgement.missing(scores.values(), threshold).ifPresent(why -> say("mf4j: " + why));
    }

    private static Tree described(Tree ranked, Exam exam, double threshold) {
        return ranked.put("judged", exam.judged()).put("ratings", exam.test().count()).put("learned.leftOut", exam.leftOut()).put("relevantAtLeast", threshold);
    }

    private String heading(Exam exam) {
        return "Judged on " + Table.count(exam.test().count()) + " ratings: " + exam.judged() + among + ".";
    }

    private static String footing(Scale scale, double threshold, Exam exam) {
        return Judgement.words(scale, threshold) + " " + (exam.learned().isEmpty() ? "The model was saved without history, so no baseline can stand beside it."
                : Judgement.baselineWords(scale.rated()));
    }

    private Map<String, Double> baseline(Exam exam, double threshold, Scale scale, Tree numbers) {
        if (exam.learned().isEmpty()) return Map.of();
        Map<String, Double> baseline = judgement.baselines(exam.learned().get(), exam.test(), threshold, scale, exam.known().getFirst()).values();
        Judgement.nameBaselines(numbers, scale.rated());
        numbers.putAll("metrics.baseline", baseline);
        return baseline;
    }

    private Answer two(Saved first, Saved second, Exam exam, Tree ranked) {
        Scale scale = first.model().scale();
        double threshold = judgement.threshold(exam.learned().orElse(exam.test()), scale.rated());
        Scores one = judgement.scores(exam.judged(0, first), exam.test(), threshold, exam.known().getFirst());
        Scores other = judgement.scores(exam.judged(1, second), exam.test(), threshold, exam.known().getLast());
        sayMissing(one, threshold);
        Tree numbers = described(ranked, exam, threshold).put("models", models.stream().map(Path::toString).toList());
        numbers.putAll("metrics.first", one.values()).putAll("metrics.second", other.values());
        Map<String, Double> baseline = baseline(exam, threshold, scale, numbers);
        Map<String, PairedTest> tests = tests(one, other);
        numbers.putAll("tests", described(tests));
        ScoreTable table = new ScoreTable(one.values()).row("first", one.values()).row("second", other.values()).row("baseline", baseline);
        String text = String.join(System.lineSeparator(), heading(exam) + " " + Judgement.words(scale, threshold), table.toString(), "", differences(tests).toString(), "",
                "p is how often chance alone makes as large a difference (paired randomisation test over users).");
        return new Answer(numbers, text);
    }

    private Map<String, PairedTest> tests(Scores one, Scores other) {
        Map<String, PairedTest> tests = new LinkedHashMap<>();
        if (one.errors().isPresent() && other.errors().isPresent()) {
            for (String name : List.of("rmse", "mae")) tests.put(name, PairedTest.of(one.errors().get(), other.errors().get(), name, bootstrap()));
        }
        if (one.ranking().isPresent() && other.ranking().isPresent()) {
            for (String name : one.ranking().get().averages()) {
                if (!one.values().containsKey(name) || !other.values().containsKey(name)) continue;
                tests.put(name, PairedTest.of(one.ranking().get(), other.ranking().get(), name, bootstrap()));
            }
        }
        return tests;
    }

    private static Map<String, Object> described(Map<String, PairedTest> tests) {
        Map<String, Object> described = new LinkedHashMap<>();
        tests.forEach((name, test) -> described.put(name, new Tree().put("first", test.first()).put("second", test.second())
                .put("difference", test.difference()).put("interval", List.of(test.interval().low(), test.interval().high()))
                .put("pValue", test.pValue()).put("users", test.users()).put("better", better(test)).values()));
        return described;
    }

    private static String better(PairedTest test) {
        return !test.isSignificant(0.05) ? "neither" : test.firstIsBetter() ? "first" : "second";
    }

    private static Table differences(Map<String, PairedTest> tests) {
        Table table = new Table("", "first - second", "95 % from", "to", "p", "better");
        tests.forEach((name, test) -> table.row(name, Table.score(test.difference()), Table.score(test.interval().low()),
                Table.score(test.interval().high()), Table.score(test.pValue()), better(test)));
        return table;
    }
}

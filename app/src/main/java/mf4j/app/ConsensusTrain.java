package mf4j.app;

import mf4j.data.Ratings;
import mf4j.data.Split;
import mf4j.deep.Agreement;
import mf4j.deep.Mixing;
import mf4j.deep.Network;
import mf4j.deep.RatingAgents;
import mf4j.deep.Team;
import mf4j.evaluate.Errors;
import mf4j.evaluate.Validation;
import mf4j.recommend.Als;
import mf4j.recommend.FactorModel;
import mf4j.recommend.ItemMean;
import mf4j.sql.Source;
import mf4j.train.Epoch;
import mf4j.train.History;
import mf4j.train.Knobs;
import mf4j.train.SafeFile;
import mf4j.train.Trainer;
import mf4j.train.Watch;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `mf4j consensus train`: the recommender that nobody hands their data to.
@CommandLine.Command(name = "train", modelTransformer = KnobFlags.OfMethods.class,
        description = {"Deals the users of a table of ratings out to agents, each of which keeps its users' ratings and factors to itself; only items' factors and biases travel, to neighbours.",
            "Compares what the agents come to with alternating least squares on all ratings in one place, and says what crossed each link."},
        footer = {"", "Examples:", "  mf4j consensus train ratings.csv --agents 8 --network ring", "  mf4j consensus train ratings.csv --agents 12 --network grid --method tracking --link-failure 0.2 --rank 8"})
final class ConsensusTrain extends Command {
    private static final Duration SPACING = Duration.ofSeconds(30);
    private static final int LINES = 50;
    private static final double TRACKED = 0.3; // step of gradient tracking

    @Parameters(paramLabel = "FILE", description = "Ratings: .csv, .tsv, .dat (also .gz, .zst), .parquet, .jsonl, or a glob in quotes.")
    String location;

    @Option(names = "--agents", paramLabel = "N", description = "How many agents (${DEFAULT-VALUE}).")
    int agents = 8;

    @Mixin
    ConsensusNetwork network = new ConsensusNetwork("ring");

    @Mixin
    ConsensusLinks links;

    @Option(names = "--method", paramLabel = "NAME", description = "How agents come to agree: see below (diffusion; tracking where something fails).")
    String method;

    @Option(names = "--step", paramLabel = "C", description = "Step, as a multiple of one that is short enough at the start (1; 0.3 of tracking, which bears less).")
    Double step;

    @Option(names = "--iterations", paramLabel = "N", description = "At most (${DEFAULT-VALUE}).")
    int iterations = 1000;

    @Option(names = "--rank", paramLabel = "N", description = "Number of factors, here and of the centralised model (${DEFAULT-VALUE}).")
    int rank = Als.defaults().rank();

    @Option(names = "--regularization", paramLabel = "X", description = "Pull of the factors towards 0, of both (${DEFAULT-VALUE}).")
    double regularization = Als.defaults().regularization();

    @Option(names = "--bias-regularization", paramLabel = "X", description = "Pull of the biases towards 0, of both (${DEFAULT-VALUE}).")
    double biasRegularization = Als.defaults().biasRegularization();

    @Option(names = "--every", paramLabel = "N", description = "Ask the validation part after every N iterations (${DEFAULT-VALUE}).")
    int every = 10;

    @Option(names = "--patience", paramLabel = "N", description = "Stop after N such questions without a better answer; 0 runs all iterations (${DEFAULT-VALUE}).")
    int patience = 10;

    @Option(names = "--checkpoint", paramLabel = "FILE", description = "Keep the state in FILE.resume, now and then; the same command goes on from there.")
    Path checkpoint;

    @Mixin
    Splitting splitting;

    @Mixin
    Reading reading;

    @Override
    Answer answer() throws Exception {
        ConsensusMethod chosen = usage(this::check);
        Network drawn = network.of(agents, seedOr(0));
        if (checkpoint != null) SafeFile.check(checkpoint);
        Network whole = links.whole(drawn, seedOr(0), this::say);
        if (fails() && (chosen == ConsensusMethod.EXTRA || chosen == ConsensusMethod.DIFFUSION)) say("mf4j: " + chosen.title() + " is exact where nothing fails; --method tracking is where links fail too");
        Steps steps = new Steps();
        Ratings ratings = steps.timed("read", () -> splitting.kept(reading.read(Source.of(location), err())));
        Split split = splitting.split(ratings, seedOr(0));
        if (split.test().count() == 0) throw wrong("--split " + splitting.name + " leaves nothing to compare by");
        RatingAgents problem = RatingAgents.dealt(split.train(), agents, rank, regularization, biasRegularization, seedOr(0));
        Team team = Team.of(problem, whole, problem.start(Als.defaults().deviation(), seedOr(0))).withRule(links.rule()).withOutages(links.outages(seedOr(0))).withUnits(problem.units());
        Agreement agreement = steps.timed("agree", () -> fit(trainer(chosen), team, new ConsensusJudge(problem, split.validation(), every, patience)));
        Als als = Als.defaults().withRank(rank).withRegularization(regularization).withBiasRegularization(biasRegularization).withSeed(seedOr(0));
        FactorModel central = steps.timed("centralised", () -> als.fit(split.train(), split.validation().count() > 0 ? Validation.rmse(split.validation()).patience(5) : Watch.none()));
        Map<String, Double> rmse = new LinkedHashMap<>();
        rmse.put("agents", problem.rmse(agreement, split.test()));
        rmse.put("centralised", Errors.of(central, split.test()).rmse());
        rmse.put("item-mean", Errors.of(ItemMean.defaults().fit(split.train()), split.test()).rmse());
        return report(chosen, split, team, agreement, rmse, steps);
    }

    private boolean fails() {
        return links.linkFailure > 0 || links.absence > 0;
    }

    private ConsensusMethod check() {
        if (agents < 1) throw new IllegalArgumentException("--agents must be at least 1 but was " + agents);
        if (step != null && !(step > 0)) throw new IllegalArgumentException("--step must be above 0 but was " + step);
        if (iterations < 1) throw new IllegalArgumentException("--iterations must be at least 1 but was " + iterations);
        if (every < 1) throw new IllegalArgumentException("--every must be at least 1 but was " + every);
        if (patience < 0) throw new IllegalArgumentException("--patience must be at least 0 but was " + patience);
        if (rank < 1) throw new IllegalArgumentException("--rank must be at least 1 but was " + rank);
        if (!(regularization > 0)) throw new IllegalArgumentException("--regularization must be above 0 but was " + regularization);
        if (!(biasRegularization > 0)) throw new IllegalArgumentException("--bias-regularization must be above 0 but was " + biasRegularization);
        network.check();
        links.rule();
        links.outages(seedOr(0));
        splitting.check();
        if (Splitting.STRONG.equals(splitting.name) || Splitting.NONE.equals(splitting.name)) throw new IllegalArgumentException("--split must leave every agent its users and some of their ratings to judge by, but was " + splitting.name);
        reading.check();
        return method != null ? ConsensusMethod.named(method) : fails() ? ConsensusMethod.TRACKING : ConsensusMethod.DIFFUSION;
    }

    private Trainer<Team, Agreement> trainer(ConsensusMethod chosen) {
        Map<String, Object> base = new LinkedHashMap<>(Map.of("step", step != null ? step : chosen == ConsensusMethod.TRACKING ? TRACKED : 1.0, "iterations", iterations));
        if (Knobs.valuesOf(chosen.defaults()).containsKey("seed")) base.put("seed", seedOr(0));
        return KnobFlags.trainer(spec, chosen, base);
    }

    private Agreement fit(Trainer<Team, Agreement> trainer, Team team, ConsensusJudge judge) throws Exception {
        if (checkpoint == null) return trainer.fit(team, new Progress<>(judge, err(), "agree", Optional.empty(), LINES));
        Resume resume = new Resume(checkpoint, judge.toString(), SPACING);
        try (Farewell _ = new Farewell(() -> say(resume.stopped()))) {
            Agreement agreement = trainer.fit(team, new Progress<>(judge, err(), "agree", Optional.of(resume), LINES));
            Resume.delete(checkpoint);
            return agreement;
        }
    }

    private Answer report(ConsensusMethod chosen, Split split, Team team, Agreement agreement, Map<String, Double> rmse, Steps steps) {
        Network whole = team.network();
        Mixing mixing = team.mixing();
        History history = agreement.provenance().history();
        int kept = history.best().map(Epoch::number).orElse(history.epochs().size());
        double perLink = whole.links() == 0 ? 0 : (double) agreement.sent() / whole.links();
        Tree numbers = new Tree().put("method", chosen.title()).put("agents", agents).put("split.name", splitting.name).put("split.train", split.train().count()).put("split.test", split.test().count());
        links.into(numbers, whole, mixing);
        numbers.put("iterations", kept).put("relativeConsensus", agreement.relativeDisagreement()).put("bytes.all", agreement.sent()).put("bytes.perLink", perLink);
        numbers.putAll("rmse", rmse).put("overCentralised", rmse.get("agents") / rmse.get("centralised") - 1).putAll("seconds", steps.seconds());
        Table table = new Table("", "test RMSE");
        rmse.forEach((name, value) -> table.row(name, Table.score(value)));
        return new Answer(numbers, String.join(System.lineSeparator(), links.words(whole, mixing),
                String.format(Locale.ROOT, "%s: %s to learn from at %d agents, %s to choose by, %s to judge with", splitting, Table.count(split.train().count()), agents, Table.count(split.validation().count()), Table.count(split.test().count())),
                String.format(Locale.ROOT, "%s: iteration %d of %d kept, relative disagreement %.1e", chosen.title(), kept, history.epochs().size(), agreement.relativeDisagreement()), "", table.toString(), "",
                String.format(Locale.ROOT, "%.2f %% off the centralised model. Until then %.1f MB of items' factors crossed each of %d links, both ways together; no rating and no user's factors did.",
                        100 * (rmse.get("agents") / rmse.get("centralised") - 1), perLink * 1e-6, whole.links()), "", steps.toString()));
    }
}

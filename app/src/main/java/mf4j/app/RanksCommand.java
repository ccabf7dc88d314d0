package mf4j.app;

import mf4j.kernel.Kernel;
import mf4j.lowrank.Decay;
import mf4j.lowrank.GradientFactorization;
import mf4j.lowrank.HeldOut;
import mf4j.lowrank.Loss;
import mf4j.lowrank.Nmf;
import mf4j.lowrank.NmfRanks;
import mf4j.lowrank.Optimizer;
import mf4j.lowrank.RankErrors;
import mf4j.lowrank.RankSearch;
import mf4j.lowrank.Spectrum;
import mf4j.matrix.Matrix;
import mf4j.study.Parameter;
import mf4j.study.Samplers;
import mf4j.study.StudyPlan;
import mf4j.study.Whole;
import mf4j.train.SafeFile;
import mf4j.train.Seeds;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// `mf4j ranks`: which rank a matrix deserves, by the flags of the script that people have for it, and by mathematics.
@CommandLine.Command(name = "ranks", modelTransformer = Choosing.Samplings.class, description = {"Searches the rank of a dense matrix: gradient descent from several seeds for each rank, beside the least",
    "error that the rank allows, which the spectrum gives at once. Without a matrix it takes 50000 x 384 standard normal numbers."},
        footer = {"", "Examples:", "  mf4j ranks --matrix_path embeddings.npy --A_start 10 --A_end 100 --A_step 10 --num_epochs 1000",
            "  mf4j ranks embeddings.npy --exact", "  mf4j ranks table.parquet --columns 2- --exact", "  mf4j ranks counts.npy --trainer nmf --rank-start 2 --rank-end 12 --seeds 20", "  mf4j ranks embeddings.npy --rank-start 16 --rank-end 64 --rank-step 16 --owner me --study minilm"})
final class RanksCommand extends Command {
    private static final int ROWS = 50_000;
    private static final int COLUMNS = 384;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The matrix: " + MatrixReading.FILES + ".")
    String location;

    @Option(names = {"--matrix", "--matrix_path"}, paramLabel = "FILE", description = "The same by a flag.")
    String matrix;

    @Option(names = {"--query", "--sql"}, paramLabel = "QUERY", description = "Read what this query of DuckDB gives, instead of a file.")
    String query;

    @Mixin
    MatrixReading reading;

    @Option(names = {"--algorithm", "--vizier_algorithm"}, paramLabel = "NAME", description = "Which rank is tried next, by any name of Vizier's algorithms or Optuna's samplers: see below (GRID_SEARCH).")
    String algorithm = "GRID_SEARCH";

    @Option(names = {"--iterations", "--vizier_iterations"}, paramLabel = "N", description = "Try at most N ranks (20).")
    int iterations = 20;

    @Option(names = {"--epochs", "--num_epochs"}, paramLabel = "N", description = "Steps of every seed (1000).")
    int epochs = 1000;

    @Option(names = {"--seeds", "--num_seeds"}, paramLabel = "N", description = "Seeds of every rank, from 0 on (5).")
    int seeds = 5;

    @Option(names = {"--rank-start", "--A_start"}, paramLabel = "N", description = "The least rank (10).")
    int start = 10;

    @Option(names = {"--rank-step", "--A_step"}, paramLabel = "N", description = "Between ranks (1).")
    int step = 1;

    @Option(names = {"--rank-end", "--A_end"}, paramLabel = "N", description = "The greatest rank, which the steps must reach (100).")
    int end = 100;

    @Option(names = {"--csv", "--output_csv"}, paramLabel = "FILE", description = "Where the results go, written anew after every rank (results.csv); the plot of the curve goes beside it, as .png and .svg.")
    Path csv = Path.of("results.csv");

    @Option(names = {"--factors", "--output_dir"}, paramLabel = "DIR", description = "Keep the factors: A_SEED_wte.npy and A_SEED_scale_matrices.npz, and those of the best seed as A_best_...")
    Path factors;

    @Option(names = {"--loss", "--loss_fn"}, paramLabel = "NAME", description = "mse, mae, huber, cosine, frobenius or direction_magnitude (mse).")
    String loss = "mse";

    @Option(names = {"--learning-rate", "--lr_start"}, paramLabel = "X", description = "Length of a step (1e-3); of momentum and plain in units of n d / (n + d), 0.1 for example.")
    double learningRate = 1e-3;

    @Option(names = {"--last-learning-rate", "--lr_stop"}, paramLabel = "X", description = "What the learning rate decays to (1e-5).")
    double lastLearningRate = 1e-5;

    @Option(names = {"--decay", "--lr_decay"}, paramLabel = "NAME", description = "How it decays: none, linear, cosine (none).")
    String decay = "none";

    @Option(names = "--optimizer", paramLabel = "NAME", description = "adam, momentum, plain (adam). The last two run, for mse, in the space of the matrix's own rank: the same steps in a hundredth of the time.")
    String optimizer = "adam";

    @Option(names = {"--owner", "--viz_owner"}, paramLabel = "NAME", description = "Keep the study in OWNER/STUDY.jsonl; the same pair goes on with it (owner, where --study is given).")
    String owner;

    @Option(names = {"--study", "--viz_studyid"}, paramLabel = "NAME", description = "The study's name (ranks, where --owner is given).")
    String study;

    @Option(names = "--stop-losers", description = "Give up seeds that, after a fifth of their epochs, are twice as far from the floor as the best one.")
    boolean stopLosers;

    @Option(names = "--exact", description = "Answer from the spectrum alone: no descent.")
    boolean exact;

    @Option(names = "--trainer", paramLabel = "NAME", description = {"What runs from every seed: descent, with a loss and an optimizer, or nmf, factors without negative numbers;",
        "how well the seeds of nmf agree tells the rank, too (descent)."})
    String trainer = "descent";

    @Option(names = "--held-out", paramLabel = "SHARE", description = "Hide this share of the entries, 0.1 for example, and ask which of the ranks predicts them best: those tried, with --exact all from --rank-start to --rank-end.")
    Double heldOut;

    @Override
    Answer answer() throws Exception {
        RankSearch search = usage(this::search);
        String file = usage(this::file);
        check(file);
        Matrix x = query != null ? reading.query(query, err()) : file != null ? reading.read(file, err()) : Matrix.normal(ROWS, COLUMNS, Seeds.of(seedOr(0)));
        if (x.size() == 0) throw new IllegalArgumentException(name() + " is empty: " + x);
        boolean rankless = exact && heldOut == null;
        if (!rankless && search.ranks().high() > x.shortSide()) {
            throw wrong("--rank-end must be at most " + x.shortSide() + " for a " + x.rows() + " x " + x.columns() + " matrix but was " + end);
        }
        return trainer() == Trainer.NMF ? factored(search, x) : descended(search, x);
    }

    /// What runs from every seed.
    private enum Trainer { DESCENT, NMF }

    private Trainer trainer() {
        return named(Trainer.class, "--trainer", trainer);
    }

    private Answer descended(RankSearch search, Matrix x) throws IOException {
        RankSearch.Field field = mine(() -> (exact ? RankSearch.of(search.trainer().withRank(1), Parameter.whole("A", 1, 1)) : search).field(x));
        RankRun run = new RankRun(search, x, csv, this::say);
        if (!exact) run.in(plan(search), study(), about(x), RankTried.descents(), (study, report) -> search.run(field, study, listener(), outcome -> report.accept(new RankTried(outcome))));
        return report(run, x, field.spectrum());
    }

    private Answer factored(RankSearch search, Matrix x) throws IOException {
        NmfRanks ranks = new NmfRanks(Nmf.defaults().withStart(Nmf.Start.RANDOM).withEpochs(epochs), seeds);
        NmfRanks.Field field = mine(() -> ranks.field(x));
        RankRun run = new RankRun(search, x, csv, this::say);
        run.in(plan(search), study(), about(x), RankTried.parts(), (study, report) -> ranks.run(field, study, search.ranks().name(), iterations, listener(), outcome -> report.accept(new RankTried(outcome))));
        return report(run, x, field.spectrum());
    }

    /// Refusals of a matrix with its name.
    private <T> T mine(Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name() + ": " + e.getMessage(), e);
        }
    }

    /// The file with the matrix; null without one.
    private String file() {
        if (location != null && matrix != null) throw new IllegalArgumentException("the matrix is given twice, as " + location + " and by --matrix");
        String file = location != null ? location : matrix;
        if (file != null && query != null) throw new IllegalArgumentException("give one file with a matrix, or --query");
        if (file != null) reading.check(file);
        else if (query == null) reading.needless();
        return file;
    }

    private RankSearch search() {
        GradientFactorization descent = GradientFactorization.defaults().withRank(Math.max(1, start)).withEpochs(epochs).withLoss(named(Loss.class, "--loss", loss))
                .withOptimizer(named(Optimizer.class, "--optimizer", optimizer)).withDecay(named(Decay.class, "--decay", decay))
                .withLearningRate(learningRate).withLastLearningRate(lastLearningRate);
        if (start < 1) throw new IllegalArgumentException("--rank-start must be at least 1 but was " + start);
        if (iterations < 1) throw new IllegalArgumentException("--iterations must be at least 1 but was " + iterations);
        if (seeds < 1) throw new IllegalArgumentException("--seeds must be at least 1 but was " + seeds);
        if (heldOut != null) hiding();
        if (trainer() == Trainer.NMF) refuseDescent();
        RankSearch search = RankSearch.of(descent, range()).withSampler(Samplers.named(algorithm).withSeed(seedOr(0)), iterations).withSeeds(seeds);
        return stopLosers ? search.withLosersStopped(0.2, 2) : search;
    }

    private HeldOut hiding() {
        try {
            return HeldOut.defaults().withShare(heldOut).withSeed(seedOr(0));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage().replace("HeldOut.share", "--held-out"), e);
        }
    }

    /// Flags that speak of descent, where there is none.
    private void refuseDescent() {
        if (exact) throw new IllegalArgumentException("--exact answers without any trainer: leave out --trainer");
        if (!loss.equalsIgnoreCase("mse")) throw new IllegalArgumentException("--loss must be mse for --trainer nmf but was " + loss);
        for (String flag : List.of("--optimizer", "--learning-rate", "--last-learning-rate", "--decay", "--stop-losers")) {
            if (spec.commandLine().getParseResult().hasMatchedOption(flag)) throw new IllegalArgumentException(flag + " is for --trainer descent");
        }
    }

    private Whole range() {
        if (end < start) throw new IllegalArgumentException("--rank-end must be at least --rank-start, " + start + ", but was " + end);
        if (step < 1) throw new IllegalArgumentException("--rank-step must be at least 1 but was " + step);
        int last = end - (end - start) % step;
        if (last != end) throw new IllegalArgumentException("--rank-step " + step + " from " + start + " never reaches --rank-end " + end + "; end at " + last + " or " + (last + step));
        return Parameter.whole("A", start, end).inSteps(step);
    }

    private static <E extends Enum<E>> E named(Class<E> type, String flag, String name) {
        List<String> names = new ArrayList<>();
        for (E one : type.getEnumConstants()) {
            String title = one.name().toLowerCase(Locale.ROOT);
            if (title.equals(name.toLowerCase(Locale.ROOT).replace('-', '_'))) return one;
            names.add(title);
        }
        throw new IllegalArgumentException(flag + " must be one of " + String.join(", ", names) + " but was " + name);
    }

    /// Nothing is searched for hours whose result cannot be kept.
    private void check(String file) throws IOException {
        SafeFile.check(csv);
        if (file != null && Files.exists(csv) && new File(file).exists() && Files.isSameFile(csv, Path.of(file))) throw wrong("the results would take the place of the matrix, " + file + "; say with --csv where they go");
        if (factors != null) writable(factors, "A_best_wte.npy");
        if (study() != null) writable(study().toAbsolutePath().getParent(), study().getFileName().toString());
    }

    private static void writable(Path folder, String file) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) throw new FileSystemException(folder.toString(), null, "is a file, not a folder");
        Files.createDirectories(folder);
        SafeFile.check(folder.resolve(file));
    }

    /// The file of the study; null without one.
    private Path study() {
        return owner == null && study == null ? null : Path.of(owner == null ? "owner" : owner, studyName() + ".jsonl");
    }

    private String studyName() {
        return study == null ? "ranks" : study;
    }

    private String name() {
        return query != null ? "the query" : location != null ? location : matrix != null ? matrix : "the matrix";
    }

    /// What chooses the ranks, in a file where it is named.
    private StudyPlan plan(RankSearch search) {
        return study() == null ? search.plan() : search.plan().name(studyName()).journal(study());
    }

    /// What the losses of a study depend on: who resumes it must have the same.
    private Map<String, Object> about(Matrix x) {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("matrix", x.fingerprint());
        about.put("loss", loss.toLowerCase(Locale.ROOT));
        boolean descends = trainer() == Trainer.DESCENT;
        about.put("optimizer", (descends ? optimizer : trainer).toLowerCase(Locale.ROOT));
        about.put("epochs", epochs);
        about.put("seeds", seeds);
        if (descends) {
            about.put("learningRate", learningRate);
            about.put("lastLearningRate", lastLearningRate);
            about.put("decay", decay.toLowerCase(Locale.ROOT));
            about.put("stopLosers", stopLosers);
        }
        about.put("kernel", Kernel.active().name());
        return about;
    }

    private RankSearch.Listener listener() {
        return new RankProgress(err(), seeds, factors == null ? null : new FactorFiles(factors));
    }

    private Answer report(RankRun run, Matrix x, Spectrum spectrum) throws IOException {
        Optional<RankErrors> hidden = Optional.ofNullable(heldOut).map(share -> run.heldOut(hiding()));
        RankTable table = run.table();
        if (exact) table.write(csv, x, spectrum);
        RankAdvice advice = new RankAdvice(x, spectrum, hidden, NmfRanks.choices(table.agreements()));
        String what = trainer() == Trainer.NMF ? "nmf" : "gradient descent";
        Path png = new RankPlot(spectrum, what, table.tried().stream().map(RankTried::outcome).toList(), hidden, advice.chosen()).write(csv);
        Tree numbers = new Tree().put("matrix.rows", x.rows()).put("matrix.columns", x.columns());
        if (!exact) numbers.put("results", table.rows(x)).put("loss", loss);
        numbers.putAll("recommended", advice.numbers());
        numbers.put("floors", advice.floors()).put("csv", csv.toString()).put("plot", png.toString());
        hidden.ifPresent(errors -> numbers.put("heldOut", IntStream.range(0, errors.ranks().length).mapToObj(j -> Map.of("rank", errors.ranks()[j], "mse", errors.errors()[j])).toList()));
        String text = (exact ? "" : table.text(x) + "\n\n") + advice.text() + "\n\nThe results are in " + csv + ", the curve of ranks in " + png + " and .svg.";
        return new Answer(numbers, text);
    }
}

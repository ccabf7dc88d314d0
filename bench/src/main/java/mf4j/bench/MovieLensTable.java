package mf4j.bench;

import mf4j.data.Ratings;
import mf4j.data.Split;
import mf4j.evaluate.Bootstrap;
import mf4j.evaluate.Errors;
import mf4j.evaluate.Interval;
import mf4j.evaluate.Validation;
import mf4j.kernel.Kernel;
import mf4j.matrix.SparseRows;
import mf4j.recommend.Als;
import mf4j.recommend.Biases;
import mf4j.recommend.FactorModel;
import mf4j.recommend.ItemMean;
import mf4j.recommend.Sgd;
import mf4j.recommend.SvdPlusPlus;
import mf4j.sql.Tables;
import mf4j.train.Knobs;
import mf4j.train.Trainer;
import mf4j.train.Watch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/// The README's table of proof: every trainer of ratings with its defaults on ml-latest-small, split per user by time 70/15/15.
///
/// Fitted on the training part alone; validation chooses the epoch, nothing else; every test row counts. A row is the median over
/// seeds. Below stands the model of a public notebook on the same data, whose reported 1.3596 came of items numbered anew in every
/// part: the same model with one numbering.
@Command(name = "movielens-table", mixinStandardHelpOptions = true, description = "Prints the test errors of all trainers on ml-latest-small.")
public final class MovieLensTable implements Callable<Integer> {
    @Parameters(paramLabel = "RATINGS", description = "ml-latest-small's ratings.csv")
    Path file;
    @Option(names = "--seeds", description = "how many (${DEFAULT-VALUE})")
    int seeds = 5;

    private Split split;

    /// Runs it.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new MovieLensTable()).execute(arguments));
    }

    @Override
    public Integer call() {
        split = Split.chronological(0.70, 0.15, 0.15).of(Tables.ratings(file));
        System.out.printf("%,d / %,d / %,d, kernel %s, %d seeds%n%n", split.train().count(), split.validation().count(), split.test().count(),
                Kernel.active().name(), seeds);
        System.out.println("| trainer | validation RMSE | test RMSE | 95 % interval | spread over seeds | test MAE | seconds |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (Trainer<Ratings, FactorModel> trainer : List.<Trainer<Ratings, FactorModel>>of(SvdPlusPlus.defaults(), Sgd.defaults(), Als.defaults(),
                Biases.defaults(), ItemMean.defaults())) {
            row(trainer.getClass().getSimpleName(), trainer);
        }
        System.out.println();
        notebook("variance 1/k", 1);
        notebook("deviation 1/k", 1 / Math.sqrt(27));
        return 0;
    }

    private record Run(FactorModel model, Errors test, double validation, double seconds) { }

    private void row(String name, Trainer<Ratings, FactorModel> trainer) {
        List<Run> runs = IntStream.range(0, seeds).mapToObj(seed -> run(seeded(trainer, seed)))
                .sorted((a, b) -> Double.compare(a.test().rmse(), b.test().rmse())).toList();
        Run median = runs.get(seeds / 2);
        Interval interval = median.test().rmseInterval(Bootstrap.defaults());
        System.out.printf("| %s | %.4f | %.4f | %.3f to %.3f | %.4f to %.4f | %.4f | %.2f |%n", name, median.validation(), median.test().rmse(),
                interval.low(), interval.high(), runs.getFirst().test().rmse(), runs.getLast().test().rmse(), median.test().mae(),
                Peer.median(runs.stream().mapToDouble(Run::seconds).toArray()));
    }

    private static Trainer<Ratings, FactorModel> seeded(Trainer<Ratings, FactorModel> trainer, int seed) {
        boolean has = Knobs.of(trainer).entries().stream().anyMatch(knob -> knob.name().equals("seed"));
        return has ? Knobs.with(trainer, "seed", seed) : trainer;
    }

    private Run run(Trainer<Ratings, FactorModel> trainer) {
        long start = System.nanoTime();
        Watch<? super FactorModel> watch = Validation.rmse(split.validation()).patience(5);
        FactorModel model = trainer.fit(split.train(), watch);
        double seconds = (System.nanoTime() - start) * 1e-9;
        return new Run(model, Errors.of(model, split.test()), Errors.of(model, split.validation()).rmse(), seconds);
    }

    /// User-centred factors by plain descent: k 27, learning rate 0.0041, regularization 1.05e-4, patience 5, as the notebook reports.
    private void notebook(String start, double deviation) {
        double[] means = userMeans();
        Ratings train = centred(split.train(), means);
        Ratings validation = centred(split.validation(), means);
        Ratings test = centred(split.test(), means);
        double unit = deviation(train);
        double[] errors = IntStream.range(0, seeds).mapToDouble(seed -> {
            Sgd sgd = new Sgd(27, 0.0041 * unit, 0.0041, 1.05e-4 / unit, 0, Sgd.Step.PLAIN, 1, false, 200, deviation / Math.sqrt(unit), false, seed);
            return Errors.of(sgd.fit(train, Validation.rmse(validation).patience(5)), test).rmse();
        }).toArray();
        System.out.printf("notebook's model, items numbered once, first factors of %s: test RMSE %.4f (median of %d seeds; reported with items numbered anew: 1.3596)%n",
                start, Peer.median(errors), seeds);
    }

    private double[] userMeans() {
        SparseRows rows = split.train().byUser();
        double[] means = new double[rows.rows()];
        for (int user = 0; user < means.length; user++) {
            for (int entry = rows.offsets()[user]; entry < rows.offsets()[user + 1]; entry++) means[user] += rows.values()[entry] / rows.count(user);
        }
        return means;
    }

    private static Ratings centred(Ratings ratings, double[] means) {
        SparseRows rows = ratings.byUser();
        float[] values = rows.values().clone();
        for (int user = 0; user < means.length; user++) {
            for (int entry = rows.offsets()[user]; entry < rows.offsets()[user + 1]; entry++) values[entry] -= (float) means[user];
        }
        return Ratings.of(ratings.users(), ratings.items(), new SparseRows(rows.offsets(), rows.columns(), values, null, rows.columnCount()), null);
    }

    private static double deviation(Ratings ratings) {
        double squares = 0;
        for (float value : ratings.byUser().values()) squares += Math.pow(value - ratings.mean(), 2);
        return Math.sqrt(squares / ratings.count());
    }
}

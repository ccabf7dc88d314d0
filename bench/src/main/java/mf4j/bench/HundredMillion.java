package mf4j.bench;

import mf4j.data.Planted;
import mf4j.data.Ratings;
import mf4j.kernel.Kernel;
import mf4j.recommend.Als;
import mf4j.recommend.FactorModel;
import mf4j.train.Epoch;
import mf4j.train.Sweep;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

/// Trains Als on planted ratings of any number, a hundred million unless told otherwise, and prints what memory it took: run it
/// with `-Xmx8g` and it either fits or fails.
@Command(name = "hundred-million", mixinStandardHelpOptions = true, description = "Trains Als on 100 million planted ratings in a given heap.")
public final class HundredMillion implements Callable<Integer> {
    @Option(names = "--users", description = "planted users (${DEFAULT-VALUE})")
    int users = 500_000;
    @Option(names = "--items", description = "planted items (${DEFAULT-VALUE})")
    int items = 50_000;
    @Option(names = "--ratings", description = "planted ratings (${DEFAULT-VALUE})")
    int ratings = 100_000_000;
    @Option(names = "--rank", description = "number of factors (${DEFAULT-VALUE})")
    int rank = 32;
    @Option(names = "--sweeps", description = "sweeps of Als (${DEFAULT-VALUE})")
    int sweeps = 3;

    /// Runs it.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new HundredMillion()).execute(arguments));
    }

    @Override
    public Integer call() {
        long start = System.nanoTime();
        Ratings data = Planted.defaults().withShape(users, items, ratings).ratings();
        data.byItem();
        System.out.printf("%s planted in %.1f s, kernel %s, %d threads%n", data, since(start), Kernel.active().name(), Sweep.threads());
        printMemory("ratings, both ways");
        FactorModel model = Als.defaults().withRank(rank).withEpochs(sweeps).fit(data);
        for (Epoch epoch : model.provenance().history().epochs()) {
            System.out.printf("sweep %d: %.2f s, %.1f million ratings/s, objective %.6g%n", epoch.number(), epoch.seconds(),
                    data.count() / epoch.seconds() / 1e6, epoch.objective());
        }
        printMemory("with the model");
        System.out.printf("all in %.1f s%n", since(start));
        return 0;
    }

    private static double since(long start) {
        return (System.nanoTime() - start) * 1e-9;
    }

    private static void printMemory(String what) {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        System.out.printf("memory, %s: %.2f GiB in use of a heap of at most %.2f GiB%n", what,
                (runtime.totalMemory() - runtime.freeMemory()) / 0x1p30, runtime.maxMemory() / 0x1p30);
    }
}

package mf4j.app;

import mf4j.data.Ratings;
import mf4j.data.Split;
import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.recommend.Model;
import mf4j.sql.Source;
import mf4j.train.Watch;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `mf4j replay`: trains a model again from its recipe and compares bits.
@CommandLine.Command(name = "replay", description = "Trains a model again by the recipe in its file, and compares every number.",
        footer = {"", "Example:", "  mf4j replay movies.mf4j --data ratings.csv",
            "", "With the kernel that made the model every bit must be the same. Another kernel adds",
            "in another order: then no number may differ by more than --tolerance."})
final class ReplayCommand extends Command {
    @Parameters(index = "0", paramLabel = "MODEL", description = "A model saved by train.")
    Path path;

    @Option(names = "--data", paramLabel = "FILE", description = "The ratings it was trained on.")
    String data;

    @Option(names = "--sql", paramLabel = "QUERY", description = "The query it was trained on.")
    String sql;

    @Option(names = "--from", paramLabel = "MODEL", description = "The model its training started from, where it did.")
    Path from;

    @Option(names = "--item-attributes", paramLabel = "FILE", description = "The table of attributes of items it was trained with, where it is no longer where it was.")
    Path itemAttributes;

    @Option(names = "--user-attributes", paramLabel = "FILE", description = "The same of users.")
    Path userAttributes;

    @Option(names = "--tolerance", paramLabel = "X", description = "Largest difference that passes under another kernel (0.001).")
    double tolerance = 0.001;

    @Override
    Answer answer() throws Exception {
        if ((data == null) == (sql == null)) throw wrong("give --data FILE or --sql QUERY");
        Saved saved = Saved.open(path);
        Recipe recipe = saved.recipe();
        refuseTheImpossible(saved, recipe);
        Ratings ratings = recipe.splitting().kept(recipe.reading().withAttributes(itemAttributes, userAttributes).read(sql != null ? Source.sql(sql) : Source.of(data), err()));
        Object wanted = saved.file().about().get("fingerprint");
        if (!ratings.fingerprint().equals(wanted)) {
            throw new IllegalArgumentException("these are not the ratings that the model was made from: fingerprint "
                    + ratings.fingerprint() + ", not " + wanted);
        }
        return compared(saved.model(), trained(recipe, ratings));
    }

    private void refuseTheImpossible(Saved saved, Recipe recipe) {
        int forgotten = UpdateCommand.forgotten(saved.file().about());
        if (forgotten > 0) throw new IllegalArgumentException("the model has forgotten " + forgotten + (forgotten == 1 ? " user" : " users") + " since; it cannot be made again");
        int updates = UpdateCommand.updates(saved.file().about());
        if (updates > 0) throw new IllegalArgumentException("new events were folded into the model " + updates + (updates == 1 ? " time" : " times") + " since; it cannot be made again");
        if (recipe.warm() && from == null) throw wrong("the training started from another model; give it with --from");
    }

    private Model trained(Recipe recipe, Ratings ratings) throws Exception {
        Split split = recipe.split(ratings);
        Optional<Model> start = recipe.warm() ? Optional.of(Saved.open(from).model()) : Optional.empty();
        Model model = recipe.fit(split.train(), start, new Progress<>(recipe.judge(split), err(), recipe.trainer().title()));
        if (!recipe.refit()) return model;
        return recipe.forEpochs(model.provenance().history().kept()).fit(ratings, start, new Progress<>(Watch.none(), err(), "refit"));
    }

    private Answer compared(Model before, Model now) {
        Map<String, Double> differences = new LinkedHashMap<>();
        before.parameters().forEach((name, values) -> differences.put(name, difference(values, now.parameters().getOrDefault(name, new float[0]))));
        double largest = differences.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        boolean sameKernel = before.provenance().kernel().equals(Kernel.active().name());
        boolean passes = sameKernel ? largest == 0 : largest <= tolerance;
        Tree numbers = new Tree().put("model", path.toString()).put("same", largest == 0).put("passes", passes).put("largestDifference", largest)
                .put("kernel.before", before.provenance().kernel()).put("kernel.now", Kernel.active().name()).put("tolerance", sameKernel ? 0.0 : tolerance)
                .putAll("differences", differences);
        return new Answer(numbers, text(before, largest, sameKernel, passes), passes ? 0 : 1);
    }

    /// 0 only where every bit is the same; infinity where the shapes differ.
    private static double difference(float[] before, float[] now) {
        if (before.length != now.length) return Double.MAX_VALUE;
        double largest = 0;
        for (int j = 0; j < now.length; j++) {
            double apart = Math.abs((double) before[j] - now[j]);
            if (Float.floatToRawIntBits(before[j]) != Float.floatToRawIntBits(now[j])) largest = Math.max(largest, Math.max(apart, Double.MIN_VALUE));
        }
        return largest;
    }

    private String text(Model before, double largest, boolean sameKernel, boolean passes) {
        if (largest == 0) return "The same model, bit for bit (" + Kernel.active().name() + ").";
        String kernels = sameKernel ? "under the same kernel " + Kernel.active().name() + ", where every bit should be the same"
                : "under " + Kernel.active().name() + " instead of " + before.provenance().kernel() + "; up to " + tolerance + " passes";
        return (passes ? "Passes: " : "Fails: ") + "the largest difference is " + String.format(Locale.ROOT, "%.3g", largest) + " " + kernels + ".";
    }
}

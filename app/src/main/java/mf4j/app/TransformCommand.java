package mf4j.app;

import mf4j.lowrank.LowRank;
import mf4j.matrix.FloatType;
import mf4j.matrix.Matrix;
import mf4j.matrix.Npy;
import mf4j.store.LowRankFolder;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.Locale;

/// `mf4j transform`: the part of the left factor that new rows have.
@CommandLine.Command(name = "transform", description = "Finds the left factor of new rows, the right one as it is: least squares in the family of the trainer, row by row.",
        footer = {"", "Example:", "  mf4j transform factors new.npy --out z.npy"})
final class TransformCommand extends Command {
    @Parameters(index = "0", paramLabel = "DIR", description = "A factorization kept by factorize.")
    Path folder;

    @Parameters(index = "1", arity = "0..1", paramLabel = "FILE", description = "The new rows: " + MatrixReading.FILES + ".")
    String location;

    @Option(names = {"--query", "--sql"}, paramLabel = "QUERY", description = "Read what this query of DuckDB gives, instead of a file.")
    String query;

    @Mixin
    NpyOut out;

    @Mixin
    MatrixReading reading;

    @Override
    Answer answer() throws Exception {
        if ((location == null) == (query == null)) throw wrong("give one file with new rows, or --query");
        if (out.out == null) throw wrong("say with --out where the new rows' factors go");
        usage(() -> {
            if (location != null) reading.check(location);
            NpyOut.check("--out", out.out);
            return null;
        });
        NpyOut.reachable(out.out);
        Steps steps = new Steps();
        LowRank model = steps.timed("load", () -> LowRankFolder.load(folder).model());
        Matrix x = steps.timed("read", () -> query != null ? reading.query(query, err()) : reading.read(location, err()));
        Matrix z = steps.timed("transform", () -> model.transform(x));
        FloatType type = out.type(model.left().isDouble());
        steps.timed("write", () -> {
            Npy.write(out.out, type, z.rows(), z.columns(), z::copy);
            return z;
        });
        return answer(steps, x, z, type, mse(model, x, z));
    }

    private static double mse(LowRank model, Matrix x, Matrix z) {
        double sum = 0;
        LowRank own = new LowRank(z, model.values(), model.right(), model.mean(), model.rule(), model.fit(), model.provenance());
        for (double error : own.rowErrors(x)) sum += error;
        return sum / (x.size() - x.missing());
    }

    private Answer answer(Steps steps, Matrix x, Matrix z, FloatType type, double mse) {
        String name = type.name().toLowerCase(Locale.ROOT);
        Tree numbers = new Tree().put("rows", z.rows()).put("rank", z.columns()).put("type", name).put("mse", mse).putAll("seconds", steps.seconds()).put("out", out.out.toString());
        return new Answer(numbers, String.format(Locale.ROOT, "%s rows of %s: mean squared error %s%n%s%nsaved in %s, %d x %d %s", Table.count(x.rows()),
                query != null ? "the query" : location, FactorizeReport.number(mse), steps, out.out, z.rows(), z.columns(), name));
    }
}

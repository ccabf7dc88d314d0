package mf4j.app;

import mf4j.lowrank.LowRank;
import mf4j.matrix.FloatType;
import mf4j.matrix.Matrix;
import mf4j.matrix.Npy;
import mf4j.matrix.RowSource;
import mf4j.store.LowRankFolder;
import mf4j.train.Sweep;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `mf4j reconstruct`: the matrix that a factorization stands for, or how far its rows are from the original.
@CommandLine.Command(name = "reconstruct", description = "Writes the matrix that a factorization stands for, block by block, and measures it row by row.",
        footer = {"", "Examples:", "  mf4j reconstruct factors --out x.npy", "  mf4j reconstruct factors --rows 100:200 --out part.npy --type float16",
            "  mf4j reconstruct factors --against embeddings.npy --errors errors.npy"})
final class ReconstructCommand extends Command {
    private static final int WORST = 10;

    @Parameters(index = "0", paramLabel = "DIR", description = "A factorization kept by factorize.")
    Path folder;

    @Mixin
    NpyOut out;

    @Option(names = "--rows", paramLabel = "A:B", description = "Only rows A to before B, counted from 0; either may be left out.")
    String rows;

    @Option(names = "--against", paramLabel = "FILE", description = "Measure every row by the one of this matrix: " + MatrixReading.FILES + ".")
    String against;

    @Option(names = "--errors", paramLabel = "FILE", description = "With --against: write the mean squared error of each row there, as .npy.")
    Path errors;

    @Mixin
    MatrixReading reading;

    @Override
    Answer answer() throws Exception {
        check();
        Steps steps = new Steps();
        LowRank model = steps.timed("load", () -> LowRankFolder.load(folder).model());
        RowRange range = usage(() -> RowRange.of(rows, model.rows()));
        RowSource product = model.product();
        RowSource part = (from, to, into, at) -> product.copy(range.from() + from, range.from() + to, into, at);
        RowErrors measured = against == null ? null : new RowErrors(part, original(model), range);
        FloatType type = out.type(model.left().isDouble() || model.right().isDouble());
        steps.timed("reconstruct", () -> pass(measured == null ? part : measured, type, range, model.columns()));
        if (errors != null) Npy.write(errors, measured.perRow());
        return report(steps, range, model.columns(), type, measured);
    }

    private void check() throws IOException {
        if (out.out == null && against == null) throw wrong("say with --out where the matrix goes, or with --against what to measure it by");
        if (errors != null && against == null) throw wrong("--errors is for --against: errors against what");
        usage(() -> {
            NpyOut.check("--out", out.out);
            NpyOut.check("--errors", errors);
            if (against != null) reading.check(against);
            return null;
        });
        NpyOut.reachable(out.out);
        NpyOut.reachable(errors);
    }

    private Matrix original(LowRank model) throws IOException {
        Matrix x = reading.read(against, err());
        if (x.rows() == model.rows() && x.columns() == model.columns()) return x;
        throw new IllegalArgumentException("--against must be the whole matrix, " + model.rows() + " x " + model.columns() + ", but was " + x.rows() + " x " + x.columns());
    }

    private Path pass(RowSource source, FloatType type, RowRange range, int columns) throws IOException {
        if (out.out != null) {
            Npy.write(out.out, type, range.count(), columns, source);
            return out.out;
        }
        int block = Math.clamp((1 << 15) / Math.max(1, columns), 1, Math.max(1, range.count()));
        Sweep.over(range.count(), block, () -> new double[block * columns], (scratch, from, to) -> source.copy(from, to, scratch, 0));
        return folder;
    }

    private Answer report(Steps steps, RowRange range, int columns, FloatType type, RowErrors measuredOrNull) {
        Tree numbers = new Tree().put("rows.from", range.from()).put("rows.to", range.to()).put("columns", columns);
        StringBuilder text = new StringBuilder();
        if (measuredOrNull != null) measured(range, measuredOrNull, numbers, text);
        text.append(steps);
        numbers.putAll("seconds", steps.seconds());
        if (out.out != null) {
            String name = type.name().toLowerCase(Locale.ROOT);
            text.append(String.format(Locale.ROOT, "%nsaved in %s, %d x %d %s", out.out, range.count(), columns, name));
            numbers.put("type", name).put("out", out.out.toString());
        }
        if (errors != null) {
            text.append(String.format(Locale.ROOT, "%nerrors of the rows in %s", errors));
            numbers.put("errors", errors.toString());
        }
        return new Answer(numbers, text.toString());
    }

    private static void measured(RowRange range, RowErrors errors, Tree numbers, StringBuilder text) {
        double[] perRow = errors.perRow();
        List<Map<String, Object>> worst = new ArrayList<>();
        Table table = new Table("row", "mean squared error");
        for (int row : errors.worst(WORST)) {
            double mse = perRow[row - range.from()];
            worst.add(new Tree().put("row", row).put("mse", mse).values());
            table.row(Integer.toString(row), FactorizeReport.number(mse));
        }
        numbers.put("mse", errors.mse()).put("worst", worst);
        text.append(String.format(Locale.ROOT, "mean squared error %s over %s rows; the worst of them:%n%n%s%n%n", FactorizeReport.number(errors.mse()), Table.count(range.count()), table));
    }
}

package mf4j.app;

import mf4j.lowrank.LowRank;
import mf4j.matrix.Matrix;
import mf4j.store.LowRankFolder;
import mf4j.train.Trainer;
import mf4j.train.Watch;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// `mf4j factorize`: a matrix in, two thin ones out, and how close they are to what can be reached at all.
@CommandLine.Command(name = "factorize", modelTransformer = KnobFlags.OfMatrices.class,
        description = "Factorizes a dense matrix, X ~ left x right, says how far that is from the least error of its rank, and keeps it in a folder that NumPy opens.",
        footer = {"", "Examples:", "  mf4j factorize embeddings.npy --trainer adam --rank 64 --out factors",
            "  mf4j factorize table.parquet --columns 2- --trainer pq --rank 8 --json",
            "  mf4j factorize --query \"select x, y, z from 'm.parquet' where day < 30\" --rank 2 --out factors"})
final class FactorizeCommand extends Command {
    private static final int LINES = 50;
    private static final Duration SPACING = Duration.ofSeconds(30);

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The matrix: " + MatrixReading.FILES + ".")
    String location;

    @Option(names = {"--query", "--sql"}, paramLabel = "QUERY", description = "Read what this query of DuckDB gives, instead of a file.")
    String query;

    @Option(names = "--trainer", paramLabel = "NAME", description = "What factorizes: see below (pq).")
    String trainer;

    @Option(names = "--out", paramLabel = "DIR", description = "Keep the factors there: left.npy, right.npy and a report.")
    Path out;

    @Mixin
    MatrixReading reading;

    @Override
    Answer answer() throws Exception {
        if ((location == null) == (query == null)) throw wrong("give one file with a matrix, or --query");
        DenseCatalog chosen = usage(() -> trainer == null ? DenseCatalog.PQ : DenseCatalog.named(trainer));
        Trainer<Matrix, LowRank> made = KnobFlags.trainer(spec, chosen, seed);
        usage(() -> {
            if (location != null) reading.check(location);
            return null;
        });
        Path folder = out == null ? null : out.toAbsolutePath().normalize();
        if (folder != null) LowRankFolder.check(folder);
        return factorize(chosen, made, folder);
    }

    private Answer factorize(DenseCatalog chosen, Trainer<Matrix, LowRank> made, Path folder) throws Exception {
        Steps steps = new Steps();
        Matrix x = steps.timed("read", () -> query != null ? reading.query(query, err()) : reading.read(location, err()));
        LowRank model = steps.timed("factorize", () -> fit(chosen, made, x, folder));
        FactorizeReport report = new FactorizeReport(chosen, x, query != null ? "the query" : location, model);
        if (folder != null) steps.timed("save", () -> save(new LowRankFolder(model, report.about(steps)), folder));
        return report.answer(steps, out);
    }

    /// Ctrl-C leaves a state from which the same command goes on.
    private LowRank fit(DenseCatalog chosen, Trainer<Matrix, LowRank> made, Matrix x, Path folder) {
        if (folder == null) return made.fit(x, new Progress<>(Watch.none(), err(), chosen.title(), Optional.empty(), LINES));
        Resume resume = new Resume(folder, "factorize", SPACING);
        try (Farewell _ = new Farewell(() -> say(resume.stopped()))) {
            return made.fit(x, new Progress<>(Watch.none(), err(), chosen.title(), Optional.of(resume), LINES));
        }
    }

    private static Path save(LowRankFolder model, Path folder) throws IOException {
        model.save(folder);
        Resume.delete(folder);
        return folder;
    }
}

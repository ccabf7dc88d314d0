package mf4j.app;

import mf4j.train.Trainer;
import picocli.CommandLine;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// What the tests of the documentation need from inside the application.
public final class DocsDoor {
    private DocsDoor() { }

    /// A trainer as the command line has it.
    public record Listed(String name, String about, Trainer<?, ?> defaults) { }

    /// How a command ended.
    public record Outcome(int exitCode, String out, String err) { }

    /// The trainers of the catalog, in its order, and those of dense matrices.
    public static List<Listed> trainers() {
        return Stream.<Offer>concat(Arrays.stream(Catalog.values()), Arrays.stream(DenseCatalog.values())).map(one -> new Listed(one.title(), one.about(), one.defaults())).toList();
    }

    /// The name of the first trainer of dense matrices.
    public static String firstOfMatrices() {
        return DenseCatalog.values()[0].title();
    }

    /// The command as it stands, for parsing.
    public static CommandLine commandLine() {
        return Main.commandLine();
    }

    /// Runs a command in this process.
    public static Outcome run(List<String> arguments) {
        Mf4j run = Mf4j.run(arguments.toArray());
        return new Outcome(run.exitCode(), run.out(), run.err());
    }
}

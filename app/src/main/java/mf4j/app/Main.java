package mf4j.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.io.PrintWriter;

/// The `mf4j` command: exit code 0 when done, 1 when it failed, 2 for wrong usage.
@Command(name = "mf4j", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = "Learns from ratings what people will like, factorizes matrices, and shows how well it does.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  mf4j demo", "  mf4j train ratings.csv --out model.mf4j",
            "  mf4j recommend model.mf4j --user 1 --count 10", "", "mf4j COMMAND --help explains a command."},
        subcommands = {DemoCommand.class, DataCommand.class, TrainCommand.class, EvaluateCommand.class, TuneCommand.class, StudyCommand.class, RecommendCommand.class, PredictCommand.class, SimilarCommand.class,
            ExplainCommand.class, UpdateCommand.class, RanksCommand.class, FactorizeCommand.class, TransformCommand.class, ReconstructCommand.class, ConsensusCommand.class, InspectCommand.class,
            ReplayCommand.class, DoctorCommand.class})
public final class Main implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /// Runs one command and leaves with its exit code.
    public static void main(String[] arguments) {
        KernelFlag.beforeAnyIsLoaded(arguments);
        System.exit(run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments));
    }

    /// Runs one command with these streams.
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        try {
            return commandLine().setOut(out).setErr(err).execute(arguments);
        } catch (OutOfMemoryError e) {
            return Failures.memory(err);
        }
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.setParameterExceptionHandler(Failures::usage);
        line.setExecutionExceptionHandler(Failures::execution);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpWidth(110);
        return line;
    }

    /// Without a command: what there is.
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}

package mf4j.app;

import mf4j.train.Sweep;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/// What all commands that print a result share: `--json`, `--threads`, `--seed`, and where the result goes.
@CommandLine.Command(mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false, abbreviateSynopsis = true)
abstract class Command implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(names = "--json", description = "Print the result as one JSON object; all else goes to standard error.")
    boolean json;

    @Option(names = "--threads", paramLabel = "N", description = "Use N threads; all processors otherwise. The result is the same.")
    int threads = Sweep.threads();

    @Option(names = "--seed", paramLabel = "N", description = "Seed of everything random: the same seed gives the same bits.")
    Long seed;

    @Option(names = "--kernel", paramLabel = "NAME", description = "Demand a kernel: scalar, vector, vector-128, vector-256 or vector-512; the fastest otherwise.")
    String kernel;

    @Option(names = "--stacktrace", description = "Show where in the program a failure happened.")
    boolean stackTrace;

    /// Does the work.
    abstract Answer answer() throws Exception;

    @Override
    public final Integer call() throws Exception {
        if (threads < 1) throw wrong("--threads must be at least 1 but was " + threads);
        if (kernel != null) demandKernel();
        Answer answer = Sweep.withThreads(threads, this::answer);
        spec.commandLine().getOut().println(json ? answer.json() : answer.text());
        return answer.exitCode();
    }

    private void demandKernel() {
        usage(() -> {
            KernelFlag.check(kernel);
            return null;
        });
        KernelFlag.ensure(kernel);
    }

    /// A line for people, beside the result.
    final void say(String line) {
        err().println(line);
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /// Refusals of arguments as wrong usage.
    final <T> T usage(Supplier<T> argument) {
        try {
            return argument.get();
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    final long seedOr(long otherwise) {
        return seed == null ? otherwise : seed;
    }

    /// Wrong usage: exit code 2.
    final ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}

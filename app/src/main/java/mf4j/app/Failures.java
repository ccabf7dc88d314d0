package mf4j.app;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a failure looks: one line `mf4j: ...` on standard error, and an exit code.
final class Failures {
    private static final Pattern EXPECTED = Pattern.compile("expected one of \\[(.*)] \\(case-insensitive\\) but was ");
    private static final Pattern REFUSAL = Pattern.compile("([A-Z][A-Za-z]+)\\.([a-z][A-Za-z]*) (must .*)");

    private Failures() { }

    /// Wrong usage: the message, what is similar, where the help is; exit code 2.
    static int usage(ParameterException e, String[] arguments) {
        PrintWriter err = e.getCommandLine().getErr();
        err.println("mf4j: " + plain(oneLine(e.getMessage())));
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
            err.println("See " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        }
        return CommandLine.ExitCode.USAGE;
    }

    /// A command that failed: exit code 1; its stack trace with `--stacktrace`.
    static int execution(Exception e, CommandLine line, ParseResult parsed) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) if (cause instanceof OutOfMemoryError) return memory(line.getErr());
        if (wantsStackTrace(parsed)) e.printStackTrace(line.getErr());
        line.getErr().println("mf4j: " + spoken(KnobFlags.inFlags(oneLine(describe(e)), parsed)));
        return CommandLine.ExitCode.SOFTWARE;
    }

    /// Too little memory: what helps; exit code 1.
    static int memory(PrintWriter err) {
        err.println("mf4j: " + Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB of memory are not enough; MF4J_OPTIONS=-Xmx8g before the command allows 8 GiB");
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static boolean wantsStackTrace(ParseResult parsed) {
        List<CommandLine> commands = parsed.asCommandLineList();
        return commands.getLast().getParseResult().hasMatchedOption("--stacktrace");
    }

    /// What could not be understood, without the types of this program.
    private static String plain(String message) {
        return EXPECTED.matcher(message.replaceFirst("' is not an? (int|long)$", "' is not a whole number").replaceFirst("' is not a double$", "' is not a number")
                .replaceFirst("cannot convert ('.*') to (interface|class) .*", "$1 is not understood"))
                .replaceFirst(choices -> "must be one of " + choices.group(1).toLowerCase(Locale.ROOT) + " but was ");
    }

    /// What a class of the library refuses, without the names of its fields; of values of events, with what helps.
    private static String spoken(String message) {
        Matcher refusal = REFUSAL.matcher(message);
        if (!refusal.matches()) return message;
        String title = Catalog.titleOf(refusal.group(1));
        String owner = title.equals(refusal.group(1)) ? "" : title + ": ";
        if (refusal.group(2).equals("x")) return "the matrix " + refusal.group(3);
        String rest = refusal.group(2).replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT) + " " + titled(refusal.group(3));
        if (!rest.startsWith("events must be above 0 but was ")) return owner + "the " + rest;
        return owner + "the values of " + rest + "; --implicit takes every row for an event, --implicit --at-least V those rated at least V";
    }

    private static String titled(String rule) {
        String titled = rule;
        if (!rule.contains("'")) for (Catalog one : Catalog.values()) titled = titled.replaceAll("\\b" + one.defaults().getClass().getSimpleName() + "\\b", one.title());
        return titled;
    }

    /// The message, with the words that the bare exceptions of file systems lack.
    private static String describe(Throwable e) {
        return switch (e) {
            case NoSuchFileException missing -> missing.getReason() != null ? missing.getReason() : "there is no file " + missing.getFile();
            case AccessDeniedException denied -> "may not read or write " + denied.getFile();
            case UncheckedIOException wrapped when wrapped.getCause() instanceof IOException cause && saysNothingMore(wrapped) -> describe(cause);
            case IllegalStateException state when state.getMessage() != null -> state.getMessage().replaceFirst("^[A-Z][A-Za-z]+: ", "");
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }

    private static boolean saysNothingMore(UncheckedIOException e) {
        return e.getMessage() == null || e.getMessage().equals(e.getCause().toString());
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}

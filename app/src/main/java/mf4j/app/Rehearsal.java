package mf4j.app;

import java.io.PrintWriter;
import java.io.Writer;

/// Runs a few commands so that Java can archive the classes they load: the launcher calls it once, after a build.
final class Rehearsal {
    private Rehearsal() { }

    /// Rehearses `light` or `heavy` commands.
    public static void main(String[] arguments) {
        run("--help");
        run("train", "--help");
        if (arguments[0].equals("heavy")) run("doctor", "--json");
    }

    private static void run(String... arguments) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Main.run(nowhere, nowhere, arguments);
    }
}

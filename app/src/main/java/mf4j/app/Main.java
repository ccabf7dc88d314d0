package mf4j.app;

/// The `mf4j` command.
public final class Main {
    private Main() { }

    /// Runs one command and leaves with its exit code.
    public static void main(String[] arguments) {
        System.exit(0);
    }
}

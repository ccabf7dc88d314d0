package mf4j.app;

import mf4j.kernel.Kernel;
import mf4j.kernel.Kernels;
import mf4j.train.Provenance;
import picocli.CommandLine;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/// `mf4j doctor`: what this machine offers and what MF4J makes of it.
@CommandLine.Command(name = "doctor", description = "Shows Java, kernel, cores, memory and data, and what is wrong with them.",
        footer = {"", "Example:", "  mf4j doctor"})
final class DoctorCommand extends Command {
    private final Tree numbers = new Tree();
    private final Table table = new Table("", "");

    @Override
    Answer answer() {
        note("version", Provenance.thisVersion());
        java();
        kernel();
        machine();
        data();
        note("duckdb", duckdb());
        return new Answer(numbers, table.toString().strip());
    }

    private void note(String name, Object value) {
        note(name, value, String.valueOf(value));
    }

    private void note(String name, Object value, String shown) {
        numbers.put(name, value);
        table.row(name.replace('.', ' '), shown);
    }

    private void java() {
        note("java.version", Runtime.version().toString());
        note("java.vendor", System.getProperty("java.vendor"));
        note("java.home", System.getProperty("java.home"));
    }

    private void kernel() {
        List<String> available = Kernels.available();
        try {
            String name = Kernel.active().name();
            note("kernel", name, name + (name.equals("scalar") ? " (slow: " + why(available) + ")" : ""));
        } catch (IllegalStateException demandedAndMissing) {
            note("kernel", null, demandedAndMissing.getMessage());
        }
        note("kernels", available, String.join(", ", available));
    }

    private static String why(List<String> available) {
        return available.size() > 1 ? "it was demanded by -Dmf4j.kernel"
                : ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() ? "this processor has no vectors that Java uses"
                : "Java runs without --add-modules jdk.incubator.vector";
    }

    private void machine() {
        note("processor", System.getProperty("os.arch"));
        note("cores", Runtime.getRuntime().availableProcessors());
        note("memory.heap", Runtime.getRuntime().maxMemory(), gibibytes(Runtime.getRuntime().maxMemory()) + " at most; MF4J_OPTIONS=-Xmx8g changes it");
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            note("memory.machine", system.getTotalMemorySize(), gibibytes(system.getTotalMemorySize()));
        }
        note("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    }

    private void data() {
        DataFolders folders = DataFolders.ofThisMachine();
        String movies = folders.find(DataFolders.MOVIES).map(Path::toString).orElse(null);
        note("data." + DataFolders.MOVIES, movies, movies != null ? movies : "not found in " + folders.folders() + "; mf4j data get " + DataFolders.MOVIES);
    }

    /// Loads it: whether it can be loaded is the question.
    private static String duckdb() {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
            return connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException | LinkageError broken) {
            return "cannot be loaded: " + broken.getMessage();
        }
    }

    private static String gibibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1 << 30));
    }
}

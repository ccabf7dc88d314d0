package mf4j.app;

import mf4j.matrix.FloatType;
import mf4j.train.SafeFile;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/// The flags of a command that writes a matrix as `.npy`.
final class NpyOut {
    @Option(names = "--out", paramLabel = "FILE", description = "Write the matrix there, as .npy.")
    Path out;

    @Option(names = "--type", paramLabel = "NAME", description = "Write float16, float32 or float64 (float32; float64 where the factors are).")
    FloatType type;

    /// Refuses other endings.
    ///
    /// @throws IllegalArgumentException with what is wrong
    static void check(String flag, Path pathOrNull) {
        if (pathOrNull == null || pathOrNull.toString().toLowerCase(Locale.ROOT).endsWith(".npy")) return;
        throw new IllegalArgumentException(flag + " must end in .npy but was " + pathOrNull);
    }

    /// Refuses a place that cannot be written, before the work.
    static void reachable(Path pathOrNull) throws IOException {
        if (pathOrNull != null) SafeFile.check(pathOrNull);
    }

    FloatType type(boolean wide) {
        return type != null ? type : wide ? FloatType.FLOAT64 : FloatType.FLOAT32;
    }
}

package mf4j.store;

import mf4j.matrix.Factors;
import mf4j.recommend.FactorModel;
import mf4j.recommend.Side;
import mf4j.train.SafeFile;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// A model that cannot be written whole leaves the old one as it was and nothing beside it.
class InterruptedSaveTest {
    private static final ModelFile OLD = Models.random(23);

    @TempDir
    Path folder;
    Path path;

    @BeforeEach
    void anOldModel() throws IOException {
        path = folder.resolve("films.mf4j");
        OLD.save(path);
    }

    @Test
    void aPartThatFailsLeavesTheOldFile() throws IOException {
        Part failing = new Part("user_factors.npy", Map.of(), out -> {
            out.write(new byte[1 << 20]);
            throw new IOException("No space left on device");
        });
        assertThatThrownBy(() -> SafeFile.write(path,
                out -> ArchiveWriter.write(out, List.of(new Part.Measured(failing, 1 << 21, 0, ""))))).hasMessage("No space left on device");
        theOldModelIsThereAlone();
    }

    @Test
    void aPastThatDoesNotFitIsRefusedBeforeAnythingIsWritten() throws IOException {
        FactorModel model = (FactorModel) OLD.model();
        FactorModel other = (FactorModel) Models.random(5).model();
        assertThat(other.users().size()).isNotEqualTo(model.users().size());
        FactorModel wrong = new FactorModel(other.user(), other.user(), model.scale(), model.past(), model.provenance());
        assertThatThrownBy(() -> ModelFile.save(wrong, path)).hasMessageContaining("the users' ratings must be of the");
        theOldModelIsThereAlone();
    }

    /// A process that may not write files of more than 64 KB stands for a full disk.
    @Test
    void aFullDiskLeavesTheOldFile() throws Exception {
        assumeTrue(new File("/bin/bash").canExecute(), "no bash on this machine to limit the size of files");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder("/bin/bash", "-c", "trap '' XFSZ; ulimit -f 64; exec \"$@\"", "bash", java, "-Dmf4j.kernel=scalar",
                "-XX:-UsePerfData", "-cp", System.getProperty("java.class.path"), Saving.class.getName(), path.toString())
                .redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(printed).contains("could not save: ");
        theOldModelIsThereAlone();
    }

    /// The other process: a model of a megabyte.
    static final class Saving {
        public static void main(String[] arguments) {
            FactorModel old = (FactorModel) OLD.model();
            int rank = 300_000 / Math.max(1, old.user().ids().size());
            FactorModel large = new FactorModel(wide(old.user(), rank), wide(old.item(), rank), old.scale(), old.past(), old.provenance());
            try {
                ModelFile.save(large, Path.of(arguments[0]));
            } catch (IOException e) {
                System.out.println("could not save: " + e.getMessage());
            }
        }

        private static Side wide(Side side, int rank) {
            return new Side(side.ids(), Factors.zeros(side.ids().size(), rank), side.bias(), side.rule());
        }
    }

    private void theOldModelIsThereAlone() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(path);
        }
        Same.bits(OLD, ModelFile.load(path));
    }
}

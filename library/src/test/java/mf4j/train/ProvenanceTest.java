package mf4j.train;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProvenanceTest {
    record Toy(@Knob("number of factors") int rank, @Knob("the seed") long seed) { }

    @Test
    void theLibraryKnowsTheVersionItWasBuiltAs() throws IOException {
        Matcher version = Pattern.compile("<artifactId>mf4j-parent</artifactId>\\s*<version>([^<]+)</version>")
                .matcher(Files.readString(Path.of("pom.xml")));
        assertThat(version.find()).isTrue();
        assertThat(Provenance.thisVersion()).isEqualTo(version.group(1)).doesNotContain("$");
    }

    @Test
    void namesTrainerKnobsDataKernelAndVersion() {
        Provenance provenance = Provenance.of(new Toy(3, 7), "abcd", "scalar", History.EMPTY);
        assertThat(provenance.trainer()).isEqualTo("Toy");
        assertThat(provenance.knobs()).containsExactly(Map.entry("rank", 3), Map.entry("seed", 7L));
        assertThat(provenance.version()).isEqualTo(Provenance.thisVersion());
        assertThat(Provenance.fingerprint(new Toy(3, 7), "abcd", "scalar"))
                .isEqualTo("Toy{rank=3, seed=7} on abcd with scalar by " + Provenance.thisVersion());
    }

    @Test
    void everythingThatBitsDependOnMakesAnotherRun() {
        String run = Provenance.fingerprint(new Toy(3, 7), "abcd", "scalar");
        assertThat(run).isEqualTo(Provenance.fingerprint(new Toy(3, 7), "abcd", "scalar"))
                .isNotEqualTo(Provenance.fingerprint(new Toy(4, 7), "abcd", "scalar"))
                .isNotEqualTo(Provenance.fingerprint(new Toy(3, 8), "abcd", "scalar"))
                .isNotEqualTo(Provenance.fingerprint(new Toy(3, 7), "abce", "scalar"))
                .isNotEqualTo(Provenance.fingerprint(new Toy(3, 7), "abcd", "vector-256"));
    }

    @Test
    void keepsItsOwnCopyOfTheKnobs() {
        Map<String, Object> knobs = new LinkedHashMap<>(Map.of("rank", 1));
        Provenance provenance = new Provenance("Toy", knobs, "data", "1", "scalar", History.EMPTY);
        knobs.clear();
        assertThat(provenance.knobs()).hasSize(1);
        assertThatThrownBy(() -> provenance.knobs().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}

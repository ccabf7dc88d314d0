package mf4j.app.docs;

import mf4j.app.DocsDoor;
import mf4j.train.Knobs;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// `docs/reference/knobs.md` is what the trainers say of themselves.
class KnobsPageTest {
    private static final Path PAGE = Page.ROOT.resolve("docs/reference/knobs.md");
    private static final String REWRITE = "./test -pl app -am -Dtest=KnobsPageTest -Dmf4j.docs=write";

    @Test
    void saysWhatTheTrainersSay() throws IOException {
        String wanted = page();
        if ("write".equals(System.getProperty("mf4j.docs"))) Files.writeString(PAGE, wanted);
        assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "").as("docs/reference/knobs.md is stale; rewrite it with%n    %s%n", REWRITE).isEqualTo(wanted);
    }

    /// The page has the trainers of the catalog, so the catalog must have the trainers of the library.
    @Test
    void theCatalogHasEveryTrainerOfTheLibrary() throws IOException {
        List<String> listed = DocsDoor.trainers().stream().map(one -> one.defaults().getClass().getSimpleName()).sorted().toList();
        try (Stream<Path> files = Files.list(Page.ROOT.resolve("library/src/main/java/mf4j/recommend"))) {
            List<String> trainers = files.filter(KnobsPageTest::isTrainer).map(file -> file.getFileName().toString().replace(".java", "")).sorted().toList();
            assertThat(listed).as("trainers in mf4j.app.Catalog, and records of knobs in mf4j.recommend").isEqualTo(trainers);
        }
    }

    private static boolean isTrainer(Path file) {
        String text = String.join(" ", Page.of(file).lines());
        return text.matches(".*public record \\w+\\(.*\\)\\s+implements (Continuing|Trainer<).*");
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # Knobs

                <!-- Written by KnobsPageTest from the @Knob annotations: %s -->

                A trainer is a record of its knobs. A knob has one name everywhere: `countWeighted` is `withCountWeighted(true)` in Java,
                `--count-weighted` on the command line, `"countWeighted"` in JSON and in a model's provenance. A value that breaks its rule is
                refused when the record is made: `Als.rank must be at least 1 and at most 4096 but was 0`.

                *Must* is that rule; *search* is where a search over knobs looks unless told otherwise. Pulls and steps of factors are stated in
                units of the ratings' standard deviation: see [units](../concepts/units.md). `--threads` is not a knob: it changes no bit.
                """.formatted(REWRITE));
        DocsDoor.trainers().forEach(trainer -> page.append(section(trainer)));
        return page.toString();
    }

    private static String section(DocsDoor.Listed trainer) {
        String name = trainer.defaults().getClass().getSimpleName();
        StringBuilder section = new StringBuilder("\n## " + trainer.name() + "\n\n`" + name + "`: " + trainer.about() + ".\n\n");
        Map<String, Object> values = Knobs.of(trainer.defaults()).values(trainer.defaults());
        if (values.isEmpty()) return section + "It has no knobs.\n";
        section.append("| knob | default | what | must | search |\n|---|---|---|---|---|\n");
        for (Knobs.Entry knob : Knobs.of(trainer.defaults()).entries()) {
            section.append("| `%s` | %s | %s | %s | %s |\n".formatted(knob.name(), number(values.get(knob.name())), knob.doc(), knob.rule(), search(knob)));
        }
        return section.toString();
    }

    private static String search(Knobs.Entry knob) {
        if (knob.search().isEmpty()) return "";
        return number(knob.search().getFirst()) + " to " + number(knob.search().getLast()) + (knob.logarithmic() ? ", logarithmic" : "");
    }

    private static String number(Object value) {
        return value instanceof Double number ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString() : String.valueOf(value);
    }
}

package mf4j.app.docs;

import mf4j.app.DocsDoor;
import mf4j.train.Knobs;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// `docs/reference/knobs.md` is what the trainers of the catalog say of themselves.
class KnobsPageTest {
    private static final Path PAGE = Page.ROOT.resolve("docs/reference/knobs.md");
    private static final String REWRITE = "./test -pl app -am -Dtest=KnobsPageTest -Dmf4j.docs=write";

    @Test
    void saysWhatTheTrainersSay() throws IOException {
        String wanted = page();
        if ("write".equals(System.getProperty("mf4j.docs"))) Files.writeString(PAGE, wanted);
        assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "").as("docs/reference/knobs.md is stale; rewrite it with%n    %s%n", REWRITE).isEqualTo(wanted);
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

                The last trainers, from `%s` on, are those of `factorize`: of dense matrices, in the matrix's own units.
                """.formatted(REWRITE, DocsDoor.firstOfMatrices()));
        DocsDoor.trainers().forEach(trainer -> page.append(section(trainer)));
        return page.toString();
    }

    private static String section(DocsDoor.Listed trainer) {
        String name = trainer.defaults().getClass().getSimpleName();
        StringBuilder section = new StringBuilder("\n## " + trainer.name() + "\n\n`" + name + "`: " + trainer.about() + ".\n\n");
        Map<String, Object> values = Knobs.valuesOf(trainer.defaults());
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

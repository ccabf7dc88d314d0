package mf4j.bench;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// The picture on the front page shows what the page of figures says.
class RaceChartTest {
    @Test
    void thePictureIsOfTheFiguresOfThePage() throws IOException {
        Path docs = Path.of("..", "docs");
        String drawn = BarChart.svg(RaceChart.sections(Files.readString(docs.resolve("performance.md"))));
        assertThat(Files.readString(docs.resolve("race.svg"))).as("draw it anew: bench/run RaceChart docs/performance.md docs/race.svg").isEqualTo(drawn);
    }

    @Test
    void likeStandsBesideLikeWonOrLost() {
        String page = """

                ## Trainers of ratings
                | work | system | seconds per epoch |
                |---|---|---|
                | SGD | MF4J Sgd | 0.5 |
                ## Implicit ALS
                | rank | system | seconds per sweep |
                |---|---|---|
                | 64 | MF4J exact | 0.1 |
                | 64 | MF4J CG | 0.3 |
                | 64 | peer Cholesky | 0.2 |
                | 64 | peer CG | 0.2 |
                ## Exact lists
                | factors | MF4J, microseconds per user | chosen | faiss | implicit |
                |---|---|---|---|---|
                | random normal | 287 | blocks | 239 (0.83 times) | 259 |
                """;
        BarChart.Section[] sections = RaceChart.sections(page);
        assertThat(sections[1].bars()).extracting(BarChart.Bar::name).containsExactly("MF4J exact", "peer Cholesky", "MF4J CG", "peer CG");
        assertThat(sections[2].bars()).containsExactly(new BarChart.Bar("random factors", "MF4J", 287), new BarChart.Bar("random factors", "faiss", 239), new BarChart.Bar("random factors", "implicit", 259));
        assertThatThrownBy(() -> RaceChart.sections(page.replace("## Exact", "## Other"))).hasMessageContaining("must have a heading '## Exact lists...'");
    }
}

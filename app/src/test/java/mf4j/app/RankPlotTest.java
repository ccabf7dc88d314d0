package mf4j.app;

import mf4j.lowrank.RankCurve;
import mf4j.lowrank.RankErrors;
import mf4j.lowrank.RankSearch.Outcome;
import mf4j.lowrank.Spectrum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import javax.imageio.ImageIO;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/// Curves of every kind become pictures: the lines are found by their colours.
class RankPlotTest {
    private static final int BLUE = 0xff1f4e79;
    private static final int ORANGE = 0xffc55a11;
    private static final int GREEN = 0xff3a7d44;

    @TempDir
    Path folder;

    private static Outcome outcome(int rank, double mse) {
        return new Outcome(rank, new double[] {mse}, new int[] {1}, Double.NaN, 0, mse, 0, 1);
    }

    private static RankCurve.Choice choice(int rank) {
        return new RankCurve.Choice("elbow", rank, "");
    }

    private BufferedImage picture(RankPlot plot) throws IOException {
        BufferedImage picture = ImageIO.read(plot.write(folder.resolve("a.csv")).toFile());
        assertThat(picture.getWidth()).isEqualTo(960);
        assertThat(folder.resolve("a.svg")).isNotEmptyFile();
        return picture;
    }

    /// Rows of the picture in which a colour is, of the plot alone: the legend is below.
    private static int[] rows(BufferedImage picture, int colour) {
        return IntStream.range(0, 520).filter(y -> IntStream.range(100, 950).anyMatch(x -> picture.getRGB(x, y) == colour)).toArray();
    }

    @Test
    void showsFloorsAndErrorsOnOneScale() throws IOException {
        Spectrum spectrum = new Spectrum(50, 4, new double[] {9, 4, 1, 0.5});
        BufferedImage picture = picture(new RankPlot(spectrum, "nmf", List.of(outcome(2, 0.01), outcome(3, 0.005)), Optional.of(new RankErrors("held-out", new int[] {1, 2}, new double[] {0.04, 0.03})), choice(2)));
        for (int colour : new int[] {BLUE, ORANGE, GREEN}) assertThat(rows(picture, colour)).isNotEmpty();
    }

    /// Errors a thousand times those of zeros would press the curve to the ground of a linear axis.
    @Test
    void leavesTheCurveItsShapeWhereErrorsAreFarAbove() throws IOException {
        Spectrum spectrum = new Spectrum(50, 4, new double[] {9, 4, 1, 0.5});
        BufferedImage picture = picture(new RankPlot(spectrum, "gradient descent", List.of(outcome(1, 0), outcome(2, 70)), Optional.empty(), choice(0)));
        int[] curve = rows(picture, BLUE);
        assertThat(curve[curve.length - 1] - curve[0]).isGreaterThan(60);
        assertThat(rows(picture, ORANGE)).isNotEmpty();
    }

    @Test
    void takesMatricesOfNothingAndOfOneColumn() throws IOException {
        picture(new RankPlot(new Spectrum(5, 3, new double[3]), "nmf", List.of(outcome(1, 0)), Optional.empty(), choice(0)));
        picture(new RankPlot(new Spectrum(5, 1, new double[] {3}), "nmf", List.of(), Optional.empty(), choice(1)));
        picture(new RankPlot(new Spectrum(5, 3, new double[] {3e-30, 1e-30, 1e-31}), "nmf", List.of(outcome(1, 1)), Optional.empty(), choice(1)));
    }
}

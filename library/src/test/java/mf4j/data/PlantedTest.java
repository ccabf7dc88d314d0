package mf4j.data;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import mf4j.train.Sweep;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class PlantedTest {
    @Property(tries = 60)
    void hasExactlyTheShapeAskedFor(@ForAll @IntRange(min = 1, max = 60) int users, @ForAll @IntRange(min = 1, max = 60) int items,
                                    @ForAll @DoubleRange(max = 1) double density, @ForAll @DoubleRange(max = 3) double popularity, @ForAll long seed) throws Exception {
        int count = (int) (density * users * items);
        Planted planted = Planted.defaults().withShape(users, items, count).withPopularity(popularity, 1).withSeed(seed);
        Ratings ratings = planted.ratings();
        assertThat(ratings.count()).isEqualTo(count);
        assertThat(ratings.users().size()).isEqualTo(users);
        assertThat(ratings.items().size()).isEqualTo(items);
        for (int user = 0; user < users; user++) assertThat(ratings.byUser().columns(user)).doesNotHaveDuplicates();
        for (float value : ratings.byUser().values()) assertThat(value * 2).isBetween(1f, 10f).isEqualTo((float) Math.round(value * 2));
        assertThat(Sweep.withThreads(3, planted::ratings).fingerprint()).isEqualTo(Sweep.withThreads(1, planted::ratings).fingerprint());
    }

    @Test
    void isTheSameOnEveryMachine() {
        assertThat(Planted.defaults().ratings().fingerprint()).isEqualTo("e8644b41e87dbd6df7cfb97e0577a04e");
        assertThat(Planted.defaults().withSeed(2).ratings().fingerprint()).isNotEqualTo(Planted.defaults().ratings().fingerprint());
    }

    /// What [Math] promises of these is one unit in the last place: enough to move a rating from one user to another.
    @Test
    void noFunctionThatMachinesRoundDifferentlyIsUsed() {
        noClasses().should().callMethod(Math.class, "exp", double.class).orShould().callMethod(Math.class, "log", double.class)
                .orShould().callMethod(Math.class, "pow", double.class, double.class)
                .check(new ClassFileImporter().importPath(Path.of(URI.create(
                        Planted.class.getProtectionDomain().getCodeSource().getLocation() + "mf4j/data"))));
    }

    @Test
    void popularityFallsAsAPowerOfTheRank() {
        Ratings ratings = Planted.defaults().withShape(5000, 1000, 50_000).withPopularity(1, 0.5).ratings();
        int[] counts = java.util.stream.IntStream.range(0, 1000).map(ratings.byItem()::count).sorted().toArray();
        double upper = Math.log(mean(counts, 970, 990)) - Math.log(mean(counts, 700, 800));
        assertThat(upper).isCloseTo(Math.log(252.0 / 22), within(0.2)); // ranks 20 and 250, each moved by 2
        Ratings flat = Planted.defaults().withShape(5000, 1000, 200_000).withPopularity(0, 0).ratings();
        assertThat(flat.byUser().count(17)).isEqualTo(40);
        assertThat(java.util.stream.IntStream.range(0, 1000).map(flat.byItem()::count).max().orElseThrow()).isLessThan(280);
    }

    private static double mean(int[] values, int from, int to) {
        return Arrays.stream(values, from, to).average().orElseThrow();
    }

    @Test
    void theTruthIsBelowItsNoiseAndAboveTheMean() {
        Planted planted = Planted.defaults().withShape(500, 300, 30_000).withScale(-100, 200, 0).withDeviations(2, 1, 0.5).withRank(4);
        Ratings ratings = planted.ratings();
        assertThat(planted.truth().noiseFloor(ratings)).isCloseTo(0.5, within(0.01));
        double variance = 0;
        for (float value : ratings.byUser().values()) variance += Math.pow(value - ratings.mean(), 2) / ratings.count();
        assertThat(Math.sqrt(variance)).isCloseTo(Math.sqrt(4 + 1 + 1 + 0.25), within(0.25));
        assertThat(planted.truth().value(3, 4)).isCloseTo(100 + planted.truth().userBias(3) + planted.truth().itemBias(4)
                + dot(planted.truth().userFactors().row(3), planted.truth().itemFactors().row(4)), within(1e-5));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) sum += a[j] * b[j];
        return sum;
    }

    @Test
    void withoutNoiseTheValueIsTheTruth() {
        Planted planted = Planted.defaults().withDeviations(0.1, 0.1, 0).withScale(0, 6, 0).withTimes(false);
        Ratings ratings = planted.ratings();
        assertThat(ratings.isTimed()).isFalse();
        assertThat(planted.truth().noiseFloor(ratings)).isLessThan(1e-6);
    }

    @Test
    void timesRiseWithinAUser() {
        Ratings ratings = Planted.defaults().ratings();
        for (int user = 0; user < ratings.users().size(); user++) {
            for (int entry = ratings.byUser().offsets()[user] + 1; entry < ratings.byUser().offsets()[user + 1]; entry++) {
                assertThat(ratings.time(entry)).isGreaterThanOrEqualTo(ratings.time(entry - 1));
            }
        }
    }

    @Test
    void refusesWhatCannotBePlanted() {
        assertThatThrownBy(() -> Planted.defaults().withShape(0, 5, 0)).hasMessage("Planted.users must be at least 1 but was 0");
        assertThatThrownBy(() -> Planted.defaults().withShape(2, 5, 11)).hasMessage("Planted.count must be at most users x items = 10 but was 11");
        assertThatThrownBy(() -> Planted.defaults().withScale(5, 5, 1)).hasMessage("Planted.high must be above low = 5.0 but was 5.0");
        assertThatThrownBy(() -> Planted.defaults().withDeviations(1, 1, Double.NaN)).hasMessageContaining("Planted.noise must be a finite number");
    }
}

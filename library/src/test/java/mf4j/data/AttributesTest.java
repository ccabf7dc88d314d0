package mf4j.data;

import mf4j.matrix.SparseRows;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AttributesTest {
    private static final Attributes GENRES = Attributes.builder().addCell("Heat", "genre", "Action| Crime ||Thriller").add("Alien", "genre:Horror", 2)
            .addCell("Alien", "year", "1979").addCell("Empty", "genre", " ").build();

    @Test
    void aCellIsOneAttributePerPart() {
        assertThat(GENRES.owners()).isEqualTo(Ids.of(List.of("Heat", "Alien")));
        assertThat(GENRES.names()).isEqualTo(Ids.of(List.of("genre:Action", "genre:Crime", "genre:Thriller", "genre:Horror", "year:1979")));
        assertThat(GENRES.rows().values()).containsExactly(1, 1, 1, 2, 1);
        assertThat(GENRES.isEmpty()).isFalse();
        assertThat(Attributes.none().isEmpty()).isTrue();
    }

    @Test
    void rowsComeInTheOrderOfTheNamesAskedFor() {
        SparseRows rows = GENRES.of(Ids.of(List.of("Alien", "nobody", "Heat")));
        assertThat(rows.offsets()).containsExactly(0, 2, 2, 5);
        assertThat(rows.columns()).containsExactly(3, 4, 0, 1, 2);
        assertThat(rows.values()).containsExactly(2, 1, 1, 1, 1);
        assertThat(rows.columnCount()).isEqualTo(5);
        assertThat(Attributes.none().of(Ids.of(List.of("a", "b"))).offsets()).containsExactly(0, 0, 0);
    }

    @Test
    void refusesWhatIsNoAmount() {
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> Attributes.builder().add("a", "x", bad)).hasMessage("Attributes.value must be a finite number above 0 but was " + bad + " (attribute 'x' of 'a')");
        }
    }

    @Test
    void ratingsAndTheirPartsKnowThem() {
        Ratings plain = Ratings.builder().add("u", "Heat", 1).add("u", "Alien", 2).add("v", "Heat", 3).build();
        Attributes ages = Attributes.builder().addCell("u", "age", "30").build();
        Ratings described = plain.described(ages, GENRES);
        for (Ratings part : List.of(described, described.subset(entry -> entry > 0), described.core(1), described.compacted(), described.mapValues(v -> 2 * v),
                Split.random(1, 0.5, 0.2, 0.3).of(described).trainAndValidation())) {
            assertThat(part.userAttributes()).isSameAs(ages);
            assertThat(part.itemAttributes()).isSameAs(GENRES);
        }
        assertThat(plain.itemAttributes().isEmpty()).isTrue();
    }

    @Test
    void theFingerprintKnowsThem() {
        Ratings plain = Ratings.builder().add("u", "Heat", 1).build();
        assertThat(plain.described(Attributes.none(), Attributes.none()).fingerprint()).isEqualTo(plain.fingerprint());
        assertThat(List.of(plain.fingerprint(), plain.described(GENRES, Attributes.none()).fingerprint(), plain.described(Attributes.none(), GENRES).fingerprint(),
                plain.described(Attributes.none(), Attributes.builder().add("Heat", "x").build()).fingerprint())).doesNotHaveDuplicates();
    }
}

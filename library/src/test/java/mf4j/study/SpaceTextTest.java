package mf4j.study;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SpaceTextTest {
    private static Parameter read(String values) {
        return SpaceText.parameter("x", values);
    }

    @Test
    void readsEveryKindOfValues() {
        assertThat(read("int:8:128")).isEqualTo(Parameter.whole("x", 8, 128));
        assertThat(read("int:8:128:8")).isEqualTo(Parameter.whole("x", 8, 128).inSteps(8));
        assertThat(read("intlog:8:128")).isEqualTo(Parameter.whole("x", 8, 128).on(Scale.LOG));
        assertThat(read("float:-1:0.5")).isEqualTo(Parameter.real("x", -1, 0.5));
        assertThat(read("float:0:1:0.25")).isEqualTo(Parameter.real("x", 0, 1).inSteps(0.25));
        assertThat(read("log:1e-4:1")).isEqualTo(Parameter.logarithmic("x", 1e-4, 1));
        assertThat(read("reverselog:0.9:0.999")).isEqualTo(Parameter.real("x", 0.9, 0.999).on(Scale.REVERSE_LOG));
        assertThat(read("32|8|0.5")).isEqualTo(Parameter.discrete("x", 0.5, 8, 32));
        assertThat(read("choice:8|16")).isEqualTo(Parameter.choice("x", 8L, 16L));
        assertThat(read("a|b|true|3")).isEqualTo(Parameter.choice("x", "a", "b", true, 3L));
        assertThat(read("bool")).isEqualTo(Parameter.bool("x"));
        assertThat(read("20")).isEqualTo(Parameter.whole("x", 20, 20));
        assertThat(read("1e-3")).isEqualTo(Parameter.real("x", 1e-3, 1e-3));
        assertThat(read("cholesky")).isEqualTo(Parameter.choice("x", "cholesky"));
        assertThat(read("true")).isEqualTo(Parameter.choice("x", true));
    }

    @Test
    void readsASpaceWithConditions() {
        Space space = SpaceText.read(" rank = int:8:128 , similarity=cosine|bm25|tf-idf, k1[similarity=bm25]=log:0.1:100, b[similarity=bm25|tf-idf]=float:0:1,c[rank=8|9]=bool");
        assertThat(space).isEqualTo(Space.of(Parameter.whole("rank", 8, 128), Parameter.choice("similarity", "cosine", "bm25", "tf-idf"))
                .when("similarity", List.of("bm25"), Parameter.logarithmic("k1", 0.1, 100)).when("similarity", List.of("bm25", "tf-idf"), Parameter.real("b", 0, 1))
                .when("rank", List.of(8, 9), Parameter.bool("c")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
        "rank; 'rank' should be NAME=VALUES",
        "rank=; 'rank=' should have a value, such as 16, bool, log:1e-4:1 or a|b|c",
        "rank=int; 'rank=int' should have bounds, such as int:1:100",
        "rank=int:8; 'rank=int:8' should be int:LOW:HIGH, or int:LOW:HIGH:STEP",
        "rank=int:8:1.5; 'rank=int:8:1.5' should have whole numbers, not '1.5'",
        "x=log:1:2:3; 'x=log:1:2:3' should be log:LOW:HIGH",
        "x=float:a:1; 'x=float:a:1' should have numbers, not 'a'",
        "x=uniform:0:1; 'x=uniform:0:1' should begin with int, intlog, float, log, reverselog or choice, be bool, or list values as a|b|c",
        "x=a||b; 'x=a||b' should have a value",
        "x=log:0:1; Parameter.x must begin above 0 on a logarithmic scale but was 0.0",
        "x=float:2:1; Parameter.x must end at or above its start 2.0 but was 1.0",
        "x=1|2,x=3; Space.x must be there once",
        "x[y=1]=2; Space.y must be there before x, which depends on it, but was missing",
        "y=a|b,x[y=c]=2; Parameter.y must be one of [a, b] but was c",
        "y=float:0:1,x[y=0.5]=2; Space.y must have values that can be told apart",
        "\" \"; a space must have a parameter, such as rank=int:8:128"})
    void saysWhatIsWrong(String text, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> SpaceText.read(text)).withMessageContaining(message);
    }

    @Test
    void findsTheValueThatATextStandsFor() {
        assertThat(SpaceText.read(read("int:1:9"), "3")).isEqualTo(3L);
        assertThat(SpaceText.read(read("log:1e-4:1"), "1e-2")).isEqualTo(0.01);
        assertThat(SpaceText.read(Parameter.choice("x", "7", "8"), "7")).isEqualTo("7");
        assertThat(SpaceText.read(read("bool"), "true")).isEqualTo(true);
    }

    @Property(tries = 200)
    void whatIsWrittenIsReadAgain(@ForAll("spaces") Space space) {
        assertThat(SpaceText.read(SpaceText.write(space))).isEqualTo(space);
        assertThat(PlanText.space(PlanText.map("{\"s\":" + JournalStorage.JSON.writeValueAsString(PlanText.write(space)) + "}").get("s"))).isEqualTo(space);
    }

    @Provide
    Arbitrary<Space> spaces() {
        return parameters().list().ofMinSize(1).ofMaxSize(5).map(list -> {
            Space space = Space.of(Parameter.choice("kind", "one", "two", "three"));
            for (int j = 0; j < list.size(); j++) {
                Parameter p = named(list.get(j), "p" + j);
                space = j % 2 == 0 ? space.with(p) : space.when("kind", List.of("one", "three").subList(0, 1 + j % 2), p);
            }
            return space;
        });
    }

    private static Parameter named(Parameter p, String name) {
        return switch (p) {
            case Whole w -> new Whole(name, w.low(), w.high(), w.step(), w.scale(), Optional.empty());
            case Real r -> new Real(name, r.low(), r.high(), r.scale(), r.step(), Optional.empty());
            case Discrete d -> new Discrete(name, d.values(), d.scale(), Optional.empty());
            case Choice c -> new Choice(name, c.values(), Optional.empty());
        };
    }

    private Arbitrary<Parameter> parameters() {
        Arbitrary<Parameter> whole = Combinators.combine(Arbitraries.integers().between(1, 1000), Arbitraries.integers().between(0, 1000), Arbitraries.integers().between(1, 9))
                .as((low, more, step) -> step == 1 ? Parameter.whole("x", low, low + more + 1).on(Scale.LOG) : Parameter.whole("x", low, low + more).inSteps(more == 0 ? 1 : step));
        Arbitrary<Parameter> real = Combinators.combine(Arbitraries.doubles().between(1e-6, 1e6).ofScale(9), Arbitraries.doubles().between(0, 1e3).ofScale(6), Arbitraries.of(Scale.values()))
                .as((low, more, scale) -> Parameter.real("x", low, low + more).on(scale));
        Arbitrary<Parameter> discrete = Arbitraries.doubles().between(-1e9, 1e9).set().ofMinSize(2).ofMaxSize(4).map(set -> Parameter.discrete("x", set.stream().mapToDouble(v -> v).toArray()));
        Arbitrary<Parameter> choice = Arbitraries.of("a", "b-c", "d", "e_f").set().ofMinSize(1).map(set -> Parameter.choice("x", set.toArray()));
        return Arbitraries.oneOf(whole, real, discrete, choice, Arbitraries.just(Parameter.bool("x")));
    }
}

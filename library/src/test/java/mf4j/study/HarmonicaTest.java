package mf4j.study;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class HarmonicaTest extends BitsContract {
    @Override
    Sampler sampler() {
        return Harmonica.defaults();
    }

    @Override
    String title() {
        return "HARMONICA";
    }

    /// By hand: with x0 fixed at 1, -x1 + 2 x0 x2 + 0.5 x1 x2 is the least at x1 = 1, x2 = -1.
    @Test
    void fixesWhatMakesTheTermsLeast() {
        double[] fixed = {1, 0, 0, 0};
        Harmonica.fix(fixed, List.of(new Monomials.Term(new int[] {1}, -1), new Monomials.Term(new int[] {0, 2}, 2), new Monomials.Term(new int[] {1, 2}, 0.5)));
        assertThat(fixed).containsExactly(1, 1, -1, 0);
    }
}

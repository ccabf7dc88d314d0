package mf4j.study;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BocsTest extends BitsContract {
    @Override
    Sampler sampler() {
        return Bocs.defaults().withSamples(40);
    }

    @Override
    String title() {
        return "BOCS";
    }

    /// Bits, then their products in pairs; what is not active is 0.
    @Test
    void hasProductsOfPairs() {
        assertThat(Bocs.features(new double[] {1, 0, 1, 1})).containsExactly(1, 0, 1, 1, /* 1 0 */ 0, /* 2 0 */ 1, /* 2 1 */ 0, /* 3 0 */ 1, /* 3 1 */ 0, /* 3 2 */ 1);
        assertThat(Bocs.features(new double[] {1, Double.NaN})).containsExactly(1, 0, 0);
    }
}

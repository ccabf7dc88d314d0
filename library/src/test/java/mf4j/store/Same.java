package mf4j.store;

import mf4j.matrix.Factors;
import mf4j.recommend.FactorModel;
import mf4j.recommend.Past;
import mf4j.recommend.Side;

import static org.assertj.core.api.Assertions.assertThat;

/// Whether two files hold the same model, bit by bit.
final class Same {
    private Same() { }

    static void bits(ModelFile one, ModelFile other) {
        bits((FactorModel) one.model(), (FactorModel) other.model());
        assertThat(other.titles()).isEqualTo(one.titles());
        assertThat(other.about()).isEqualTo(one.about());
    }

    private static void bits(FactorModel one, FactorModel other) {
        bits(one.user(), other.user());
        bits(one.item(), other.item());
        assertThat(other.scale()).isEqualTo(one.scale());
        assertThat(other.provenance()).isEqualTo(one.provenance());
        assertThat(other.provenance().knobs()).containsExactlyEntriesOf(one.provenance().knobs());
        assertThat(other.past().isPresent()).isEqualTo(one.past().isPresent());
        one.past().ifPresent(past -> bits(past, other.past().orElseThrow()));
    }

    private static void bits(Side one, Side other) {
        assertThat(other.ids()).isEqualTo(one.ids());
        assertThat(other.ids().areIntegers()).isEqualTo(one.ids().areIntegers());
        bits(one.factors(), other.factors());
        bits(one.bias(), other.bias());
        assertThat(other.rule()).isEqualTo(one.rule());
        assertThat(other.implied().isPresent()).isEqualTo(one.implied().isPresent());
        one.implied().ifPresent(factors -> bits(factors, other.implied().orElseThrow()));
    }

    private static void bits(Past one, Past other) {
        assertThat(other.byUser().offsets()).isEqualTo(one.byUser().offsets());
        assertThat(other.byUser().columns()).isEqualTo(one.byUser().columns());
        assertThat(other.byUser().columnCount()).isEqualTo(one.byUser().columnCount());
        bits(one.byUser().values(), other.byUser().values());
        assertThat(other.byUser().weights() == null).isEqualTo(one.byUser().weights() == null);
        if (one.byUser().weights() != null) bits(one.byUser().weights(), other.byUser().weights());
        assertThat(other.learned()).isEqualTo(one.learned());
    }

    private static void bits(Factors one, Factors other) {
        assertThat(other.rows()).isEqualTo(one.rows());
        assertThat(other.rank()).isEqualTo(one.rank());
        bits(one.values(), other.values());
    }

    private static void bits(float[] one, float[] other) {
        assertThat(ints(other)).isEqualTo(ints(one));
    }

    private static int[] ints(float[] values) {
        int[] bits = new int[values.length];
        for (int j = 0; j < bits.length; j++) bits[j] = Float.floatToRawIntBits(values[j]);
        return bits;
    }
}

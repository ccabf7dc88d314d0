package mf4j.store;

import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;
import mf4j.recommend.DenseWeights;
import mf4j.recommend.Described;
import mf4j.recommend.FactorModel;
import mf4j.recommend.Model;
import mf4j.recommend.NeighbourModel;
import mf4j.recommend.Past;
import mf4j.recommend.Side;
import mf4j.recommend.SparseWeights;

import static org.assertj.core.api.Assertions.assertThat;

/// Whether two files hold the same model, bit by bit.
final class Same {
    private Same() { }

    static void bits(ModelFile one, ModelFile other) {
        assertThat(other.model().getClass()).isEqualTo(one.model().getClass());
        if (one.model() instanceof FactorModel factors) bits(factors, (FactorModel) other.model());
        else bits((NeighbourModel) one.model(), (NeighbourModel) other.model());
        shared(one.model(), other.model());
        assertThat(other.titles()).isEqualTo(one.titles());
        assertThat(other.about()).isEqualTo(one.about());
    }

    private static void bits(FactorModel one, FactorModel other) {
        bits(one.user(), other.user());
        bits(one.item(), other.item());
    }

    private static void bits(NeighbourModel one, NeighbourModel other) {
        assertThat(other.users()).isEqualTo(one.users());
        assertThat(other.items()).isEqualTo(one.items());
        assertThat(other.rule()).isEqualTo(one.rule());
        bits(one.shares(), other.shares());
        if (one.weights() instanceof DenseWeights dense) {
            bits(dense.values(), ((DenseWeights) other.weights()).values());
            bits(dense.spread(), ((DenseWeights) other.weights()).spread());
        } else {
            bits(((SparseWeights) one.weights()).byTarget(), ((SparseWeights) other.weights()).byTarget());
        }
    }

    private static void shared(Model one, Model other) {
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
        assertThat(other.shares().isPresent()).isEqualTo(one.shares().isPresent());
        one.shares().ifPresent(shares -> bits(shares, other.shares().orElseThrow()));
        assertThat(other.described().isPresent()).isEqualTo(one.described().isPresent());
        one.described().ifPresent(described -> bits(described, other.described().orElseThrow()));
    }

    private static void bits(Described one, Described other) {
        assertThat(other.names()).isEqualTo(one.names());
        bits(one.factors(), other.factors());
        assertThat(other.rows().offsets()).isEqualTo(one.rows().offsets());
        assertThat(other.rows().columns()).isEqualTo(one.rows().columns());
        bits(one.rows().values(), other.rows().values());
    }

    private static void bits(Past one, Past other) {
        bits(one.byUser(), other.byUser());
        assertThat(other.learned()).isEqualTo(one.learned());
        assertThat(other.times().isPresent()).isEqualTo(one.times().isPresent());
        one.times().ifPresent(times -> assertThat(other.times().orElseThrow()).isEqualTo(times));
    }

    private static void bits(SparseRows one, SparseRows other) {
        assertThat(other.offsets()).isEqualTo(one.offsets());
        assertThat(other.columns()).isEqualTo(one.columns());
        assertThat(other.columnCount()).isEqualTo(one.columnCount());
        bits(one.values(), other.values());
        assertThat(other.weights() == null).isEqualTo(one.weights() == null);
        if (one.weights() != null) bits(one.weights(), other.weights());
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

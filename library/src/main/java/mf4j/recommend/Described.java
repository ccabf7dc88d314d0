package mf4j.recommend;

import mf4j.data.Attributes;
import mf4j.data.Ids;
import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;
import mf4j.train.Check;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/// What the names of a side are by themselves, and what that says of their factors: a row's own factors are drawn to the sum of its
/// attributes' factors, and are that sum where there are no events.
///
/// @param names   of the attributes
/// @param factors one row per attribute
/// @param rows    the side's names x attributes, how much each has of which
public record Described(Ids names, Factors factors, SparseRows rows) {
    /// Checks that the shapes agree.
    public Described {
        Check check = Check.of(Described.class);
        check.that(factors.rows() == names.size(), "factors", "have one row per attribute, " + names.size(), factors.rows());
        check.that(rows.columnCount() == names.size(), "rows", "have one column per attribute, " + names.size(), rows.columnCount());
    }

    /// What a row's factors are drawn to.
    float[] prior(int row) {
        float[] sum = new float[factors.rank()];
        add(row, sum, 0);
        return sum;
    }

    /// Makes a row what it is drawn to.
    void settle(int row, Factors own) {
        System.arraycopy(prior(row), 0, own.values(), own.start(row), own.rank());
    }

    /// What each row's factors are drawn to: as many rows, rank wide.
    Factors priors() {
        Factors all = Factors.zeros(rows.rows(), factors.rank());
        for (int row = 0; row < rows.rows(); row++) add(row, all.values(), all.start(row));
        return all;
    }

    private void add(int row, float[] sum, int at) {
        for (int entry = rows.offsets()[row]; entry < rows.offsets()[row + 1]; entry++) {
            Kernel.active().axpy(rows.values()[entry], factors.values(), factors.start(rows.columns()[entry]), sum, at, factors.rank());
        }
    }

    /// The same attributes of other names; attributes without factors are left out.
    Described of(Ids owners, Attributes attributes) {
        return with(owned(owners, attributes));
    }

    private Described with(SparseRows rows) {
        return new Described(names, factors, rows);
    }

    private SparseRows owned(Ids owners, Attributes attributes) {
        int[] to = new int[attributes.names().size()];
        for (int a = 0; a < to.length; a++) to[a] = names.indexOf(attributes.names().name(a));
        return Foreign.translated(attributes.of(owners), to, names.size());
    }

    /// The same with more names, and newer attributes in the place of a name's older ones.
    Described grown(Ids owners, Attributes newer) {
        SparseRows now = owned(owners, newer);
        RowsBuilder all = new RowsBuilder(owners.size(), rows.entries() + now.entries(), false);
        for (int row = 0; row < owners.size(); row++) all.addRow(now.count(row) > 0 || row >= rows.rows() ? now : rows, row);
        return with(all.build(names.size()));
    }

    /// The rows that have other attributes than they had, new names with some among them.
    ///
    /// @param before of which this has [#grown]
    BitSet differing(Described before) {
        BitSet differing = new BitSet(rows.rows());
        for (int row = 0; row < rows.rows(); row++) {
            differing.set(row, row < before.rows.rows() ? !values(rows, row).equals(values(before.rows, row)) : rows.count(row) > 0);
        }
        return differing;
    }

    private static Map<Integer, Float> values(SparseRows rows, int row) {
        Map<Integer, Float> values = new HashMap<>();
        for (int entry = rows.offsets()[row]; entry < rows.offsets()[row + 1]; entry++) values.put(rows.columns()[entry], rows.values()[entry]);
        return values;
    }

    /// Without one name.
    Described without(int index) {
        BitSet kept = new BitSet(rows.rows());
        kept.set(0, rows.rows());
        kept.clear(index);
        RowsBuilder left = new RowsBuilder(rows.rows() - 1, rows.entries(), false);
        kept.stream().forEach(row -> left.addRow(rows, row));
        return with(left.build(names.size()));
    }
}

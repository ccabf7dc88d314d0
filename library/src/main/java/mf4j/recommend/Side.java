package mf4j.recommend;

import mf4j.data.Attributes;
import mf4j.data.Ids;
import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;
import mf4j.train.Check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// One side of a factor model, users or items: their names, factors and biases, and the rule by which a new row is solved.
///
/// @param ids     names
/// @param factors one row per name
/// @param bias    one per name; 0 where a model has none
/// @param rule    what a row of this side minimises
/// @param implied the factors by which a row of the *other* side is known from what it has touched alone (y in SVD++): one row
///                per name of this side, or empty for a model without
/// @param described what the names are by themselves, or empty for a model that does not know
/// @param shares  of each name the share of the other side's training rows that had it: what stands in the place of p.q for a row of
///                the other side that says nothing; empty for a model whose biases know what is popular
public record Side(Ids ids, Factors factors, float[] bias, RowRule rule, Optional<Factors> implied, Optional<Described> described,
                   Optional<float[]> shares) {
    /// Checks that the shapes agree.
    public Side {
        Check check = Check.of(Side.class);
        check.that(factors.rows() == ids.size(), "factors", "have one row per id, " + ids.size(), factors.rows());
        check.that(bias.length == ids.size(), "bias", "have one number per id, " + ids.size(), bias.length);
        check.that(implied.isEmpty() || implied.get().rows() == ids.size() && implied.get().rank() == factors.rank(), "implied",
                "have the shape of the factors", implied.map(y -> y.rows() + " x " + y.rank()).orElse(""));
        check.that(described.isEmpty() || described.get().rows().rows() == ids.size() && described.get().factors().rank() == factors.rank(), "described",
                "have one row per id and factors of the same rank", described.map(d -> d.rows().rows() + " rows, rank " + d.factors().rank()).orElse(""));
        check.that(shares.isEmpty() || shares.get().length == ids.size(), "shares", "have one number per id, " + ids.size(), shares.map(s -> s.length).orElse(0));
    }

    /// A side that does not know what is popular, or says it by its biases.
    public Side(Ids ids, Factors factors, float[] bias, RowRule rule, Optional<Factors> implied, Optional<Described> described) {
        this(ids, factors, bias, rule, implied, described, Optional.empty());
    }

    /// A side that knows nothing of its names but their events.
    public Side(Ids ids, Factors factors, float[] bias, RowRule rule, Optional<Factors> implied) {
        this(ids, factors, bias, rule, implied, Optional.empty());
    }

    /// A side without implied factors.
    public Side(Ids ids, Factors factors, float[] bias, RowRule rule) {
        this(ids, factors, bias, rule, Optional.empty());
    }

    /// What a row of this side is drawn to: what its attributes say, or what those it has touched on the other side say by themselves;
    /// null for a model that knows neither.
    float[] prior(int row, SparseRows events, Side others) {
        return described.isPresent() ? described.get().prior(row) : others.impliedTo(events, row);
    }

    /// Whether the factors of a row are all 0, so that it says nothing of anything; so is whoever has no row, index -1.
    boolean silent(int row) {
        return row < 0 || silent(factors.values(), factors.start(row), factors.rank());
    }

    static boolean silent(float[] x, int from, int rank) {
        for (int j = 0; j < rank; j++) if (x[from + j] != 0) return false;
        return true;
    }

    /// The share, 0 for index -1 and where there are none.
    float share(int index) {
        return index < 0 || shares.isEmpty() ? 0 : shares.get()[index];
    }

    /// The bias, 0 for index -1.
    double bias(int index) {
        return index < 0 ? 0 : bias[index];
    }

    /// What the names of this side that a row of the other has touched say of it by themselves: `|N|^-1/2 sum y_j`, or null for a
    /// side without implied factors.
    float[] impliedTo(SparseRows rows, int row) {
        return implied.map(y -> sum(y, rows, row)).orElse(null);
    }

    static float[] sum(Factors y, SparseRows rows, int row) {
        float[] sum = new float[y.rank()];
        float share = (float) (1 / Math.sqrt(Math.max(1, rows.count(row))));
        for (int entry = rows.offsets()[row]; entry < rows.offsets()[row + 1]; entry++) {
            Kernel.active().axpy(share, y.values(), y.start(rows.columns()[entry]), sum, 0, y.rank());
        }
        return sum;
    }

    /// With another rule, and, behind the others, the names that attributes alone name: their rows are what they are drawn to.
    Side catalogued(Attributes attributes, RowRule rule) {
        Side ruled = new Side(ids, factors, bias, rule, implied, described, shares);
        Ids names = described.isEmpty() ? ids : Grown.of(ids, attributes);
        if (names == ids) return ruled;
        Side all = ruled.grown(names, attributes);
        for (int row = ids.size(); row < names.size(); row++) all.described.orElseThrow().settle(row, all.factors);
        return all;
    }

    /// A copy with more names, whose rows are 0, and with newer attributes in the place of older ones.
    Side grown(Ids names, Attributes newer) {
        int rows = names.size();
        return new Side(names, factors.resized(rows), Arrays.copyOf(bias, rows), rule, implied.map(y -> y.resized(rows)),
                described.map(d -> d.grown(names, newer)), shares.map(s -> Arrays.copyOf(s, rows)));
    }

    /// Without one row.
    Side without(int index) {
        return new Side(without(ids, index), without(factors, index), without(bias, index), rule, implied.map(y -> without(y, index)),
                described.map(d -> d.without(index)), shares.map(s -> without(s, index)));
    }

    private static float[] without(float[] values, int index) {
        float[] rest = new float[values.length - 1];
        System.arraycopy(values, 0, rest, 0, index);
        System.arraycopy(values, index + 1, rest, index, rest.length - index);
        return rest;
    }

    static Ids without(Ids ids, int index) {
        List<String> names = new ArrayList<>(ids.size() - 1);
        for (int j = 0; j < ids.size(); j++) if (j != index) names.add(ids.name(j));
        return Ids.of(names);
    }

    private static Factors without(Factors factors, int row) {
        float[] values = Arrays.copyOf(factors.values(), factors.values().length - factors.rank());
        int start = factors.start(row);
        System.arraycopy(factors.values(), start + factors.rank(), values, start, values.length - start);
        return new Factors(values, factors.rows() - 1, factors.rank());
    }
}

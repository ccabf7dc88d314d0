package mf4j.recommend;

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
public record Side(Ids ids, Factors factors, float[] bias, RowRule rule, Optional<Factors> implied, Optional<Described> described) {
    /// Checks that the shapes agree.
    public Side {
        Check check = Check.of(Side.class);
        check.that(factors.rows() == ids.size(), "factors", "have one row per id, " + ids.size(), factors.rows());
        check.that(bias.length == ids.size(), "bias", "have one number per id, " + ids.size(), bias.length);
        check.that(implied.isEmpty() || implied.get().rows() == ids.size() && implied.get().rank() == factors.rank(), "implied",
                "have the shape of the factors", implied.map(y -> y.rows() + " x " + y.rank()).orElse(""));
        check.that(described.isEmpty() || described.get().rows().rows() == ids.size() && described.get().factors().rank() == factors.rank(), "described",
                "have one row per id and factors of the same rank", described.map(d -> d.rows().rows() + " rows, rank " + d.factors().rank()).orElse(""));
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

    /// Without one row.
    Side without(int index) {
        float[] biases = new float[bias.length - 1];
        System.arraycopy(bias, 0, biases, 0, index);
        System.arraycopy(bias, index + 1, biases, index, biases.length - index);
        return new Side(without(ids, index), without(factors, index), biases, rule, implied.map(y -> without(y, index)), described.map(d -> d.without(index)));
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

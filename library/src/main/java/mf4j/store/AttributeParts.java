package mf4j.store;

import mf4j.data.Ids;
import mf4j.matrix.Factors;
import mf4j.matrix.Npy;
import mf4j.matrix.SparseRows;
import mf4j.recommend.Described;
import mf4j.recommend.Side;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What users or items are by themselves, as entries of a model's file.
final class AttributeParts {
    private AttributeParts() { }

    private static String name(String side, String what) {
        return side + "_attribute" + what;
    }

    /// @param side `user` or `item`
    static List<Part> of(String side, Described described) {
        SparseRows rows = described.rows();
        return List.of(new NameTable(described.names(), Map.of()).part(name(side, "s.csv")),
                Part.floats(name(side, "_factors.npy"), described.factors().values(), described.factors().rows(), described.factors().rank()),
                Part.ints(name(side, "_offsets.npy"), rows.offsets()),
                Part.ints(name(side, "_columns.npy"), rows.columns()),
                Part.floats(name(side, "_values.npy"), rows.values(), rows.entries()));
    }

    /// The side with its attributes, where the file has them.
    static Side read(ArchiveReader in, String side, Side plain) throws IOException {
        if (!in.has(name(side, "s.csv"))) return plain;
        Ids names = in.read(name(side, "s.csv"), (stream, _) -> NameTable.read(stream)).ids();
        Npy.Array factors = in.array(name(side, "_factors.npy"));
        SparseRows rows = verified(new SparseRows(in.array(name(side, "_offsets.npy")).toInts(), in.array(name(side, "_columns.npy")).toInts(),
                in.array(name(side, "_values.npy")).toFloats(), null, names.size()));
        Described described = new Described(names, new Factors(factors.toFloats(), names.size(), plain.factors().rank()), rows);
        return new Side(plain.ids(), plain.factors(), plain.bias(), plain.rule(), plain.implied(), Optional.of(described), plain.shares());
    }

    private static SparseRows verified(SparseRows rows) {
        boolean fits = true;
        for (int row = 0; fits && row < rows.rows(); row++) fits = rows.count(row) >= 0;
        for (int column : rows.columns()) fits &= column >= 0 && column < rows.columnCount();
        if (!fits) throw new IllegalArgumentException("the attributes must be of the " + rows.columnCount() + " that the model names");
        return rows;
    }
}

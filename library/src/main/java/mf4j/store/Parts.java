package mf4j.store;

import mf4j.data.Ids;
import mf4j.matrix.Factors;
import mf4j.matrix.Npy;
import mf4j.matrix.SparseRows;
import mf4j.recommend.EventRule;
import mf4j.recommend.FactorModel;
import mf4j.recommend.Model;
import mf4j.recommend.NeighbourModel;
import mf4j.recommend.Past;
import mf4j.recommend.RowRule;
import mf4j.recommend.Side;
import mf4j.train.Provenance;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which part of a model is which entry of its file, in both directions.
final class Parts {
    private static final String USERS = "users.csv";
    private static final String ITEMS = "items.csv";
    private static final String USER_IMPLIED = "user_implied_factors.npy";
    private static final String ITEM_IMPLIED = "implied_factors.npy";
    private static final String USER_SHARES = "user_shares.npy";
    private static final String SHARES = "shares.npy";
    private static final String WEIGHTS = "history_weights.npy";
    private static final String TIMES = "history_times.npy";
    private static final String OFFSETS = "history_offsets.npy";

    private Parts() { }

    static List<Part> of(ModelFile file) {
        Model model = file.model();
        List<Part> parts = new ArrayList<>();
        parts.add(new NameTable(model.users(), Map.of()).part(USERS));
        parts.add(new NameTable(model.items(), file.titles()).part(ITEMS));
        switch (model) {
            case FactorModel factors -> {
                add(parts, "user", factors.user(), USER_IMPLIED, USER_SHARES);
                add(parts, "item", factors.item(), ITEM_IMPLIED, SHARES);
            }
            case NeighbourModel neighbours -> {
                parts.add(Part.floats(SHARES, neighbours.shares(), neighbours.shares().length));
                parts.addAll(WeightParts.of(neighbours.weights()));
            }
            default -> throw unknown(model);
        }
        model.past().ifPresent(past -> add(parts, verified(past, model.users().size(), model.items().size())));
        return parts;
    }

    static IllegalArgumentException unknown(Model model) {
        return new IllegalArgumentException("a " + model.getClass().getSimpleName() + " cannot be saved");
    }

    private static void add(List<Part> parts, String name, Side side, String implied, String shares) {
        parts.add(part(name + "_factors.npy", side.factors()));
        parts.add(Part.floats(name + "_bias.npy", side.bias(), side.bias().length));
        side.implied().ifPresent(factors -> parts.add(part(implied, factors)));
        side.shares().ifPresent(values -> parts.add(Part.floats(shares, values, values.length)));
        side.described().ifPresent(described -> parts.addAll(AttributeParts.of(name, described)));
    }

    private static Part part(String name, Factors factors) {
        return Part.floats(name, factors.values(), factors.rows(), factors.rank());
    }

    private static void add(List<Part> parts, Past past) {
        SparseRows rows = past.byUser();
        parts.add(Part.ints(OFFSETS, rows.offsets()));
        parts.add(Part.ints("history_items.npy", rows.columns()));
        parts.add(Part.floats("history_values.npy", rows.values(), rows.entries()));
        if (rows.weights() != null) parts.add(Part.floats(WEIGHTS, rows.weights(), rows.entries()));
        past.times().ifPresent(times -> parts.add(Part.longs(TIMES, times)));
        parts.add(new Part("history_learned.npy", Part.facts("|u1", rows.entries()), out -> bits(out, past.learned(), rows.entries())));
    }

    private static void bits(OutputStream out, BitSet bits, int count) throws IOException {
        out.write(Npy.header("|u1", count));
        byte[] block = new byte[1 << 16];
        for (int from = 0; from < count; from += block.length) {
            int length = Math.min(block.length, count - from);
            for (int j = 0; j < length; j++) block[j] = (byte) (bits.get(from + j) ? 1 : 0);
            out.write(block, 0, length);
        }
    }

    static ModelFile read(ArchiveReader in) throws IOException {
        JsonNode manifest = in.manifest();
        NameTable users = in.read(USERS, (stream, _) -> NameTable.read(stream));
        NameTable items = in.read(ITEMS, (stream, _) -> NameTable.read(stream));
        Optional<Past> past = in.has(OFFSETS) ? Optional.of(past(in, users.ids(), items.ids())) : Optional.empty();
        Provenance provenance = Manifest.provenance(manifest.required("provenance"));
        Model model = Manifest.NEIGHBOURS.equals(Manifest.text(manifest, "kind")) ? neighbours(in, users.ids(), items.ids(), past, provenance)
                : factors(in, users.ids(), items.ids(), past, provenance);
        return new ModelFile(model, items.titles(), Manifest.map(manifest.required("about")));
    }

    private static NeighbourModel neighbours(ArchiveReader in, Ids users, Ids items, Optional<Past> past, Provenance provenance) throws IOException {
        return new NeighbourModel(users, items, WeightParts.read(in, items.size()), NeighbourRules.rule(in.manifest().required("rule")),
                in.array(SHARES).toFloats(), past, provenance);
    }

    private static FactorModel factors(ArchiveReader in, Ids users, Ids items, Optional<Past> past, Provenance provenance) throws IOException {
        JsonNode manifest = in.manifest();
        RowRule userRule = Manifest.rule(manifest.required("userRule"));
        Side user = new Side(users, factors(in, "user_factors.npy"), in.array("user_bias.npy").toFloats(), userRule, optional(in, USER_IMPLIED),
                Optional.empty(), in.has(USER_SHARES) ? Optional.of(in.array(USER_SHARES).toFloats()) : Optional.empty());
        Side item = new Side(items, factors(in, "item_factors.npy"), in.array("item_bias.npy").toFloats(),
                Manifest.rule(manifest.required("itemRule")), optional(in, ITEM_IMPLIED), Optional.empty(), shares(in, userRule, past));
        return new FactorModel(AttributeParts.read(in, "user", user), AttributeParts.read(in, "item", item), Manifest.scale(manifest.required("scale")), past, provenance);
    }

    /// Files of models of events had none at first: where they have a past, it says how popular each item is.
    private static Optional<float[]> shares(ArchiveReader in, RowRule userRule, Optional<Past> past) throws IOException {
        if (in.has(SHARES)) return Optional.of(in.array(SHARES).toFloats());
        return userRule instanceof EventRule ? past.map(Past::shares) : Optional.empty();
    }

    private static Optional<Factors> optional(ArchiveReader in, String name) throws IOException {
        return in.has(name) ? Optional.of(factors(in, name)) : Optional.empty();
    }

    private static Factors factors(ArchiveReader in, String name) throws IOException {
        Npy.Array array = in.array(name);
        if (array.shape().length != 2) throw new IllegalArgumentException(name + " must have 2 dimensions but has the shape " + Arrays.toString(array.shape()));
        return new Factors(array.toFloats(), array.shape()[0], array.shape()[1]);
    }

    private static Past past(ArchiveReader in, Ids users, Ids items) throws IOException {
        float[] weights = in.has(WEIGHTS) ? in.array(WEIGHTS).toFloats() : null;
        SparseRows rows = new SparseRows(in.array(OFFSETS).toInts(), in.array("history_items.npy").toInts(),
                in.array("history_values.npy").toFloats(), weights, items.size());
        BitSet learned = new BitSet(rows.entries());
        Npy.Array array = in.array("history_learned.npy");
        if (!(array.values() instanceof byte[] marks) || marks.length != rows.entries()) {
            throw new IllegalArgumentException("history_learned.npy must hold " + rows.entries() + " bytes but is " + array.dtype() + " " + Arrays.toString(array.shape()));
        }
        for (int entry = 0; entry < marks.length; entry++) learned.set(entry, marks[entry] != 0);
        Optional<long[]> times = in.has(TIMES) ? Optional.of(in.array(TIMES).toLongs()) : Optional.empty();
        return verified(new Past(rows, learned, times), users.size(), items.size());
    }

    /// A past that belongs to a model of so many users and items.
    private static Past verified(Past past, int users, int items) {
        SparseRows rows = past.byUser();
        boolean fits = past.times().map(times -> times.length == rows.entries()).orElse(true) && rows.rows() == users && rows.columnCount() == items && past.learned().length() <= rows.entries();
        for (int user = 0; fits && user < users; user++) fits = rows.count(user) >= 0;
        for (int entry = 0; fits && entry < rows.entries(); entry++) fits = rows.columns()[entry] >= 0 && rows.columns()[entry] < items;
        if (!fits) throw new IllegalArgumentException("the users' ratings must be of the " + users + " users and " + items + " items of the model");
        return past;
    }
}

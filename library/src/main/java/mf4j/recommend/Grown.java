package mf4j.recommend;

import mf4j.data.Attributes;
import mf4j.data.Ids;
import mf4j.matrix.SparseRows;

import java.util.stream.IntStream;

/// The names of a model's side together with those of new events.
///
/// @param ids   the model's names under their old indexes, then the new ones in the order of the events' names
/// @param to    for each name of the events its index in `ids`, or -1 for a name without an event
record Grown(Ids ids, int[] to) {
    /// @param rows       of the events, one per name of `more`
    /// @param attributes whose owners are taken in, too
    static Grown of(Ids known, Ids more, SparseRows rows, Attributes attributes) {
        int[] to = new int[more.size()];
        boolean grows = !IntStream.range(0, attributes.owners().size()).allMatch(owner -> known.contains(attributes.owners().name(owner)));
        for (int row = 0; row < to.length; row++) {
            to[row] = rows.count(row) == 0 ? -1 : known.indexOf(more.name(row));
            grows |= rows.count(row) > 0 && to[row] < 0;
        }
        return grows ? grown(known, more, rows, to, attributes) : new Grown(known, to);
    }

    /// The names and, behind them, those that attributes alone name.
    static Ids of(Ids known, Attributes attributes) {
        return of(known, Ids.none(), new SparseRows(new int[1], new int[0], new float[0], null, 0), attributes).ids();
    }

    private static Grown grown(Ids known, Ids more, SparseRows rows, int[] to, Attributes attributes) {
        Ids.Builder builder = new Ids.Builder(known);
        for (int row = 0; row < to.length; row++) {
            if (to[row] < 0 && rows.count(row) > 0) to[row] = builder.add(more.name(row));
        }
        for (int owner = 0; owner < attributes.owners().size(); owner++) builder.add(attributes.owners().name(owner));
        return new Grown(builder.build(), to);
    }
}

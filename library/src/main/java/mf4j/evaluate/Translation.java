package mf4j.evaluate;

import mf4j.data.Ids;

/// From the indexes of some names to the indexes of the same names elsewhere.
final class Translation {
    private final int[] to; // by index; null where both are the same

    private Translation(int[] to) {
        this.to = to;
    }

    static Translation of(Ids from, Ids to) {
        if (from == to || from.equals(to)) return new Translation(null);
        int[] indexes = new int[from.size()];
        for (int j = 0; j < indexes.length; j++) {
            indexes[j] = from.areIntegers() ? to.indexOf(from.number(j)) : to.indexOf(from.name(j));
        }
        return new Translation(indexes);
    }

    /// The index there, or -1 where the name is unknown.
    int at(int index) {
        return to == null ? index : to[index];
    }
}

package mf4j.data;

import mf4j.matrix.SparseRows;
import mf4j.train.Check;

/// What is known of users, or of items, by themselves: who has which attribute, and how much of it. Immutable.
///
/// An attribute is a name such as `genre:Drama`; a category has the value 1, a quantity any value above 0. An owner without
/// attributes, or one that the ratings do not know, is no offence.
public final class Attributes {
    private static final Attributes NONE = builder().build();

    private final Ratings table; // owners x attributes

    private Attributes(Ratings table) {
        this.table = table;
    }

    /// Nothing is known of anybody.
    public static Attributes none() {
        return NONE;
    }

    /// Collects attributes one by one.
    public static Builder builder() {
        return new Builder();
    }

    /// Whether nothing is known of anybody.
    public boolean isEmpty() {
        return table.count() == 0;
    }

    /// Who has attributes.
    public Ids owners() {
        return table.users();
    }

    /// The attributes.
    public Ids names() {
        return table.items();
    }

    /// Owners x attributes.
    public SparseRows rows() {
        return table.byUser();
    }

    /// One row of attributes per name of `ids`, in their order; columns by [#names]. A name without attributes has an empty row.
    public SparseRows of(Ids ids) {
        int[] owner = new int[ids.size()];
        int[] offsets = new int[owner.length + 1];
        for (int row = 0; row < owner.length; row++) {
            owner[row] = owners().indexOf(ids.name(row));
            offsets[row + 1] = offsets[row] + (owner[row] < 0 ? 0 : rows().count(owner[row]));
        }
        int[] columns = new int[offsets[owner.length]];
        float[] values = new float[columns.length];
        for (int row = 0; row < owner.length; row++) {
            if (owner[row] < 0) continue;
            int from = rows().offsets()[owner[row]];
            System.arraycopy(rows().columns(), from, columns, offsets[row], offsets[row + 1] - offsets[row]);
            System.arraycopy(rows().values(), from, values, offsets[row], offsets[row + 1] - offsets[row]);
        }
        return new SparseRows(offsets, columns, values, null, names().size());
    }

    /// The same text for the same attributes, another after any change.
    public String fingerprint() {
        return table.fingerprint();
    }

    @Override
    public String toString() {
        return table.count() + " values of " + names().size() + " attributes of " + owners().size() + " owners";
    }

    /// Collects attributes; of an attribute given twice to an owner the last value counts.
    public static final class Builder {
        private final Ratings.Builder table = Ratings.builder();

        private Builder() { }

        /// The owner has the attribute.
        public Builder add(String owner, String attribute) {
            return add(owner, attribute, 1);
        }

        /// The owner has so much of the attribute.
        ///
        /// @throws IllegalArgumentException for a value that is not a finite number above 0
        public Builder add(String owner, String attribute, double value) {
            boolean sound = (float) value > 0 && Float.isFinite((float) value);
            Check.of(Attributes.class).that(sound, "value", "be a finite number above 0", value + " (attribute '" + attribute + "' of '" + owner + "')");
            table.add(owner, attribute, value);
            return this;
        }

        /// A cell of a table: `Action|Drama` in the column `genres` is `genres:Action` and `genres:Drama`. Blank parts are left out.
        public Builder addCell(String owner, String column, String cell) {
            for (String part : cell.split("\\|")) if (!part.isBlank()) add(owner, column + ":" + part.strip());
            return this;
        }

        /// The attributes so far.
        public Attributes build() {
            return new Attributes(table.build());
        }
    }
}

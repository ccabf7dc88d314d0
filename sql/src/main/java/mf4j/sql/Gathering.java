package mf4j.sql;

import mf4j.data.Duplicates;
import mf4j.data.Ids;
import mf4j.data.Ratings;
import mf4j.train.Sweep;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Makes one table of the blocks of a file: names in the order of their first appearance, whatever the blocks.
final class Gathering {
    private final List<Block> blocks;
    private final int[] starts; // where each block goes
    private final int rows;

    Gathering(List<Block> blocks) {
        this.blocks = blocks;
        starts = new int[blocks.size() + 1];
        long rows = 0;
        for (int j = 0; j < blocks.size(); j++) {
            rows += blocks.get(j).size;
            if (rows > Integer.MAX_VALUE - 16) throw new TableException("more than 2,147,483,631 rows are more than ratings can hold");
            starts[j + 1] = (int) rows;
        }
        this.rows = (int) rows;
    }

    Tables.Reading ratings(Duplicates duplicates, long bytes, double parse) {
        long before = System.nanoTime();
        boolean timed = rows > 0 && blocks.stream().allMatch(block -> block.times != null);
        boolean weighted = blocks.stream().anyMatch(block -> block.weights != null);
        Columns columns = new Columns(new int[rows], new int[rows], new float[rows], weighted ? new float[rows] : null, timed ? new long[rows] : null);
        Ids[] names = new Ids[2];
        Sweep.over(2, 1, (_, side, _) -> names[side] = side == 0
                ? named(columns.user, met -> met.users, block -> block.user) : named(columns.item, met -> met.items, block -> block.item));
        long named = System.nanoTime();
        Sweep.over(blocks.size(), 1, (_, j, _) -> copy(columns, j));
        long copied = System.nanoTime();
        Ratings ratings = Ratings.ofEvents(names[0], names[1], rows, columns.user, columns.item, columns.values, columns.weights, columns.times, duplicates);
        long sorted = System.nanoTime();
        ratings.byItem();
        long turned = System.nanoTime();
        long skipped = blocks.stream().mapToLong(block -> block.skipped).sum();
        return new Tables.Reading(ratings, new Report(rows + skipped, skipped, blocks.stream().anyMatch(block -> block.rated), bytes, parse, (named - before) / 1e9, (copied - named) / 1e9,
                (sorted - copied) / 1e9, (turned - sorted) / 1e9));
    }

    private record Columns(int[] user, int[] item, float[] values, float[] weights, long[] times) { }

    /// Fills one column of indexes; names get theirs in the order of the rows, whichever worker met them first.
    private Ids named(int[] column, Function<Block.Names, Ids.Builder> side, Function<Block, int[]> own) {
        Ids.Builder met = new Ids.Builder();
        Map<Block.Names, int[]> places = new IdentityHashMap<>();
        for (Block block : blocks) places.computeIfAbsent(block.names, names -> merge(side.apply(names).build(), met));
        Ids all = met.build();
        int[] indexes = new int[all.size()]; // 1 and up; 0 for a name not yet seen in the order of rows
        Ids.Builder names = new Ids.Builder();
        for (int j = 0; j < blocks.size(); j++) {
            int[] place = places.get(blocks.get(j).names);
            int[] from = own.apply(blocks.get(j));
            for (int row = 0, to = starts[j], size = blocks.get(j).size; row < size; row++) {
                int known = place[from[row]];
                if (indexes[known] == 0) indexes[known] = 1 + add(names, all, known);
                column[to++] = indexes[known] - 1;
            }
        }
        return names.build();
    }

    private static int[] merge(Ids own, Ids.Builder all) {
        int[] index = new int[own.size()];
        for (int j = 0; j < index.length; j++) index[j] = add(all, own, j);
        return index;
    }

    private static int add(Ids.Builder to, Ids from, int index) {
        return from.areIntegers() ? to.add(from.number(index)) : to.add(from.name(index));
    }

    private void copy(Columns columns, int j) {
        Block block = blocks.get(j);
        System.arraycopy(block.values, 0, columns.values, starts[j], block.size);
        if (columns.times != null) System.arraycopy(block.times, 0, columns.times, starts[j], block.size);
        for (int row = 0; columns.weights != null && row < block.size; row++) columns.weights[starts[j] + row] = block.weights == null ? 1 : block.weights[row];
        block.user = block.item = null;
        block.values = block.weights = null;
        block.times = null;
    }
}

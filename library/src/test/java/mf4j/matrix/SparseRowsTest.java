package mf4j.matrix;

import mf4j.train.Seeds;
import mf4j.train.Sweep;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SparseRowsTest {
    /// One entry as anyone would write it down.
    record Entry(int row, int column, float value, float weight) { }

    private static List<Entry> entries(SparseRows rows) {
        List<Entry> entries = new ArrayList<>();
        for (int row = 0; row < rows.rows(); row++) {
            for (int e = rows.offsets()[row]; e < rows.offsets()[row + 1]; e++) {
                entries.add(new Entry(row, rows.columns()[e], rows.values()[e], rows.weight(e)));
            }
        }
        return entries;
    }

    /// The transposition by its definition: column after column, within one in the order of the rows and, in a row, as given.
    private static List<Entry> transposed(SparseRows rows) {
        List<Entry> entries = new ArrayList<>();
        for (int column = 0; column < rows.columnCount(); column++) {
            for (Entry e : entries(rows)) if (e.column() == column) entries.add(new Entry(column, e.row(), e.value(), e.weight()));
        }
        return entries;
    }

    /// Rows of 0 to `most` entries in any columns, the same more than once too.
    private static SparseRows random(int rows, int columns, int most, boolean weighted, long seed) {
        Seeds.Stream stream = Seeds.of(seed).stream(0);
        int[] offsets = new int[rows + 1];
        for (int row = 0; row < rows; row++) offsets[row + 1] = offsets[row] + (columns == 0 ? 0 : stream.nextInt(most + 1));
        int count = offsets[rows];
        float[] values = new float[count];
        for (int e = 0; e < count; e++) values[e] = e;
        float[] weights = new float[count];
        for (int e = 0; e < count; e++) weights[e] = stream.nextFloat();
        return new SparseRows(offsets, IntStream.range(0, count).map(_ -> stream.nextInt(columns)).toArray(), values, weighted ? weights : null, columns);
    }

    @Property(tries = 200)
    void transposesAsDefinedForAnyNumberOfThreads(@ForAll @IntRange(max = 30) int rows, @ForAll @IntRange(max = 30) int columns,
                                                  @ForAll @IntRange(max = 9) int most, @ForAll boolean weighted, @ForAll long seed,
                                                  @ForAll @IntRange(min = 1, max = 20) int threads) throws Exception {
        SparseRows matrix = random(rows, columns, most, weighted, seed);
        SparseRows turned = Sweep.withThreads(threads, matrix::transposed);
        assertThat(turned.rows()).isEqualTo(columns);
        assertThat(turned.columnCount()).isEqualTo(rows);
        assertThat(turned.weights() == null).isEqualTo(matrix.weights() == null);
        assertThat(entries(turned)).isEqualTo(transposed(matrix));
        assertThat(entries(turned.transposed())).isEqualTo(entries(matrix).stream().sorted(
                java.util.Comparator.comparingInt(Entry::row).thenComparingInt(Entry::column)).toList());
    }

    @Test
    void aLargeMatrixIsTurnedTheSameByAnyNumberOfThreads() throws Exception {
        SparseRows matrix = random(3000, 500, 60, true, 7);
        List<Entry> one = entries(Sweep.withThreads(1, matrix::transposed));
        for (int threads : new int[] {2, 3, 8, 40}) assertThat(entries(Sweep.withThreads(threads, matrix::transposed))).isEqualTo(one);
        assertThat(entries(matrix.transposed().transposed())).hasSameSizeAs(one);
        assertThat(one.stream().map(Entry::value).sorted().toList()).isEqualTo(entries(matrix).stream().map(Entry::value).toList());
    }

    @Test
    void equalColumnsKeepTheirOrderAndEmptyRowsTheirPlace() {
        SparseRows matrix = new SparseRows(new int[] {0, 0, 3, 3, 5, 5}, new int[] {2, 0, 2, 2, 0}, new float[] {1, 2, 3, 4, 5}, null, 4);
        SparseRows turned = matrix.transposed();
        assertThat(turned.offsets()).containsExactly(0, 2, 2, 5, 5);
        assertThat(turned.columns()).containsExactly(1, 3, 1, 1, 3);
        assertThat(turned.values()).containsExactly(2, 5, 1, 3, 4);
    }

    @Test
    void oneColumnThatHoldsEverythingIsTurned() throws Exception {
        int[] columns = new int[1000];
        Arrays.fill(columns, 3);
        SparseRows matrix = new SparseRows(IntStream.rangeClosed(0, 1000).toArray(), columns, new float[1000], null, 5);
        for (int threads : new int[] {1, 2, 8}) {
            assertThat(Sweep.withThreads(threads, matrix::transposed).columns()).isEqualTo(IntStream.range(0, 1000).toArray());
        }
    }

    @Test
    void answersAboutRowsAndEntries() {
        SparseRows matrix = new SparseRows(new int[] {0, 2, 2, 3}, new int[] {1, 0, 1}, new float[] {5, 6, 7}, new float[] {2, 3, 4}, 2);
        assertThat(matrix.rows()).isEqualTo(3);
        assertThat(matrix.entries()).isEqualTo(3);
        assertThat(matrix.count(0)).isEqualTo(2);
        assertThat(matrix.count(1)).isZero();
        assertThat(matrix.columns(0)).containsExactly(1, 0);
        assertThat(matrix.columns(1)).isEmpty();
        assertThat(matrix.weight(1)).isEqualTo(3);
        assertThat(matrix.rowOfEntry()).containsExactly(0, 0, 2);
        assertThat(new SparseRows(matrix.offsets(), matrix.columns(), matrix.values(), null, 2).weight(1)).isEqualTo(1);
        SparseRows none = new SparseRows(new int[] {0}, new int[0], new float[0], null, 0);
        assertThat(none.rows()).isZero();
        assertThat(none.rowOfEntry()).isEmpty();
        assertThat(none.transposed().rows()).isZero();
    }

    @Test
    void rowOfEntryIsTheSameForAnyNumberOfThreads() throws Exception {
        SparseRows matrix = random(20_000, 10, 3, false, 1);
        int[] expected = entries(matrix).stream().mapToInt(Entry::row).toArray();
        for (int threads : new int[] {1, 2, 3, 8}) assertThat(Sweep.withThreads(threads, matrix::rowOfEntry)).isEqualTo(expected);
    }

    @Test
    void refusesWrongShapes() {
        refuses("SparseRows.offsets must start with 0 but was empty", new int[0], 0, 0, null);
        refuses("SparseRows.offsets must start with 0 but was 1", new int[] {1, 2}, 2, 2, null);
        refuses("SparseRows.columns must hold as many as the last offset 2 but was 3", new int[] {0, 2}, 3, 2, null);
        refuses("SparseRows.values must hold as many as the last offset 2 but was 1", new int[] {0, 2}, 2, 1, null);
        refuses("SparseRows.weights must hold as many as the last offset 2 but was 0", new int[] {0, 2}, 2, 2, new float[0]);
    }

    private static void refuses(String message, int[] offsets, int columns, int values, float[] weights) {
        assertThatIllegalArgumentException().isThrownBy(() -> new SparseRows(offsets, new int[columns], new float[values], weights, 1)).withMessage(message);
    }
}

package mf4j.matrix;

import mf4j.matrix.MatrixMarket.Field;
import mf4j.matrix.MatrixMarket.Kind;
import mf4j.matrix.MatrixMarket.Layout;
import mf4j.matrix.MatrixMarket.Symmetry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MatrixMarketTest {
    @TempDir
    Path folder;

    private Matrix read(String text) throws IOException {
        return MatrixMarket.read(Files.writeString(folder.resolve("a.mtx"), text));
    }

    @Test
    void readsColumnsOfAnArray() throws IOException {
        Matrix matrix = read("%%MatrixMarket matrix array real general\n% a remark\n\n2 3\n1\n-2.5\r\n3e2\n4\nnan\n-inf\n");
        assertThat(matrix).hasToString("2 x 3 doubles");
        assertThat(matrix.toDoubles()).containsExactly(1, 300, Double.NaN, -2.5, 4, Double.NEGATIVE_INFINITY);
    }

    @Test
    void readsCoordinatesAndAddsWhatComesTwice() throws IOException {
        assertThat(read("%%matrixmarket MATRIX coordinate integer general\n3 2 4\n3 1 7\n1 2 -1\n2 2 5\n3 1 2\n").toDoubles()).containsExactly(0, -1, 0, 5, 9, 0);
        assertThat(read("%%MatrixMarket matrix coordinate pattern general\n2 2 2\n1 1\n2 1\n").toDoubles()).containsExactly(1, 0, 1, 0);
    }

    @Test
    void readsWhatIsSaidOnceOfSymmetricMatrices() throws IOException {
        double[] symmetric = {1, 2, 3, 2, 4, 5, 3, 5, 6};
        double[] skew = {0, -2, -3, 2, 0, -5, 3, 5, 0};
        assertThat(read("%%MatrixMarket matrix array real symmetric\n3 3\n1\n2\n3\n4\n5\n6\n").toDoubles()).containsExactly(symmetric);
        assertThat(read("%%MatrixMarket matrix array integer skew-symmetric\n3 3\n2\n3\n5\n").toDoubles()).containsExactly(skew);
        assertThat(read("%%MatrixMarket matrix coordinate real symmetric\n3 3 6\n1 1 1\n2 1 2\n3 1 3\n2 2 4\n3 2 5\n3 3 6\n").toDoubles()).containsExactly(symmetric);
        assertThat(read("%%MatrixMarket matrix coordinate real skew-symmetric\n3 3 3\n2 1 2\n3 1 3\n3 2 5\n").toDoubles()).containsExactly(skew);
    }

    @Test
    void everyKindComesBackAsItWas() throws IOException {
        Matrix any = Matrix.of(new float[] {0.1f, 0, -3, Float.MIN_VALUE, Float.NaN, 1e30f}, 2, 3);
        Matrix symmetric = Matrix.of(new double[][] {{0, 1, 0}, {1, 1, 1}, {0, 1, 0}});
        Matrix skew = Matrix.of(new double[][] {{0, -2, 0}, {2, 0, 7}, {0, -7, 0}});
        for (Layout layout : Layout.values()) {
            back(any, new Kind(layout, Field.REAL, Symmetry.GENERAL));
            back(symmetric, new Kind(layout, Field.INTEGER, Symmetry.SYMMETRIC));
            back(skew, new Kind(layout, Field.REAL, Symmetry.SKEW_SYMMETRIC));
        }
        back(symmetric, new Kind(Layout.COORDINATE, Field.PATTERN, Symmetry.SYMMETRIC));
    }

    private void back(Matrix matrix, Kind kind) throws IOException {
        Path file = folder.resolve("back.mtx");
        MatrixMarket.write(file, matrix, kind);
        assertThat(MatrixMarket.read(file).toDoubles()).as("%s", kind).containsExactly(matrix.toDoubles());
    }

    @Test
    void readsPackedFiles() throws IOException {
        Path file = folder.resolve("a.mtx.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("%%MatrixMarket matrix array real general\n1 2\n1\n2\n".getBytes());
        }
        assertThat(MatrixMarket.read(file).toDoubles()).containsExactly(1, 2);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> MatrixMarket.read(file)).isInstanceOf(IOException.class).hasMessageStartingWith(file + ": the compressed data is cut off");
    }

    @Test
    void sciPyReadsWhatIsWrittenHereAndTheOtherWayRound() throws IOException {
        Matrix symmetric = Matrix.of(new double[][] {{1, 0.1}, {0.1, -3}});
        MatrixMarket.write(folder.resolve("dense.mtx"), Matrix.of(new double[][] {{1, 0, 2}, {0, 1e-300, 5}}));
        MatrixMarket.write(folder.resolve("sparse.mtx"), symmetric, new Kind(Layout.COORDINATE, Field.REAL, Symmetry.SYMMETRIC));
        String seen = NumPy.run(folder, """
                import numpy as np
                try:
                    from scipy.io import mmread, mmwrite
                    from scipy.sparse import coo_array
                except ImportError:
                    print('no scipy')
                    raise SystemExit
                print(mmread('dense.mtx').tolist())
                print(mmread('sparse.mtx').toarray().tolist())
                a = np.array([[1.5, 0.1], [0.1, 0]])
                mmwrite('a.mtx', a)
                mmwrite('b.mtx', coo_array(a))
                mmwrite('c.mtx', coo_array(np.array([[0, 3], [-3, 0]])))
                mmwrite('d.mtx', coo_array(a), field='pattern')
                """);
        org.junit.jupiter.api.Assumptions.assumeFalse(seen.equals("no scipy"), "python3 without scipy: nobody else has judged these files");
        assertThat(seen.lines()).containsExactly("[[1.0, 0.0, 2.0], [0.0, 1e-300, 5.0]]", "[[1.0, 0.1], [0.1, -3.0]]");
        assertThat(MatrixMarket.read(folder.resolve("a.mtx")).toDoubles()).containsExactly(1.5, 0.1, 0.1, 0);
        assertThat(MatrixMarket.read(folder.resolve("b.mtx")).toDoubles()).containsExactly(1.5, 0.1, 0.1, 0);
        assertThat(MatrixMarket.read(folder.resolve("c.mtx")).toDoubles()).containsExactly(0, 3, -3, 0);
        assertThat(MatrixMarket.read(folder.resolve("d.mtx")).toDoubles()).containsExactly(1, 1, 1, 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', value = {
            "1,2,3#1: a Matrix Market file begins with %%MatrixMarket, found '1,2,3'",
            "%%MatrixMarket matrix array real#1: the first line must be '%%MatrixMarket matrix LAYOUT FIELD SYMMETRY', found '%%MatrixMarket matrix array real'",
            "%%MatrixMarket matrix array complex general#1: it must be real, integer or pattern, found 'complex'",
            "%%MatrixMarket matrix array real hermitian#1: it must be general, symmetric or skew-symmetric, found 'hermitian'",
            "%%MatrixMarket matrix array pattern general#1: MatrixMarket.field must be real or integer in an array but was pattern",
            "%%MatrixMarket matrix array real general#1: cut off: the sizes are missing",
            "%%MatrixMarket matrix array real general|2#2: the sizes must be 'rows columns', found '2'",
            "%%MatrixMarket matrix array real general|-2 2#2: the rows must be a whole number, found '-2'",
            "%%MatrixMarket matrix array real general|100000 100000#2: rows x columns must be below 2^31, found 100000 x 100000",
            "%%MatrixMarket matrix array real general|40000 40000|1#2: cut off: 1600000000 numbers are due, the file has 54 bytes",
            "%%MatrixMarket matrix array real symmetric|2 3#2: a symmetric matrix must be square, found 2 x 3",
            "%%MatrixMarket matrix array real general|% a|2 1|1#4: cut off: 2 numbers are due, 1 are there",
            "%%MatrixMarket matrix array real general|2 1|1|two#4: it must be a number, found 'two'",
            "%%MatrixMarket matrix array real general|2 1|1|2f#4: it must be a number, found '2f'",
            "%%MatrixMarket matrix array integer general|2 1|1|2.5#4: it must be a whole number, found '2.5'",
            "%%MatrixMarket matrix array real general|2 1|1|2|3#5: a line too many, found '3'",
            "%%MatrixMarket matrix array real general|2 1|1|2 3#4: a number too many, found '3'",
            "%%MatrixMarket matrix coordinate real general|2 2|1 1 1#2: the sizes must be 'rows columns entries', found '2 2'",
            "%%MatrixMarket matrix coordinate real general|2 2 2|1 1 1#3: cut off: 2 entries are due, 1 are there",
            "%%MatrixMarket matrix coordinate real general|2 2 1|1 1#3: an entry must be 'row column value', found '1 1'",
            "%%MatrixMarket matrix coordinate pattern general|2 2 1|1 1 1#3: an entry must be 'row column', found '1 1 1'",
            "%%MatrixMarket matrix coordinate real general|2 2 1|0 1 1#3: the row must lie between 1 and 2, found '0'",
            "%%MatrixMarket matrix coordinate real general|2 2 1|1 3 1#3: the column must be a whole number between 1 and 2, found '3'",
            "%%MatrixMarket matrix coordinate real symmetric|2 2 1|1 2 1#3: a symmetric matrix has no entries above its diagonal, found '1 2 1'",
            "%%MatrixMarket matrix coordinate real skew-symmetric|2 2 1|1 1 1#3: a skew-symmetric matrix has no entries on its diagonal, found '1 1 1'",
            "%%MatrixMarket matrix coordinate real general|2 2 1|1 1 1|2 2 2#4: a line too many, found '2 2 2'"
    })
    void saysWhereAFileIsWrong(String text, String message) {
        assertThatThrownBy(() -> read(text.replace('|', '\n'))).isInstanceOf(IOException.class).hasMessage(folder.resolve("a.mtx") + ":" + message);
    }

    @Test
    void refusesToWriteWhatIsNotOfTheKind() {
        Matrix matrix = Matrix.of(new double[][] {{1, 2}, {2.5, 1}});
        Path file = folder.resolve("a.mtx");
        assertThatThrownBy(() -> MatrixMarket.write(file, matrix, new Kind(Layout.ARRAY, Field.REAL, Symmetry.SYMMETRIC)))
                .hasMessage("the matrix must be real and symmetric but has 2.0 in row 0, column 1 (counted from 0)");
        assertThatThrownBy(() -> MatrixMarket.write(file, matrix, new Kind(Layout.ARRAY, Field.INTEGER, Symmetry.GENERAL)))
                .hasMessage("the matrix must be integer and general but has 2.5 in row 1, column 0 (counted from 0)");
        assertThatThrownBy(() -> new Kind(Layout.COORDINATE, Field.PATTERN, Symmetry.SKEW_SYMMETRIC)).hasMessageStartingWith("MatrixMarket.symmetry must be");
        assertThat(file).doesNotExist();
    }

    @Test
    void otherThingsAreNoFiles() {
        assertThatThrownBy(() -> MatrixMarket.read(folder)).hasMessageContaining("is a folder");
        assertThatThrownBy(() -> MatrixMarket.read(folder.resolve("absent.mtx"))).isInstanceOf(NoSuchFileException.class);
    }
}

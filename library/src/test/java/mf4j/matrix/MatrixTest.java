package mf4j.matrix;

import mf4j.train.Seeds;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// One table of whole numbers, so that every kind of matrix can hold it, wherever it is kept: all must read alike.
class MatrixTest {
    private static final int ROWS = 37;
    private static final int COLUMNS = 11;

    @TempDir
    Path folder;

    private static int number(int row, int column) {
        return (row * 31 + column * 7) % 101 - 50;
    }

    private Map<String, Matrix> kinds() throws IOException {
        float[] floats = new float[ROWS * COLUMNS];
        double[] doubles = new double[ROWS * COLUMNS];
        for (int j = 0; j < floats.length; j++) doubles[j] = floats[j] = number(j / COLUMNS, j % COLUMNS);
        Map<String, Matrix> kinds = new LinkedHashMap<>();
        kinds.put("floats", Matrix.of(floats, ROWS, COLUMNS));
        kinds.put("doubles", Matrix.of(doubles, ROWS, COLUMNS));
        for (String dtype : new String[] {"<f2", "<f4", ">f4", "<f8", ">f8", "|i1", "<i2", ">i2", "<i4", "<i8", ">i8"}) {
            for (boolean fortran : new boolean[] {false, true}) kinds.put(dtype + (fortran ? " fortran" : ""), Matrix.map(npy(dtype, fortran)));
        }
        return kinds;
    }

    private Path npy(String dtype, boolean fortran) throws IOException {
        String text = "{'descr': '%s', 'fortran_order': %s, 'shape': (%d, %d), }".formatted(dtype, fortran ? "True" : "False", ROWS, COLUMNS);
        String line = text + " ".repeat(127 - 10 - text.length()) + "\n";
        int size = dtype.charAt(2) - '0';
        ByteBuffer bytes = ByteBuffer.allocate(128 + ROWS * COLUMNS * size).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93).put("NUMPY".getBytes()).put((byte) 1).put((byte) 0).putShort((short) line.length()).put(line.getBytes());
        bytes.order(dtype.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        for (int j = 0; j < ROWS * COLUMNS; j++) {
            int value = fortran ? number(j % ROWS, j / ROWS) : number(j / COLUMNS, j % COLUMNS);
            switch (dtype.substring(1)) {
                case "f2" -> bytes.putShort(Float.floatToFloat16(value));
                case "f4" -> bytes.putFloat(value);
                case "f8" -> bytes.putDouble(value);
                case "i1" -> bytes.put((byte) value);
                case "i2" -> bytes.putShort((short) value);
                case "i4" -> bytes.putInt(value);
                default -> bytes.putLong(value);
            }
        }
        return Files.write(folder.resolve(dtype.replace('<', 'l').replace('>', 'b').replace('|', 'n') + fortran + ".npy"), bytes.array());
    }

    @TestFactory
    Stream<DynamicTest> readsAlikeWhateverKeepsIt() throws IOException {
        return kinds().entrySet().stream().map(kind -> DynamicTest.dynamicTest(kind.getKey(), () -> {
            Matrix matrix = kind.getValue();
            assertThat(matrix.rows()).isEqualTo(ROWS);
            assertThat(matrix.columns()).isEqualTo(COLUMNS);
            float[] floats = new float[2 + 5 * COLUMNS];
            double[] doubles = new double[2 + 5 * COLUMNS];
            matrix.copy(30, 35, floats, 2);
            matrix.copy(30, 35, doubles, 2);
            Matrix.Block block = matrix.block(30, 35, new float[5 * COLUMNS]);
            for (int r = 30; r < 35; r++) {
                for (int c = 0; c < COLUMNS; c++) {
                    int at = (r - 30) * COLUMNS + c;
                    assertThat(floats[2 + at]).isEqualTo(number(r, c));
                    assertThat(doubles[2 + at]).isEqualTo(number(r, c));
                    assertThat(block.values()[block.start() + at]).isEqualTo(number(r, c));
                    assertThat(matrix.at(r, c)).isEqualTo(number(r, c));
                    assertThat(matrix.transposed().at(c, r)).isEqualTo(number(r, c));
                    assertThat(matrix.toFloats()[r * COLUMNS + c]).isEqualTo(number(r, c));
                    assertThat(matrix.toDoubles()[r * COLUMNS + c]).isEqualTo(number(r, c));
                }
            }
            double squares = 0;
            for (int j = 0; j < ROWS * COLUMNS; j++) squares += number(j / COLUMNS, j % COLUMNS) * number(j / COLUMNS, j % COLUMNS);
            assertThat(matrix.squaredNorm()).isEqualTo(squares);
            assertThat(matrix.finite()).isSameAs(matrix);
            assertThat(matrix.missing()).isZero();
        }));
    }

    @Test
    void aFingerprintNamesTheNumbersAndNotTheirPlace() throws IOException {
        Map<String, Matrix> kinds = kinds();
        assertThat(kinds.get(">f4 fortran").fingerprint()).isEqualTo(kinds.get("floats").fingerprint());
        assertThat(kinds.get("<f8").fingerprint()).isEqualTo(kinds.get("doubles").fingerprint()).isNotEqualTo(kinds.get("floats").fingerprint());
        float[] other = kinds.get("floats").toFloats().clone();
        other[ROWS * COLUMNS - 1]++;
        assertThat(Matrix.of(other, ROWS, COLUMNS).fingerprint()).isNotEqualTo(kinds.get("floats").fingerprint());
    }

    @Test
    void namesTheFirstNumberThatIsNotFinite() {
        double[] values = new double[300_000];
        values[299_999] = Double.NaN;
        values[200_005] = Double.NEGATIVE_INFINITY;
        values[100_003] = Double.NaN;
        Matrix matrix = Matrix.of(values, 3000, 100);
        assertThatIllegalArgumentException().isThrownBy(matrix::finite).withMessageContaining("NaN in row 1000, column 3 ");
        assertThatIllegalArgumentException().isThrownBy(matrix::finiteWhereKnown).withMessageContaining("-Infinity in row 2000, column 5 ");
        assertThat(matrix.missing()).isEqualTo(2);
    }

    @Test
    void refusesWhatIsNoMatrix() throws IOException {
        Path vector = folder.resolve("vector.npy");
        Npy.write(vector, new float[] {1, 2, 3});
        assertThatThrownBy(() -> Matrix.map(vector)).isInstanceOf(IOException.class).hasMessage(vector + ": the array has shape [3], a matrix has rows and columns");
        Path whole = npy("<f4", false);
        Path cut = Files.write(folder.resolve("cut.npy"), java.util.Arrays.copyOf(Files.readAllBytes(whole), 500));
        assertThatThrownBy(() -> Matrix.map(cut)).isInstanceOf(IOException.class).hasMessageContaining("cut.npy: cut off: [37, 11] numbers of type <f4 take 1628 bytes, there are 372");
        Path text = Files.writeString(folder.resolve("text.npy"), "1,2,3");
        assertThatThrownBy(() -> Matrix.map(text)).isInstanceOf(IOException.class).hasMessageContaining("not an .npy array");
        assertThatIllegalArgumentException().isThrownBy(() -> Matrix.of(new float[5], 2, 3)).withMessageContaining("2 x 3");
        assertThatIllegalArgumentException().isThrownBy(() -> Matrix.of(new double[][] {{1, 2}, {3}})).withMessageContaining("1 in row 1");
    }

    @Test
    void anEmptyMatrixIsOne() throws IOException {
        Path path = folder.resolve("empty.npy");
        Npy.write(path, new float[0], 0, 5);
        Matrix empty = Matrix.map(path);
        assertThat(empty.rows()).isZero();
        assertThat(empty.finite().squaredNorm()).isZero();
        assertThat(empty.transposed().rows()).isEqualTo(5);
        assertThat(Matrix.normal(3, 0, Seeds.of(1)).finite().toFloats()).isEmpty();
    }
}

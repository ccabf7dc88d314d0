package mf4j.matrix;

import mf4j.train.Seeds;
import mf4j.train.Sweep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NpyRowsTest {
    @TempDir
    Path folder;

    private final Matrix floats = Matrix.normal(5000, 300, Seeds.of(1));

    @Test
    void aMatrixComesBackBitByBit() throws IOException {
        Npy.write(folder.resolve("f.npy"), floats);
        Matrix doubles = Matrix.of(floats.toDoubles(), 5000, 300);
        Npy.write(folder.resolve("d.npy"), doubles);
        assertThat(Matrix.map(folder.resolve("f.npy")).fingerprint()).isEqualTo(floats.fingerprint());
        assertThat(Matrix.map(folder.resolve("d.npy")).fingerprint()).isEqualTo(doubles.fingerprint());
        Npy.write(folder.resolve("empty.npy"), Matrix.of(new float[0], 0, 7));
        assertThat(Matrix.map(folder.resolve("empty.npy"))).hasToString("0 x 7 floats");
    }

    @Test
    void neverAsksForMoreThanABlockOfRowsWhateverTheThreads() throws Exception {
        AtomicInteger most = new AtomicInteger();
        RowSource source = (from, to, into, at) -> {
            most.accumulateAndGet(to - from, Math::max);
            floats.copy(from, to, into, at);
        };
        Npy.write(folder.resolve("many.npy"), FloatType.FLOAT32, 5000, 300, source);
        Sweep.withThreads(1, () -> {
            Npy.write(folder.resolve("one.npy"), FloatType.FLOAT32, 5000, 300, source);
            return null;
        });
        assertThat(most.get()).isLessThan(200);
        assertThat(Files.mismatch(folder.resolve("one.npy"), folder.resolve("many.npy"))).isEqualTo(-1);
    }

    @Test
    void numPyReadsEveryTypeRoundedToTheNearest() throws IOException {
        Matrix x = Matrix.of(new double[] {1.0 / 3, -65504, 6e-8, Double.NaN, Double.NEGATIVE_INFINITY, 0}, 2, 3);
        for (FloatType type : FloatType.values()) Npy.write(folder.resolve(type + ".npy"), type, 2, 3, x::copy);
        String seen = NumPy.run(folder, """
                import numpy as np
                x = np.load('FLOAT64.npy')
                for name, dtype in [('FLOAT16', 'f2'), ('FLOAT32', 'f4')]:
                    a = np.load(name + '.npy')
                    print(a.dtype, a.shape, np.array_equal(a, x.astype(dtype), equal_nan=True))
                """);
        assertThat(seen.lines()).containsExactly("float16 (2, 3) True", "float32 (2, 3) True");
    }

    @Test
    void refusesWhatWouldBecomeInfinite() {
        Matrix x = Matrix.of(new double[] {1, 70000, 1e300, 2}, 4, 1);
        assertThatThrownBy(() -> Npy.write(folder.resolve("x.npy"), FloatType.FLOAT16, 4, 1, x::copy))
                .hasMessage("the number 70000.0 is beyond float16; write a wider type");
        assertThatThrownBy(() -> Npy.write(folder.resolve("x.npy"), FloatType.FLOAT32, 4, 1, x::copy))
                .hasMessage("the number 1.0E300 is beyond float32; write a wider type");
        assertThat(folder.resolve("x.npy")).doesNotExist();
    }

    @Test
    void anArrayIsTheMatrixThatMappingItGives() throws IOException {
        NumPy.run(folder, """
                import numpy as np
                for code in ['f2', 'f4', 'f8', 'i1', 'i4', 'u2', 'u8', 'b1']:
                    for order in 'CF':
                        np.save(code + order, np.arange(12).reshape(3, 4).astype(code, order=order))
                """);
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) assertThat(Npy.read(file).toMatrix().fingerprint()).as("%s", file).isEqualTo(Matrix.map(file).fingerprint());
        }
        assertThatThrownBy(() -> new Npy.Array(new int[] {3}, "<f4", false, new float[3]).toMatrix()).hasMessage("the array has shape [3], a matrix has rows and columns");
    }
}

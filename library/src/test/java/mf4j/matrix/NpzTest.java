package mf4j.matrix;

import mf4j.train.SafeFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NpzTest {
    @TempDir
    Path folder;

    private Map<String, SafeFile.Content> arrays() {
        Map<String, SafeFile.Content> arrays = new LinkedHashMap<>();
        arrays.put("left", out -> Npy.write(out, Matrix.of(new float[] {1, 2.5f, Float.NaN, -4, 5, 6}, 3, 2)));
        arrays.put("right", out -> Npy.write(out, Matrix.of(new double[] {Math.PI, Math.E}, 1, 2)));
        arrays.put("counts", out -> Npy.write(out, new int[] {7, 8, 9}));
        return arrays;
    }

    @Test
    void whatWasWrittenIsReadByNameStoredAndDeflated() throws IOException {
        Path stored = folder.resolve("stored.npz"), packed = folder.resolve("packed.npz");
        Npz.write(stored, arrays());
        Npz.writeDeflated(packed, arrays());
        for (Path file : new Path[] {stored, packed}) {
            assertThat(Npz.names(file)).containsExactly("left", "right", "counts");
            Matrix left = Npz.matrix(file, "left");
            assertThat(left).hasToString("3 x 2 floats");
            assertThat(left.toFloats()).containsExactly(1, 2.5f, Float.NaN, -4, 5, 6);
            assertThat(Npz.matrix(file, "right").toDoubles()).containsExactly(Math.PI, Math.E);
            assertThat(Npz.read(file, "counts").toInts()).containsExactly(7, 8, 9);
        }
    }

    @Test
    void theSameArraysGiveTheSameBytes() throws IOException {
        Npz.write(folder.resolve("a.npz"), arrays());
        Npz.write(folder.resolve("b.npz"), arrays());
        assertThat(Files.readAllBytes(folder.resolve("b.npz"))).isEqualTo(Files.readAllBytes(folder.resolve("a.npz")));
    }

    @Test
    void numPyReadsWhatIsWrittenHereAndTheOtherWayRound() throws IOException {
        Npz.write(folder.resolve("stored.npz"), arrays());
        Npz.writeDeflated(folder.resolve("packed.npz"), arrays());
        String seen = NumPy.run(folder, """
                import numpy as np
                for name in ['stored', 'packed']:
                    z = np.load(name + '.npz')
                    print(z.files, z['left'].dtype, z['left'].shape, z['left'][1, 1], z['right'][0].tolist(), z['counts'].tolist())
                a = np.arange(12.0).reshape(3, 4)
                np.savez('plain.npz', a, whole=np.asfortranarray(a.astype('i2')))
                np.savez_compressed('tight.npz', a, whole=np.asfortranarray(a.astype('i2')))
                np.savez('pickled.npz', a=np.array([None, 'x'], dtype=object))
                """);
        assertThat(seen.lines()).containsOnly("['left', 'right', 'counts'] float32 (3, 2) -4.0 [3.141592653589793, 2.718281828459045] [7, 8, 9]").hasSize(2);
        double[] expected = new double[12];
        Arrays.setAll(expected, j -> j);
        for (String name : new String[] {"plain.npz", "tight.npz"}) {
            assertThat(Npz.names(folder.resolve(name))).containsExactlyInAnyOrder("arr_0", "whole");
            assertThat(Npz.matrix(folder.resolve(name), "arr_0").toDoubles()).containsExactly(expected);
            assertThat(Npz.matrix(folder.resolve(name), "whole").toDoubles()).containsExactly(expected);
        }
        Path pickled = folder.resolve("pickled.npz");
        assertThatThrownBy(() -> Npz.read(pickled, "a")).isInstanceOf(IOException.class)
                .hasMessage(pickled + ": a: the .npy array holds pickled Python objects, which are never read");
    }

    @Test
    void namesWhatThereIsInsteadOfGuessing() throws IOException {
        Path file = folder.resolve("a.npz");
        Npz.write(file, arrays());
        assertThatThrownBy(() -> Npz.matrix(file, "")).hasMessage(file + ": it holds the arrays left, right, counts; name one of them");
        assertThatThrownBy(() -> Npz.matrix(file, "middle")).hasMessage(file + ": there is no array 'middle'; there are left, right, counts");
        assertThatThrownBy(() -> Npz.matrix(file, "counts")).hasMessage(file + ": counts: the array has shape [3], a matrix has rows and columns");
        Path one = folder.resolve("one.npz");
        Npz.write(one, Npz.of(Map.of("x", Matrix.of(new double[] {1, 2}, 2, 1))));
        assertThat(Npz.matrix(one, "").rows()).isEqualTo(2);
    }

    @Test
    void refusesWhatIsCutOffAtAnyPlace() throws IOException {
        Path whole = folder.resolve("a.npz"), cut = folder.resolve("cut.npz");
        Npz.writeDeflated(whole, arrays());
        byte[] bytes = Files.readAllBytes(whole);
        for (int length = 0; length < bytes.length; length += 7) {
            Files.write(cut, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> Npz.read(cut, "left")).as("%d bytes", length).isInstanceOf(IOException.class).hasMessageStartingWith(cut + ": ");
        }
    }

    @Test
    void refusesChangedNumbers() throws IOException {
        Path file = folder.resolve("a.npz");
        Npz.write(file, arrays());
        byte[] bytes = Files.readAllBytes(file);
        int directory = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
        bytes[directory - 1] ^= 1; // the last number of the last array
        Files.write(file, bytes);
        assertThatThrownBy(() -> Npz.read(file, "counts")).hasMessage(file + ": counts: damaged: its checksum is wrong");
    }

    @Test
    void refusesBombsBeforeMemoryIsTaken() throws IOException {
        Path large = folder.resolve("large.npz");
        Npz.writeDeflated(large, Map.of("a", out -> Npy.write(out, new float[1 << 20])));
        assertThatThrownBy(() -> Npz.read(large, "a", 1 << 20)).hasMessage(large + ": a: it takes 4194432 bytes, more than the 1048576 of Java's memory");
        Path promising = zip("promising.npz", out -> out.write(Npy.header("<f8", 1 << 30)));
        assertThatThrownBy(() -> Npz.read(promising, "a")).hasMessage(promising + ": a: cut off: [1073741824] numbers of type <f8 take 8589934592 bytes, there are 128");
        Path more = zip("more.npz", out -> {
            Npy.write(out, new int[] {1});
            out.write(0);
        });
        assertThatThrownBy(() -> Npz.read(more, "a")).hasMessage(more + ": a: there are bytes after the last number");
    }

    /// A central directory that claims 4 GB for a few packed bytes.
    @Test
    void refusesAClaimThatNoPackingReaches() throws IOException {
        Path file = folder.resolve("lying.npz");
        Npz.writeDeflated(file, Map.of("a", out -> Npy.write(out, new int[] {1})));
        byte[] bytes = Files.readAllBytes(file);
        int directory = bytes.length - 22 - 46 - "a.npy".length();
        while (bytes[directory] != 'P' || bytes[directory + 2] != 1) directory--;
        bytes[directory + 26] = 0x20; // the third byte of the size: 2 MB
        Files.write(file, bytes);
        assertThatThrownBy(() -> Npz.read(file, "a")).hasMessageContaining("lying.npz: a: damaged: its ").hasMessageContaining("cannot unpack to");
    }

    private Path zip(String name, SafeFile.Content content) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("a.npy"));
            content.writeTo(zip);
            zip.closeEntry();
        }
        return file;
    }

    @Test
    void refusesOtherFiles() throws IOException {
        Path npy = folder.resolve("a.npz");
        Npy.write(npy, new float[] {1});
        assertThatThrownBy(() -> Npz.names(npy)).hasMessage(npy + ": not an .npz archive: it begins with 93 4e 55 4d");
        Files.write(npy, new byte[0]);
        assertThatThrownBy(() -> Npz.names(npy)).hasMessage(npy + ": not an .npz archive: it begins with nothing");
        assertThatThrownBy(() -> Npz.names(folder)).hasMessageContaining("is a folder");
        assertThatThrownBy(() -> Npz.names(folder.resolve("absent"))).isInstanceOf(NoSuchFileException.class);
    }
}

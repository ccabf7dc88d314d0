package mf4j.matrix;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NpyTest {
    /// numpy.save(f, numpy.arange(6, dtype='<f4').reshape(2, 3) / 4), NumPy 2.4.
    private static final byte[] GOLDEN = HexFormat.of().parseHex("934e554d5059010076007b276465736372273a20273c6634272c2027666f727472616e"
            + "5f6f72646572273a2046616c73652c20277368617065273a2028322c2033292c207d" + "20".repeat(58) + "0a"
            + "000000000000803e0000003f0000403f0000803f0000a03f");

    @TempDir
    Path folder;

    @Test
    void readsWhatNumPyWrote() throws IOException {
        Npy.Array array = Npy.read(new ByteArrayInputStream(GOLDEN));

        assertThat(array.shape()).containsExactly(2, 3);
        assertThat(array.dtype()).isEqualTo("<f4");
        assertThat(array.fortran()).isFalse();
        assertThat(array.toFloats()).containsExactly(0, 0.25f, 0.5f, 0.75f, 1, 1.25f).isSameAs(array.values());
        assertThat(array.toDoubles()).containsExactly(0, 0.25, 0.5, 0.75, 1, 1.25);
    }

    @Test
    void writesTheBytesThatNumPyWrites() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Npy.write(out, new float[] {0, 0.25f, 0.5f, 0.75f, 1, 1.25f}, 2, 3);
        assertThat(out.toByteArray()).isEqualTo(GOLDEN);
    }

    @Test
    void readsEveryTypeOrderAndVersionOfNumPy() throws IOException {
        NumPy.run(folder, """
                import numpy as np
                for code in ['f2', 'f4', 'f8', 'i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8']:
                    for end in '<>':
                        for order in 'CF':
                            a = np.arange(24).reshape(2, 3, 4).astype(end + code, order=order)
                            np.save(('b' if end == '>' else 'l') + code + order, a)
                for version in [1, 2, 3]:
                    with open('v%d.npy' % version, 'wb') as f:
                        np.lib.format.write_array(f, np.arange(24).astype('<i4'), version=(version, 0))
                """);
        double[] expected = new double[24];
        Arrays.setAll(expected, j -> j);
        try (var files = Files.list(folder)) {
            assertThat(files.toList()).hasSize(47).allSatisfy(file -> assertThat(Npy.read(file).toDoubles()).as("%s", file).containsExactly(expected));
        }
    }

    @Test
    void keepsTheExtremesOfEveryTypeOfNumPy() throws IOException {
        NumPy.run(folder, """
                import numpy as np
                for code in ['i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8']:
                    info = np.iinfo(code)
                    np.save(code, np.array([info.min, info.max], dtype=code))
                np.save('f2', np.array([np.inf, -65504, 6e-8], dtype='f2'))
                np.save('b1', np.array([True, False]))
                np.save('scalar', np.float64(3.5))
                np.save('empty', np.zeros((0, 7), dtype='f4'))
                """);
        for (String code : new String[] {"i1", "i2", "i4", "i8", "u1", "u2", "u4"}) {
            int bits = 8 * (code.charAt(1) - '0');
            long least = code.charAt(0) == 'u' ? 0 : -1L << bits - 1;
            long most = code.charAt(0) == 'u' ? (1L << bits) - 1 : ~least;
            assertThat(read(code).toLongs()).as(code).containsExactly(least, most);
        }
        assertThat(read("u8").toDoubles()).containsExactly(0, 18446744073709551615.0);
        assertThatThrownBy(() -> read("u8").toLongs()).hasMessageContaining("but was 18446744073709551615");
        assertThatThrownBy(() -> read("u4").toInts()).hasMessageContaining("but was 4294967295");
        assertThatThrownBy(() -> read("f2").toInts()).hasMessage("Npy.dtype must be one of whole numbers but was <f2");
        assertThat(read("f2").toFloats()).containsExactly(Float.POSITIVE_INFINITY, -65504, 0x1p-24f);
        assertThat(read("b1").toInts()).containsExactly(1, 0);
        assertThat(read("scalar").toDoubles()).containsExactly(3.5);
        assertThat(read("scalar").shape()).isEmpty();
        assertThat(read("empty").shape()).containsExactly(0, 7);
    }

    private Npy.Array read(String name) throws IOException {
        return Npy.read(folder.resolve(name + ".npy"));
    }

    @Test
    void numPyReadsEveryTypeWrittenHere() throws IOException {
        Npy.write(folder.resolve("f.npy"), new float[] {1.5f, Float.NaN, -0f, Float.MIN_VALUE}, 2, 2);
        Npy.write(folder.resolve("d.npy"), new double[] {Math.PI, Double.NEGATIVE_INFINITY});
        Npy.write(folder.resolve("i.npy"), new int[] {Integer.MIN_VALUE, 7, -1}, 3, 1, 1);
        Npy.write(folder.resolve("l.npy"), new long[] {Long.MIN_VALUE, Long.MAX_VALUE});
        Npy.write(folder.resolve("b.npy"), new byte[] {-128, 127}, 1, 2);
        Npy.write(folder.resolve("e.npy"), new float[0], 5, 0);
        String seen = NumPy.run(folder, """
                import numpy as np
                for name in 'fdilbe':
                    a = np.load(name + '.npy')
                    print(a.dtype.str, a.shape, a.tolist(), a.flags.c_contiguous)
                """);
        assertThat(seen.lines()).containsExactly(
                "<f4 (2, 2) [[1.5, nan], [-0.0, 1.401298464324817e-45]] True",
                "<f8 (2,) [3.141592653589793, -inf] True",
                "<i4 (3, 1, 1) [[[-2147483648]], [[7]], [[-1]]] True",
                "<i8 (2,) [-9223372036854775808, 9223372036854775807] True",
                "|i1 (1, 2) [[-128, 127]] True",
                "<f4 (5, 0) [[], [], [], [], []] True");
    }

    @Property(tries = 50)
    void whatWasWrittenIsReadBitByBit(@ForAll @Size(max = 300) int[] bits, @ForAll @IntRange(max = 200) int repeat) throws IOException {
        float[] values = new float[bits.length * repeat]; // beyond a block of 16,384 too
        for (int j = 0; j < values.length; j++) values[j] = Float.intBitsToFloat(bits[j % bits.length] & 0xffbfffff);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Npy.write(out, values, repeat, bits.length);
        Npy.Array back = Npy.read(new ByteArrayInputStream(out.toByteArray()));
        assertThat(back.shape()).containsExactly(repeat, bits.length);
        assertThat(ints(back.toFloats())).containsExactly(ints(values));
    }

    private static int[] ints(float[] values) {
        int[] bits = new int[values.length];
        for (int j = 0; j < bits.length; j++) bits[j] = Float.floatToRawIntBits(values[j]);
        return bits;
    }

    @Test
    void arraysOneAfterAnotherAreReadOneAfterAnother() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Npy.write(out, new long[] {1, 2});
        Npy.write(out, new int[] {3});
        InputStream in = new ByteArrayInputStream(out.toByteArray());
        assertThat(Npy.read(in).toInts()).containsExactly(1, 2);
        assertThat(Npy.read(in).toLongs()).containsExactly(3);
    }

    @Test
    void aLargeArrayFromAStreamOfUnknownLengthIsWhole() throws IOException {
        byte[] values = new byte[10_000_000];
        for (int j = 0; j < values.length; j++) values[j] = (byte) (j * 31);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Npy.write(out, values);
        assertThat((byte[]) Npy.read(new ByteArrayInputStream(out.toByteArray())).values()).isEqualTo(values);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
            "{'descr': '|O', 'fortran_order': False, 'shape': (1,), };pickled Python objects",
            "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), };structured",
            "{'descr': '<c8', 'fortran_order': False, 'shape': (1,), };'<c8' is not one of float16",
            "{'descr': '<U4', 'fortran_order': False, 'shape': (1,), };'<U4' is not one of",
            "{'descr': '<f16', 'fortran_order': False, 'shape': (1,), };'<f16' is not one of",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (99999, 99999), };[99999, 99999] is not one of less than 2^31 numbers",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), };is not one of less than 2^31 numbers",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 3000000000), };is not one of less than 2^31 numbers",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), };not understood",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (,,), };less than 2^31 numbers",
            "{'descr': '<f4', 'fortran_order': False};lacks",
            "{'descr': '<f4', 'fortran_order': 1, 'shape': (1,)};not understood",
            "__import__('os').system('true');not understood",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000,), };cut off: [1000000000] numbers of type <f4 take 4000000000 bytes"
    })
    void refusesHeaders(String text, String message) {
        assertThatThrownBy(() -> Npy.read(withHeader(text))).isInstanceOf(IOException.class).hasMessageContaining(message);
    }

    private static InputStream withHeader(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer all = ByteBuffer.allocate(12 + bytes.length + 4).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        all.put(GOLDEN, 0, 6).put((byte) 2).put((byte) 0).putInt(bytes.length).put(bytes);
        return new ByteArrayInputStream(all.array());
    }

    @Test
    void readsThePlainSpellingsOfOtherWriters() throws IOException {
        Npy.Array array = Npy.read(withHeader("{'shape':(1L,),'fortran_order':True,'descr':'>i4'}"));
        assertThat(array.toInts()).containsExactly(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 7, 9, 60, 127, 128, 151})
    void refusesWhatIsCutOff(int length) {
        assertThatThrownBy(() -> Npy.read(new ByteArrayInputStream(GOLDEN, 0, length))).isInstanceOf(IOException.class)
                .hasMessageMatching("cut off.*|not an .npy array.*");
    }

    @Test
    void namesTheFileItRefuses() throws IOException {
        Path path = folder.resolve("photo.png");
        Files.write(path, new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0});
        assertThatThrownBy(() -> Npy.read(path)).hasMessage(path + ": not an .npy array: it begins with 89 50 4e 47 0d 0a 1a 0a");
        Files.write(path, Arrays.copyOf(GOLDEN, GOLDEN.length + 1));
        assertThatThrownBy(() -> Npy.read(path)).hasMessage(path + ": there are bytes after the last number");
        assertThatThrownBy(() -> Npy.read(folder.resolve("absent"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void refusesAnotherVersionAndALongHeader() {
        byte[] newer = GOLDEN.clone();
        newer[6] = 4;
        assertThatThrownBy(() -> Npy.read(new ByteArrayInputStream(newer))).hasMessage(".npy version 4 is not one of 1, 2 and 3");
        assertThatThrownBy(() -> Npy.read(withHeader(" ".repeat(70_000)))).hasMessageContaining("longer than 65536");
    }

    @Test
    void aHeaderMadeToTireTheParserIsRefusedAtOnce() {
        assertThatThrownBy(() -> Npy.read(withHeader("{" + "'fortran_order': True, ".repeat(2_700)))).hasMessageContaining("not understood");
        assertThatThrownBy(() -> Npy.read(withHeader("{'fortran_order': True" + " ".repeat(65_000) + "x"))).hasMessageContaining("not understood");
        assertThatThrownBy(() -> Npy.read(withHeader("{'descr': " + "[(".repeat(30_000)))).hasMessageContaining("not understood");
        assertThatThrownBy(() -> Npy.read(withHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (" + "1,".repeat(30_000) + ")}")))
                .hasMessageContaining("dimensions");
    }

    @Test
    void refusesAShapeThatIsNotTheNumbers() {
        assertThatThrownBy(() -> Npy.write(new ByteArrayOutputStream(), new float[6], 2, 4))
                .hasMessage("Npy.shape must hold the 6 numbers but was [2, 4]");
        assertThatThrownBy(() -> Npy.write(new ByteArrayOutputStream(), new int[0], 1 << 16, 1 << 16)).hasMessageContaining("hold the 0 numbers");
        assertThatThrownBy(() -> Npy.write(new ByteArrayOutputStream(), new int[6], -2, -3)).hasMessageContaining("hold the 6 numbers");
    }
}

package mf4j.train;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CheckpointTest {
    @TempDir
    Path folder;

    private static Checkpoint.State state(String run, int length) {
        float[] floats = new float[length];
        double[] doubles = new double[length];
        Seeds.Stream stream = Seeds.of(length).stream(0);
        for (int j = 0; j < length; j++) {
            floats[j] = Float.intBitsToFloat(stream.nextInt());
            doubles[j] = Double.longBitsToDouble(stream.nextLong());
        }
        Map<String, Double> measures = new LinkedHashMap<>();
        for (String name : List.of("rmse", "mae", "ndcg@10", "\u00e9t\u00e9")) measures.put(name, stream.nextGaussian());
        History history = new History(List.of(new Epoch(1, 12.5, 0.25, measures, true), new Epoch(2, -0.0, 3e-9, Map.of(), false)));
        Map<String, Object> arrays = new LinkedHashMap<>();
        arrays.put("userFactors", floats);
        arrays.put("best/userFactors", doubles);
        arrays.put("none", new float[0]);
        return new Checkpoint.State(run, history, arrays);
    }

    private static void assertSame(Optional<Checkpoint.State> loaded, Checkpoint.State saved) {
        Checkpoint.State state = loaded.orElseThrow();
        assertThat(state.run()).isEqualTo(saved.run());
        assertThat(state.history()).isEqualTo(saved.history());
        assertThat(state.history().epochs().getFirst().measures().keySet()).containsExactlyElementsOf(saved.history().epochs().getFirst().measures().keySet());
        assertThat(state.arrays().keySet()).containsExactlyElementsOf(saved.arrays().keySet());
        saved.arrays().forEach((name, array) -> assertThat(bits(state.arrays().get(name))).isEqualTo(bits(array)));
    }

    private static long[] bits(Object array) {
        if (array instanceof double[] doubles) return Arrays.stream(doubles).mapToLong(Double::doubleToRawLongBits).toArray();
        float[] floats = (float[]) array;
        long[] bits = new long[floats.length];
        for (int j = 0; j < bits.length; j++) bits[j] = Float.floatToRawIntBits(floats[j]);
        return bits;
    }

    @Test
    void comesBackBitForBit() {
        for (int length : new int[] {0, 1, 3, 8191, 8192, 8193, 16_384, 16_385, 40_000}) {
            Checkpoint.State saved = state("run " + length, length);
            Checkpoint.file(folder.resolve("state")).save(saved);
            assertSame(Checkpoint.file(folder.resolve("state")).load("run " + length), saved);
        }
    }

    @Test
    void anotherRunsAndAMissingStateCountAsNone() {
        Checkpoint file = Checkpoint.file(folder.resolve("state"));
        assertThat(file.load("mine")).isEmpty();
        file.save(state("theirs", 3));
        assertThat(file.load("mine")).isEmpty();
        assertThat(Checkpoint.NONE.load("mine")).isEmpty();
    }

    @Test
    void anyDamageCountsAsNone() throws IOException {
        Path path = folder.resolve("state");
        Checkpoint file = Checkpoint.file(path);
        file.save(state("run", 5));
        byte[] sound = Files.readAllBytes(path);
        for (int length = 0; length < sound.length; length++) {
            Files.write(path, Arrays.copyOf(sound, length));
            assertThat(file.load("run")).as("cut to " + length).isEmpty();
        }
        Files.write(path, Arrays.copyOf(sound, sound.length + 1));
        assertThat(file.load("run")).as("one byte longer").isEmpty();
        for (int at = 0; at < sound.length; at++) {
            byte[] damaged = sound.clone();
            damaged[at] ^= (byte) (1 << at % 8);
            Files.write(path, damaged);
            assertThat(file.load("run")).as("a bit of byte " + at).isEmpty();
        }
        Files.write(path, sound);
        assertSame(file.load("run"), state("run", 5));
    }

    @Test
    void whatCannotBeWrittenOrReadSaysSo() {
        Path missing = folder.resolve("none/state");
        assertThatThrownBy(() -> Checkpoint.file(missing).save(state("run", 1))).isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot save the state of the training in " + missing + ": " + missing + ": there is no folder " + missing.getParent());
        assertThatThrownBy(() -> Checkpoint.file(folder).load("run")).isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("cannot read the state of the training in " + folder + ": ");
    }

    @Test
    void arraysAreOfFloatsOrDoubles() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Checkpoint.State("run", History.EMPTY, Map.of("counts", new int[2])))
                .withMessage("Checkpoint.counts must be a float[] or a double[] but was int[]");
        Map<String, Object> none = new LinkedHashMap<>();
        none.put("counts", null);
        assertThatIllegalArgumentException().isThrownBy(() -> new Checkpoint.State("run", History.EMPTY, none))
                .withMessage("Checkpoint.counts must be a float[] or a double[] but was null");
    }

    /// 100,000 x 64 factors and the best epoch's: 51 MB every epoch.
    @Test
    void costsAFractionOfASecond() {
        Map<String, Object> arrays = new LinkedHashMap<>();
        arrays.put("factors", new float[6_400_000]);
        arrays.put("best/factors", new float[6_400_000]);
        Checkpoint file = Checkpoint.file(folder.resolve("state"));
        double best = Double.POSITIVE_INFINITY;
        for (int turn = 0; turn < 3; turn++) {
            long start = System.nanoTime();
            file.save(new Checkpoint.State("run", History.EMPTY, arrays));
            assertThat(file.load("run")).isPresent();
            best = Math.min(best, (System.nanoTime() - start) * 1e-9);
        }
        assertThat(best).as("seconds to save and load").isLessThan(1);
    }
}

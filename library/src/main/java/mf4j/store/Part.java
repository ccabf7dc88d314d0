package mf4j.store;

import mf4j.matrix.FloatType;
import mf4j.matrix.Matrix;
import mf4j.matrix.Npy;
import mf4j.train.SafeFile;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// One entry of a model file before it is written.
///
/// @param name    in the archive
/// @param facts   what the manifest says of it beside size and checksum
/// @param content written twice, the same each time: once to be measured, once to the file
record Part(String name, Map<String, Object> facts, SafeFile.Content content) {
    static Part floats(String name, float[] values, int... shape) {
        return new Part(name, facts("<f4", shape), out -> Npy.write(out, values, shape));
    }

    static Part matrix(String name, Matrix matrix) {
        return new Part(name, facts(FloatType.of(matrix).dtype(), matrix.rows(), matrix.columns()), out -> Npy.write(out, matrix));
    }

    static Part doubles(String name, double[] values) {
        return new Part(name, facts("<f8", values.length), out -> Npy.write(out, values));
    }

    static Part ints(String name, int[] values) {
        return new Part(name, facts("<i4", values.length), out -> Npy.write(out, values));
    }

    static Part longs(String name, long[] values) {
        return new Part(name, facts("<i8", values.length), out -> Npy.write(out, values));
    }

    static Map<String, Object> facts(String dtype, int... shape) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("dtype", dtype);
        facts.put("shape", Arrays.stream(shape).boxed().toList());
        return facts;
    }

    Measured measured() throws IOException {
        Measure measure = new Measure();
        content.writeTo(measure);
        return new Measured(this, measure.bytes(), measure.crc(), measure.sha256());
    }

    /// A part whose size and checksums are known.
    record Measured(Part part, long bytes, long crc, String sha256) {
        /// What the manifest says of it.
        Map<String, Object> described() {
            Map<String, Object> described = new LinkedHashMap<>(part.facts());
            described.put("bytes", bytes);
            described.put("sha256", sha256);
            return described;
        }
    }
}

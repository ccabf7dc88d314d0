package mf4j.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// How a model was made: enough to make it again, bit for bit.
///
/// @param trainer simple name of the trainer's class
/// @param knobs   every knob by name, the seed among them
/// @param data    fingerprint of what it learned from
/// @param version of the library
/// @param kernel  whose bits these are, `vector-512` for example
/// @param history the epochs
public record Provenance(String trainer, Map<String, Object> knobs, String data, String version, String kernel, History history) {
    /// Keeps its own copy of the knobs, in order.
    public Provenance {
        knobs = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(knobs));
    }

    /// Of a run of a trainer.
    public static <T> Provenance of(T trainer, String data, String kernel, History history) {
        return new Provenance(trainer.getClass().getSimpleName(), Knobs.of(trainer).values(trainer), data, thisVersion(), kernel, history);
    }

    /// Names everything the bits of a run depend on; the key of its checkpoint.
    public static <T> String fingerprint(T trainer, String data, String kernel) {
        return trainer.getClass().getSimpleName() + Knobs.of(trainer).values(trainer) + " on " + data + " with " + kernel + " by " + thisVersion();
    }

    /// The version of this library, as built.
    public static String thisVersion() {
        return Version.TEXT;
    }

    private static final class Version {
        static final String TEXT = read();

        private static String read() {
            try (InputStream in = Provenance.class.getResourceAsStream("version.properties")) {
                Properties properties = new Properties();
                properties.load(in);
                return properties.getProperty("version");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

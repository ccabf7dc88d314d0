package mf4j.bench;

import mf4j.study.Choice;
import mf4j.study.Discrete;
import mf4j.study.Parameter;
import mf4j.study.Real;
import mf4j.study.Scale;
import mf4j.study.Whole;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Optuna's samplers in a Python process beside: it suggests, this side evaluates.
final class SamplerPeer {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() { };

    private SamplerPeer() { }

    /// The best value after every trial, per seed.
    static double[][] run(Path python, String sampler, TestFunction function, int seeds, int trials) throws IOException {
        Path script = Files.createTempFile("sampler_peer", ".py");
        try (InputStream in = SamplerPeer.class.getResourceAsStream("sampler_peer.py")) {
            Files.write(script, in.readAllBytes());
        }
        Process process = new ProcessBuilder(python.toString(), script.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (Writer out = process.outputWriter(StandardCharsets.UTF_8); BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            out.write(JSON.writeValueAsString(Map.of("sampler", sampler, "seeds", seeds, "trials", trials, "space", space(function))) + "\n");
            out.flush();
            double[][] best = new double[seeds][trials];
            for (int seed = 0; seed < seeds; seed++) {
                for (int trial = 0; trial < trials; trial++) {
                    double value = function.of().applyAsDouble(values(function, JSON.readValue(in.readLine(), MAP)));
                    out.write(value + "\n");
                    out.flush();
                    best[seed][trial] = trial == 0 ? value : Math.min(value, best[seed][trial - 1]);
                }
            }
            return best;
        } finally {
            Files.deleteIfExists(script);
        }
    }

    private static Map<String, Object> values(TestFunction function, Map<String, Object> read) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Parameter p : function.space().parameters()) values.put(p.name(), p.outside(p.inside(read.get(p.name()))));
        return values;
    }

    private static List<List<Object>> space(TestFunction function) {
        List<List<Object>> space = new ArrayList<>();
        for (Parameter p : function.space().parameters()) {
            space.add(switch (p) {
                case Real r -> List.of("float", r.name(), r.low(), r.high(), r.scale() == Scale.LOG);
                case Whole w -> List.of("int", w.name(), w.low(), w.high(), w.scale() == Scale.LOG);
                case Discrete d -> List.of("cat", d.name(), d.values());
                case Choice c -> List.of("cat", c.name(), c.values());
            });
        }
        return space;
    }
}

package mf4j.study;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The foreign oracle of studies: Python with Optuna 5, where the machine has it: the one that `MF4J_PYTHON` names, else `python3`.
public final class Optuna {
    private static final String ZONE = "Asia/Tokyo"; // far from UTC, which files are written in
    private static final Optional<String> PYTHON = Stream.of(System.getenv().getOrDefault("MF4J_PYTHON", "python3"), "python3").filter(Optuna::hasIt).findFirst();

    private static final String PRELUDE = """
            import json, sys, time, optuna
            from datetime import timezone
            from optuna.distributions import FloatDistribution, IntDistribution, CategoricalDistribution, distribution_to_json
            from optuna.storages.journal import JournalFileBackend, JournalFileOpenLock
            from optuna.trial import TrialState, create_trial
            optuna.logging.set_verbosity(optuna.logging.ERROR)
            def when(t):
                return None if t is None else t.astimezone(timezone.utc).strftime('%Y-%m-%dT%H:%M:%S.%fZ')
            def told(name, storage):
                study = optuna.load_study(study_name=name, storage=storage)
                print(json.dumps({
                    'directions': [d.name for d in study.directions], 'metrics': study.metric_names,
                    'user': study.user_attrs, 'system': study._storage.get_study_system_attrs(study._study_id),
                    'trials': [{
                        'number': t.number, 'state': t.state.name, 'values': t.values, 'params': t.params,
                        'distributions': {k: json.loads(distribution_to_json(d)) for k, d in t.distributions.items()},
                        'user': t.user_attrs, 'system': t.system_attrs, 'reports': t.intermediate_values,
                        'started': when(t.datetime_start), 'ended': when(t.datetime_complete)} for t in study.trials]}))
            """;

    private Optuna() { }

    /// Runs a script, which finds Optuna imported, and gives what it printed; skips the test, saying why, where Optuna is absent.
    public static String run(String script) throws IOException {
        return started(script).printed();
    }

    /// A script that runs.
    ///
    /// @param process it
    /// @param output  what it prints
    /// @param errors  what it prints on standard error
    public record Running(Process process, Path output, Path errors) {
        /// Waits until it prints something or ends.
        public void awaitOutput() throws IOException, InterruptedException {
            while (process.isAlive() && Files.size(output) == 0) Thread.sleep(1);
        }

        /// What it printed, when it has ended well.
        public String printed() throws IOException {
            int status = process.onExit().join().exitValue();
            if (status != 0) throw new AssertionError("python ended with " + status + ":\n" + Files.readString(errors));
            return Files.readString(output).strip();
        }
    }

    /// Starts a script.
    public static Running started(String script) throws IOException {
        Assumptions.assumeTrue(PYTHON.isPresent(), "no Python with Optuna 5 on this machine (MF4J_PYTHON may name one): nobody else has judged these studies");
        Path output = Files.createTempFile("optuna", ".txt");
        Path errors = Files.createTempFile("optuna", ".err");
        output.toFile().deleteOnExit();
        errors.toFile().deleteOnExit();
        return new Running(start(PYTHON.get(), PRELUDE + script, output, errors), output, errors);
    }

    private static Process start(String python, String script, Path output, Path errors) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(python, "-W", "ignore", "-").redirectOutput(output.toFile()).redirectError(errors.toFile());
        builder.environment().putAll(Map.of("TZ", ZONE));
        Process process = builder.start();
        try (var in = process.getOutputStream()) {
            in.write(script.getBytes(StandardCharsets.UTF_8));
        }
        return process;
    }

    /// Skips the test, saying why, where Python has no such module beside Optuna.
    public static void needs(String module) throws IOException {
        String found = run("import importlib.util\nprint(importlib.util.find_spec('" + module + "') is not None)");
        Assumptions.assumeTrue(found.equals("True"), "Python has no " + module + " beside Optuna");
    }

    private static boolean hasIt(String python) {
        try {
            Path output = Files.createTempFile("optuna", ".txt");
            try {
                return start(python, "import optuna\nassert optuna.__version__.startswith('5.')\n", output, output).onExit().join().exitValue() == 0;
            } finally {
                Files.delete(output);
            }
        } catch (IOException absent) {
            return false;
        }
    }
}

package mf4j.study;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// Four processes work on one study and are killed, at any moment and without a warning, and begun again; then the study is brought to its end. What
/// a worker was told is kept must be there, once.
public final class Killing {
    private static final int WORKERS = 4;
    private static final int AFTERWARDS = 20;          // trials after the last kill
    private static final long LONGEST_LIFE = 200;      // milliseconds from a worker's first trial on
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Class<?> worker;
    private final String place;
    private final Path folder;
    private final Random random = new Random(7);
    private final Process[] processes = new Process[WORKERS];
    private int started;

    /// @param worker a class whose `main` calls [#work] with its arguments
    /// @param place  in the words of that class
    public Killing(Class<?> worker, String place, Path folder) {
        this.worker = worker;
        this.place = place;
        this.folder = folder;
    }

    private static StudyPlan plan(StudyPlan.Place place) {
        return Study.minimize("loss").name("killed").space(Parameter.real("x", -1, 1)).sampler(Samplers.named("RANDOM_SEARCH")).lease(Duration.ofMillis(300)).retries(1000)
                .reproducibleWorkers(WORKERS).in(place);
    }

    /// What a worker does.
    ///
    /// @param arguments the place, the number of trials, the file for what it was told
    public static void work(StudyPlan.Place place, String... arguments) throws IOException {
        Path told = Path.of(arguments[2]);
        PrintStream out = System.out;
        try (Study study = plan(place).open()) {
            study.listener(new Study.Listener() {
                @Override
                public void begun(Trial trial) {
                    out.println("begun");
                }

                @Override
                public void finished(FrozenTrial trial) {
                    Kept.run(() -> Files.writeString(told, trial.number() + " " + trial.state() + " " + trial.metric() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND));
                }
            });
            study.run(Integer.parseInt(arguments[1]), Killing::loss);
        }
    }

    private static double loss(Trial trial) throws InterruptedException {
        double x = trial.real("x");
        trial.report(0, x);
        trial.note("x", x);
        Thread.sleep((long) (20 * Math.abs(x)));
        trial.report(1, x);
        return x * x;
    }

    /// Kills so many workers and checks what is left.
    ///
    /// @return the study's trials
    public List<FrozenTrial> run(int kills, StudyPlan.Place storage) throws IOException, InterruptedException {
        try {
            plan(storage).open().close();
            for (int w = 0; w < WORKERS; w++) start(w, Integer.MAX_VALUE);
            for (int k = 0; k < kills - WORKERS; k++) killOne();
            for (Process process : processes) process.destroyForcibly().waitFor();
            int trials = new Stop.Standing(List.of(), trials(storage), null, null).finished() + AFTERWARDS;
            for (int w = 0; w < WORKERS; w++) start(w, trials);
            for (int w = 0; w < WORKERS; w++) assertThat(processes[w].waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("the study is stuck").isTrue();
            for (int w = 0; w < WORKERS; w++) assertThat(processes[w].exitValue()).as(() -> said()).isZero();
            check(trials(storage), trials, kills);
            return trials(storage);
        } finally {
            for (Process process : processes) if (process != null) process.destroyForcibly();
        }
    }

    private static List<FrozenTrial> trials(StudyPlan.Place place) throws IOException {
        try (Storage storage = place.open()) {
            return storage.find("killed").orElseThrow().trials();
        }
    }

    private void start(int w, int trials) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx192m",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), worker.getName(), place, String.valueOf(trials), folder.resolve("told" + w).toString()));
        File output = said(w).toFile();
        processes[w] = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
        started++;
    }

    private Path said(int w) {
        return folder.resolve("said" + w);
    }

    private String said() {
        StringBuilder all = new StringBuilder();
        Kept.run(() -> {
            for (int w = 0; w < WORKERS; w++) all.append(Files.readString(said(w)));
        });
        return all.toString();
    }

    /// One that has begun to work, at a random moment of its life.
    private void killOne() throws IOException, InterruptedException {
        int w = random.nextInt(WORKERS);
        for (long since = System.nanoTime(); Files.size(said(w)) == 0; w = (w + 1) % WORKERS) {
            assertThat(System.nanoTime() - since).as("no worker begins").isLessThan(PATIENCE.toNanos());
            Thread.sleep(5);
        }
        Thread.sleep(random.nextLong(LONGEST_LIFE));
        assertThat(processes[w].isAlive()).as(() -> said()).isTrue();
        processes[w].destroyForcibly().waitFor();
        start(w, Integer.MAX_VALUE);
    }

    private void check(List<FrozenTrial> trials, int wanted, int kills) throws IOException {
        List<FrozenTrial> complete = trials.stream().filter(t -> t.state() == State.COMPLETE).toList();
        assertThat(complete).as("as many as asked for").hasSize(wanted);
        assertThat(trials).noneMatch(t -> t.state() == State.RUNNING);
        assertThat(trials).filteredOn(t -> t.systemAttributes().containsKey(Notes.LOST)).as("kills that met a trial, with %d processes", started).hasSizeGreaterThan(kills / 4);
        Set<Object> points = new HashSet<>();
        for (FrozenTrial one : complete) {
            double x = (Double) one.values().get("x");
            assertThat(points.add(x)).as("trial %d is counted once", one.number()).isTrue();
            assertThat(one.metric()).isEqualTo(x * x);
            assertThat(one.reports().values()).allMatch(report -> report == x);
        }
        Map<Integer, Double> told = told();
        assertThat(told.size()).isPositive();
        told.forEach((number, metric) -> {
            assertThat(trials.get(number).state()).isEqualTo(State.COMPLETE);
            assertThat(trials.get(number).metric()).isEqualTo(metric);
        });
    }

    private Map<Integer, Double> told() throws IOException {
        Map<Integer, Double> told = new HashMap<>();
        for (int w = 0; w < WORKERS; w++) {
            Path file = folder.resolve("told" + w);
            for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
                String[] words = line.split(" ");
                assertThat(words[1]).isEqualTo("COMPLETE");
                assertThat(told.put(Integer.valueOf(words[0]), Double.valueOf(words[2]))).as("trial %s is told once", words[0]).isNull();
            }
        }
        return told;
    }
}

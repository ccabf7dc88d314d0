package mf4j.vizier;

import com.google.cloud.aiplatform.v1.AddTrialMeasurementRequest;
import com.google.cloud.aiplatform.v1.CheckTrialEarlyStoppingStateRequest;
import com.google.cloud.aiplatform.v1.CompleteTrialRequest;
import com.google.cloud.aiplatform.v1.StopTrialRequest;
import com.google.cloud.aiplatform.v1.Study;
import com.google.cloud.aiplatform.v1.StudySpec;
import com.google.cloud.aiplatform.v1.SuggestTrialsRequest;
import com.google.cloud.aiplatform.v1.Trial;
import com.google.cloud.aiplatform.v1.VizierServiceClient;
import mf4j.study.Advisor;
import mf4j.study.Attribute;
import mf4j.study.FrozenTrial;
import mf4j.study.Notes;
import mf4j.study.Parameter;
import mf4j.study.State;
import mf4j.study.StudyPlan;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;

/// One study that the service keeps. The service locks for itself: what runs exclusively does so in this process.
final class VizierLedger implements Advisor {
    private final Vizier vizier;
    private final StudyPlan plan;
    private final VizierServiceClient client;
    private final Study study;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Integer, Map<Attribute, Map<String, Object>>> notes = new ConcurrentHashMap<>(); // by trial, -1 the study's
    private final Map<Integer, Integer> clients = new HashMap<>(); // trials that this process has, by the number of the client that the service knows
    private final Set<Integer> finished = ConcurrentHashMap.newKeySet(); // that is known of
    private final Set<Integer> pruned = ConcurrentHashMap.newKeySet(); // by this process: the service knows them as succeeded

    VizierLedger(Vizier vizier, StudyPlan plan, VizierServiceClient client, Study study) {
        this.vizier = vizier;
        this.plan = plan;
        this.client = client;
        this.study = study;
    }

    @Override
    public String name() {
        return study.getDisplayName();
    }

    @Override
    public List<Boolean> maximize() {
        return study.getStudySpec().getMetricsList().stream().map(metric -> metric.getGoal() != StudySpec.MetricSpec.GoalType.MINIMIZE).toList();
    }

    @Override
    public <T> T exclusively(Callable<T> body) throws Exception {
        lock.lock();
        try {
            return body.call();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<FrozenTrial> trials() throws IOException {
        return VizierStorage.called(() -> {
            List<FrozenTrial> trials = new ArrayList<>();
            client.listTrials(study.getName()).iterateAll().forEach(trial -> trials.add(read(trial)));
            trials.sort(Comparator.comparing(FrozenTrial::number));
            return trials;
        });
    }

    private FrozenTrial read(Trial trial) {
        int number = VizierTrials.number(trial);
        FrozenTrial read = VizierTrials.read(trial, plan, notes(number, Attribute.USER), notes(number, Attribute.SYSTEM));
        return pruned.contains(number) && read.state() == State.COMPLETE ? read.with(State.PRUNED, read.metrics()) : read;
    }

    private Map<String, Object> notes(int number, Attribute kind) {
        return notes.computeIfAbsent(number, _ -> new ConcurrentHashMap<>()).computeIfAbsent(kind, _ -> new ConcurrentHashMap<>());
    }

    @Override
    public Map<String, Object> attributes(Attribute kind) {
        return new LinkedHashMap<>(notes(-1, kind));
    }

    @Override
    public void note(Attribute kind, String key, Object value) {
        notes(-1, kind).put(key, value);
    }

    @Override
    public void note(int number, Attribute kind, String key, Object value) throws IOException {
        if (!isFinished(number)) notes(number, kind).put(key, value);
    }

    private boolean isFinished(int number) throws IOException {
        if (finished.contains(number)) return true;
        Trial.State there = VizierStorage.called(() -> client.getTrial(place(number))).getState();
        if (there != Trial.State.SUCCEEDED && there != Trial.State.INFEASIBLE) return false;
        finished.add(number);
        return true;
    }

    /// A trial that waits must have all of its values: the service does not fill gaps.
    @Override
    public int add(FrozenTrial trial) throws IOException {
        @SuppressWarnings("unchecked") // the note is a map by name
        Map<String, Object> fixed = (Map<String, Object>) trial.systemAttributes().getOrDefault(Notes.FIXED, Map.of());
        Trial written = VizierTrials.written(trial, trial.state() == State.WAITING ? fixed : trial.values(), plan);
        return VizierTrials.number(VizierStorage.called(() -> client.createTrial(study.getName(), written)));
    }

    /// The service gives a client the trial that it has and has not finished. So each such trial of this process has a client of its own, the first
    /// that is free: a process that begins again under its name asks for the same clients, and gets its trials back.
    @Override
    public Optional<FrozenTrial> advise() throws IOException {
        lock.lock();
        try {
            int client = 0;
            while (clients.containsKey(client)) client++;
            Optional<Trial> trial = suggested(vizier.worker() + "-" + client);
            if (trial.isPresent()) clients.put(client, VizierTrials.number(trial.get()));
            return trial.map(this::read);
        } finally {
            lock.unlock();
        }
    }

    private Optional<Trial> suggested(String worker) throws IOException {
        SuggestTrialsRequest request = SuggestTrialsRequest.newBuilder().setParent(study.getName()).setSuggestionCount(1).setClientId(worker).build();
        return awaited(client.suggestTrialsAsync(request)).getTrialsList().stream().findFirst();
    }

    private void free(int number) {
        lock.lock();
        try {
            clients.values().remove(number);
        } finally {
            lock.unlock();
        }
    }

    private static <T> T awaited(Future<T> operation) throws IOException {
        try {
            return operation.get();
        } catch (ExecutionException e) {
            throw new IOException("Vizier refused: " + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for Vizier", e);
        }
    }

    @Override
    public boolean shouldStop(int number) throws IOException {
        if (vizier.stopping() == Stopping.NONE) return false; // some servers would stop trials at random
        boolean stop = awaited(client.checkTrialEarlyStoppingStateAsync(CheckTrialEarlyStoppingStateRequest.newBuilder().setTrialName(place(number)).build())).getShouldStop();
        if (stop) VizierStorage.called(() -> client.stopTrial(StopTrialRequest.newBuilder().setName(place(number)).build()));
        return stop;
    }

    private String place(int number) {
        return study.getName() + "/trials/" + (number + 1);
    }

    @Override
    public boolean claim(int number, Instant now) {
        return false; // the service hands trials out itself
    }

    @Override
    public void choose(int number, Parameter parameter, Object value) {
        throw new IllegalArgumentException("Vizier chooses all values when a trial begins; declare " + parameter.name() + " in the study's space");
    }

    @Override
    public void report(int number, int step, double value) throws IOException {
        VizierStorage.called(() -> client.addTrialMeasurement(AddTrialMeasurementRequest.newBuilder().setTrialName(place(number))
                .setMeasurement(VizierTrials.measurement(step, new double[] {value}, plan.goals())).build()));
    }

    @Override
    public boolean finish(int number, State state, double[] metrics, Instant now) throws IOException {
        boolean before = isFinished(number);
        if (!before) complete(number, state, metrics);
        free(number);
        return !before;
    }

    private void complete(int number, State state, double[] metrics) throws IOException {
        CompleteTrialRequest.Builder request = CompleteTrialRequest.newBuilder().setName(place(number));
        if (state == State.COMPLETE || metrics.length > 0) request.setFinalMeasurement(VizierTrials.measurement(-1, metrics, plan.goals()));
        else request.setTrialInfeasible(true).setInfeasibleReason(reason(number));
        VizierStorage.called(() -> client.completeTrial(request.build()));
        if (state == State.PRUNED) pruned.add(number);
        finished.add(number);
    }

    private String reason(int number) {
        return notes(number, Attribute.SYSTEM).entrySet().stream().filter(note -> note.getValue() instanceof String).map(note -> String.valueOf(note.getValue())).findFirst().orElse("no outcome");
    }
}

package mf4j.vizier;

import com.google.cloud.aiplatform.v1.Measurement;
import com.google.cloud.aiplatform.v1.Trial;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import mf4j.study.FrozenTrial;
import mf4j.study.Goal;
import mf4j.study.Parameter;
import mf4j.study.Space;
import mf4j.study.State;
import mf4j.study.StudyPlan;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Trials as the service has them, and as a study has them.
final class VizierTrials {
    private VizierTrials() { }

    /// The service counts from 1.
    static int number(Trial trial) {
        return Integer.parseInt(trial.getId().isEmpty() ? trial.getName().substring(trial.getName().lastIndexOf('/') + 1) : trial.getId()) - 1;
    }

    /// A trial of the service.
    ///
    /// @param user   notes of this process
    /// @param system notes of this process
    static FrozenTrial read(Trial trial, StudyPlan plan, Map<String, Object> user, Map<String, Object> system) {
        Map<String, Object> given = new LinkedHashMap<>();
        for (Trial.Parameter p : trial.getParametersList()) given.put(p.getParameterId(), plain(p.getValue()));
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        Map<String, Object> values = new LinkedHashMap<>();
        Space space = plan.space();
        space.point(given).ifPresent(point -> {
            for (int j = 0; j < space.size(); j++) if (!Double.isNaN(point[j])) parameters.put(space.parameter(j).name(), space.parameter(j));
            values.putAll(space.values(point));
        });
        TreeMap<Integer, Double> reports = new TreeMap<>();
        for (Measurement m : trial.getMeasurementsList()) reports.put((int) m.getStepCount(), metrics(m, plan.goals())[0]);
        double[] metrics = trial.hasFinalMeasurement() && trial.getState() == Trial.State.SUCCEEDED ? metrics(trial.getFinalMeasurement(), plan.goals()) : new double[0];
        FrozenTrial read = new FrozenTrial(number(trial), state(trial.getState()), parameters, values, metrics, reports, user, system, time(trial.hasStartTime(), trial.getStartTime()),
                time(trial.hasEndTime(), trial.getEndTime()));
        boolean lesson = read.state() == State.FAIL && !read.lost() && read.infeasible().isEmpty(); // for another process
        return lesson ? read.infeasible(trial.getInfeasibleReason()) : read;
    }

    private static Object plain(Value value) {
        return switch (value.getKindCase()) {
            case NUMBER_VALUE -> value.getNumberValue();
            case BOOL_VALUE -> value.getBoolValue();
            default -> value.getStringValue();
        };
    }

    private static double[] metrics(Measurement measurement, List<Goal> goals) {
        Map<String, Double> measured = new LinkedHashMap<>();
        for (Measurement.Metric m : measurement.getMetricsList()) measured.put(m.getMetricId(), m.getValue());
        return goals.stream().mapToDouble(goal -> measured.getOrDefault(goal.metric(), Double.NaN)).toArray();
    }

    private static State state(Trial.State state) {
        return switch (state) {
            case REQUESTED -> State.WAITING;
            case SUCCEEDED -> State.COMPLETE;
            case INFEASIBLE -> State.FAIL;
            default -> State.RUNNING;
        };
    }

    private static Optional<Instant> time(boolean there, Timestamp time) {
        return there ? Optional.of(Instant.ofEpochSecond(time.getSeconds(), time.getNanos())) : Optional.empty();
    }

    /// Metrics for the service.
    ///
    /// @param step of a report, negative for the outcome
    static Measurement measurement(int step, double[] metrics, List<Goal> goals) {
        Measurement.Builder measurement = Measurement.newBuilder();
        if (step >= 0) measurement.setStepCount(step);
        for (int j = 0; j < metrics.length; j++) measurement.addMetrics(Measurement.Metric.newBuilder().setMetricId(goals.get(j).metric()).setValue(metrics[j]));
        return measurement.build();
    }

    /// A trial for the service: one that waits with its values, or one that is finished elsewhere.
    static Trial written(FrozenTrial trial, Map<String, Object> values, StudyPlan plan) {
        Trial.Builder written = Trial.newBuilder().setState(trial.state() == State.COMPLETE ? Trial.State.SUCCEEDED : Trial.State.REQUESTED);
        double[] point = plan.space().point(values).orElseThrow(() -> new IllegalArgumentException("a trial for Vizier must have a value for each parameter of its space but had " + values));
        plan.space().values(point).forEach((name, value) -> written.addParameters(Trial.Parameter.newBuilder().setParameterId(name).setValue(value(value))));
        if (trial.state() == State.COMPLETE) written.setFinalMeasurement(measurement(-1, trial.metrics(), plan.goals()));
        return written.build();
    }

    private static Value value(Object value) {
        return value instanceof Number number ? Value.newBuilder().setNumberValue(number.doubleValue()).build() : Value.newBuilder().setStringValue(String.valueOf(value)).build();
    }
}

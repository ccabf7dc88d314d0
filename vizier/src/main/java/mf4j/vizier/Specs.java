package mf4j.vizier;

import com.google.cloud.aiplatform.v1.StudySpec;
import com.google.cloud.aiplatform.v1.StudySpec.DecayCurveAutomatedStoppingSpec;
import com.google.cloud.aiplatform.v1.StudySpec.MedianAutomatedStoppingSpec;
import com.google.cloud.aiplatform.v1.StudySpec.MetricSpec;
import com.google.cloud.aiplatform.v1.StudySpec.ParameterSpec;
import com.google.cloud.aiplatform.v1.StudySpec.ParameterSpec.CategoricalValueSpec;
import com.google.cloud.aiplatform.v1.StudySpec.ParameterSpec.ConditionalParameterSpec;
import com.google.cloud.aiplatform.v1.StudySpec.ParameterSpec.DiscreteValueSpec;
import com.google.cloud.aiplatform.v1.StudySpec.ParameterSpec.DoubleValueSpec;
import com.google.cloud.aiplatform.v1.StudySpec.ParameterSpec.IntegerValueSpec;
import com.google.cloud.aiplatform.v1.StudySpec.ParameterSpec.ScaleType;
import mf4j.study.Choice;
import mf4j.study.Discrete;
import mf4j.study.Goal;
import mf4j.study.GridSearch;
import mf4j.study.Parameter;
import mf4j.study.RandomSearch;
import mf4j.study.Real;
import mf4j.study.Scale;
import mf4j.study.Space;
import mf4j.study.StudyPlan;
import mf4j.study.Whole;
import mf4j.train.Check;

import java.util.List;
import java.util.stream.LongStream;

/// A study's plan as the service wants it. Numbers in steps become numbers of a set, of which the service takes a thousand.
final class Specs {
    private static final Check CHECK = Check.of(Vizier.class);
    private static final long MOST_VALUES = 1000;

    private Specs() { }

    /// Refuses what the service does not know.
    static void check(StudyPlan plan) {
        CHECK.that(plan.space().size() > 0, "space", "be declared: the service chooses all values when a trial begins", "empty");
        for (Parameter parameter : plan.space().parameters()) {
            boolean listed = parameter instanceof Discrete || (parameter instanceof Real r && r.step() > 0) || (parameter instanceof Whole w && w.step() > 1);
            CHECK.that(!listed || parameter.count() <= MOST_VALUES, parameter.name(), "have at most " + MOST_VALUES + " values where it has steps", parameter.count());
        }
        CHECK.that(!(plan.sampler() instanceof GridSearch) || plan.space().parameters().stream().noneMatch(Parameter::continuous), "sampler", "be no grid where a parameter is a continuum", "GRID_SEARCH");
    }

    static StudySpec of(StudyPlan plan, Stopping stopping) {
        StudySpec.Builder spec = StudySpec.newBuilder().setAlgorithm(algorithm(plan));
        for (Goal goal : plan.goals()) spec.addMetrics(metric(goal));
        for (int j = 0; j < plan.space().size(); j++) if (plan.space().dimensions().get(j).parent() < 0) spec.addParameters(parameter(plan.space(), j));
        spec.setObservationNoise(plan.noisy() ? StudySpec.ObservationNoise.HIGH : StudySpec.ObservationNoise.LOW);
        if (stopping == Stopping.MEDIAN) spec.setMedianAutomatedStoppingSpec(MedianAutomatedStoppingSpec.getDefaultInstance());
        if (stopping == Stopping.DECAY_CURVE) spec.setDecayCurveStoppingSpec(DecayCurveAutomatedStoppingSpec.getDefaultInstance());
        return spec.build();
    }

    private static StudySpec.Algorithm algorithm(StudyPlan plan) {
        return switch (plan.sampler()) {
            case GridSearch _ -> StudySpec.Algorithm.GRID_SEARCH;
            case RandomSearch _ -> StudySpec.Algorithm.RANDOM_SEARCH;
            default -> StudySpec.Algorithm.ALGORITHM_UNSPECIFIED; // the service's own: a Gaussian process
        };
    }

    private static MetricSpec metric(Goal goal) {
        MetricSpec.Builder spec = MetricSpec.newBuilder().setMetricId(goal.metric()).setGoal(goal.maximize() ? MetricSpec.GoalType.MAXIMIZE : MetricSpec.GoalType.MINIMIZE);
        goal.safe().ifPresent(threshold -> spec.setSafetyConfig(MetricSpec.SafetyMetricConfig.newBuilder().setSafetyThreshold(threshold)));
        return spec.build();
    }

    private static ParameterSpec parameter(Space space, int dimension) {
        Parameter parameter = space.parameter(dimension);
        ParameterSpec.Builder spec = switch (parameter) {
            case Real r when r.step() > 0 -> discrete(r, Scale.LINEAR);
            case Real r -> real(r);
            case Whole w when w.step() > 1 -> discrete(w, Scale.LINEAR);
            case Whole w -> whole(w);
            case Discrete d -> discrete(d, d.scale());
            case Choice c -> choice(c);
        };
        spec.setParameterId(parameter.name());
        for (int j = dimension + 1; j < space.size(); j++) {
            if (space.dimensions().get(j).parent() == dimension) spec.addConditionalParameterSpecs(child(space, j, parameter));
        }
        return spec.build();
    }

    private static ParameterSpec.Builder real(Real r) {
        DoubleValueSpec.Builder values = DoubleValueSpec.newBuilder().setMinValue(r.low()).setMaxValue(r.high());
        r.initial().ifPresent(value -> values.setDefaultValue((Double) value));
        return ParameterSpec.newBuilder().setDoubleValueSpec(values).setScaleType(scale(r.scale()));
    }

    private static ParameterSpec.Builder whole(Whole w) {
        IntegerValueSpec.Builder values = IntegerValueSpec.newBuilder().setMinValue(w.low()).setMaxValue(w.high());
        w.initial().ifPresent(value -> values.setDefaultValue((Long) value));
        return ParameterSpec.newBuilder().setIntegerValueSpec(values).setScaleType(scale(w.scale()));
    }

    private static ParameterSpec.Builder discrete(Parameter parameter, Scale scale) {
        DiscreteValueSpec.Builder values = DiscreteValueSpec.newBuilder();
        LongStream.range(0, parameter.count()).mapToDouble(parameter::at).forEach(values::addValues);
        parameter.initial().ifPresent(value -> values.setDefaultValue(((Number) value).doubleValue()));
        return ParameterSpec.newBuilder().setDiscreteValueSpec(values).setScaleType(scale(scale));
    }

    private static ParameterSpec.Builder choice(Choice c) {
        CategoricalValueSpec.Builder values = CategoricalValueSpec.newBuilder();
        for (Object value : c.values()) values.addValues(String.valueOf(value));
        c.initial().ifPresent(value -> values.setDefaultValue(String.valueOf(value)));
        return ParameterSpec.newBuilder().setCategoricalValueSpec(values);
    }

    private static ConditionalParameterSpec child(Space space, int dimension, Parameter parent) {
        List<Double> when = space.dimensions().get(dimension).when();
        ConditionalParameterSpec.Builder child = ConditionalParameterSpec.newBuilder().setParameterSpec(parameter(space, dimension));
        switch (parent) {
            case Choice c -> child.setParentCategoricalValues(ConditionalParameterSpec.CategoricalValueCondition.newBuilder()
                    .addAllValues(when.stream().map(inside -> String.valueOf(c.outside(inside))).toList()));
            case Whole w when w.step() == 1 -> child.setParentIntValues(ConditionalParameterSpec.IntValueCondition.newBuilder().addAllValues(when.stream().map(Double::longValue).toList()));
            default -> child.setParentDiscreteValues(ConditionalParameterSpec.DiscreteValueCondition.newBuilder().addAllValues(when));
        }
        return child.build();
    }

    private static ScaleType scale(Scale scale) {
        return switch (scale) {
            case LINEAR -> ScaleType.UNIT_LINEAR_SCALE;
            case LOG -> ScaleType.UNIT_LOG_SCALE;
            case REVERSE_LOG -> ScaleType.UNIT_REVERSE_LOG_SCALE;
        };
    }
}

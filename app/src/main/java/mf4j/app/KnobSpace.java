package mf4j.app;

import mf4j.study.Choice;
import mf4j.study.Parameter;
import mf4j.study.Real;
import mf4j.study.Scale;
import mf4j.study.Space;
import mf4j.study.SpaceText;
import mf4j.study.Whole;
import mf4j.train.Knobs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// What a study of a trainer may choose: knobs, each within its rules.
///
/// @param trainer the trainer's name and knobs
/// @param base    a trainer whose knobs hold where the space has none
record KnobSpace(Offer trainer, Object base) {
    /// The space that the knobs themselves name: those with a range to search, but for those that somebody has set.
    ///
    /// @param set       names of knobs that are not to be chosen
    /// @param shortSide the lesser of users and items: more factors than that say nothing more
    /// @throws IllegalArgumentException where the trainer has no such knob
    Space usual(Set<String> set, int shortSide) {
        Space space = Space.EMPTY;
        for (Knobs.Entry knob : trainer.knobs()) {
            if (knob.search().isEmpty() || set.contains(knob.name())) continue;
            Parameter parameter = startingHere(searched(knob, shortSide), knob);
            space = isOfBm25(knob, set) ? bm25(space, parameter) : space.with(parameter);
        }
        if (space.size() > 0) return space;
        throw new IllegalArgumentException(trainer.title() + " has no knob with a range to search" + (set.isEmpty() ? "" : " that is not set by a flag") + "; --space NAME=VALUES says what to search");
    }

    private static Parameter searched(Knobs.Entry knob, int shortSide) {
        double low = knob.search().getFirst(), high = knob.search().getLast();
        Scale scale = knob.logarithmic() ? Scale.LOG : Scale.LINEAR;
        if (knob.type() == double.class) return Parameter.real(knob.name(), low, high).on(scale);
        long most = knob.name().equals("rank") ? Math.clamp(Math.min((long) high, shortSide), (long) low, (long) high) : (long) high;
        return Parameter.whole(knob.name(), (long) low, most).on(scale);
    }

    /// Two knobs of `itemknn` mean nothing unless similarities are those of BM25.
    private boolean isOfBm25(Knobs.Entry knob, Set<String> set) {
        return trainer == Catalog.ITEM_KNN && !set.contains("similarity") && (knob.name().equals("k1") || knob.name().equals("b"));
    }

    private Space bm25(Space space, Parameter child) {
        Space decided = space;
        if (space.parameters().stream().noneMatch(p -> p.name().equals("similarity"))) {
            Knobs.Entry similarity = trainer.knobs().stream().filter(knob -> knob.name().equals("similarity")).findFirst().orElseThrow();
            decided = space.with(startingHere(Choice.of(similarity.name(), similarity.choices()), similarity));
        }
        return decided.when("similarity", List.of("bm25"), child);
    }

    private Parameter startingHere(Parameter parameter, Knobs.Entry knob) {
        try {
            return parameter.startingAt(parameter.outside(parameter.inside(Knobs.valuesOf(base).get(knob.name()))));
        } catch (IllegalArgumentException outside) {
            return parameter;
        }
    }

    /// The space of a text, checked: every parameter is a knob, and every value one that the knob may have.
    ///
    /// @param set names of knobs that are set by a flag
    /// @throws IllegalArgumentException with what is wrong
    Space read(String text, Set<String> set) {
        Space space;
        try {
            space = SpaceText.read(text);
            for (Parameter parameter : space.parameters()) check(parameter, set);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--space: " + e.getMessage().replaceFirst("^(Parameter|Space|" + base.getClass().getSimpleName() + ")\\.", ""), e);
        }
        return new Space(space.dimensions().stream().map(d -> new Space.Dimension(startingHere(d.parameter(), knob(d.parameter().name())), d.parent(), d.when())).toList());
    }

    private void check(Parameter parameter, Set<String> set) {
        Knobs.Entry knob = knob(parameter.name());
        if (set.contains(knob.name())) throw new IllegalArgumentException(parameter.name() + " is set by --" + knob.flag() + " already");
        boolean whole = knob.type() == int.class || knob.type() == long.class;
        if (whole && parameter instanceof Real real && real.count() > 1 && !(real.step() > 0 && real.step() == Math.rint(real.step()) && real.low() == Math.rint(real.low()))) {
            throw new IllegalArgumentException(parameter.name() + " is a whole number: int:LOW:HIGH or intlog:LOW:HIGH");
        }
        long count = parameter.count();
        boolean ends = parameter instanceof Real || parameter instanceof Whole;
        double[] values = ends ? new double[] {parameter.fromUnit(0), parameter.fromUnit(1)} : LongStream.range(0, count).mapToDouble(parameter::at).toArray();
        for (double value : values) Knobs.turned(base, Map.of(knob.name(), parameter.outside(value)));
    }

    private Knobs.Entry knob(String name) {
        return trainer.knobs().stream().filter(knob -> knob.name().equals(name) || knob.flag().equals(name)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                trainer.title() + " has no knob '" + name + "'; it has " + trainer.knobs().stream().map(Knobs.Entry::name).collect(Collectors.joining(", "))));
    }

    /// The trainer's own values of what the space chooses, by the names of the space; empty where they are not in it.
    Optional<Map<String, Object>> own(Space space) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Parameter parameter : space.parameters()) values.put(parameter.name(), Knobs.valuesOf(base).get(knob(parameter.name()).name()));
        return space.point(values).map(space::values);
    }
}

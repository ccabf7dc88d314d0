package mf4j.study;

import mf4j.train.Check;

import java.util.List;

/// Compares the directions of a study that is kept with those that are asked for.
public final class Directions {
    private Directions() { }

    /// Refuses other ones.
    ///
    /// @param study its name
    /// @param kept  per metric whether more is better
    /// @throws IllegalArgumentException where the study that is kept has another number of metrics or other directions
    public static void same(String study, List<Boolean> kept, List<Goal> asked) {
        Check.of(Study.class).that(kept.equals(asked.stream().map(Goal::maximize).toList()), study, "have the goals that it was begun with, " + words(kept) + ",",
                words(asked.stream().map(Goal::maximize).toList()));
    }

    private static List<String> words(List<Boolean> maximize) {
        return maximize.stream().map(up -> up ? "maximize" : "minimize").toList();
    }
}

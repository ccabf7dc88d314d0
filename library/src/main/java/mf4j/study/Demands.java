package mf4j.study;

import java.util.List;

/// What samplers ask of studies.
final class Demands {
    private Demands() { }

    /// One goal, promises not counted.
    ///
    /// @param sampler its name
    static void oneGoal(String sampler, List<Goal> goals) {
        List<String> aims = goals.stream().filter(goal -> goal.safe().isEmpty()).map(Goal::metric).toList();
        if (aims.size() == 1) return;
        throw new IllegalArgumentException(sampler + " serves one goal, here are " + aims.size() + ": " + String.join(", ", aims) + "; NSGA2, NSGA3 and TPE serve several");
    }
}

package mf4j.study;

import mf4j.train.Check;
import mf4j.train.Knob;
import mf4j.train.Knobs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// How much the values of a parameter among the best trials differ from those among all: PED-ANOVA (Watanabe, Bansal and Hutter 2023), which needs no
/// model and a fraction of a second.
///
/// With the densities p of the best share of trials and q of the region, the importance is the Pearson divergence `sum_x q(x) (p(x) / q(x) - 1)^2`
/// on a grid of each parameter's values ([GridDensity]). A parameter that is not always there, or not with the same range, is judged in each
/// regime by itself, weighted by `a^2 / b` where the regime has the shares a of the best trials and b of the region ("Conditional PED-ANOVA", KDD 2026,
/// theorem 4.2); regimes of one trial are left out.
///
/// @param target which share of the trials is the best
/// @param region which share of the trials they are compared with
public record PedAnova(@Knob(value = "share of the trials that counts as the best", atLeast = 0, above = true, atMost = 1) double target,
                       @Knob(value = "share of the trials that the best are compared with", atLeast = 0, above = true, atMost = 1) double region) implements Importance {
    /// Checks the knobs.
    public PedAnova {
        Knobs.check(PedAnova.class, target, region);
        Check.of(PedAnova.class).that(target < region, "target", "be less than region " + region, target);
    }

    /// The best tenth and all.
    public static PedAnova defaults() {
        return new PedAnova(0.1, 1);
    }

    /// With another share of best trials.
    public PedAnova withTarget(double target) {
        return Knobs.with(this, "target", target);
    }

    /// Compared with another share of the trials.
    public PedAnova withRegion(double region) {
        return Knobs.with(this, "region", region);
    }

    @Override
    public Map<String, Double> shares(Findings findings, int metric) {
        List<FrozenTrial> trials = Importance.counted(findings, metric);
        Goal goal = findings.goals().get(metric);
        Map<String, Double> amounts = new TreeMap<>();
        for (FrozenTrial trial : trials) trial.parameters().keySet().forEach(name -> amounts.put(name, 0.0));
        if (trials.size() > 1) {
            List<FrozenTrial> all = best(trials, goal, metric, region);
            Set<Integer> best = best(trials, goal, metric, target).stream().map(FrozenTrial::number).collect(Collectors.toSet());
            amounts.replaceAll((name, _) -> importance(name, all, best));
        }
        return Importance.shared(amounts);
    }

    /// The best share of trials and those as good as the worst of them.
    private static List<FrozenTrial> best(List<FrozenTrial> trials, Goal goal, int metric, double share) {
        double[] losses = trials.stream().mapToDouble(t -> goal.loss(t.metrics()[metric])).sorted().toArray();
        double cutoff = losses[(int) Math.ceil(share * losses.length) - 1];
        return trials.stream().filter(t -> goal.loss(t.metrics()[metric]) <= cutoff).toList();
    }

    private static double importance(String name, List<FrozenTrial> all, Set<Integer> best) {
        Map<Parameter, List<FrozenTrial>> regimes = all.stream().filter(t -> t.parameters().containsKey(name))
                .collect(Collectors.groupingBy(t -> t.parameters().get(name), LinkedHashMap::new, Collectors.toList()));
        double sum = 0;
        for (Map.Entry<Parameter, List<FrozenTrial>> regime : regimes.entrySet()) {
            List<FrozenTrial> there = regime.getValue();
            List<FrozenTrial> bestThere = there.stream().filter(t -> best.contains(t.number())).toList();
            if (regime.getKey().count() == 1 || there.size() < 2 || bestThere.isEmpty()) continue;
            double a = bestThere.size() / (double) best.size();
            double b = there.size() / (double) all.size();
            sum += a * a / b * divergence(regime.getKey(), bestThere, there);
        }
        return sum;
    }

    private static double divergence(Parameter parameter, List<FrozenTrial> best, List<FrozenTrial> all) {
        double[] p = GridDensity.of(parameter, best);
        double[] q = GridDensity.of(parameter, all);
        double sum = 0;
        for (int x = 0; x < p.length; x++) sum += q[x] * (p[x] / q[x] - 1) * (p[x] / q[x] - 1);
        return sum;
    }
}

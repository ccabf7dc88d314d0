package mf4j.study;

import mf4j.train.Seeds;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// A [Tpe] at work on one space. It keeps the places of the trials that it has seen.
final class TpeProposer implements Proposer {
    private final Tpe tpe;
    private final Space space;
    private final int goals;
    private final List<Part> parts;
    private final List<double[]> seen = new ArrayList<>(); // points of the trials that the parts know

    TpeProposer(Tpe tpe, Space space, int goals) {
        this.tpe = tpe;
        this.space = space;
        this.goals = goals;
        this.parts = divided().stream().map(part -> new Part(space, part)).toList();
    }

    /// Dimensions that are chosen together, in the order of the first of each; those of one value alone are in none.
    private List<List<Integer>> divided() {
        Tpe.Together together = tpe.together() != Tpe.Together.AUTO ? tpe.together() : goals == 1 ? Tpe.Together.GROUPS : Tpe.Together.NONE;
        Map<Object, List<Integer>> parts = new LinkedHashMap<>();
        for (int j = 0; j < space.size(); j++) {
            if (space.parameter(j).count() == 1) continue;
            Space.Dimension d = space.dimensions().get(j);
            boolean alone = together == Tpe.Together.NONE || (together == Tpe.Together.ROOTS && d.parent() >= 0);
            Object condition = alone ? j : List.of(d.parent(), d.when());
            parts.computeIfAbsent(condition, _ -> new ArrayList<>()).add(j);
        }
        return List.copyOf(parts.values());
    }

    @Override
    public Optional<double[]> next(Evidence evidence) {
        List<Observation> trials = evidence.trials();
        int finished = 0;
        for (Observation trial : trials) if (trial.finished()) finished++;
        if (finished < tpe.startupTrials()) return Optional.of(start(evidence));
        see(trials);
        boolean[] good = TpeSplit.of(trials);
        boolean[] counts = new boolean[trials.size()];
        for (int i = 0; i < counts.length; i++) counts[i] = tpe.constantLiar() || trials.get(i).finished();
        Seeds.Stream random = evidence.random(tpe.seed(), "tpe");
        double[] point = new double[space.size()];
        Arrays.fill(point, Double.NaN);
        for (int j = 0; j < point.length; j++) {
            if (!space.active(j, point)) continue;
            if (space.parameter(j).count() == 1) point[j] = space.parameter(j).at(0);
            for (Part part : parts) {
                if (part.first() != j) continue;
                part.fit(good, counts, goals > 1, tpe.bandwidth());
                part.choose(tpe.candidates(), random, point);
            }
        }
        return Optional.of(point);
    }

    /// Every so many numbers are one Latin hypercube; what has to be chosen again is drawn at random.
    private double[] start(Evidence evidence) {
        Seeds.Stream random = evidence.random(tpe.seed(), "start");
        if (tpe.startup() == Tpe.Startup.RANDOM || evidence.attempt() > 0) return space.random(random);
        int slices = tpe.startupTrials();
        Seeds orders = Seeds.of(tpe.seed()).forPurpose("slices").at(evidence.number() / slices);
        double[] u = IntStream.range(0, space.size()).mapToDouble(j -> (orders.stream(j).permutation(0, slices)[evidence.number() % slices] + random.nextDouble()) / slices).toArray();
        return space.drawn(u);
    }

    /// Keeps what has not changed since the last time: mostly all but the last trials.
    private void see(List<Observation> trials) {
        int same = 0;
        while (same < Math.min(seen.size(), trials.size()) && same(seen.get(same), trials.get(same).point())) same++;
        if (same < seen.size()) {
            seen.subList(same, seen.size()).clear();
            for (Part part : parts) part.cut(same);
        }
        if (same == trials.size()) return;
        for (Observation trial : trials.subList(same, trials.size())) seen.add(trial.point());
        for (Part part : parts) part.add(trials, same);
    }

    private static boolean same(double[] a, double[] b) {
        return a == b || Arrays.equals(a, b);
    }
}

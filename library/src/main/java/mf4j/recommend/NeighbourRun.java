package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.kernel.Kernel;
import mf4j.train.Epochs;
import mf4j.train.History;
import mf4j.train.Provenance;

import java.util.Map;
import java.util.Optional;

/// A run of a trainer of neighbours: one epoch, which keeps no state that a resume could use.
final class NeighbourRun implements Epochs.Run<NeighbourModel> {
    private final Record knobs;
    private final Ratings events;
    private final NeighbourRule rule;
    private NeighbourWeights weights; // null before the epoch

    NeighbourRun(Record knobs, Ratings events, NeighbourRule rule) {
        this.knobs = knobs;
        this.events = events;
        this.rule = rule;
    }

    @Override
    public String fingerprint() {
        return Provenance.fingerprint(knobs, events.fingerprint(), Kernel.active().name());
    }

    @Override
    public Map<String, Object> state() {
        return Map.of();
    }

    @Override
    public double advance(int epoch) {
        NeighbourRule.Learned learned = rule.learn(rule.strengths(events.byUser()));
        weights = learned.weights();
        return learned.objective();
    }

    /// After a resume, whose only epoch was done before, the weights are made again.
    @Override
    public NeighbourModel model(History history) {
        if (weights == null) advance(1);
        Provenance provenance = Provenance.of(knobs, events.fingerprint(), Kernel.active().name(), history);
        return new NeighbourModel(events.users(), events.items(), weights, rule, new Shares(events.byUser()).of(), Optional.of(Past.learned(events)), provenance);
    }
}

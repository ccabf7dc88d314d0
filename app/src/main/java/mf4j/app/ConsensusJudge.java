package mf4j.app;

import mf4j.data.Ratings;
import mf4j.deep.Agreement;
import mf4j.deep.RatingAgents;
import mf4j.train.Epoch;
import mf4j.train.Watch;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Chooses an iteration of agents by their error on ratings that were held out, asked now and then.
///
/// @param validation empty for no choice
/// @param every      iterations between two questions
/// @param patience   questions without a better answer after which it stops; 0 for never
record ConsensusJudge(RatingAgents agents, Ratings validation, int every, int patience) implements Watch<Agreement> {
    private static final String RMSE = "rmse";

    @Override
    public Verdict after(Progress<? extends Agreement> progress) {
        int number = progress.epoch().number();
        if (validation.count() == 0 || number % every != 0) return Verdict.GO_ON;
        double rmse = agents.rmse(progress.model().get(), validation);
        List<Double> before = progress.history().epochs().stream().map(Epoch::measures).filter(measures -> measures.containsKey(RMSE)).map(measures -> measures.get(RMSE)).toList();
        double least = before.stream().mapToDouble(value -> value).min().orElse(Double.POSITIVE_INFINITY);
        long worse = Stream.concat(before.stream(), Stream.of(rmse)).toList().reversed().stream().takeWhile(value -> value > Math.min(least, rmse)).count();
        return new Verdict(Map.of(RMSE, rmse), rmse < least, patience > 0 && worse >= patience);
    }

    @Override
    public String toString() {
        return "rmse of " + validation.fingerprint() + ", every " + every + ", patience " + patience;
    }
}

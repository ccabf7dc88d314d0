package mf4j.app;

import mf4j.data.Split;
import mf4j.recommend.Model;
import mf4j.study.Objective;
import mf4j.study.Trial;
import mf4j.train.Epoch;
import mf4j.train.Knobs;
import mf4j.train.Watch;

import java.util.Map;
import java.util.Optional;

/// What is tried in a trial of `tune`: a training with the trial's knobs, watched by the validation part, which stops it, gives the best epoch and the
/// trial's value. Nothing of the test part is looked at.
///
/// @param recipe of the trainer, whose knobs hold where the trial has none
/// @param split  of the ratings
record Tuning(Recipe recipe, Split split) implements Objective {
    @Override
    public double of(Trial trial) {
        Recipe turned = turned(trial.values());
        Watch<? super Model> judge = turned.judge(split);
        Model model = turned.fit(split.train(), Optional.empty(), trial.watching(judge, turned.measure()));
        trial.note("epochs", model.provenance().history().kept());
        return measured(model);
    }

    /// The recipe with some knobs turned.
    Recipe turned(Map<String, Object> values) {
        return recipe.with(Knobs.valuesOf(Knobs.turned(recipe.made(), values)));
    }

    /// Of the epoch that was kept.
    private double measured(Model model) {
        Optional<Epoch> best = model.provenance().history().best();
        return best.map(epoch -> epoch.measures().get(recipe.measure())).orElse(Double.NaN);
    }
}

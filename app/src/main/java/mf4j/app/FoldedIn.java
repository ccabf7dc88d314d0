package mf4j.app;

import mf4j.data.Ratings;
import mf4j.recommend.Model;
import mf4j.train.Watch;

/// Models of users that training never saw, folded in from what is known of them: what a split by users is judged on.
final class FoldedIn {
    private FoldedIn() { }

    /// The model for the users of `known`; itself where there are none.
    static Model model(Model model, Ratings known) {
        return known.count() == 0 ? model : model.foldIn(known);
    }

    /// A watch that looks at the model of every epoch in this way.
    static Watch<Model> watch(Watch<? super Model> judge, Ratings known) {
        return progress -> judge.after(new Watch.Progress<>(progress.epoch(), progress.epochs(), progress.history(), () -> model(progress.model().get(), known)));
    }
}

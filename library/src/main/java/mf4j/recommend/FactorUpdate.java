package mf4j.recommend;

import mf4j.data.Attributes;
import mf4j.data.Ratings;
import mf4j.matrix.SparseRows;
import mf4j.train.Check;
import mf4j.train.Sweep;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.stream.IntStream;

/// New events of a factor model: tables grown, some rows solved again.
final class FactorUpdate {
    private static final int CHUNK = 4; // rows: a few that are chosen must be shared out too

    private final FactorModel model;
    private final Ratings events;
    private final PartialFit which;
    private final NewEvents news;
    private final Side user;
    private final Side item;

    FactorUpdate(FactorModel model, Ratings events, PartialFit which) {
        this.model = model;
        this.events = checked(model, events);
        this.which = which;
        this.news = NewEvents.of(model, model.remembered("partialFit"), events, known(model.user(), events.userAttributes()),
                known(model.item(), events.itemAttributes()));
        this.user = model.user().grown(news.users().ids(), news.ofUsers());
        this.item = model.item().grown(news.items().ids(), news.ofItems());
    }

    /// Refuses what is no event.
    private static Ratings checked(FactorModel model, Ratings events) {
        if (model.scale().rated()) return events;
        SparseRows rows = events.byUser();
        for (int u = 0; u < rows.rows(); u++) {
            for (int entry = rows.offsets()[u]; entry < rows.offsets()[u + 1]; entry++) {
                if (rows.values()[entry] > 0) continue;
                Check.of(Model.class).that(false, "events", "be above 0", rows.values()[entry] + " of user '" + events.users().name(u)
                        + "' and item '" + events.items().name(rows.columns()[entry]) + "'");
            }
        }
        return events;
    }

    /// Attributes are nothing to a model that did not learn any.
    private static Attributes known(Side side, Attributes attributes) {
        return side.described().isPresent() ? attributes : Attributes.none();
    }

    FactorModel run() {
        SparseRows byUser = user.rule().rows(news.past());
        int[] users = news.users(which, described(model.user(), user));
        int[] items = items();
        solve(users, byUser, user, item);
        if (items.length > 0) {
            SparseRows byItem = item.rule().rows(news.past()).transposed();
            for (int round = 0; round < which.rounds(); round++) {
                solve(items, byItem, item, user);
                solve(users, byUser, user, item);
            }
        }
        return new FactorModel(user, item, model.scale(), Optional.of(news.past()), NewEvents.changed(model.provenance(), events));
    }

    /// The items to solve: all of them where events age, since then no known item moves alone.
    private int[] items() {
        int[] chosen = news.items(which, described(model.item(), item));
        boolean all = item.rule().ages() && Arrays.stream(chosen).anyMatch(i -> which.items().takes(item.ids().name(i), false));
        return all ? IntStream.range(0, item.ids().size()).toArray() : chosen;
    }

    private static BitSet described(Side before, Side now) {
        return now.described().map(known -> known.differing(before.described().orElseThrow())).orElseGet(BitSet::new);
    }

    private void solve(int[] chosen, SparseRows events, Side own, Side others) {
        if (chosen.length == 0 || !own.rule().learns(model.rank())) return;
        Sweep.over(chosen.length, CHUNK, own.rule().against(others.factors(), others.bias(), model.scale().mean()), (solver, from, to) -> {
            for (int j = from; j < to; j++) {
                int row = chosen[j];
                solver.solve(events, row, own.prior(row, events, others), 0, own.factors().values(), own.factors().start(row), own.bias()[row]);
                own.bias()[row] = (float) solver.bias();
            }
        });
    }
}

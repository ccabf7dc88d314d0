package mf4j.recommend;

import mf4j.data.Attributes;
import mf4j.data.Ids;
import mf4j.data.Ratings;
import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;
import mf4j.train.Epochs;
import mf4j.train.History;
import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Seeds;
import mf4j.train.Watch;

import java.util.Map;
import java.util.Optional;

/// Alternating least squares for events that also knows what users and items are by themselves, so that an item nobody has touched
/// yet has factors: those that its attributes give it.
///
/// A row's factors are the sum of its attributes' factors and a deviation of its own, and the deviation is what is pulled towards 0
/// (regression-based factors: Agarwal and Chen 2009, equations 2 to 4; here with the loss of [ImplicitAls]):
///
/// ```
/// sum over events  c (1 - p_u.q_i)^2  +  unobserved sum over all pairs (p_u.q_i)^2
///   + sum_i regularization (n_i + unobserved users)^nu |q_i - sum_a v_ia b_a|^2  +  ridge sum_a |b_a|^2  +  the same of the users
/// ```
///
/// with ridge = `attributeRegularization` times the average pull on a row. The more events an item has, the less its attributes
/// say; without events it is their sum. Whom attributes alone name, a film in the catalogue that no event names for example, is in the model,
/// too, but has no part in the training: "all pairs" are those of the users and items that the events name. One epoch solves the users'
/// attributes' factors by one ridge regression, the items' rows, their attributes' factors, and the users' rows, with which the first one
/// begins too; each step is the exact minimum of its part. Attributes come with the events: [Ratings#described]; fold-in and
/// [Model#partialFit] take them too. Without any, the model is that of [ImplicitAls] that is not accelerated, bit for bit. A row without
/// events stays out of the regression.
///
/// Cost: that of [ImplicitAls], and `2 n rank` multiply-adds for n attribute values in every step of the regression, some ten of
/// which reach its minimum from the last epoch's.
///
/// @param rank           number of factors
/// @param regularization pull of the factors towards what the attributes say
/// @param unobserved     weight of a pair without an event
/// @param nu             how the pull grows with a row's events
/// @param alpha          how the confidence grows with an event's value
/// @param attributeRegularization pull of the attributes' factors towards 0, in average rows
/// @param epochs         sweeps at most
/// @param deviation      standard deviation of the items' first factors, times the root of the rank
/// @param seed           of the first factors
public record Hybrid(
        @Knob(value = "number of factors", atLeast = 1, atMost = 4096, search = {16, 512}, logarithmic = true) int rank,
        @Knob(value = "pull of the factors towards 0", atLeast = 0, search = {3e-4, 0.1}, logarithmic = true) double regularization,
        @Knob(value = "weight of a pair without an event", atLeast = 0, search = {1e-3, 3}, logarithmic = true) double unobserved,
        @Knob(value = "how the pull grows with a row's events: 0 not at all, 1 in proportion", atLeast = 0) double nu,
        @Knob(value = "how the confidence grows with an event's value; 0 takes all alike", atLeast = 0, search = {0.01, 40}, logarithmic = true) double alpha,
        @Knob(value = "pull of the attributes' factors towards 0, in average rows", atLeast = 0, search = {0.3, 300}, logarithmic = true) double attributeRegularization,
        @Knob(value = "sweeps at most", atLeast = 1) int epochs,
        @Knob(value = "standard deviation of the items' first factors, times the root of the rank", atLeast = 0, above = true) double deviation,
        @Knob("seed of the first factors") long seed)
        implements Continuing {

    /// Checks the knobs.
    public Hybrid {
        Knobs.check(Hybrid.class, rank, regularization, unobserved, nu, alpha, attributeRegularization, epochs, deviation, seed);
    }

    /// What serves films and their genres well.
    public static Hybrid defaults() {
        return new Hybrid(64, 3e-3, 0.1, 1, 0, 10, 16, 0.1, 0);
    }

    /// With another number of factors.
    public Hybrid withRank(int rank) {
        return Knobs.with(this, "rank", rank);
    }

    /// With another pull on the factors.
    public Hybrid withRegularization(double regularization) {
        return Knobs.with(this, "regularization", regularization);
    }

    /// With another weight of what was not chosen.
    public Hybrid withUnobserved(double unobserved) {
        return Knobs.with(this, "unobserved", unobserved);
    }

    /// With another growth of the pull.
    public Hybrid withNu(double nu) {
        return Knobs.with(this, "nu", nu);
    }

    /// With another growth of the confidence.
    public Hybrid withAlpha(double alpha) {
        return Knobs.with(this, "alpha", alpha);
    }

    /// With another pull on the attributes' factors.
    public Hybrid withAttributeRegularization(double attributeRegularization) {
        return Knobs.with(this, "attributeRegularization", attributeRegularization);
    }

    /// With another number of sweeps.
    public Hybrid withEpochs(int epochs) {
        return Knobs.with(this, "epochs", epochs);
    }

    /// With another spread of the first factors.
    public Hybrid withDeviation(double deviation) {
        return Knobs.with(this, "deviation", deviation);
    }

    /// With another seed.
    public Hybrid withSeed(long seed) {
        return Knobs.with(this, "seed", seed);
    }

    @Override
    public FactorModel fit(Ratings events, Watch<? super FactorModel> watch) {
        return Epochs.run(epochs, run(events), watch);
    }

    @Override
    public FactorModel fit(Ratings events, FactorModel start, Watch<? super FactorModel> watch) {
        return Epochs.run(epochs, run(events).from(start), watch);
    }

    private Run run(Ratings events) {
        return new Run(this, FactorRun.learnable(Hybrid.class, Events.above0(Hybrid.class, events), rank));
    }

    private EventRule rule() {
        return new EventRule(regularization, unobserved, nu, alpha, EventRule.Convention.ADDED, EventRule.Solver.CHOLESKY, 1);
    }

    private Optional<Attribution> attribution(Attributes attributes, Ids owners, SparseRows events) {
        if (attributes.isEmpty()) return Optional.empty();
        return Optional.of(new Attribution(attributes, owners, events, rule(), events.columnCount(), attributeRegularization, rank));
    }

    private static final class Run extends FactorRun<EventRule> {
        private final Optional<Attribution> ofUsers;
        private final Optional<Attribution> ofItems;

        Run(Hybrid knobs, Ratings events) {
            super(knobs, events, Scale.EVENTS, knobs.rule(), knobs.rule(), Factors.zeros(events.users().size(), knobs.rank),
                    FactorRun.normal(events.byItem(), knobs.rank, knobs.deviation / Math.sqrt(knobs.rank), Seeds.of(knobs.seed).forPurpose("items")));
            this.ofUsers = knobs.attribution(events.userAttributes(), events.users(), events.byUser());
            this.ofItems = knobs.attribution(events.itemAttributes(), events.items(), events.byItem());
        }

        @Override
        Run from(FactorModel start) {
            super.from(start);
            adopt(start.user(), ofUsers);
            adopt(start.item(), ofItems);
            return this;
        }

        private static void adopt(Side side, Optional<Attribution> attribution) {
            side.described().ifPresent(known -> attribution.ifPresent(now -> adopt(known.names(), known.factors(), now.described().names(), now.factors)));
        }

        @Override
        public Map<String, Object> state() {
            Map<String, Object> state = super.state();
            ofUsers.ifPresent(attribution -> state.put("userAttributes", attribution.factors.values()));
            ofItems.ifPresent(attribution -> state.put("itemAttributes", attribution.factors.values()));
            return state;
        }

        @Override
        public double advance(int epoch) {
            if (epoch == 1) solveUsers();
            learn(ofUsers, p, ratings.byUser());
            HalfSweep.solve(itemRule, ratings.byItem(), priors(ofItems), q, itemBias, p, userBias, 0);
            learn(ofItems, q, ratings.byItem());
            return solveUsers() + pull() + cost(ofItems) + cost(ofUsers);
        }

        private double solveUsers() {
            return HalfSweep.solve(userRule, ratings.byUser(), priors(ofUsers), p, userBias, q, itemBias, 0);
        }

        /// Whom attributes alone name is in the model, too, by what they say, but makes no pairs: rows are solved as in training.
        @Override
        public FactorModel model(History history) {
            FactorModel model = super.model(history);
            if (ofUsers.isEmpty() && ofItems.isEmpty()) return model;
            Side users = model.user().catalogued(ratings.userAttributes(), ofItems.isPresent() ? userRule.withPaired(q.rows()) : userRule);
            Side items = model.item().catalogued(ratings.itemAttributes(), ofUsers.isPresent() ? itemRule.withPaired(p.rows()) : itemRule);
            return new FactorModel(users, items, scale, model.past().map(past -> past.grown(users.ids().size(), items.ids().size())), model.provenance());
        }

        /// Learns the attributes' factors; rows without events are then the sum of theirs.
        private static void learn(Optional<Attribution> attribution, Factors own, SparseRows events) {
            if (attribution.isEmpty()) return;
            attribution.get().learn(own);
            Described described = attribution.get().described();
            for (int row = 0; row < events.rows(); row++) if (events.count(row) == 0) described.settle(row, own);
        }

        private static Optional<Factors> priors(Optional<Attribution> attribution) {
            return attribution.map(known -> known.described().priors());
        }

        private static double cost(Optional<Attribution> attribution) {
            return attribution.map(Attribution::cost).orElse(0.0);
        }

        /// What the items' factors cost.
        private double pull() {
            return ofItems.map(attribution -> attribution.pull(q)).orElseGet(() -> pull(itemRule, ratings.byItem(), q, p.rows()));
        }

        @Override
        Optional<Described> userDescribed() {
            return ofUsers.map(Attribution::described);
        }

        @Override
        Optional<Described> itemDescribed() {
            return ofItems.map(Attribution::described);
        }
    }
}

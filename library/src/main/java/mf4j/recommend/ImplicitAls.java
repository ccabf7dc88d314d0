package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;
import mf4j.train.Epochs;
import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Seeds;
import mf4j.train.Watch;

import java.util.Map;

/// Alternating least squares for events - clicks, plays, purchases: what was chosen is wanted, what was not chosen is a little less so.
///
/// Objective (Rendle, Krichene, Zhang and Koren 2022, equation 3, with the pull of section 4.2):
///
/// ```
/// sum over events  c (1 - p_u.q_i)^2  +  unobserved sum over all pairs (p_u.q_i)^2
///   + sum_u regularization (n_u + unobserved items)^nu |p_u|^2  +  the same of the items
/// ```
///
/// with the confidence `c = w (1 + alpha r)` of an event of value r and weight w. Convention `replaced` leaves the events' own pairs
/// out of the second sum, which with `unobserved` 1 and `nu` 0 is Hu, Koren and Volinsky 2008, equation 3. A row is the minimum of its
/// part, given the other side, so no sweep can raise the objective, which is reported exactly: the sum over all pairs is a product
/// of two Gramians.
///
/// A sweep solves the items, then the users; the first one begins with the users, whom the items' random start makes. So a model's users
/// are at the minimum of their rows given its items: folding a user's own events in gives its factors, and an [Explanation] has no rest
/// but rounding. The solvers `cg` and `subspace` stop short of it, so with them the users of every model - that of the end and each one that
/// is judged on the way - are solved once more, exactly, beside the sweeps and without a trace in them; the objective reported is the
/// sweep's own, from above.
///
/// Sweeps make new item factors of old ones, so they are a fixed-point iteration, and `accelerated` is [Extrapolation] of it: about half
/// the sweeps to the same objective. Where the users turn out higher at the items so found than before, the items are taken back - and the
/// users where solvers begin at what they were - so no sweep raises the objective all the same. Its price is memory while it trains: ten
/// more tables of item factors, and one of user factors with the solvers `cg` and `subspace`.
///
/// Solver `auto` solves every row exactly, the short ones by Woodbury's identity in the eigenbasis of what all rows share; [#plan] says
/// how many. Cost of a sweep with exact rows: `n rank^2` multiply-adds for n events, `rank^3 / 6` per user and item, and
/// `rank^2 / 2` per user and item for the Gramians.
///
/// @param rank           number of factors: the main lever of accuracy
/// @param regularization pull of the factors towards 0
/// @param unobserved     weight of a pair without an event
/// @param nu             how the pull grows with a row's events
/// @param alpha          how the confidence grows with an event's value; 0 makes all events alike, whatever their value
/// @param convention     whether a confidence adds to the unobserved weight or replaces it
/// @param solver         how a row is solved
/// @param steps          of conjugate gradients per row, or passes over its blocks
/// @param block          factors of a block, where `subspace` is the solver
/// @param accelerated    whether sweeps start from where the sweeps before were heading
/// @param epochs         sweeps at most
/// @param deviation      standard deviation of the items' first factors, times the root of the rank
/// @param seed           of the first factors
public record ImplicitAls(
        @Knob(value = "number of factors", atLeast = 1, atMost = 4096, search = {16, 1024}, logarithmic = true) int rank,
        @Knob(value = "pull of the factors towards 0", atLeast = 0, search = {3e-4, 0.1}, logarithmic = true) double regularization,
        @Knob(value = "weight of a pair without an event", atLeast = 0, search = {1e-3, 3}, logarithmic = true) double unobserved,
        @Knob(value = "how the pull grows with a row's events: 0 not at all, 1 in proportion", atLeast = 0) double nu,
        @Knob(value = "how the confidence grows with an event's value; 0 takes all alike", atLeast = 0, search = {0.01, 40}, logarithmic = true) double alpha,
        @Knob("what the confidence of an event stands beside") EventRule.Convention convention,
        @Knob("how a row is solved") EventRule.Solver solver,
        @Knob(value = "steps of conjugate gradients per row, or passes over its blocks", atLeast = 1) int steps,
        @Knob(value = "factors of a block, where subspace is the solver", atLeast = 1, atMost = 4096) int block,
        @Knob("start a sweep from where the sweeps before were heading") boolean accelerated,
        @Knob(value = "sweeps at most", atLeast = 1) int epochs,
        @Knob(value = "standard deviation of the items' first factors, times the root of the rank", atLeast = 0, above = true) double deviation,
        @Knob("seed of the first factors") long seed)
        implements Continuing {

    /// Checks the knobs.
    public ImplicitAls {
        Knobs.check(ImplicitAls.class, rank, regularization, unobserved, nu, alpha, convention, solver, steps, block, accelerated, epochs, deviation, seed);
    }

    /// What serves clicks and plays of some thousands of items well.
    public static ImplicitAls defaults() {
        return new ImplicitAls(64, 5e-3, 0.3, 1, 0, EventRule.Convention.ADDED, EventRule.Solver.AUTO, 2, 64, true, 16, 0.1, 0);
    }

    /// With another number of factors.
    public ImplicitAls withRank(int rank) {
        return Knobs.with(this, "rank", rank);
    }

    /// With another pull on the factors.
    public ImplicitAls withRegularization(double regularization) {
        return Knobs.with(this, "regularization", regularization);
    }

    /// With another weight of what was not chosen.
    public ImplicitAls withUnobserved(double unobserved) {
        return Knobs.with(this, "unobserved", unobserved);
    }

    /// With another growth of the pull.
    public ImplicitAls withNu(double nu) {
        return Knobs.with(this, "nu", nu);
    }

    /// With another growth of the confidence.
    public ImplicitAls withAlpha(double alpha) {
        return Knobs.with(this, "alpha", alpha);
    }

    /// With the other convention.
    public ImplicitAls withConvention(EventRule.Convention convention) {
        return Knobs.with(this, "convention", convention);
    }

    /// With another way to solve a row.
    public ImplicitAls withSolver(EventRule.Solver solver) {
        return Knobs.with(this, "solver", solver);
    }

    /// With another number of conjugate-gradient steps per row.
    public ImplicitAls withSteps(int steps) {
        return Knobs.with(this, "steps", steps);
    }

    /// With blocks of another length.
    public ImplicitAls withBlock(int block) {
        return Knobs.with(this, "block", block);
    }

    /// Accelerated or plain.
    public ImplicitAls withAccelerated(boolean accelerated) {
        return Knobs.with(this, "accelerated", accelerated);
    }

    /// With another number of sweeps.
    public ImplicitAls withEpochs(int epochs) {
        return Knobs.with(this, "epochs", epochs);
    }

    /// With another spread of the first factors.
    public ImplicitAls withDeviation(double deviation) {
        return Knobs.with(this, "deviation", deviation);
    }

    /// With another seed.
    public ImplicitAls withSeed(long seed) {
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

    /// How training will solve the rows of these events, in words: how many users and items by which solver.
    public String plan(Ratings events) {
        EventSweep users = EventSweep.of(rule(), events.byUser(), this);
        EventSweep items = EventSweep.of(rule(), events.byItem(), this);
        return "users: " + users + "; items: " + items;
    }

    private Run run(Ratings events) {
        return new Run(this, FactorRun.learnable(ImplicitAls.class, Events.above0(ImplicitAls.class, events), rank));
    }

    private EventRule rule() {
        return new EventRule(regularization, unobserved, nu, alpha, convention, solver, steps);
    }

    private Factors firstItems(SparseRows rows) {
        return FactorRun.normal(rows, rank, deviation / Math.sqrt(rank), Seeds.of(seed).forPurpose("items"));
    }

    private static final class Run extends FactorRun<EventRule> {
        private final EventSweep users;
        private final EventSweep items;
        private final boolean accelerated;
        private final boolean descends;      // whether solved users depend on what they were and stop short of their minimum
        private final EventSweep settling;   // of the users, exactly
        private final Extrapolation extrapolation;

        Run(ImplicitAls knobs, Ratings events) {
            super(knobs, events, Scale.EVENTS, knobs.rule(), knobs.rule(), Factors.zeros(events.users().size(), knobs.rank),
                    knobs.firstItems(events.byItem()));
            this.users = EventSweep.of(userRule, events.byUser(), knobs);
            this.items = EventSweep.of(itemRule, events.byItem(), knobs);
            this.accelerated = knobs.accelerated;
            this.descends = knobs.solver == EventRule.Solver.CG || knobs.solver == EventRule.Solver.SUBSPACE;
            this.settling = EventSweep.of(knobs.withSolver(EventRule.Solver.AUTO).rule(), events.byUser(), knobs);
            this.extrapolation = new Extrapolation(knobs.accelerated ? q.values().length : 0);
        }

        @Override
        public Map<String, Object> state() {
            Map<String, Object> state = super.state();
            if (accelerated) extrapolation.into(state);
            return state;
        }

        @Override
        public double advance(int epoch) {
            if (epoch == 1) solveUsers();
            float[] start = accelerated ? q.values().clone() : q.values();
            double reached = items.solve(q, p) + pull(userRule, ratings.byUser(), p, q.rows());
            if (!accelerated) return solveUsers();
            extrapolation.learn(start, q.values());
            return leap(reached);
        }

        /// Solves the users where the items are heading; where that was a step too far, where the items are.
        private double leap(double reached) {
            float[] itemsBefore = q.values().clone();
            float[] usersBefore = descends ? p.values().clone() : p.values();
            extrapolation.advance(q.values());
            double objective = solveUsers();
            if (objective <= reached) return objective;
            System.arraycopy(itemsBefore, 0, q.values(), 0, itemsBefore.length);
            System.arraycopy(usersBefore, 0, p.values(), 0, usersBefore.length);
            extrapolation.clear();
            return solveUsers();
        }

        private double solveUsers() {
            return users.solve(p, q) + pull(itemRule, ratings.byItem(), q, p.rows());
        }

        @Override
        Side userSide() {
            if (!descends) return super.userSide();
            Factors settled = p.copy();
            settling.solve(settled, q);
            return userSide(settled, userBias);
        }
    }
}

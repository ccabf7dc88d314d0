package mf4j.deep;

import mf4j.data.Ratings;
import mf4j.kernel.Kernel;
import mf4j.matrix.SparseRows;
import mf4j.train.Check;
import mf4j.train.Seeds;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The recommender that nobody has to hand their data to: every agent has some users and keeps their ratings, factors and biases to itself; items'
/// factors q and biases b are what agents agree on.
///
/// ```
/// f_i(q, b) = sum over its users u  min over p, c of  sum_j (r_uj - mean - c - b_j - p.q_j)^2 + regularization |p|^2 + biasRegularization c^2
///             + (regularization |q|^2 + biasRegularization |b|^2) / agents
/// ```
///
/// The sum of all f_i is the objective of centralised alternating least squares, with the users solved exactly: so is the gradient, which by the envelope
/// theorem is that of the sum at the users' minimum (Zhu et al. 2019 for the decentralised problem, arXiv 1811.03129). The mean of all ratings and the number
/// of ratings of each item are agreed on at the beginning.
///
/// Variables: the items' factors, then their biases, the latter in units in which they are as steep as factors are, so that one step suits both.
public final class RatingAgents implements Agents {
    private static final Kernel KERNEL = Kernel.active();
    private static final double NUDGE = 1e-4; // of differences of gradients, relative
    private static final int POWER = 30;      // products for the steepness at the start

    private final Ratings ratings;
    private final int[][] users;           // per agent
    private final int[] home;              // of each user its agent
    private final int rank;
    private final double regularization;   // in the ratings' own unit
    private final double biasRegularization;
    private final double mean;
    private final double deviation;        // of the ratings
    private final double steepest;         // of the agents' factors at the start
    private final double[] biasUnit;       // what a bias variable is multiplied by

    private RatingAgents(Ratings ratings, int[][] users, int rank, double regularization, double biasRegularization) {
        this.ratings = ratings;
        this.users = users;
        this.rank = rank;
        this.mean = ratings.mean();
        this.deviation = deviation(ratings, mean);
        this.regularization = regularization * deviation;
        this.biasRegularization = biasRegularization;
        this.home = new int[ratings.users().size()];
        for (int i = 0; i < users.length; i++) for (int user : users[i]) home[user] = i;
        this.steepest = Arrays.stream(users).mapToDouble(this::steepness).max().orElseThrow();
        this.biasUnit = biasUnits();
    }

    /// Users dealt out to agents at random, in parts as equal as can be.
    ///
    /// @param regularization in units of the ratings' deviation, as that of the trainers is
    /// @throws IllegalArgumentException naming an agent that would have no ratings
    public static RatingAgents dealt(Ratings ratings, int agents, int rank, double regularization, double biasRegularization, long seed) {
        Check check = Check.of(RatingAgents.class);
        check.atLeast("agents", agents, 1);
        int count = ratings.users().size();
        check.that(agents <= count, "agents", "be at most the number of users " + count, agents);
        int[] order = Seeds.of(seed).forPurpose("deal").stream(0).permutation(0, count);
        int[][] users = new int[agents][];
        for (int i = 0; i < agents; i++) {
            users[i] = Arrays.copyOfRange(order, (int) ((long) count * i / agents), (int) ((long) count * (i + 1) / agents));
            Arrays.sort(users[i]);
        }
        return of(ratings, users, rank, regularization, biasRegularization);
    }

    /// Users given to agents.
    ///
    /// @param users per agent, every user once
    public static RatingAgents of(Ratings ratings, int[][] users, int rank, double regularization, double biasRegularization) {
        Check check = Check.of(RatingAgents.class);
        check.atLeast("rank", rank, 1);
        check.that(regularization > 0 && regularization < Double.POSITIVE_INFINITY, "regularization", "be a finite number above 0", regularization);
        check.that(biasRegularization > 0 && biasRegularization < Double.POSITIVE_INFINITY, "biasRegularization", "be a finite number above 0", biasRegularization);
        check.that(ratings.count() > 0, "ratings", "not be empty", ratings);
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < users.length; i++) {
            int rated = 0;
            for (int user : users[i]) {
                rated += ratings.byUser().count(user);
                all.add(user);
            }
            check.that(rated > 0, "users", "have ratings at every agent; leave out agent " + i + " or give it some:", "none");
        }
        check.that(all.size() == ratings.users().size() && all.stream().distinct().count() == all.size(), "users", "be at one agent each", all.size() + " of " + ratings.users().size());
        return new RatingAgents(ratings, users, rank, regularization, biasRegularization);
    }

    /// An item's bias is as steep as it has ratings at an agent; factors at the start as `sigma^2 / regularization`, sigma the largest singular value of an
    /// agent's ratings less their mean. The greatest over agents count: everyone's step is then short enough.
    private double[] biasUnits() {
        double[] most = new double[ratings.items().size()];
        for (int[] some : users) {
            double[] counts = new double[most.length];
            for (int user : some) for (int item : ratings.byUser().columns(user)) counts[item]++;
            for (int j = 0; j < most.length; j++) most[j] = Math.max(most[j], counts[j]);
        }
        double[] units = new double[most.length];
        for (int j = 0; j < units.length; j++) units[j] = Math.sqrt(steepest / (most[j] + biasRegularization / users.length));
        return units;
    }

    /// `sigma^2 / regularization + regularization` for some users, by the power method.
    private double steepness(int[] of) {
        SparseRows rows = ratings.byUser();
        double[] v = new double[ratings.items().size()];
        Seeds.Stream random = Seeds.of(0).forPurpose("steep").stream(0);
        Arrays.setAll(v, _ -> random.nextGaussian());
        double value = 0;
        for (int k = 0; k < POWER; k++) {
            double length = Math.sqrt(KERNEL.dot(v, 0, v, 0, v.length));
            double[] next = new double[v.length];
            for (int user : of) {
                double sum = 0;
                for (int e = rows.offsets()[user]; e < rows.offsets()[user + 1]; e++) sum += (rows.values()[e] - mean) * v[rows.columns()[e]] / length;
                for (int e = rows.offsets()[user]; e < rows.offsets()[user + 1]; e++) next[rows.columns()[e]] += sum * (rows.values()[e] - mean);
            }
            value = Math.sqrt(KERNEL.dot(next, 0, next, 0, next.length));
            if (value == 0) break;
            v = next;
        }
        return value / regularization + regularization;
    }

    /// One step for every agent that is short enough: units for a [Team].
    public double[] units() {
        double[] units = new double[users.length];
        Arrays.fill(units, 0.5 / steepest);
        return units;
    }

    /// A start: normal factors, the same for all, biases 0.
    ///
    /// @param deviation in units of the root of the ratings' deviation
    public double[] start(double deviation, long seed) {
        double[] start = new double[size()];
        Seeds.Stream random = Seeds.of(seed).forPurpose("items").stream(0);
        for (int j = 0; j < ratings.items().size() * rank; j++) start[j] = deviation * Math.sqrt(this.deviation) * random.nextGaussian();
        return start;
    }

    private static double deviation(Ratings ratings, double mean) {
        double squares = 0;
        for (float value : ratings.byUser().values()) squares += (value - mean) * (value - mean);
        return squares > 0 ? Math.sqrt(squares / ratings.count()) : 1;
    }

    @Override
    public int count() {
        return users.length;
    }

    @Override
    public int size() {
        return ratings.items().size() * (rank + 1);
    }

    @Override
    public int[] blocks() {
        return new int[] {0, ratings.items().size() * rank, size()};
    }

    @Override
    public String fingerprint() {
        return "Ratings of " + ratings.fingerprint() + " by " + users.length + ", " + Integer.toHexString(Arrays.deepHashCode(users)) + ", rank " + rank + ", " + regularization + ", " + biasRegularization;
    }

    /// Which agent has a user.
    public int agentOf(int user) {
        return home[user];
    }

    @Override
    public Desk desk() {
        return new UsersDesk();
    }

    /// What a user's agent predicts.
    ///
    /// @param items numbers of items
    /// @return predictions within the scale of the ratings
    public double[] predict(Agreement agreement, int user, int[] items) {
        Row row = new Row();
        int at = home[user] * size();
        row.solve(user, agreement.theta(), at);
        double[] predictions = new double[items.length];
        for (int k = 0; k < items.length; k++) {
            double value = mean + row.solution[0] + bias(agreement.theta(), at, items[k]) + KERNEL.dot(row.solution, 1, agreement.theta(), at + items[k] * rank, rank);
            predictions[k] = Math.clamp(value, ratings.minimum(), ratings.maximum());
        }
        return predictions;
    }

    /// The root of the mean squared error of ratings of these users and items, each predicted by the user's agent.
    public double rmse(Agreement agreement, Ratings test) {
        double squares = 0;
        int count = 0;
        for (int user = 0; user < test.users().size(); user++) {
            int[] items = test.byUser().columns(user);
            if (items.length == 0) continue;
            double[] predictions = predict(agreement, user, items);
            for (int k = 0; k < items.length; k++) squares += Math.pow(test.byUser().values()[test.byUser().offsets()[user] + k] - predictions[k], 2);
            count += items.length;
        }
        return Math.sqrt(squares / count);
    }

    double biasUnit(int item) {
        return biasUnit[item];
    }

    private double bias(double[] theta, int at, int item) {
        return biasUnit[item] * theta[at + ratings.items().size() * rank + item];
    }

    /// The row of one user, solved.
    private final class Row {
        final double[] solution = new double[rank + 1]; // bias, factors
        final double[] normal = new double[(rank + 1) * (rank + 1)];
        final double[] regressor = new double[rank + 1];

        void solve(int user, double[] theta, int at) {
            SparseRows rows = ratings.byUser();
            int width = rank + 1;
            Arrays.fill(normal, 0);
            Arrays.fill(solution, 0);
            regressor[0] = 1;
            for (int e = rows.offsets()[user]; e < rows.offsets()[user + 1]; e++) {
                int item = rows.columns()[e];
                System.arraycopy(theta, at + item * rank, regressor, 1, rank);
                for (int a = 0; a < width; a++) KERNEL.axpy(regressor[a], regressor, 0, normal, a * width, a + 1);
                KERNEL.axpy(rows.values()[e] - mean - bias(theta, at, item), regressor, 0, solution, 0, width);
            }
            normal[0] += biasRegularization;
            for (int a = 1; a < width; a++) normal[a * width + a] += regularization;
            if (KERNEL.cholesky(normal, width, width) >= 0) throw new ArithmeticException("the row of user " + ratings.users().name(user) + " cannot be solved; use more regularization");
            KERNEL.solveLower(normal, width, width, solution, 0);
            KERNEL.solveLowerTransposed(normal, width, width, solution, 0);
        }
    }

    private final class UsersDesk implements Desk {
        private final Row row = new Row();
        private int agent;
        private double[] theta; // copy of the variables of the last loss with a gradient

        @Override
        public double loss(int agent, double[] theta, int at, double[] gradient, int into) {
            if (gradient != null) {
                this.agent = agent;
                if (this.theta == null) this.theta = new double[size()];
                System.arraycopy(theta, at, this.theta, 0, this.theta.length);
            }
            return value(agent, theta, at, gradient, into);
        }

        private double value(int agent, double[] theta, int at, double[] gradient, int into) {
            int items = ratings.items().size();
            double sum = pull(theta, at, gradient, into);
            SparseRows rows = ratings.byUser();
            for (int user : users[agent]) {
                row.solve(user, theta, at);
                for (int e = rows.offsets()[user]; e < rows.offsets()[user + 1]; e++) {
                    int item = rows.columns()[e];
                    double error = rows.values()[e] - mean - bias(theta, at, item) - row.solution[0] - KERNEL.dot(row.solution, 1, theta, at + item * rank, rank);
                    sum += error * error;
                    if (gradient == null) continue;
                    KERNEL.axpy(-2 * error, row.solution, 1, gradient, into + item * rank, rank);
                    gradient[into + items * rank + item] -= 2 * error * biasUnit[item];
                }
                sum += biasRegularization * row.solution[0] * row.solution[0] + regularization * KERNEL.dot(row.solution, 1, row.solution, 1, rank);
            }
            return sum;
        }

        /// The agent's share of what pulls items towards 0.
        private double pull(double[] theta, int at, double[] gradient, int into) {
            int items = ratings.items().size();
            double share = regularization / count();
            double sum = share * KERNEL.dot(theta, at, theta, at, items * rank);
            for (int j = 0; gradient != null && j < items * rank; j++) gradient[into + j] = 2 * share * theta[at + j];
            for (int j = 0; j < items; j++) {
                double bias = bias(theta, at, j);
                sum += biasRegularization / count() * bias * bias;
                if (gradient != null) gradient[into + items * rank + j] = 2 * biasRegularization / count() * bias * biasUnit[j];
            }
            return sum;
        }

        /// By a difference of gradients: users are solved anew, so that their share in the curvature is in it.
        @Override
        public void curvature(double[] direction, double[] into) {
            double size = Math.sqrt(KERNEL.dot(theta, 0, theta, 0, theta.length));
            double length = Math.sqrt(KERNEL.dot(direction, 0, direction, 0, direction.length));
            double h = NUDGE * Math.max(1e-3, size) / length;
            double[] moved = theta.clone();
            double[] down = new double[theta.length];
            KERNEL.axpy(h, direction, 0, moved, 0, moved.length);
            value(agent, moved, 0, into, 0);
            KERNEL.axpy(-2 * h, direction, 0, moved, 0, moved.length);
            value(agent, moved, 0, down, 0);
            for (int j = 0; j < into.length; j++) into[j] = (into[j] - down[j]) / (2 * h);
        }
    }
}

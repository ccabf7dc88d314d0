package mf4j.lowrank;

import mf4j.matrix.Matrix;
import mf4j.train.Check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;

/// What every rank of a matrix can reach, and which one it deserves: all from one [Spectrum].
///
/// The answers differ because the questions do: how much of the sum of squares is to be kept, where more rank begins to pay less, what stands out of
/// noise, what predicts entries that were not seen. [#recommend] names them all and chooses one.
///
/// @param spectrum of the matrix
public record RankCurve(Spectrum spectrum) {
    private static final double[] SHARES = {0.9, 0.95, 0.99};

    /// Of a matrix of finite numbers: one pass over it, `n d^2` operations.
    ///
    /// @throws IllegalArgumentException for an empty matrix or a number that is not finite
    public static RankCurve of(Matrix x) {
        Check.of(RankCurve.class).that(x.size() > 0, "x", "have rows and columns", x);
        return new RankCurve(Spectrum.of(x));
    }

    /// The largest rank.
    public int most() {
        return spectrum.most();
    }

    /// The least mean squared error of each rank from 0 to the largest.
    public double[] floors() {
        double[] floors = new double[most() + 1];
        for (int k = most() - 1; k >= 0; k--) floors[k] = floors[k + 1] + spectrum.squares()[k];
        for (int k = 0; k <= most(); k++) floors[k] /= (double) spectrum.rows() * spectrum.columns();
        return floors;
    }

    /// The share of the sum of squares that each rank from 0 to the largest can keep; ones for a matrix of zeros.
    public double[] explained() {
        double[] floors = floors();
        return DoubleStream.of(floors).map(floor -> floors[0] > 0 ? 1 - floor / floors[0] : 1).toArray();
    }

    /// The least rank that can keep this share of the sum of squares.
    ///
    /// @param share in [0, 1]
    public int explaining(double share) {
        Check.of(RankCurve.class).within("share", share, 0, 1);
        double[] explained = explained();
        for (int k = 0; k < most(); k++) if (explained[k] >= share) return k;
        return most();
    }

    /// Where more rank begins to pay less than it did on average: the rank whose floor lies farthest below the straight line from the floor of rank 0
    /// to that of the largest. For a curve that falls and flattens, as floors do, this is the knee of Satopaa, Albrecht, Irwin and Raghavan
    /// (Finding a "kneedle" in a haystack, 2011).
    public int elbow() {
        double[] floors = floors();
        int best = 0;
        double farthest = 0;
        for (int k = 1; k < most(); k++) {
            double below = floors[0] * (most() - k) / most() - floors[k];
            if (below <= farthest) continue;
            farthest = below;
            best = k;
        }
        return best;
    }

    /// How many singular values stand out of white noise of unknown strength, estimated from the median one (Gavish and Donoho 2014): those
    /// above `omega(beta)` times the median.
    public int hardThreshold() {
        return above(HardThreshold.omega(beta()) * median());
    }

    /// How many stand out of white noise of this standard deviation (Gavish and Donoho 2014): those above `lambda(beta) sqrt(longer side) deviation`.
    ///
    /// @param deviation at least 0
    public int hardThreshold(double deviation) {
        Check.of(RankCurve.class).atLeast("deviation", deviation, 0);
        return above(HardThreshold.lambda(beta()) * Math.sqrt(Math.max(spectrum.rows(), spectrum.columns())) * deviation);
    }

    /// The standard deviation of the noise if the median singular value is one of noise.
    public double noise() {
        return median() / Math.sqrt(Math.max(spectrum.rows(), spectrum.columns()) * HardThreshold.median(beta()));
    }

    /// The rank with the most evidence under probabilistic PCA (Minka 2000), from 1 to the number of columns less one. It takes rows for samples
    /// around 0 - for others, take the mean off first - and needs more rows than columns, and two columns.
    public OptionalInt minka() {
        if (spectrum.rows() <= spectrum.columns() || most() < 2 || spectrum.squares()[0] == 0) return OptionalInt.empty();
        double[] evidence = Minka.evidence(spectrum.squares(), spectrum.rows());
        int best = 1;
        for (int k = 2; k < most(); k++) if (evidence[k] > evidence[best]) best = k;
        return OptionalInt.of(best);
    }

    /// The exponential of the entropy of the singular values as shares of their sum (Roy and Vetterli, The effective rank, 2007); 0 for zeros.
    public double effectiveRank() {
        double sum = 0;
        for (int k = 0; k < most(); k++) sum += spectrum.value(k);
        double entropy = 0;
        for (int k = 0; k < most(); k++) {
            double share = spectrum.value(k) / sum;
            if (share > 0) entropy -= share * Math.log(share);
        }
        return sum > 0 ? Math.exp(entropy) : 0;
    }

    /// The sum of squares over the largest square: how many directions as strong as the first would hold as much; 0 for zeros.
    public double stableRank() {
        return spectrum.squares()[0] > 0 ? spectrum.total() / spectrum.squares()[0] : 0;
    }

    private double beta() {
        return (double) most() / Math.max(spectrum.rows(), spectrum.columns());
    }

    private double median() {
        return (spectrum.value((most() - 1) / 2) + spectrum.value(most() / 2)) / 2;
    }

    private int above(double threshold) {
        int count = 0;
        while (count < most() && spectrum.value(count) > threshold) count++;
        return count;
    }

    /// A rank with its reason.
    ///
    /// @param name   of the rule
    /// @param rank   0 when nothing is worth keeping
    /// @param reason a sentence
    public record Choice(String name, int rank, String reason) { }

    /// All that the rules say.
    ///
    /// @param choices in a fixed order
    /// @param chosen  one of them
    public record Recommendation(List<Choice> choices, Choice chosen) { }

    /// Every rule's rank, and one chosen:
    ///
    /// 1. the best of the first of the given errors whose best is not merely the last rank they were measured for;
    /// 2. where none were given, the hard threshold if it lies between 1 and half the largest rank, as the median it rests on is then one of noise;
    /// 3. the elbow: no noise was found that sets a limit, so it is a matter of returns;
    /// 4. where there is no elbow, the rank that keeps 99% of the sum of squares.
    ///
    /// @param measured by [BiCrossValidation] or [HeldOut], those trusted most first
    public Recommendation recommend(RankErrors... measured) {
        List<Choice> choices = new ArrayList<>();
        for (RankErrors errors : measured) choices.add(predicting(errors));
        int threshold = hardThreshold();
        choices.add(new Choice("hard-threshold", threshold, text("%s out of white noise, whose deviation the median one puts at %.3g",
                threshold == 0 ? "no singular value stands" : "this many singular values stand", noise())));
        int elbow = elbow();
        choices.add(new Choice("elbow", elbow, elbow == 0 ? "every component removes the same" : "beyond it a component removes less of the error than one does on average"));
        minka().ifPresent(rank -> choices.add(new Choice("minka", rank, "it has the most evidence if rows are samples of a normal distribution around 0")));
        for (double share : SHARES) {
            choices.add(new Choice(text("explained-%.0f", 100 * share), explaining(share), text("the least rank that can keep %.0f%% of the sum of squares", 100 * share)));
        }
        choices.add(new Choice("effective-rank", (int) Math.ceil(effectiveRank() - 1e-9), text("the singular values are as spread as %.4g equal ones would be", effectiveRank())));
        return new Recommendation(List.copyOf(choices), choices.get(chosen(measured, choices, threshold, elbow)));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static Choice predicting(RankErrors errors) {
        String which = errors.best() == 0 ? "no rank predicts hidden entries better than zeros do" : "it predicts hidden entries best";
        return new Choice(errors.name(), errors.best(), errors.turns() ? which : "it predicts hidden entries best of those measured, and a higher one may do better");
    }

    private int chosen(RankErrors[] measured, List<Choice> choices, int threshold, int elbow) {
        for (int j = 0; j < measured.length; j++) if (measured[j].turns()) return j;
        if (measured.length == 0 && threshold >= 1 && threshold <= most() / 2) return measured.length;
        if (elbow >= 1) return measured.length + 1;
        for (int j = 0; j < choices.size(); j++) if (choices.get(j).name().equals("explained-99")) return j;
        throw new AssertionError("the share is always among the choices");
    }
}

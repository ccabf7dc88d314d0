package mf4j.evaluate;

import mf4j.data.Ids;
import mf4j.data.Ratings;
import mf4j.matrix.Factors;
import mf4j.recommend.FactorModel;
import mf4j.train.Sweep;

import java.util.Arrays;
import java.util.stream.IntStream;

/// What the items of a model are to somebody who looks for the new and the varied: how surprising each is, how well known, and where it
/// lies.
final class Taste {
    private final double[] shares;      // by item, of the training users; null where nobody asks for them
    private final double[] information; // by item, in bits; null likewise
    private final Factors space;        // null where there is none
    private final Translation inSpace;  // from the model's items
    private final double[] norms;       // by item of the space

    private Taste(double[] shares, double[] information, Factors space, Translation inSpace, double[] norms) {
        this.shares = shares;
        this.information = information;
        this.space = space;
        this.inSpace = inSpace;
        this.norms = norms;
    }

    /// @param trainingOrNull for novelty and popularity
    /// @param spaceOrNull    for diversity
    static Taste of(Ids items, Ratings trainingOrNull, FactorModel spaceOrNull) {
        Taste raters = trainingOrNull == null ? new Taste(null, null, null, null, null) : raters(items, trainingOrNull);
        if (spaceOrNull == null || spaceOrNull.rank() == 0) return raters;
        Factors factors = spaceOrNull.item().factors();
        return new Taste(raters.shares, raters.information, factors, Translation.of(items, spaceOrNull.items()), norms(factors));
    }

    private static Taste raters(Ids items, Ratings training) {
        double users = IntStream.range(0, training.users().size()).filter(user -> training.byUser().count(user) > 0).count();
        int[] raters = new int[items.size()];
        Translation itemOf = Translation.of(training.items(), items);
        for (int column : training.byUser().columns()) if (itemOf.at(column) >= 0) raters[itemOf.at(column)]++;
        double[] shares = Arrays.stream(raters).mapToDouble(count -> count / users).toArray();
        double[] information = Arrays.stream(raters).mapToDouble(count -> Math.log(users / Math.max(1, count)) / Math.log(2)).toArray();
        return new Taste(shares, information, null, null, null);
    }

    private static double[] norms(Factors factors) {
        double[] norms = new double[factors.rows()];
        Sweep.over(norms.length, 4096, (_, from, to) -> {
            for (int row = from; row < to; row++) {
                double sum = 0;
                for (int j = factors.start(row); j < factors.start(row + 1); j++) sum += (double) factors.values()[j] * factors.values()[j];
                norms[row] = Math.sqrt(sum);
            }
        });
        return norms;
    }

    double novelty(int[] list, int k) {
        return mean(information, list, k);
    }

    double popularity(int[] list, int k) {
        return mean(shares, list, k);
    }

    private static double mean(double[] byItem, int[] list, int k) {
        double sum = 0;
        for (int j = 0; j < k; j++) sum += byItem[list[j]];
        return sum / k;
    }

    /// The cosines of all pairs add up to `(|sum of the unit vectors|^2 - their number) / 2`: k x rank steps, not k^2 x rank.
    double diversity(int[] list, int k) {
        if (space == null || k < 2) return Double.NaN;
        double[] sum = new double[space.rank()];
        int units = 0;
        for (int j = 0; j < k; j++) if (addUnit(inSpace.at(list[j]), sum)) units++;
        double squares = 0;
        for (double part : sum) squares += part * part;
        return 1 - (squares - units) / (k * (k - 1.0));
    }

    private boolean addUnit(int item, double[] sum) {
        if (item < 0 || norms[item] == 0) return false;
        for (int j = 0; j < sum.length; j++) sum[j] += space.values()[space.start(item) + j] / norms[item];
        return true;
    }
}

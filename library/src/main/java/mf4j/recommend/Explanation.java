package mf4j.recommend;

import mf4j.matrix.SparseRows;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Why an item has the score it has for a user, as a sum: `score = mean + itemBias + userBias + sum of causes + rest`.
///
/// The user's factors and bias solve `A x = sum_j w_j t_j a_j` with `a_j = (q_j, 1)` and `t_j` what mean and item bias leave of
/// rating j, so the score's own part `a_i.x` is the sum over past ratings of `w_j t_j a_i.A^-1 a_j` (Hu, Koren and Volinsky 2008,
/// section 5, for explicit ratings); in a model with implied factors, having rated j adds `q_i.y_j / sqrt(n)`. For a trainer that
/// solves rows exactly the rest is rounding; for one that descends it is what the descent's row differs from the exact one.
///
/// Models of probabilities and of pairs ([LogisticRule], [PairRule]) are not linear in the events. Their causes say how strongly each event
/// pulls where the user stands, an estimate: without it the others would pull harder.
///
/// @param user   its name
/// @param item   its name
/// @param score  not clipped
/// @param mean   what every prediction starts from
/// @param itemBias of the item; its share of the training users where the user is scored by that
/// @param userBias what the user's row adds to every item alike, where no cause has a part in it; else 0
/// @param causes past ratings and what each added, largest absolute contribution first
/// @param rest   what these do not add up to
/// @param exact  whether the row is linear in its ratings, so that a cause is all that its rating adds
public record Explanation(String user, String item, double score, double mean, double itemBias, double userBias, List<Cause> causes, double rest,
                          boolean exact) {
    /// One past rating and what it added to the score.
    public record Cause(String item, double rating, double contribution) { }

    static Explanation of(FactorModel model, int u, int i) {
        SparseRows rated = model.remembered("explaining").learnedBy(u);
        RowRule rule = model.user().rule();
        return of(model, u, i, rated, rule.contributions(model, rated, i), itemBias(model, u, i), rule.userBias(model, u), rule.linear());
    }

    private static double itemBias(FactorModel model, int u, int i) {
        return model.item().bias()[i] + (model.byShares(u) ? model.item().share(i) : 0);
    }

    static Explanation of(Model model, int u, int i, SparseRows rated, double[] contributions, double itemBias, double userBias, boolean exact) {
        double score = model.score(u, i);
        List<Cause> causes = new ArrayList<>();
        double sum = 0;
        for (int j = 0; j < contributions.length; j++) {
            causes.add(new Cause(model.items().name(rated.columns()[j]), rated.values()[j], contributions[j]));
            sum += contributions[j];
        }
        causes.sort(Comparator.comparingDouble((Cause cause) -> -Math.abs(cause.contribution())));
        return new Explanation(model.users().name(u), model.items().name(i), score, model.scale().mean(), itemBias, userBias,
                List.copyOf(causes), score - model.scale().mean() - itemBias - userBias - sum, exact);
    }
}

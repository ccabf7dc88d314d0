package mf4j.kernel;

/// The arrays and constants of one stochastic descent, shared by all blocks of a run; blocks that run at the same time touch
/// disjoint users and disjoint items.
///
/// One rating r of user u and item i, with `e = r - mean - userBias[u] - itemBias[i] - p.q`, moves, all from the old values:
///
/// ```
/// gp = -e q + regularization p          p -= step(userGrad[u]) gp       userGrad[u] += |gp|^2 / rank
/// gq = -e p + regularization q          q -= step(itemGrad[i]) gq       itemGrad[i] += |gq|^2 / rank
/// gu = -e + biasRegularization bu       bu -= biasStep(userBiasGrad[u]) gu  userBiasGrad[u] += gu^2
/// gi = -e + biasRegularization bi       bi -= biasStep(itemBiasGrad[i]) gi  itemBiasGrad[i] += gi^2
/// ```
///
/// where `step(g) = rate / sqrt(g)` with the value before the update when the gradient arrays are there (AdaGrad, Duchi et al.
/// 2011, one accumulator per row as in Chin et al. 2015), and `step(g) = rate` when they are null; biasStep alike with biasRate.
///
/// @param rank               length of a row of factors; 0 leaves biases alone
/// @param userFactors        users x rank, row-major
/// @param itemFactors        items x rank, row-major
/// @param userBias           one per user, or null for a model without biases (then itemBias is null too)
/// @param itemBias           one per item, or null
/// @param userGrad           AdaGrad accumulator per user, or null for plain steps (then the other accumulators are null too)
/// @param itemGrad           AdaGrad accumulator per item, or null
/// @param userBiasGrad       AdaGrad accumulator per user's bias, or null
/// @param itemBiasGrad       AdaGrad accumulator per item's bias, or null
/// @param mean               what every prediction starts from
/// @param rate               the learning rate of factors
/// @param biasRate           the learning rate of biases
/// @param regularization     of factors, per rating
/// @param biasRegularization of biases, per rating
public record SgdBlock(int rank, float[] userFactors, float[] itemFactors, float[] userBias, float[] itemBias,
                       float[] userGrad, float[] itemGrad, float[] userBiasGrad, float[] itemBiasGrad,
                       float mean, float rate, float biasRate, float regularization, float biasRegularization) { }

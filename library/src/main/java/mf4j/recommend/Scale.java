package mf4j.recommend;

import mf4j.data.Ratings;

/// The scale of the training ratings, and whether predictions are held within it.
///
/// @param mean what every prediction starts from
/// @param low  the least training rating
/// @param high the greatest training rating
/// @param clip whether predictions are clipped to [low, high]
public record Scale(double mean, double low, double high, boolean clip) {
    /// Of these ratings.
    public static Scale of(Ratings ratings, boolean clip) {
        return new Scale(ratings.mean(), ratings.minimum(), ratings.maximum(), clip);
    }

    double held(double score) {
        return clip ? Math.clamp(score, low, high) : score;
    }
}

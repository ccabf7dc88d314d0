package mf4j.recommend;

import mf4j.data.Ratings;

/// The scale of the training ratings, and whether predictions are held within it.
///
/// @param mean  what every prediction starts from
/// @param low   the least training rating
/// @param high  the greatest training rating
/// @param clip  whether predictions are clipped to [low, high]
/// @param rated whether scores are ratings; where they are not they only order a user's items, and have no error
public record Scale(double mean, double low, double high, boolean clip, boolean rated) {
    /// Of models of events: scores start from 0 and only order items.
    public static final Scale EVENTS = new Scale(0, 0, 0, false, false);

    /// Of these ratings.
    public static Scale of(Ratings ratings, boolean clip) {
        return new Scale(ratings.mean(), ratings.minimum(), ratings.maximum(), clip, true);
    }

    /// The same, clipping or not.
    public Scale clipping(boolean clip) {
        return new Scale(mean, low, high, clip, rated);
    }

    double held(double score) {
        return clip ? Math.clamp(score, low, high) : score;
    }
}

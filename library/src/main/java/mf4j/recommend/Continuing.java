package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.train.Trainer;
import mf4j.train.Watch;

/// A trainer of ratings that can go on from a model instead of a random start, on the same ratings or on newer ones.
public interface Continuing extends Trainer<Ratings, FactorModel> {
    /// Learns from `ratings`, starting where `start` ended: users and items both know begin with its factors and biases, new ones
    /// as they always do. What a trainer keeps between epochs besides these, AdaGrad's sums for example, begins anew.
    ///
    /// @throws IllegalArgumentException when the rank is not that of the model
    FactorModel fit(Ratings ratings, FactorModel start, Watch<? super FactorModel> watch);
}

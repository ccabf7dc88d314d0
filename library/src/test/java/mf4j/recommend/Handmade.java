package mf4j.recommend;

import mf4j.data.Ids;
import mf4j.data.Ratings;
import mf4j.matrix.Factors;

import java.util.Optional;
import java.util.stream.IntStream;

/// Factor models from given numbers: users u0, u1, ..., items i0, i1, ...
final class Handmade {
    private static final FactorModel ANY = Popularity.defaults().fit(Ratings.builder().add("u", "i", 1).build());

    private Handmade() { }

    static FactorModel model(int rank, float[] users, float[] items) {
        return model(rank, users, new float[users.length / rank], items, new float[items.length / rank]);
    }

    static FactorModel model(int rank, float[] users, float[] userBias, float[] items, float[] itemBias) {
        return new FactorModel(side("u", rank, users, userBias), side("i", rank, items, itemBias), Scale.EVENTS, Optional.empty(), ANY.provenance());
    }

    private static Side side(String letter, int rank, float[] factors, float[] bias) {
        Ids ids = Ids.of(IntStream.range(0, bias.length).mapToObj(j -> letter + j).toList());
        return new Side(ids, new Factors(factors, bias.length, rank), bias, ANY.user().rule());
    }
}

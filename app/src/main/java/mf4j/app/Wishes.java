package mf4j.app;

import mf4j.recommend.Boost;
import mf4j.recommend.Diversity;
import mf4j.recommend.TopN;
import mf4j.sql.Tables;
import picocli.CommandLine.Option;

import java.nio.file.Path;

/// The flags that change scores and their order.
final class Wishes {
    @Option(names = "--boost", paramLabel = "FILE", description = "Table of item and factor: scores are multiplied by it, or divided where they are below 0.")
    Path boost;

    @Option(names = "--min-score", paramLabel = "S", description = "List no score below.")
    Double least;

    @Option(names = "--max-score", paramLabel = "S", description = "List no score above.")
    Double greatest;

    @Option(names = "--diversity", paramLabel = "L", description = "Re-rank so that lists are less alike: 1 goes by score alone, 0 by unlikeness alone; wants a model with factors.")
    Double diversity;

    private Boost read; // once, however many users ask

    /// The same lists with these wishes.
    TopN of(TopN wanted) {
        TopN wished = wanted;
        if (greatest != null) wished = wished.withMaximum(greatest);
        if (least != null) wished = wished.withMinimum(least);
        if (boost != null) wished = wished.withBoost(boosts());
        return diversity == null ? wished : wished.withDiversity(Diversity.of(diversity));
    }

    private Boost boosts() {
        if (read == null) read = Boost.multiplying(Tables.factors(boost));
        return read;
    }

    /// Refuses what cannot be, before anything is read.
    void check() {
        if (diversity != null && !(diversity >= 0 && diversity <= 1)) throw new IllegalArgumentException("--diversity must be between 0 and 1 but was " + diversity);
        if (least != null && least.isNaN()) throw new IllegalArgumentException("--min-score must be a number but was NaN");
        if (greatest != null && greatest.isNaN()) throw new IllegalArgumentException("--max-score must be a number but was NaN");
        if (least != null && greatest != null && !(greatest >= least)) throw new IllegalArgumentException("--max-score must be at least --min-score, " + least + ", but was " + greatest);
    }
}

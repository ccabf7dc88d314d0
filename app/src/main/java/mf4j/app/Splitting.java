package mf4j.app;

import mf4j.data.Ratings;
import mf4j.data.Split;
import picocli.CommandLine.Option;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The flags that say how ratings are split to learn from, to choose by and to judge with.
final class Splitting {
    static final String NONE = "none";
    static final String STRONG = "strong";
    static final double KNOWN = 0.8; // of what a user has that is held out of training, as in the published protocol
    private static final List<String> NAMES = List.of("chronological", "time", "random", "leave-last", "leave-out", "leave-one-out", STRONG, NONE);

    @Option(names = "--split", paramLabel = "NAME", description = {"chronological: each user's latest ratings judge;",
        "time: what is later than one moment judges;", "random: by lot; leave-last: each user's last one; leave-out: one of each user by lot;",
        "leave-one-out: leave-last, or leave-out where ratings have no times; strong: users that training never sees are folded in from 80 %% of what they have;", "none: learn from everything, judge nothing.",
        "Without it chronological, or random where ratings have no times."})
    String name;

    @Option(names = "--parts", paramLabel = "A,B,C", split = ",", description = "Shares to learn from, to choose by and to judge with; of users with --split strong (0.70,0.15,0.15).")
    double[] parts = {0.70, 0.15, 0.15};

    @Option(names = "--core", paramLabel = "K", description = "First leave out users and items with fewer than K ratings, until none is left (0: leave out none).")
    int core;

    /// What was written by [#describe].
    static Splitting of(Map<?, ?> description) {
        Splitting splitting = new Splitting();
        splitting.name = (String) description.get("name");
        splitting.parts = ((List<?>) description.get("parts")).stream().mapToDouble(part -> ((Number) part).doubleValue()).toArray();
        splitting.core = description.get("core") instanceof Number core ? core.intValue() : 0;
        return splitting;
    }

    Map<String, Object> describe() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("name", name);
        description.put("parts", Arrays.stream(parts).boxed().toList());
        description.put("core", core);
        return description;
    }

    /// The ratings that are split and remembered: all, or the core.
    Ratings kept(Ratings ratings) {
        return core == 0 ? ratings : ratings.core(core);
    }

    /// Splits, having settled the name where none was given.
    ///
    /// @throws IllegalArgumentException for an unknown name or impossible parts
    Split split(Ratings ratings, long seed) {
        if (name == null) name = ratings.isTimed() ? "chronological" : "random";
        check();
        double train = parts[0], validation = parts[1], test = parts[2];
        return switch (name) {
            case "chronological" -> Split.chronological(train, validation, test).of(ratings);
            case "time" -> Split.globalTime(train, validation, test).of(ratings);
            case "random" -> Split.random(seed, train, validation, test).of(ratings);
            case "leave-last" -> Split.leaveLast(1, 1).of(ratings);
            case "leave-out" -> Split.leaveOut(1, 1, seed).of(ratings);
            case "leave-one-out" -> (ratings.isTimed() ? Split.leaveLast(1, 1) : Split.leaveOut(1, 1, seed)).of(ratings);
            case STRONG -> Split.strong(validation, test, KNOWN, seed).of(ratings);
            default -> whole(ratings);
        };
    }

    /// Refuses what cannot be, before anything is read.
    void check() {
        if (name != null && !NAMES.contains(name)) {
            throw new IllegalArgumentException("--split must be one of " + String.join(", ", NAMES) + " but was " + name);
        }
        if (core < 0) throw new IllegalArgumentException("--core must be at least 0 but was " + core);
        if (parts.length != 3 || Math.abs(Arrays.stream(parts).sum() - 1) > 1e-9 || Arrays.stream(parts).anyMatch(part -> !(part >= 0))) {
            throw new IllegalArgumentException("--parts must be three shares that add up to 1 but was " + text());
        }
    }

    private static Split whole(Ratings ratings) {
        Ratings nothing = ratings.subset(new BitSet());
        return new Split(NONE, Map.of("name", NONE), ratings, nothing, nothing, nothing);
    }

    /// `chronological 0.70/0.15/0.15`
    @Override
    public String toString() {
        return (name.equals(NONE) || name.startsWith("leave-") ? name : name + " " + text()) + (core > 0 ? " of the " + core + "-core" : "");
    }

    private String text() {
        return String.join("/", Arrays.stream(parts).mapToObj(part -> part == Math.rint(part * 100) / 100 ? String.format(Locale.ROOT, "%.2f", part)
                : String.valueOf(part)).toList());
    }
}

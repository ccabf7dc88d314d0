package mf4j.app;

import mf4j.evaluate.Candidates;

/// `--protocol` of evaluate: among what is ranked, and whose ratings judge.
///
/// @param negatives how many items are drawn for each user to rank among; 0 for all items
/// @param strong    whether users are judged that the model never saw
record Protocol(String name, int negatives, boolean strong) {
    private static final int USUAL = 99;

    /// @throws IllegalArgumentException for a name that there is not
    static Protocol named(String name) {
        if (name.equals("full")) return new Protocol(name, 0, false);
        if (name.equals("strong")) return new Protocol(name, 0, true);
        if (name.equals("leave-one-out")) return new Protocol(name + ":" + USUAL, USUAL, false);
        if (name.matches("leave-one-out:[1-9][0-9]{0,5}")) return new Protocol(name, Integer.parseInt(name.substring(name.indexOf(':') + 1)), false);
        throw new IllegalArgumentException("--protocol must be full, strong or such as leave-one-out:99 but was " + name);
    }

    /// Draws the items that are ranked beside the test's own.
    Candidates drawn(Exam exam, long seed) {
        return Candidates.sampled(negatives, seed, exam.test(), exam.known().getFirst());
    }
}

package mf4j.study;

import mf4j.train.Seeds;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// Proposes values to try, under the names that Google's Vizier has for them. A value is proposed once: of a parameter of whole numbers
/// nothing new is learned by trying one again, and when all were tried the study ends.
public enum Sampler {
    /// All values from the least to the greatest.
    GRID_SEARCH,
    /// All values in an order drawn from the seed.
    SHUFFLED_GRID_SEARCH,
    /// Values drawn alike likely, from those not tried yet.
    RANDOM_SEARCH,
    /// Values spread evenly however many are asked for: the van der Corput sequence in base 2, from its start.
    QUASI_RANDOM_SEARCH;

    private static final List<String> NOT_YET = List.of("ALGORITHM_UNSPECIFIED", "DEFAULT", "GP_UCB_PE", "GAUSSIAN_PROCESS_BANDIT", "EMUKIT_GP_EI", "EAGLE_STRATEGY",
            "CMA_ES", "NSGA2", "BOCS", "HARMONICA");

    /// The sampler of a name, in any case, with dashes or underscores.
    ///
    /// @throws IllegalArgumentException with the list of names
    public static Sampler named(String name) {
        String plain = name.toUpperCase(Locale.ROOT).replace('-', '_');
        for (Sampler one : values()) if (one.name().equals(plain)) return one;
        String names = Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
        throw new IllegalArgumentException(NOT_YET.contains(plain) ? "the algorithm " + plain + " is not there yet; there are " + names
                : "there is no algorithm '" + name + "'; there are " + names);
    }

    /// The next value to try; empty when all were. The same seed and values tried give the same answer.
    ///
    /// @param tried in the order in which they were proposed
    public OptionalInt next(Whole parameter, List<Integer> tried, long seed) {
        int count = parameter.count();
        boolean[] done = new boolean[count];
        int left = count;
        for (int value : tried) {
            if (!parameter.has(value)) continue;
            int index = (value - parameter.low()) / parameter.step();
            if (!done[index]) left--;
            done[index] = true;
        }
        if (left == 0) return OptionalInt.empty();
        return OptionalInt.of(parameter.at(choose(done, left, count - left, seed)));
    }

    private int choose(boolean[] done, int left, int number, long seed) {
        Seeds seeds = Seeds.of(seed).forPurpose("sampler");
        return switch (this) {
            case GRID_SEARCH -> nth(done, 0);
            case RANDOM_SEARCH -> nth(done, seeds.stream(number).nextInt(left));
            case SHUFFLED_GRID_SEARCH -> Arrays.stream(seeds.stream(0).permutation(0, done.length)).filter(index -> !done[index]).findFirst().orElseThrow();
            case QUASI_RANDOM_SEARCH -> spread(done);
        };
    }

    private static int nth(boolean[] done, int n) {
        int index = 0;
        for (; done[index] || n > 0; index++) n -= done[index] ? 0 : 1;
        return index;
    }

    private static int spread(boolean[] done) {
        for (int n = 0; ; n++) {
            double place = (Integer.reverse(n) >>> 1) * 0x1p-31;
            int index = (int) (place * done.length);
            if (!done[index]) return index;
        }
    }
}

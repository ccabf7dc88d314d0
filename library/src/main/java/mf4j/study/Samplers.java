package mf4j.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// All samplers by name: Vizier's algorithms and Optuna's samplers.
public final class Samplers {
    private static final Map<String, Sampler> NAMED = new LinkedHashMap<>();

    static {
        NAMED.put("GRID_SEARCH", GridSearch.defaults());
        NAMED.put("SHUFFLED_GRID_SEARCH", GridSearch.defaults().withShuffled(true));
        NAMED.put("RANDOM_SEARCH", RandomSearch.defaults());
        NAMED.put("QUASI_RANDOM_SEARCH", QuasiRandom.defaults());
        NAMED.put("QMC", SobolSearch.defaults());
        NAMED.put("TPE", Tpe.defaults());
        NAMED.put("BRUTE_FORCE", BruteForce.defaults());
        NAMED.put("CMA_ES", CmaEs.defaults());
        NAMED.put("EAGLE_STRATEGY", Eagle.defaults());
        NAMED.put("NSGA2", Nsga2.defaults());
        NAMED.put("NSGA3", Nsga3.defaults());
        NAMED.put("BOCS", Bocs.defaults());
        NAMED.put("HARMONICA", Harmonica.defaults());
        NAMED.put("GAUSSIAN_PROCESS_BANDIT", Gp.bandit());
        NAMED.put("GP_UCB_PE", Gp.explorer());
        NAMED.put("DEFAULT", Gp.explorer());
        NAMED.put("ALGORITHM_UNSPECIFIED", Gp.explorer());
        NAMED.put("EMUKIT_GP_EI", Gp.defaults());
        NAMED.put("GP", Gp.defaults());
        NAMED.put("AUTOMATIC", Automatic.defaults());
    }

    private Samplers() { }

    /// What a study has that does not name one: it chooses by itself.
    public static Sampler defaults() {
        return Automatic.defaults();
    }

    /// All names.
    public static List<String> names() {
        return new ArrayList<>(NAMED.keySet());
    }

    /// The sampler of a name, in any case, with dashes or underscores.
    ///
    /// @throws IllegalArgumentException with the list of names
    public static Sampler named(String name) {
        Sampler sampler = NAMED.get(name.toUpperCase(Locale.ROOT).replace('-', '_'));
        if (sampler == null) throw new IllegalArgumentException("there is no algorithm '" + name + "'; there are " + String.join(", ", names()));
        return sampler;
    }
}

package mf4j.app;

import mf4j.kernel.Kernel;
import mf4j.kernel.Kernels;

import java.util.regex.Pattern;

/// `--kernel NAME`: demands a kernel. One process has one kernel, chosen when the first class that multiplies is loaded.
final class KernelFlag {
    private static final String NAME = "--kernel";
    private static final Pattern NAMES = Pattern.compile("fastest|scalar|vector(-(128|256|512))?");

    private KernelFlag() { }

    /// Hands the demand to the library in time: before the command line is parsed, because parsing loads trainers.
    static void beforeAnyIsLoaded(String... arguments) {
        for (int j = 0; j < arguments.length; j++) {
            if (arguments[j].equals(NAME) && j + 1 < arguments.length) demand(arguments[j + 1]);
            else if (arguments[j].startsWith(NAME + "=")) demand(arguments[j].substring(NAME.length() + 1));
        }
    }

    private static void demand(String name) {
        if (NAMES.matcher(name).matches()) System.setProperty(Kernels.PROPERTY, name);
    }

    /// Refuses what is no kernel's name.
    static void check(String name) {
        if (!NAMES.matcher(name).matches()) {
            throw new IllegalArgumentException("--kernel must be one of fastest, scalar, vector, vector-128, vector-256, vector-512 but was " + name);
        }
    }

    /// Sees that this process has what was demanded.
    ///
    /// @throws IllegalStateException where it cannot have it
    static void ensure(String name) {
        String wanted = Kernels.named(name).name();
        String active = Kernel.active().name();
        if (!active.equals(wanted)) throw new IllegalStateException("Kernel '" + name + "' was demanded but this process already runs " + active);
    }
}

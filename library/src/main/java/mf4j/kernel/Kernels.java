package mf4j.kernel;

import java.util.ArrayList;
import java.util.List;

/// Chooses the kernel of this process, once, from the system property `mf4j.kernel`:
///
/// | value | meaning |
/// |---|---|
/// | `fastest` (or absent) | the widest vectors of this processor if the module `jdk.incubator.vector` is there, else `scalar` |
/// | `scalar` | plain loops |
/// | `vector` | the widest vectors of this processor, or an error |
/// | `vector-128`, `vector-256`, `vector-512` | vectors of exactly that many bits, or an error |
///
/// One process has one width of vectors: the compiler only turns vectors into instructions when their shape is a constant.
public final class Kernels {

    /// The system property that demands a kernel.
    public static final String PROPERTY = "mf4j.kernel";

    private static final String MODULE = "jdk.incubator.vector";
    private static final List<Integer> WIDTHS = List.of(128, 256, 512);

    private Kernels() { }

    /// The kernel of this process.
    ///
    /// @throws IllegalStateException when the property demands a kernel that is not available
    static Kernel active() {
        if (Choice.MADE.kernel == null) {
            throw new IllegalStateException(Choice.MADE.problem);
        }
        return Choice.MADE.kernel;
    }

    /// The names a process on this machine, started as this one was, could demand; the scalar kernel first, then by width.
    public static List<String> available() {
        List<String> names = new ArrayList<>(List.of("scalar"));
        WIDTHS.stream().filter(bits -> bits <= widestVector()).forEach(bits -> names.add("vector-" + bits));
        return List.copyOf(names);
    }

    /// The kernel of that name: a value of the property [#PROPERTY].
    ///
    /// @throws IllegalStateException when this process cannot have it
    public static Kernel named(String name) {
        return switch (name) {
            case "fastest" -> widestVector() == 0 ? ScalarKernel.INSTANCE : vector(name);
            case "scalar" -> ScalarKernel.INSTANCE;
            case "vector", "vector-128", "vector-256", "vector-512" -> vector(name);
            default -> throw new IllegalStateException(PROPERTY + " must be one of fastest, scalar, vector, vector-128, vector-256, "
                    + "vector-512 but was '" + name + "'");
        };
    }

    private static Kernel vector(String name) {
        if (!modulePresent()) {
            throw unavailable(name, "this process runs without the module " + MODULE + "; start Java with --add-modules " + MODULE);
        }
        if (demandedBits(name) > widestVector() || widestVector() == 0) {
            throw unavailable(name, "this processor and Java offer " + available());
        }
        Kernel kernel = VectorKernel.INSTANCE;
        if (demandedBits(name) != 0 && !kernel.name().equals(name)) {
            throw unavailable(name, "this process already runs " + kernel.name() + "; demand it at the start with -D" + PROPERTY + "=" + name);
        }
        return kernel;
    }

    private static IllegalStateException unavailable(String name, String why) {
        return new IllegalStateException("Kernel '" + name + "' was demanded but is not available: " + why);
    }

    /// Bits of the vectors of this process: what the property demands, else the widest.
    static int chosenBits() {
        int demanded = demandedBits(System.getProperty(PROPERTY, "fastest"));
        return demanded != 0 && demanded <= widestVector() ? demanded : widestVector();
    }

    private static int demandedBits(String name) {
        return WIDTHS.stream().filter(bits -> name.equals("vector-" + bits)).findFirst().orElse(0);
    }

    /// The widest vectors in bits, at most 512; 0 without the module or without vector instructions.
    private static int widestVector() {
        int bits = modulePresent() ? Lanes.widestBits() : 0;
        return WIDTHS.stream().filter(width -> width <= bits).max(Integer::compare).orElse(0);
    }

    private static boolean modulePresent() {
        return ModuleLayer.boot().findModule(MODULE).isPresent();
    }

    /// A kernel, or why there is none: an error kept for the caller, since a failing class initialiser would hide it.
    private record Choice(Kernel kernel, String problem) {

        static final Choice MADE = of(System.getProperty(PROPERTY, "fastest"));

        static Choice of(String name) {
            try {
                return new Choice(named(name), null);
            } catch (IllegalStateException e) {
                return new Choice(null, e.getMessage());
            }
        }
    }
}

package mf4j.train;

import java.util.function.Supplier;

/// Refusals in one voice: `Owner.name must RULE but was VALUE`.
///
/// A trainer checks its knobs through [Knobs#check], which reads the rules from the [Knob] annotations; everything else that
/// takes arguments checks them here.
public final class Check {
    private final String owner;

    private Check(String owner) {
        this.owner = owner;
    }

    /// Checks on behalf of a class, named in the message.
    public static Check of(Class<?> owner) {
        return new Check(owner.getSimpleName());
    }

    /// Throws [IllegalArgumentException] unless `holds`.
    public void that(boolean holds, String name, String rule, Object value) {
        if (!holds) throw new IllegalArgumentException(message(name, rule, value));
    }

    /// The value itself when it is at least `least`.
    public int atLeast(String name, int value, int least) {
        that(value >= least, name, "be at least " + least, value);
        return value;
    }

    /// The value itself when it is at least `least`; NaN is not.
    public double atLeast(String name, double value, double least) {
        that(value >= least && value < Double.POSITIVE_INFINITY, name, "be a finite number of at least " + plain(least), value);
        return value;
    }

    /// The value itself when it lies in [low, high].
    public double within(String name, double value, double low, double high) {
        that(value >= low && value <= high, name, "lie between " + plain(low) + " and " + plain(high), value);
        return value;
    }

    /// The value itself when it is not null.
    public <T> T present(String name, T value) {
        that(value != null, name, "be given", null);
        return value;
    }

    /// Throws [IllegalStateException] with a message in the owner's name unless `holds`.
    public void state(boolean holds, Supplier<String> message) {
        if (!holds) throw new IllegalStateException(owner + ": " + message.get());
    }

    String message(String name, String rule, Object value) {
        return owner + "." + name + " must " + rule + " but was " + value;
    }

    static String plain(double bound) {
        return bound == Math.rint(bound) && Math.abs(bound) < 1e15 ? Long.toString((long) bound) : Double.toString(bound);
    }
}

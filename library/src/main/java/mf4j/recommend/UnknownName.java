package mf4j.recommend;

/// A user or item the model has never seen was asked for.
public final class UnknownName extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /// @param kind   `user` or `item`
    /// @param name   what was asked for
    /// @param remedy what can be done
    public UnknownName(String kind, String name, String remedy) {
        super(kind + " '" + name + "' is not in the model; " + remedy);
    }
}

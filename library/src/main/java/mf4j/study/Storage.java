package mf4j.study;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Where studies are kept: in memory, a file, a database. What Optuna keeps of a study is kept as Optuna keeps it, where the format allows.
///
/// Safe for threads; where it says so also for processes and machines.
public interface Storage extends AutoCloseable {
    /// The names of all studies, in the order of their creation.
    List<String> names() throws IOException;

    /// The study of a name.
    Optional<Ledger> find(String name) throws IOException;

    /// The study of a name, begun where it is not there.
    ///
    /// @param goals one per metric; of a study that is there only their directions are compared
    /// @throws IllegalArgumentException when it is there with other directions
    Ledger open(String name, List<Goal> goals) throws IOException;

    /// Removes a study and all its trials.
    ///
    /// @return whether it was there
    boolean delete(String name) throws IOException;

    /// Whether other processes may work on the same studies.
    boolean shared();

    @Override
    void close() throws IOException;
}

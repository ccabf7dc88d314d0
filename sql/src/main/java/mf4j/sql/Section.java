package mf4j.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// A transaction under way, of one thread.
final class Section {
    private final Connection connection;
    private final Dialect dialect;
    private final ReentrantLock memory;
    private final Set<Integer> studies = new HashSet<>();
    private final Set<KnownTrials> known = new HashSet<>();

    /// Takes something out of a row.
    interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    Section(Connection connection, Dialect dialect, ReentrantLock memory) {
        this.connection = connection;
        this.dialect = dialect;
        this.memory = memory;
    }

    Dialect dialect() {
        return dialect;
    }

    /// Whether this study is locked for this transaction from now on, but was not before.
    boolean enters(int study) {
        return studies.add(study);
    }

    /// From now to its end no other thread uses what ledgers remember; what this one remembers is forgotten where the transaction fails.
    void remember(KnownTrials trials) {
        if (!memory.isHeldByCurrentThread()) memory.lock();
        known.add(trials);
    }

    void end(boolean kept) {
        if (!kept) known.forEach(KnownTrials::forget);
        if (memory.isHeldByCurrentThread()) memory.unlock();
    }

    /// Runs a statement.
    ///
    /// @return the number of rows changed
    int change(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values)) {
            statement.execute();
            return Math.max(0, statement.getUpdateCount());
        }
    }

    /// Every row of a query.
    <T> List<T> all(String sql, Reading<T> reading, Object... values) throws SQLException {
        List<T> all = new ArrayList<>();
        try (PreparedStatement statement = prepared(sql, values); ResultSet rows = statement.executeQuery()) {
            while (rows.next()) all.add(reading.of(rows));
        }
        return all;
    }

    /// The first row of a query; empty where there is none, or it says null.
    <T> Optional<T> first(String sql, Reading<T> reading, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values); ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.ofNullable(reading.of(rows)) : Optional.empty();
        }
    }

    private PreparedStatement prepared(String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int j = 0; j < values.length; j++) bind(statement, j + 1, values[j]);
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private static void bind(PreparedStatement statement, int at, Object value) throws SQLException {
        switch (value) {
            case Integer whole -> statement.setInt(at, whole);
            case Double real -> statement.setDouble(at, real);
            case null -> statement.setString(at, null);
            default -> statement.setString(at, value.toString());
        }
    }
}

package mf4j.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;

/// The transactions on one database. Of this process one at a time writes; those within it are part of it. Others read meanwhile.
final class Sections implements AutoCloseable {
    private final HikariDataSource pool;
    private final Dialect dialect;
    private final String place;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final ReentrantLock memory = new ReentrantLock(); // of what ledgers remember
    private final ThreadLocal<Section> current = new ThreadLocal<>();

    /// What is done in a transaction.
    interface Work<T> {
        T in(Section section) throws Exception;
    }

    /// @param place as it may stand in a message
    Sections(HikariConfig config, Dialect dialect, String place) throws IOException {
        this.dialect = dialect;
        this.place = place;
        try {
            this.pool = new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException e) {
            throw new IOException(place + ": cannot be opened: " + e.getCause().getMessage(), e);
        }
    }

    Dialect dialect() {
        return dialect;
    }

    String place() {
        return place;
    }

    /// Something that throws nothing but I/O and database errors, in a transaction that writes.
    <T> T write(Work<T> work) throws IOException {
        return plain(() -> exclusively(work));
    }

    /// The same where it only reads; it sees one moment.
    <T> T read(Work<T> work) throws IOException {
        return plain(() -> {
            Section open = current.get();
            return open != null ? work.in(open) : transaction(dialect.beginReading, work);
        });
    }

    /// The same where it uses what ledgers remember: waits for whoever writes before it takes a connection.
    <T> T recall(Work<T> work) throws IOException {
        if (current.get() != null) return read(work);
        memory.lock();
        try {
            return read(work);
        } finally {
            if (memory.isHeldByCurrentThread()) memory.unlock();
        }
    }

    /// Runs something in a transaction that writes; nothing of it is kept where it throws.
    <T> T exclusively(Work<T> work) throws Exception {
        Section open = current.get();
        if (open != null) return work.in(open);
        turn.lock();
        try {
            return transaction(dialect.begin, work);
        } finally {
            turn.unlock();
        }
    }

    private <T> T transaction(String begin, Work<T> work) throws Exception {
        try (Connection connection = pool.getConnection()) {
            say(connection, begin);
            Section section = new Section(connection, dialect, memory);
            current.set(section);
            boolean kept = false;
            try {
                T result = work.in(section);
                say(connection, "COMMIT");
                kept = true;
                return result;
            } finally {
                current.remove();
                if (!kept) undo(connection);
                section.end(kept);
            }
        }
    }

    private void undo(Connection connection) {
        try {
            say(connection, "ROLLBACK");
        } catch (SQLException e) {
            pool.evictConnection(connection); // the database ends what it still has of it
        }
    }

    private static void say(Connection connection, String what) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(what);
        }
    }

    private <T> T plain(Callable<T> work) throws IOException {
        try {
            return work.call();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (SQLException e) {
            throw new IOException(place + ": " + e.getMessage(), e);
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}

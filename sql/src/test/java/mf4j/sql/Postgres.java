package mf4j.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/// A PostgreSQL server of the tests' own, one per process that runs them.
final class Postgres {
    private static EmbeddedPostgres server;
    private static Throwable absent;

    private Postgres() { }

    /// The address of a new database; skips the test, saying why, where the machine cannot run the server.
    static synchronized String database() throws SQLException {
        if (server == null && absent == null) start();
        Assumptions.assumeTrue(server != null, () -> "PostgreSQL does not run on this machine: " + absent);
        String name = "d" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
            connection.createStatement().execute("CREATE DATABASE " + name);
        }
        return "postgresql://postgres:postgres@localhost:" + server.getPort() + "/" + name;
    }

    private static void start() {
        try {
            server = EmbeddedPostgres.builder().start();
        } catch (IOException | RuntimeException e) {
            absent = e;
        }
    }
}

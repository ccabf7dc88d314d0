package mf4j.sql;

import com.zaxxer.hikari.HikariConfig;
import mf4j.study.Directions;
import mf4j.study.Goal;
import mf4j.study.Ledger;
import mf4j.study.Storage;
import org.sqlite.SQLiteConfig;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Studies in the tables of Optuna's database storage, in an SQLite file or a PostgreSQL database: workers of MF4J and of Optuna 5, and Optuna's
/// viewers, may work on them at the same time.
///
/// An exclusive section is a transaction that holds the row of the study, which Optuna takes too when it begins a trial, and those of the trials
/// that are not finished; in SQLite it holds the file.
/// Nothing of a section is kept when it fails, or when its process is killed in it.
public final class SqlStorage implements Storage {
    private static final int CONNECTIONS = 4; // one that writes, one that reads, and some air
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String IDLE = "SET idle_in_transaction_session_timeout = '5min'"; // a machine that is gone lets go of its study

    private final Sections sections;

    private SqlStorage(Sections sections) throws IOException {
        this.sections = sections;
        try {
            Schema.prepare(sections);
        } catch (IOException | RuntimeException e) {
            sections.close();
            throw e;
        }
    }

    /// Opens an SQLite file, or begins it; folders that are missing are made.
    ///
    /// @throws IOException where it cannot be read or written, is no database, or has other tables of Optuna than those of version 3.2 to 5
    public static SqlStorage sqlite(Path file) throws IOException {
        if (file.toAbsolutePath().getParent() != null) Files.createDirectories(file.toAbsolutePath().getParent());
        SQLiteConfig sqlite = new SQLiteConfig();
        sqlite.setBusyTimeout((int) PATIENCE.toMillis());
        sqlite.setJournalMode(SQLiteConfig.JournalMode.DELETE); // the only one that all viewers read
        sqlite.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        HikariConfig config = config("jdbc:sqlite:" + file.toAbsolutePath());
        sqlite.toProperties().forEach((key, value) -> config.addDataSourceProperty((String) key, value));
        return new SqlStorage(new Sections(config, Dialect.SQLITE, file.toString()));
    }

    /// Opens a PostgreSQL database; its tables are made where they are not there.
    ///
    /// @param url `postgresql://user:password@host:port/database`, as Optuna takes it, a driver of Python in its scheme among it; what may stand behind
    ///            a question mark is that of PostgreSQL's JDBC driver
    /// @throws IOException where it cannot be reached or has other tables of Optuna than those of version 3.2 to 5
    public static SqlStorage postgresql(String url) throws IOException {
        URI uri = URI.create(url.replaceFirst("^(postgresql|postgres)(\\+\\w+)?:", "postgresql:"));
        String plain = "postgresql://" + (uri.getHost() == null ? "localhost" : uri.getHost()) + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + uri.getPath();
        HikariConfig config = config("jdbc:" + plain + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()));
        if (uri.getRawUserInfo() != null) {
            String[] user = uri.getRawUserInfo().split(":", 2);
            config.setUsername(decoded(user[0]));
            if (user.length > 1) config.setPassword(decoded(user[1]));
        }
        config.addDataSourceProperty("stringtype", "unspecified"); // the server reads text as the column's type: a state, a time
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.setConnectionInitSql(IDLE);
        return new SqlStorage(new Sections(config, Dialect.POSTGRESQL, plain));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static HikariConfig config(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setPoolName("mf4j-studies");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(PATIENCE.toMillis());
        return config;
    }

    @Override
    public List<String> names() throws IOException {
        return sections.read(section -> section.all("SELECT study_name FROM studies ORDER BY study_id", row -> row.getString(1)));
    }

    @Override
    public Optional<Ledger> find(String name) throws IOException {
        return sections.read(section -> found(section, name));
    }

    private Optional<Ledger> found(Section section, String name) throws Exception {
        Optional<Integer> id = section.first("SELECT study_id FROM studies WHERE study_name = ?", row -> row.getInt(1), name);
        if (id.isEmpty()) return Optional.empty();
        List<Boolean> maximize = section.all("SELECT direction FROM study_directions WHERE study_id = ? ORDER BY objective", row -> row.getString(1).equals("MAXIMIZE"), id.get());
        return Optional.of(new SqlLedger(sections, id.get(), name, maximize));
    }

    @Override
    public Ledger open(String name, List<Goal> goals) throws IOException {
        Ledger ledger = sections.write(section -> {
            Optional<Integer> begun = section.first("INSERT INTO studies (study_name) VALUES (?) ON CONFLICT (study_name) DO NOTHING RETURNING study_id", row -> row.getInt(1), name);
            for (int j = 0; begun.isPresent() && j < goals.size(); j++) {
                section.change("INSERT INTO study_directions (direction, study_id, objective) VALUES (?, ?, ?)", goals.get(j).maximize() ? "MAXIMIZE" : "MINIMIZE", begun.get(), j);
            }
            return found(section, name).orElseThrow();
        });
        Directions.same(name, ledger.maximize(), goals);
        return ledger;
    }

    @Override
    public boolean delete(String name) throws IOException {
        return sections.write(section -> {
            Optional<Integer> id = section.first("SELECT study_id FROM studies WHERE study_name = ?" + section.dialect().locked, row -> row.getInt(1), name);
            if (id.isEmpty()) return false;
            for (String table : List.of("trial_user_attributes", "trial_system_attributes", "trial_params", "trial_values", "trial_intermediate_values", "trial_heartbeats")) {
                section.change("DELETE FROM " + table + " WHERE trial_id IN (SELECT trial_id FROM trials WHERE study_id = ?)", id.get());
            }
            for (String table : List.of("trials", "study_user_attributes", "study_system_attributes", "study_directions", "studies")) {
                section.change("DELETE FROM " + table + " WHERE study_id = ?", id.get());
            }
            return true;
        });
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public void close() {
        sections.close();
    }
}

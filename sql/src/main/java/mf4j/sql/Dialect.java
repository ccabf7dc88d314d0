package mf4j.sql;

import java.util.Map;

/// What the databases that keep studies say differently.
enum Dialect {
    /// A file.
    SQLITE("BEGIN IMMEDIATE", "BEGIN", "", "SELECT name FROM sqlite_master WHERE name = 'alembic_version'",
            Map.of("ID", "INTEGER NOT NULL", "TIME", "DATETIME", "REAL", "FLOAT", "DIRECTION", "VARCHAR(8)", "STATE", "VARCHAR(8)", "VALUE_TYPE", "VARCHAR(7)", "REPORT_TYPE", "VARCHAR(7)")),
    /// A server; Optuna's tables have types of their own there.
    POSTGRESQL("BEGIN", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", " FOR UPDATE", "SELECT to_regclass('alembic_version')::text",
            Map.of("ID", "SERIAL NOT NULL", "TIME", "TIMESTAMP WITHOUT TIME ZONE", "REAL", "FLOAT(53)", "DIRECTION", "studydirection", "STATE", "trialstate", "VALUE_TYPE", "trialvaluetype",
                    "REPORT_TYPE", "trialintermediatevaluetype"));

    final String begin;          // a transaction that writes; in SQLite the only one of its file
    final String beginReading;   // one that sees one moment
    final String locked;         // behind a query: nobody else changes its rows until the transaction ends
    final String present;        // one row with a text where Optuna's tables are there
    final Map<String, String> types;

    Dialect(String begin, String beginReading, String locked, String present, Map<String, String> types) {
        this.begin = begin;
        this.beginReading = beginReading;
        this.locked = locked;
        this.present = present;
        this.types = types;
    }
}

package mf4j.sql;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The tables of Optuna's database storage, as its versions from 3.2 on make and expect them: revision `v3.2.0.a`, schema 12.
final class Schema {
    static final String REVISION = "v3.2.0.a";
    private static final int VERSION = 12;
    private static final long MAKING = 0x6d66_346aL; // PostgreSQL's lock of whoever makes the tables

    private static final List<String> POSTGRESQL_TYPES = List.of(
            "studydirection AS ENUM ('NOT_SET', 'MINIMIZE', 'MAXIMIZE')",
            "trialstate AS ENUM ('RUNNING', 'COMPLETE', 'PRUNED', 'FAIL', 'WAITING')",
            "trialvaluetype AS ENUM ('FINITE', 'INF_POS', 'INF_NEG')",
            "trialintermediatevaluetype AS ENUM ('FINITE', 'INF_POS', 'INF_NEG', 'NAN')");

    private static final List<String> TABLES = List.of(
            "TABLE IF NOT EXISTS studies (study_id {ID}, study_name VARCHAR(512) NOT NULL, PRIMARY KEY (study_id))",
            "UNIQUE INDEX IF NOT EXISTS ix_studies_study_name ON studies (study_name)",
            "TABLE IF NOT EXISTS version_info (version_info_id INTEGER NOT NULL, schema_version INTEGER, library_version VARCHAR(256), PRIMARY KEY (version_info_id), CHECK (version_info_id = 1))",
            "TABLE IF NOT EXISTS study_directions (study_direction_id {ID}, direction {DIRECTION} NOT NULL, study_id INTEGER NOT NULL, objective INTEGER NOT NULL, "
                    + "PRIMARY KEY (study_direction_id), UNIQUE (study_id, objective), FOREIGN KEY (study_id) REFERENCES studies (study_id))",
            notes("study", "user"), notes("study", "system"),
            "TABLE IF NOT EXISTS trials (trial_id {ID}, number INTEGER, study_id INTEGER, state {STATE} NOT NULL, datetime_start {TIME}, datetime_complete {TIME}, "
                    + "PRIMARY KEY (trial_id), FOREIGN KEY (study_id) REFERENCES studies (study_id))",
            "INDEX IF NOT EXISTS ix_trials_study_id ON trials (study_id)",
            notes("trial", "user"), notes("trial", "system"),
            "TABLE IF NOT EXISTS trial_params (param_id {ID}, trial_id INTEGER, param_name VARCHAR(512), param_value {REAL}, distribution_json TEXT, "
                    + "PRIMARY KEY (param_id), UNIQUE (trial_id, param_name), FOREIGN KEY (trial_id) REFERENCES trials (trial_id))",
            "TABLE IF NOT EXISTS trial_values (trial_value_id {ID}, trial_id INTEGER NOT NULL, objective INTEGER NOT NULL, value {REAL}, value_type {VALUE_TYPE} NOT NULL, "
                    + "PRIMARY KEY (trial_value_id), UNIQUE (trial_id, objective), FOREIGN KEY (trial_id) REFERENCES trials (trial_id))",
            "TABLE IF NOT EXISTS trial_intermediate_values (trial_intermediate_value_id {ID}, trial_id INTEGER NOT NULL, step INTEGER NOT NULL, intermediate_value {REAL}, "
                    + "intermediate_value_type {REPORT_TYPE} NOT NULL, PRIMARY KEY (trial_intermediate_value_id), UNIQUE (trial_id, step), FOREIGN KEY (trial_id) REFERENCES trials (trial_id))",
            "TABLE IF NOT EXISTS trial_heartbeats (trial_heartbeat_id {ID}, trial_id INTEGER NOT NULL, heartbeat {TIME} NOT NULL, "
                    + "PRIMARY KEY (trial_heartbeat_id), UNIQUE (trial_id), FOREIGN KEY (trial_id) REFERENCES trials (trial_id))",
            "TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))");

    private Schema() { }

    private static String notes(String owner, String kind) {
        return "TABLE IF NOT EXISTS %1$s_%2$s_attributes (%1$s_%2$s_attribute_id {ID}, %1$s_id INTEGER, \"key\" VARCHAR(512), value_json TEXT, PRIMARY KEY (%1$s_%2$s_attribute_id), UNIQUE (%1$s_id, \"key\"), FOREIGN KEY (%1$s_id) REFERENCES %3$s (%1$s_id))"
                .formatted(owner, kind, owner.equals("study") ? "studies" : "trials");
    }

    /// Makes the tables where they are not there.
    ///
    /// @throws IOException where they are there in another revision
    static void prepare(Sections sections) throws IOException {
        String revision = sections.read(section -> isThere(section) ? revision(section) : "");
        if (revision.isEmpty()) revision = sections.write(section -> {
            make(section, sections.dialect());
            return revision(section);
        });
        if (!revision.equals(REVISION)) {
            throw new IOException(sections.place() + ": its tables have Optuna's revision " + revision + ", not " + REVISION + "; 'optuna storage upgrade' brings them there");
        }
    }

    private static boolean isThere(Section section) throws SQLException {
        return section.first(section.dialect().present, row -> row.getString(1)).isPresent();
    }

    private static String revision(Section section) throws SQLException {
        return section.first("SELECT version_num FROM alembic_version", row -> row.getString(1)).orElse("");
    }

    private static void make(Section section, Dialect dialect) throws SQLException {
        if (dialect == Dialect.POSTGRESQL) {
            section.first("SELECT pg_advisory_xact_lock(" + MAKING + ")::text", row -> row.getString(1));
            for (String type : POSTGRESQL_TYPES) section.change("DO $$ BEGIN CREATE TYPE " + type + "; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        }
        for (String table : TABLES) section.change("CREATE " + typed(table, dialect.types));
        section.change("INSERT INTO version_info (version_info_id, schema_version, library_version) VALUES (1, ?, ?) ON CONFLICT DO NOTHING", VERSION, "mf4j");
        if (revision(section).isEmpty()) section.change("INSERT INTO alembic_version (version_num) VALUES (?)", REVISION);
    }

    private static String typed(String table, Map<String, String> types) {
        return Pattern.compile("\\{(\\w+)}").matcher(table).replaceAll(hole -> types.get(hole.group(1)));
    }
}

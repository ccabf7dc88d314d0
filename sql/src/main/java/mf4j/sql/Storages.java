package mf4j.sql;

import mf4j.study.JournalStorage;
import mf4j.study.Storage;
import mf4j.train.Check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/// Every place that keeps studies, by what a person calls it.
public final class Storages {
    private Storages() { }

    /// Opens a place, or begins it.
    ///
    /// @param place a journal, `FILE.jsonl` or `FILE.log`; an SQLite file, `FILE.db`, `FILE.sqlite`, `FILE.sqlite3`, `sqlite:FILE` or, as Optuna has it,
    ///              `sqlite:///FILE`; a database, `postgresql://user:password@host:port/database`
    /// @throws IllegalArgumentException for what is none of these
    /// @throws IOException              where it cannot be opened
    public static Storage open(String place) throws IOException {
        String lower = place.toLowerCase(Locale.ROOT);
        if (lower.startsWith("postgresql:") || lower.startsWith("postgresql+") || lower.startsWith("postgres:")) return SqlStorage.postgresql(place);
        if (lower.startsWith("sqlite:///")) return SqlStorage.sqlite(Path.of(place.substring("sqlite:///".length())));
        if (lower.startsWith("sqlite:")) return SqlStorage.sqlite(Path.of(place.substring("sqlite:".length())));
        if (ends(lower, ".db", ".sqlite", ".sqlite3")) return SqlStorage.sqlite(Path.of(place));
        Check.of(Storages.class).that(ends(lower, ".jsonl", ".log"), "place", "be a journal (FILE.jsonl, FILE.log), an SQLite file (FILE.db, FILE.sqlite, sqlite:FILE) or postgresql://...", "'" + place + "'");
        return JournalStorage.open(Path.of(place));
    }

    private static boolean ends(String place, String... endings) {
        return !place.contains("://") && Stream.of(endings).anyMatch(place::endsWith);
    }
}

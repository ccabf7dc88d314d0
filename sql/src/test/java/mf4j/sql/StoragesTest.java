package mf4j.sql;

import mf4j.study.JournalStorage;
import mf4j.study.Storage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StoragesTest {
    @TempDir
    Path folder;

    private byte[] opened(String place, Path file, Class<?> kind) throws IOException {
        try (Storage storage = Storages.open(place)) {
            assertThat(storage).isInstanceOf(kind);
            assertThat(storage.shared()).isTrue();
        }
        return Files.readAllBytes(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"study.jsonl", "study.LOG"})
    void opensAJournal(String name) throws IOException {
        Path file = folder.resolve(name);
        assertThat(opened(file.toString(), file, JournalStorage.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s/study.db", "%s/study.sqlite", "%s/study.sqlite3", "sqlite:%s/study", "sqlite:///%s/study"})
    void opensSqlite(String pattern) throws IOException {
        String place = pattern.formatted(folder);
        Path file = folder.resolve(place.substring(place.lastIndexOf('/') + 1));
        assertThat(new String(opened(place, file, SqlStorage.class), 0, 15)).isEqualTo("SQLite format 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql:", "postgres:", "postgresql+psycopg2:"})
    void opensPostgresql(String scheme) throws IOException, SQLException {
        try (Storage storage = Storages.open(Postgres.database().replaceFirst("^postgresql:", scheme.replace("+", "\\+")))) {
            assertThat(storage.names()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"study", "study.csv", "mysql://host/study.db", ""})
    void refusesOthers(String place) {
        assertThatIllegalArgumentException().isThrownBy(() -> Storages.open(place))
                .withMessage("Storages.place must be a journal (FILE.jsonl, FILE.log), an SQLite file (FILE.db, FILE.sqlite, sqlite:FILE) or postgresql://... but was '" + place + "'");
    }
}

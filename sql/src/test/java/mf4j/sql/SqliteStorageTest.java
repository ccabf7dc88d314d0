package mf4j.sql;

import mf4j.study.Storage;
import mf4j.study.StorageContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SqliteStorageTest extends StorageContract {
    @TempDir
    Path folder;

    private Path path() {
        return folder.resolve("deep/study.db");
    }

    @Override
    protected Storage open() throws IOException {
        return SqlStorage.sqlite(path());
    }

    /// Another revision of Optuna's tables would be read wrongly.
    @Test
    void refusesTablesOfAnotherRevision() throws IOException, SQLException {
        open().close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path())) {
            connection.createStatement().executeUpdate("UPDATE alembic_version SET version_num = 'v2.6.0.a'");
        }
        assertThatThrownBy(this::open).isInstanceOf(IOException.class)
                .hasMessage(path() + ": its tables have Optuna's revision v2.6.0.a, not v3.2.0.a; 'optuna storage upgrade' brings them there");
    }

    @Test
    void refusesWhatIsNoDatabase() throws IOException {
        Path text = folder.resolve("text.db");
        Files.writeString(text, "rank,loss\n".repeat(1000));
        assertThatThrownBy(() -> SqlStorage.sqlite(text)).isInstanceOf(IOException.class).hasMessageStartingWith(text + ": cannot be opened: ").hasMessageContaining("not a database");
    }
}

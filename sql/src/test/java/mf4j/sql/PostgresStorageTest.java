package mf4j.sql;

import mf4j.study.Storage;
import mf4j.study.StorageContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.sql.SQLException;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PostgresStorageTest extends StorageContract {
    private String place;

    @BeforeEach
    void begin() throws SQLException {
        place = Postgres.database();
    }

    @Override
    protected Storage open() throws IOException {
        return SqlStorage.postgresql(place);
    }

    @Test
    void saysWhichDatabaseIsNotThereWithoutItsPassword() {
        assertThatThrownBy(() -> SqlStorage.postgresql(place.replaceFirst("/d\\w+$", "/nowhere")).close()).isInstanceOf(IOException.class)
                .hasMessageMatching("postgresql://localhost:\\d+/nowhere: cannot be opened: .*\"nowhere\" does not exist.*");
    }
}

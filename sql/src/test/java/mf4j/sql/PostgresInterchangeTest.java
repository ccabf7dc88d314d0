package mf4j.sql;

import mf4j.study.InterchangeContract;
import mf4j.study.Optuna;
import mf4j.study.Storage;
import org.junit.jupiter.api.BeforeEach;

import java.io.IOException;
import java.sql.SQLException;

/// Where Python has psycopg2, too.
class PostgresInterchangeTest extends InterchangeContract {
    private String place;

    @BeforeEach
    void begin() throws IOException, SQLException {
        Optuna.needs("psycopg2");
        place = Postgres.database();
    }

    @Override
    protected Storage open() throws IOException {
        return SqlStorage.postgresql(place);
    }

    @Override
    protected String python() {
        return "optuna.storages.RDBStorage('" + place.replaceFirst("^postgresql:", "postgresql+psycopg2:") + "')";
    }
}

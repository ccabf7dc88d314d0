package mf4j.sql;

import mf4j.study.Killing;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

class SqlKillingTest {
    @TempDir
    Path folder;

    /// A worker of the tests.
    static final class Worker {
        private Worker() { }

        public static void main(String[] arguments) throws IOException {
            Killing.work(() -> Storages.open(arguments[0]), arguments);
        }
    }

    private void killed(String place, int kills) throws IOException, InterruptedException {
        new Killing(Worker.class, place, folder).run(kills, () -> Storages.open(place));
    }

    @Test
    void postgresqlLosesNothingToSomeKills() throws IOException, InterruptedException, SQLException {
        killed(Postgres.database(), 20);
    }

    @Test
    @Tag("slow")
    void sqliteLosesNothingToSomeKills() throws IOException, InterruptedException {
        killed(folder.resolve("study.db").toString(), 20);
    }

    @Test
    @Tag("slow")
    void postgresqlLosesNothingToManyKills() throws IOException, InterruptedException, SQLException {
        killed(Postgres.database(), 200);
    }
}

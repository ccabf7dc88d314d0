package mf4j.sql;

import mf4j.study.InterchangeContract;
import mf4j.study.Storage;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

class SqliteInterchangeTest extends InterchangeContract {
    @TempDir
    Path folder;

    private Path path() {
        return folder.resolve("study.db");
    }

    @Override
    protected Storage open() throws IOException {
        return SqlStorage.sqlite(path());
    }

    @Override
    protected String python() {
        return "optuna.storages.RDBStorage('sqlite:///" + path() + "')";
    }

    /// Optuna looks whether a trial waits and takes it in two transactions here: even two of its own workers may take the same one.
    @Override
    protected int waiting() {
        return 0;
    }
}

package mf4j.study;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

class JournalInterchangeTest extends InterchangeContract {
    @TempDir
    Path folder;

    private Path path() {
        return folder.resolve("study.jsonl");
    }

    @Override
    protected Storage open() throws IOException {
        return JournalStorage.open(path());
    }

    @Override
    protected String python() {
        return "optuna.storages.JournalStorage(JournalFileBackend('" + path() + "'))";
    }

    /// Optuna's other lock, for folders without symbolic links.
    @Test
    void bothWorkAtTheSameTimeWithTheOtherLock() throws IOException, InterruptedException {
        bothWork("optuna.storages.JournalStorage(JournalFileBackend('" + path() + "', lock_obj=JournalFileOpenLock('" + path() + "')))");
    }
}

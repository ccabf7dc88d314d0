package mf4j.app;

import mf4j.sql.Storages;
import mf4j.study.Ledger;
import mf4j.study.Storage;
import mf4j.study.StudyPlan;
import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where studies are kept, as the command line says it: a journal, an SQLite file, a PostgreSQL database.
///
/// @param text as given
record StudyPlace(String text) implements StudyPlan.Place {
    /// Makes one of an argument.
    static final class Converter implements CommandLine.ITypeConverter<StudyPlace> {
        @Override
        public StudyPlace convert(String text) {
            return new StudyPlace(text);
        }
    }

    @Override
    public Storage open() throws IOException {
        try {
            return Storages.open(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage().replaceFirst("^Storages.place", "the place of a study"), e);
        }
    }

    /// Opens a place that must be there.
    Storage existing() throws IOException {
        boolean file = !text.matches("(?i)postgres(ql)?[:+].*");
        if (file && !Files.exists(Path.of(text.replaceFirst("^sqlite:(///)?", "")))) throw new IllegalArgumentException("there are no studies in " + this + ": there is no such file");
        return open();
    }

    /// The study of a name, or the only one where no name is given.
    ///
    /// @param nameOrNull of the study
    Ledger study(Storage storage, String nameOrNull) throws IOException {
        List<String> names = storage.names();
        if (nameOrNull == null && names.size() == 1) return storage.find(names.getFirst()).orElseThrow();
        if (nameOrNull == null) throw new IllegalArgumentException(names.isEmpty() ? "there is no study in " + this : this + " has several studies, so name one: " + String.join(", ", names));
        return storage.find(nameOrNull).orElseThrow(() -> new IllegalArgumentException("there is no study '" + nameOrNull + "' in " + this + "; there are " + (names.isEmpty() ? "none" : String.join(", ", names))));
    }

    @Override
    public String toString() {
        return text.replaceFirst("(://[^:/@]*):[^@]*@", "$1:...@"); // a password is nobody's business
    }
}

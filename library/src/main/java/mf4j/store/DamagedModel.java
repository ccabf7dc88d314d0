package mf4j.store;

import java.io.IOException;
import java.nio.file.Path;

/// A file that cannot be read as a model: cut off, changed, of another kind, or of a newer format. The message names the file and
/// what is wrong with it.
public final class DamagedModel extends IOException {
    private static final long serialVersionUID = 1;

    DamagedModel(Path path, String what) {
        super(path + " " + what);
    }

    DamagedModel(Path path, String what, Exception cause) {
        super(path + " " + what, cause);
    }
}

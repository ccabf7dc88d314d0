package mf4j.sql;

/// A table that cannot be read or written; the message says which file, which line where there are lines, what is wrong and what
/// was found.
public final class TableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TableException(String message) {
        super(message);
    }

    TableException(String message, Throwable cause) {
        super(message, cause);
    }

    /// What was found, as it may stand in a message: one line, not too long.
    static String shown(String text) {
        String line = text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
        return "'" + (line.length() > 80 ? line.substring(0, 80) + "..." : line) + "'";
    }
}

package mf4j.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// Times and numbers as Optuna's tables have them.
final class Values {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS");

    private Values() { }

    /// In UTC, to the microsecond.
    static String text(Optional<Instant> time) {
        return time.map(at -> TIME.format(LocalDateTime.ofInstant(at, ZoneOffset.UTC))).orElse(null);
    }

    static Optional<Instant> time(String text) {
        return Optional.ofNullable(text).map(one -> LocalDateTime.parse(one.replace(' ', 'T')).toInstant(ZoneOffset.UTC));
    }

    /// The number where it is one; what it is says [#type].
    static Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    static String type(double value) {
        if (Double.isNaN(value)) return "NAN";
        return Double.isFinite(value) ? "FINITE" : value > 0 ? "INF_POS" : "INF_NEG";
    }

    /// The number in a column, its type in the next.
    static double real(ResultSet row, int column) throws SQLException {
        return switch (row.getString(column + 1)) {
            case "NAN" -> Double.NaN;
            case "INF_POS" -> Double.POSITIVE_INFINITY;
            case "INF_NEG" -> Double.NEGATIVE_INFINITY;
            default -> row.getDouble(column);
        };
    }
}

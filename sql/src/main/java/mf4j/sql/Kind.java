package mf4j.sql;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.regex.Pattern;

/// What the cells of a column are; of several that suit all of them the first.
enum Kind {
    /// Whole numbers.
    WHOLE("bigint", "[-+]?[0-9]{1,18}"),
    /// Numbers.
    NUMBER("double", "[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]{1,3})?"),
    /// `true` and `false`.
    TRUTH("boolean", "(?i)true|false"),
    /// Days as ISO 8601 spells them.
    DAY("date", "[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    /// Days with a time, `T` or a space between.
    MOMENT("timestamp", "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,6})?)?"),
    /// Anything.
    TEXT("varchar", "(?s).*");

    /// As DuckDB calls it.
    final String type;
    private final Pattern spelled;

    Kind(String type, String spelled) {
        this.type = type;
        this.spelled = Pattern.compile(spelled);
    }

    boolean suits(String cell) {
        return spelled.matcher(cell).matches() && switch (this) {
            case DAY -> isThere(() -> LocalDate.parse(cell));
            case MOMENT -> isThere(() -> LocalDateTime.parse(cell.replace(' ', 'T')));
            default -> true;
        };
    }

    /// There is no 30th of February.
    private static boolean isThere(Runnable parse) {
        try {
            parse.run();
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}

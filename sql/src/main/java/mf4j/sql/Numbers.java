package mf4j.sql;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Set;

/// Numbers and times from text.
final class Numbers {
    private static final double[] TENS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    private static final Set<String> MISSING = Set.of("", "null", "NULL", "\\N", "NA", "N/A", "None");
    private static final Set<String> ENDLESS = Set.of("nan", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity");

    private Numbers() { }

    /// Whether a cell says that there is nothing.
    static boolean missing(byte[] text, int from, int to) {
        if (to == from) return true;
        return to - from <= 4 && (text[from] > '9' ) && MISSING.contains(text(text, from, to));
    }

    /// The number; digits with at most one point are read directly and exactly, other spellings by [Double#parseDouble].
    static double number(byte[] text, int from, int to) throws NumberFormatException {
        int at = from < to && text[from] == '-' ? from + 1 : from;
        if (to - at > 16 || at == to) return slow(text, from, to);
        long digits = 0;
        int point = -1;
        for (int j = at; j < to; j++) {
            int digit = text[j] - '0';
            if (digit >= 0 && digit <= 9) digits = digits * 10 + digit;
            else if (text[j] == '.' && point < 0) point = j;
            else return slow(text, from, to);
        }
        int places = point < 0 ? 0 : to - point - 1;
        if (to - at - (point < 0 ? 0 : 1) > 15 || point >= 0 && to - at == 1) return slow(text, from, to);
        double value = digits / TENS[places]; // both exact, so the quotient is rounded once
        return at > from ? -value : value;
    }

    private static double slow(byte[] text, int from, int to) {
        String spelled = text(text, from, to);
        if (ENDLESS.contains(spelled.toLowerCase(java.util.Locale.ROOT))) return Double.NaN;
        for (int j = 0; j < spelled.length(); j++) {
            if ("0123456789+-.eE".indexOf(spelled.charAt(j)) < 0) throw new NumberFormatException(spelled);
        }
        return Double.parseDouble(spelled);
    }

    /// The time: a whole number as it is, or a date or date and time (ISO 8601, `T` or a space between, UTC unless said) as seconds
    /// since 1970.
    static long time(byte[] text, int from, int to) throws NumberFormatException {
        int at = from < to && text[from] == '-' ? from + 1 : from;
        if (to - at > 18 || at == to) return slowTime(text(text, from, to));
        long digits = 0;
        for (int j = at; j < to; j++) {
            int digit = text[j] - '0';
            if (digit < 0 || digit > 9) return slowTime(text(text, from, to));
            digits = digits * 10 + digit;
        }
        return at > from ? -digits : digits;
    }

    private static long slowTime(String text) {
        try {
            if (text.length() == 10 && text.charAt(4) == '-') return LocalDate.parse(text).toEpochDay() * 86_400;
            if (text.length() > 10 && text.charAt(4) == '-') return dateTime(text.charAt(10) == ' ' ? text.substring(0, 10) + "T" + text.substring(11).strip() : text);
        } catch (DateTimeException e) {
            throw new NumberFormatException(text);
        }
        double seconds = slow(text.getBytes(StandardCharsets.UTF_8), 0, text.getBytes(StandardCharsets.UTF_8).length);
        if (!(Math.abs(seconds) < 0x1p62)) throw new NumberFormatException(text);
        return (long) Math.floor(seconds);
    }

    private static long dateTime(String text) {
        boolean zoned = text.endsWith("Z") || text.indexOf('+', 10) > 0 || text.indexOf('-', 10) > 0;
        if (!zoned) return LocalDateTime.parse(text).toEpochSecond(ZoneOffset.UTC);
        return OffsetDateTime.parse(text.matches(".*[+-]\\d\\d") ? text + ":00" : text).toEpochSecond();
    }

    static String text(byte[] text, int from, int to) {
        return new String(text, from, to - from, StandardCharsets.UTF_8);
    }
}

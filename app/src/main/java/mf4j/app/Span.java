package mf4j.app;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A time on the command line: `90`, `90s`, `15m`, `1.5h`, `2d`.
final class Span {
    private static final Pattern FORM = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([smhd]?)");

    private Span() { }

    /// @throws IllegalArgumentException for what is none, or not above 0
    static Duration of(String flag, String text) {
        Matcher found = FORM.matcher(text.strip());
        if (!found.matches()) throw new IllegalArgumentException(flag + " must be a time such as 90s, 15m or 2h but was " + text);
        double unit = switch (found.group(2)) {
            case "m" -> 60;
            case "h" -> 3600;
            case "d" -> 86_400;
            default -> 1;
        };
        Duration span = Duration.ofMillis(Math.round(Double.parseDouble(found.group(1)) * unit * 1000));
        if (span.isZero()) throw new IllegalArgumentException(flag + " must be longer than 0 but was " + text);
        return span;
    }
}

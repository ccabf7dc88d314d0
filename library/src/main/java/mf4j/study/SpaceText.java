package mf4j.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A space as one line of text, for command lines and files: `rank=int:8:128,regularization=log:1e-4:1,solver=cholesky|cg`.
///
/// Parameters stand with commas between them, each as `NAME=VALUES`:
///
/// | values | what |
/// |---|---|
/// | `int:8:128`, `int:8:128:8` | whole numbers, all or in steps |
/// | `intlog:8:128` | whole numbers on a logarithmic scale |
/// | `float:0:1`, `float:0:1:0.25` | real numbers, all or in steps |
/// | `log:1e-4:1` | real numbers on a logarithmic scale |
/// | `reverselog:0.9:0.999` | real numbers, finely near the upper bound |
/// | `8` then a bar, `16`, a bar, `32` | one of some numbers, in ascending order |
/// | the same with words, or `choice:` before them | one of some choices without an order |
/// | `bool` | true or false |
/// | `20`, `cholesky` | this one value |
///
/// `b[similarity=bm25]=float:0:1` is there only where the parameter `similarity`, which comes before it, is `bm25`; several of its values stand with
/// bars between them.
public final class SpaceText {
    private static final Pattern PART = Pattern.compile("\\s*([^=,\\[\\]\\s]+)\\s*(?:\\[\\s*([^=\\[\\]\\s]+)\\s*=([^\\[\\]]*)])?\\s*=(.*)", Pattern.DOTALL);
    private static final List<String> RANGES = List.of("int", "intlog", "float", "log", "reverselog");

    private SpaceText() { }

    /// The space of a text.
    ///
    /// @throws IllegalArgumentException that names the part that is wrong, and what it should look like
    public static Space read(String text) {
        Space space = Space.EMPTY;
        for (String part : parts(text)) {
            Matcher found = PART.matcher(part);
            if (!found.matches()) throw wrong(part, "should be NAME=VALUES");
            Parameter parameter = parameter(part, found.group(1), found.group(4).strip());
            space = found.group(2) == null ? space.with(parameter) : under(space, found.group(2), found.group(3), parameter);
        }
        if (space.size() == 0) throw new IllegalArgumentException("a space must have a parameter, such as rank=int:8:128");
        return space;
    }

    /// Commas within brackets do not end a part.
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        for (String part : text.split(",(?![^\\[]*])", -1)) if (!part.isBlank()) parts.add(part);
        return parts;
    }

    private static Space under(Space space, String parent, String values, Parameter child) {
        Optional<Parameter> decides = space.parameters().stream().filter(p -> p.name().equals(parent)).findFirst();
        List<Object> when = Arrays.stream(values.split("\\|")).map(value -> decides.map(p -> read(p, value.strip())).orElse(value)).collect(Collectors.toList());
        return space.when(parent, when, child);
    }

    /// One parameter.
    ///
    /// @param values such as `int:8:128`
    public static Parameter parameter(String name, String values) {
        return parameter(name + "=" + values, name, values.strip());
    }

    private static Parameter parameter(String part, String name, String values) {
        String[] words = values.split(":", -1);
        String kind = words[0].strip().toLowerCase(Locale.ROOT);
        if (words.length > 1 && RANGES.contains(kind)) return range(part, name, kind, words);
        if (values.equals("bool")) return Parameter.bool(name);
        if (RANGES.contains(values)) throw wrong(part, "should have bounds, such as " + values + ":1:100");
        boolean named = kind.equals("choice") && words.length > 1;
        String list = named ? values.substring(values.indexOf(':') + 1) : values;
        if (!named && words.length > 1 && !list.contains("|")) throw wrong(part, "should begin with int, intlog, float, log, reverselog or choice, be bool, or list values as a|b|c");
        return choice(part, name, named, Arrays.stream(list.split("\\|", -1)).map(String::strip).toList());
    }

    private static Parameter range(String part, String name, String kind, String[] words) {
        boolean steps = kind.equals("int") || kind.equals("float");
        if (words.length < 3 || words.length > (steps ? 4 : 3)) throw wrong(part, "should be " + kind + ":LOW:HIGH" + (steps ? ", or " + kind + ":LOW:HIGH:STEP" : ""));
        if (kind.startsWith("int")) {
            long[] numbers = Arrays.stream(words).skip(1).mapToLong(word -> whole(part, word)).toArray();
            Whole whole = Parameter.whole(name, numbers[0], numbers[1]);
            return kind.equals("intlog") ? whole.on(Scale.LOG) : numbers.length == 3 ? whole.inSteps(numbers[2]) : whole;
        }
        double[] numbers = Arrays.stream(words).skip(1).mapToDouble(word -> real(part, word)).toArray();
        Real real = Parameter.real(name, numbers[0], numbers[1]);
        return switch (kind) {
            case "log" -> real.on(Scale.LOG);
            case "reverselog" -> real.on(Scale.REVERSE_LOG);
            default -> numbers.length == 3 ? real.inSteps(numbers[2]) : real;
        };
    }

    private static Parameter choice(String part, String name, boolean unordered, List<String> values) {
        if (values.stream().anyMatch(String::isEmpty)) throw wrong(part, "should have a value, such as 16, bool, log:1e-4:1 or a|b|c");
        List<Object> read = values.stream().map(SpaceText::value).toList();
        boolean numbers = !unordered && read.stream().allMatch(Number.class::isInstance);
        if (!numbers) return Parameter.choice(name, read.toArray());
        if (read.size() > 1) return Parameter.discrete(name, read.stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray());
        return read.getFirst() instanceof Long one ? Parameter.whole(name, one, one) : Parameter.real(name, (Double) read.getFirst(), (Double) read.getFirst());
    }

    /// A whole number, another number, a truth value, or the text itself.
    public static Object value(String text) {
        if (text.matches("[-+]?\\d{1,15}")) return Long.parseLong(text);
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) return Boolean.parseBoolean(text);
        try {
            return text.matches("[-+.\\d].*") ? (Object) Double.parseDouble(text) : text;
        } catch (NumberFormatException e) {
            return text;
        }
    }

    /// The value of a parameter that a text stands for, in the outside form.
    ///
    /// @throws IllegalArgumentException where it has no such value
    public static Object read(Parameter parameter, String text) {
        if (parameter instanceof Choice choice) for (Object one : choice.values()) if (String.valueOf(one).equals(text)) return one;
        return parameter.outside(parameter.inside(parameter instanceof Choice ? value(text) : text));
    }

    private static long whole(String part, String word) {
        try {
            return Long.parseLong(word.strip());
        } catch (NumberFormatException e) {
            throw wrong(part, "should have whole numbers, not '" + word + "'");
        }
    }

    private static double real(String part, String word) {
        try {
            return Double.parseDouble(word.strip());
        } catch (NumberFormatException e) {
            throw wrong(part, "should have numbers, not '" + word + "'");
        }
    }

    private static IllegalArgumentException wrong(String part, String rule) {
        return new IllegalArgumentException("'" + part.strip() + "' " + rule);
    }

    /// The text of a space: what [#read] reads, but for what a study begins with.
    public static String write(Space space) {
        return space.dimensions().stream().map(d -> d.parameter().name() + condition(space, d) + "=" + write(d.parameter())).collect(Collectors.joining(","));
    }

    private static String condition(Space space, Space.Dimension dimension) {
        if (dimension.parent() < 0) return "";
        Parameter parent = space.parameter(dimension.parent());
        return "[" + parent.name() + "=" + dimension.when().stream().map(value -> write(parent.outside(value))).collect(Collectors.joining("|")) + "]";
    }

    /// The values of a parameter.
    public static String write(Parameter parameter) {
        return switch (parameter) {
            case Whole w when w.low() == w.high() && w.step() == 1 && w.scale() == Scale.LINEAR -> write(w.low());
            case Whole w -> (w.scale() == Scale.LINEAR ? "int:" : "intlog:") + w.low() + ":" + w.high() + (w.step() == 1 ? "" : ":" + w.step());
            case Real r -> switch (r.scale()) { case LINEAR -> "float:"; case LOG -> "log:"; case REVERSE_LOG -> "reverselog:"; }
                    + write(r.low()) + ":" + write(r.high()) + (r.step() == 0 ? "" : ":" + write(r.step()));
            case Discrete d when d.count() == 1 -> "float:" + write(d.values().getFirst()) + ":" + write(d.values().getFirst());
            case Discrete d -> d.values().stream().map(SpaceText::write).collect(Collectors.joining("|"));
            case Choice c when c.values().equals(List.of(false, true)) -> "bool";
            case Choice c -> (c.values().size() > 1 && c.values().stream().noneMatch(Number.class::isInstance) ? "" : "choice:") + c.values().stream().map(SpaceText::write).collect(Collectors.joining("|"));
        };
    }

    /// A value, as short as can be: without the point of a whole number.
    public static String write(Object value) {
        if (!(value instanceof Double number)) return String.valueOf(value);
        return number == Math.rint(number) && Math.abs(number) < 1e6 ? String.valueOf(number.longValue()) : String.valueOf(number).replace(".0E", "e").replace('E', 'e');
    }
}

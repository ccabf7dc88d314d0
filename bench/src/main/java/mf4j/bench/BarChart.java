package mf4j.bench;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Horizontal bars in groups, as an SVG that reads on white and on black.
final class BarChart {
    private static final int ROW = 22;
    private static final int LEFT = 250;
    private static final int WIDTH = 800;

    private BarChart() { }

    /// One bar.
    ///
    /// @param group what is compared within, printed once
    /// @param name  who; MF4J's bars are filled
    /// @param value the length
    record Bar(String group, String name, double value) { }

    /// Bars of one unit below a title; every group has a scale of its own.
    record Section(String title, String unit, List<Bar> bars) { }

    static void write(Path file, Section... sections) throws IOException {
        Files.writeString(file, svg(sections));
    }

    static String svg(Section... sections) {
        StringBuilder svg = new StringBuilder();
        int y = 0;
        for (Section section : sections) y = draw(section, y, svg);
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">\n".formatted(WIDTH, y + 14)
                + "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n" + svg + "</svg>\n";
    }

    /// Draws from height `y` on.
    ///
    /// @return where it ends
    private static int draw(Section section, int y, StringBuilder svg) {
        svg.append(text(12, y + 26, "bold", "start", section.title()));
        int at = y + 32;
        String group = "";
        for (Bar bar : section.bars()) {
            if (!bar.group().equals(group)) {
                at += 12;
                group = bar.group();
                svg.append(text(12, at + 15, "normal", "start", group));
            }
            svg.append(bar(bar, at, largest(section.bars(), group), section.unit()));
            at += ROW;
        }
        return at + 10;
    }

    private static double largest(List<Bar> bars, String group) {
        return bars.stream().filter(bar -> bar.group().equals(group)).mapToDouble(Bar::value).max().orElse(1);
    }

    private static String bar(Bar bar, int y, double largest, String unit) {
        double length = Math.max(2, (WIDTH - LEFT - 80) * bar.value() / largest);
        String fill = bar.name().startsWith("MF4J") ? "#1f6feb" : "#b6bcc4";
        return text(LEFT - 8, y + 15, "normal", "end", bar.name())
                + String.format(Locale.ROOT, "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>\n", LEFT, y + 3, length, ROW - 6, fill)
                + text((int) (LEFT + length + 6), y + 15, "normal", "start", shown(bar.value()) + " " + unit);
    }

    /// Three digits at most, none that was not measured.
    private static String shown(double value) {
        return BigDecimal.valueOf(value).round(new MathContext(3)).stripTrailingZeros().toPlainString();
    }

    private static String text(int x, int y, String weight, String anchor, String text) {
        return "<text x=\"%d\" y=\"%d\" font-weight=\"%s\" text-anchor=\"%s\" fill=\"#24292f\">%s</text>\n".formatted(x, y, weight, anchor, text);
    }
}

package mf4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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

    static void write(Path file, String title, List<Bar> bars) throws IOException {
        StringBuilder svg = new StringBuilder();
        int y = 44;
        String group = "";
        for (Bar bar : bars) {
            if (!bar.group().equals(group)) {
                y += 12;
                group = bar.group();
                svg.append(text(12, y + 15, "bold", "start", group));
            }
            svg.append(bar(bar, y, largest(bars, group)));
            y += ROW;
        }
        String open = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">%n".formatted(WIDTH, y + 14)
                + "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n";
        Files.writeString(file, open + text(12, 26, "bold", "start", title) + svg + "</svg>\n");
    }

    private static double largest(List<Bar> bars, String group) {
        return bars.stream().filter(bar -> bar.group().equals(group)).mapToDouble(Bar::value).max().orElse(1);
    }

    private static String bar(Bar bar, int y, double largest) {
        double length = Math.max(2, (WIDTH - LEFT - 80) * bar.value() / largest);
        String fill = bar.name().startsWith("MF4J") ? "#1f6feb" : "#b6bcc4";
        return text(LEFT - 8, y + 15, "normal", "end", bar.name())
                + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n".formatted(LEFT, y + 3, length, ROW - 6, fill)
                + text((int) (LEFT + length + 6), y + 15, "normal", "start", "%.3g s".formatted(bar.value()));
    }

    private static String text(int x, int y, String weight, String anchor, String text) {
        return "<text x=\"%d\" y=\"%d\" font-weight=\"%s\" text-anchor=\"%s\" fill=\"#24292f\">%s</text>%n".formatted(x, y, weight, anchor, text);
    }
}

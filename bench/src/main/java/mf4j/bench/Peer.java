package mf4j.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// Another system, run as a process of its own: its lines with the time at which they came.
///
/// @param lines   of standard output
/// @param seconds when each came, from the start of the process
record Peer(List<String> lines, List<Double> seconds) {
    /// Runs a command to its end.
    ///
    /// @throws IOException when it cannot be started or fails
    static Peer run(List<String> command) throws IOException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        List<String> lines = new ArrayList<>();
        List<Double> seconds = new ArrayList<>();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line; (line = out.readLine()) != null; ) {
                lines.add(line);
                seconds.add((System.nanoTime() - start) * 1e-9);
            }
        }
        if (process.onExit().join().exitValue() != 0) throw new IOException(command.getFirst() + " failed: " + String.join("\n", lines));
        return new Peer(lines, seconds);
    }

    /// The median gap between consecutive lines that match, the first gap left out as a warm-up.
    double secondsBetween(String pattern) {
        Pattern wanted = Pattern.compile(pattern);
        List<Double> stamps = new ArrayList<>();
        for (int j = 0; j < lines.size(); j++) if (wanted.matcher(lines.get(j)).find()) stamps.add(seconds.get(j));
        double[] gaps = new double[Math.max(0, stamps.size() - 2)];
        for (int j = 0; j < gaps.length; j++) gaps[j] = stamps.get(j + 2) - stamps.get(j + 1);
        return median(gaps);
    }

    /// The number behind `key=` in the last line that has it, NaN where none has.
    double number(String key) {
        for (String line : lines.reversed()) {
            for (String word : line.split("\\s+")) if (word.startsWith(key + "=")) return Double.parseDouble(word.substring(key.length() + 1));
        }
        return Double.NaN;
    }

    /// The middle of some numbers, NaN of none.
    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }
}

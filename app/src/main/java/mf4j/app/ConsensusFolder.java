package mf4j.app;

import mf4j.app.ConsensusCurve.Row;
import mf4j.train.SafeFile;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The folder that an experiment leaves: curves as CSV, pictures, and its numbers as `report.json`.
final class ConsensusFolder {
    private final Path folder;

    /// @throws IOException for a folder in which nothing can be written, before the hours are spent
    ConsensusFolder(Path folder) throws IOException {
        this.folder = folder.toAbsolutePath().normalize();
        Files.createDirectories(this.folder);
        SafeFile.check(this.folder.resolve("curves.csv"));
    }

    Path path() {
        return folder;
    }

    /// Curves of several runs: `curves.csv`, and `sharpness.csv` where it was measured.
    ///
    /// @param key what tells the runs apart
    void curves(String key, List<ConsensusCurve> curves, List<Double> keys) throws IOException {
        List<String> names = curves.getFirst().rows().getFirst().measures().keySet().stream().filter(name -> !name.startsWith("sharpness/")).toList();
        write("curves.csv", out -> {
            out.write(key + ",iteration,loss," + String.join(",", names) + "\n");
            for (int k = 0; k < curves.size(); k++) {
                for (Row row : curves.get(k).rows()) {
                    out.write(keys.get(k) + "," + row.iteration() + "," + row.loss());
                    for (String name : names) out.write("," + row.measure(name));
                    out.write("\n");
                }
            }
        });
        if (curves.getFirst().sharp()) write("sharpness.csv", out -> sharpness(out, key, curves, keys));
    }

    private static void sharpness(Writer out, String key, List<ConsensusCurve> curves, List<Double> keys) throws IOException {
        out.write(key + ",iteration,agent,sharpness,line\n");
        for (int k = 0; k < curves.size(); k++) {
            for (Row row : curves.get(k).rows()) {
                for (int i = 0; i < curves.get(k).lines().length; i++) {
                    out.write(keys.get(k) + "," + row.iteration() + "," + i + "," + row.measure("sharpness/" + i) + "," + curves.get(k).lines()[i] + "\n");
                }
            }
        }
    }

    /// A table of numbers; `null` leaves a cell empty.
    void table(String name, String heading, List<? extends List<?>> rows) throws IOException {
        write(name, out -> {
            out.write(heading + "\n");
            for (List<?> row : rows) out.write(String.join(",", row.stream().map(cell -> cell == null ? "" : cell.toString()).toList()) + "\n");
        });
    }

    /// What the command answers.
    Answer answer(Tree numbers, String text, int exitCode) throws IOException {
        Answer answer = new Answer(numbers.put("folder", folder.toString()), text + System.lineSeparator() + System.lineSeparator() + "Curves, pictures and report.json are in " + folder + ".", exitCode);
        write("report.json", out -> out.write(answer.json() + "\n"));
        return answer;
    }

    private interface Lines {
        void to(Writer out) throws IOException;
    }

    private void write(String name, Lines lines) throws IOException {
        SafeFile.write(folder.resolve(name), stream -> {
            Writer out = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
            lines.to(out);
            out.flush();
        });
    }
}

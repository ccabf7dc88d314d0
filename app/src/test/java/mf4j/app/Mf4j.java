package mf4j.app;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A run of the command in this process, or in one of its own, with what it printed.
record Mf4j(int exitCode, String out, String err) {
    static Mf4j run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words(arguments));
        return new Mf4j(code, out.toString(), err.toString());
    }

    /// A run that must succeed.
    static Mf4j done(Object... arguments) {
        Mf4j run = run(arguments);
        if (run.exitCode != 0) throw new AssertionError(String.join(" ", words(arguments)) + " -> " + run);
        return run;
    }

    /// The command line that runs it in a process of its own.
    static List<String> command(Object... arguments) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", System.getProperty("java.class.path"),
                "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Xmx512m", "mf4j.app.Main"));
        command.addAll(List.of(words(arguments)));
        return command;
    }

    private static String[] words(Object... arguments) {
        String[] words = new String[arguments.length];
        for (int j = 0; j < words.length; j++) words[j] = arguments[j].toString();
        return words;
    }

    /// Standard output as the one JSON object it must be.
    JsonNode json() {
        return JsonMapper.builder().enable(tools.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build().readTree(out);
    }

    /// A table of ratings by 30 users of 20 items, with times; twelve each.
    static Path toy(Path folder) {
        StringBuilder table = new StringBuilder("user,item,rating,timestamp\n");
        for (int user = 1; user <= 30; user++) {
            for (int j = 0; j < 12; j++) {
                int item = (user * 7 + j * 3) % 20;
                table.append("u").append(user).append(",i").append(item).append(',').append(1 + (user * item + j) % 5).append(',').append(user + 10 * j).append('\n');
            }
        }
        return write(folder.resolve("toy.csv"), table.toString());
    }

    static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

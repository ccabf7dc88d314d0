package mf4j.app.docs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import static org.assertj.core.api.Assertions.assertThat;

/// Every ```` ```java ```` block of README.md, CONTRIBUTING.md and docs is compiled and run, in a folder with the files of [Sandbox].
///
/// A block is the body of a method with all packages of MF4J imported. A comment on the line before it may say what it takes for
/// granted: `<!-- given: ratings, split, model -->` declares these, `<!-- continues -->` goes on where the block before ended.
class JavaSnippetsTest {
    private static final String IMPORTS = """
            import mf4j.data.*; import mf4j.evaluate.*; import mf4j.lowrank.*; import mf4j.matrix.*; import mf4j.recommend.*; import mf4j.sql.*; import mf4j.store.*; import mf4j.train.*;
            import static mf4j.evaluate.Metric.*;
            import java.io.*; import java.nio.file.*; import java.util.*; import java.util.stream.*;
            """.replace('\n', ' ');

    private static final String GIVEN = IMPORTS + """
            final class Given {
                static final Ratings ratings = Tables.ratings(Path.of("ratings.csv"));
                static final Split split = Split.chronological(0.70, 0.15, 0.15).of(ratings);
                static final FactorModel model = Als.defaults().withRank(8).withEpochs(3).fit(split.train());
            }
            """;

    @Test
    void compileAndRun(@TempDir Path folder) throws Exception {
        List<Snippet> snippets = snippets();
        Path classes = folder.resolve("classes");
        List<JavaFileObject> sources = new ArrayList<>(snippets.stream().map(snippet -> source(snippet.name(), snippet.source())).toList());
        sources.add(source("Given", GIVEN));
        sources.add(source("Snippets", main(snippets)));
        compile(sources, classes, snippets);
        Path home = Sandbox.in(folder.resolve("home")).folder();
        Java.Outcome outcome = new Java(home).run(Java.classPath() + java.io.File.pathSeparator + classes, List.of("Snippets"));
        assertThat(outcome.exitCode()).as("snippets that failed:%n%s%n%s", outcome.out(), outcome.err()).isZero();
        assertThat(outcome.err()).doesNotContain("FAILED");
    }

    /// A block and those that continue it.
    private record Snippet(String name, String place, List<Page.Block> blocks) {
        String source() {
            List<String> lines = new ArrayList<>();
            List<String> imports = new ArrayList<>(List.of(IMPORTS));
            for (Page.Block block : blocks) {
                for (String line : block.text()) (line.startsWith("import ") ? imports : lines).add(line);
            }
            return String.join("\n", imports) + "\nfinal class " + name + " { static void run() throws Exception {\n" + given() + String.join("\n", lines) + "\n} }\n";
        }

        private String given() {
            String remark = blocks.getFirst().remark();
            if (!remark.startsWith("given:")) return "";
            return Arrays.stream(remark.substring(6).split(",")).map(String::strip).map(name -> "var " + name + " = Given." + name + ";\n").collect(Collectors.joining());
        }
    }

    private static List<Snippet> snippets() {
        List<Snippet> snippets = new ArrayList<>();
        for (Page page : Page.all()) {
            boolean first = true;
            for (Page.Block block : page.blocks()) {
                if (!block.language().equals("java")) continue;
                boolean continues = block.remark().equals("continues");
                assertThat(continues && first).as(block.place() + " continues a block, and is the first of its page").isFalse();
                if (continues) snippets.getLast().blocks().add(block);
                else snippets.add(new Snippet("Snippet" + (snippets.size() + 1), block.place(), new ArrayList<>(List.of(block))));
                first = false;
            }
        }
        return snippets;
    }

    private static String main(List<Snippet> snippets) {
        StringBuilder main = new StringBuilder("final class Snippets { public static void main(String[] a) { boolean failed = false;\n");
        for (Snippet snippet : snippets) {
            main.append("try { %s.run(); } catch (Throwable e) { failed = true; System.err.println(\"FAILED %s\"); e.printStackTrace(); }%n"
                    .formatted(snippet.name(), snippet.place()));
        }
        return main + "System.exit(failed ? 1 : 0); } }";
    }

    private static JavaFileObject source(String name, String text) {
        return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    private static void compile(List<JavaFileObject> sources, Path classes, List<Snippet> snippets) throws IOException {
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(found, Locale.ROOT, null)) {
            List<String> options = List.of("-cp", Java.classPath(), "-d", classes.toString(), "-proc:none");
            compiler.getTask(new StringWriter(), files, found, options, null, sources).call();
        }
        List<String> errors = found.getDiagnostics().stream().filter(one -> one.getKind() == Diagnostic.Kind.ERROR)
                .map(one -> place(one, snippets) + ": " + one.getMessage(Locale.ROOT) + " in: " + line(one)).toList();
        assertThat(errors).as("Java blocks that do not compile; <!-- given: ratings, split, model --> before a block declares these").isEmpty();
    }

    private static String place(Diagnostic<? extends JavaFileObject> one, List<Snippet> snippets) {
        String file = one.getSource() == null ? "" : one.getSource().getName();
        return snippets.stream().filter(snippet -> file.endsWith("/" + snippet.name() + ".java")).map(Snippet::place).findFirst().orElse(file);
    }

    private static String line(Diagnostic<? extends JavaFileObject> one) {
        try {
            return one.getSource().getCharContent(true).toString().lines().skip(one.getLineNumber() - 1).findFirst().orElse("").strip();
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }
}

package mf4j.app.docs;

import mf4j.app.DocsDoor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// Every line of a ```` ```sh ```` block that begins with `./mf4j` is a command that the command line understands; those of README.md
/// and the guide are run, page by page in their order, on the files of [Sandbox]. Whatever folder a file is said to lie in, it is
/// taken from there; a folder is written with a slash behind it.
class ShellSnippetsTest {
    private static final Set<String> ONLY_PARSED = Set.of("demo", "data"); // takes long; needs a network
    private static final Pattern FILE_IN_SQL = Pattern.compile("'([^']*/)?([\\w.*-]+\\.(csv|parquet|jsonl))'");

    @TempDir
    static Path folder;

    private static Sandbox ready;

    @BeforeAll
    static void trainTheModelThatPagesTakeForGranted() throws IOException {
        ready = Sandbox.in(folder.resolve("ready"));
        DocsDoor.Outcome trained = DocsDoor.run(arguments("./mf4j train ratings.csv --items movies.csv --epochs 3 --metrics none --out movies.mf4j", ready.folder()));
        assertThat(trained.exitCode()).as(trained.err()).isZero();
    }

    @TestFactory
    Stream<DynamicTest> areUnderstoodAndRun() {
        return Page.all().stream().filter(page -> !commands(page).isEmpty()).map(page -> DynamicTest.dynamicTest(page.path(), () -> check(page)));
    }

    private static void check(Page page) throws IOException {
        boolean runs = page.path().equals("README.md") || page.path().startsWith("docs/guide/");
        Path home = ready.copy(folder.resolve(page.path().replaceAll("\\W", "-"))).folder();
        for (Command command : commands(page)) {
            List<String> arguments = arguments(command.line(), home);
            if (!runs || ONLY_PARSED.contains(arguments.isEmpty() ? "" : arguments.getFirst())) {
                DocsDoor.commandLine().parseArgs(arguments.toArray(String[]::new));
                continue;
            }
            DocsDoor.Outcome outcome = DocsDoor.run(arguments);
            assertThat(outcome.exitCode()).as("%s: %s%n%s", command.place(), command.line(), outcome.err()).isZero();
        }
    }

    private record Command(String place, String line) { }

    private static List<Command> commands(Page page) {
        List<Command> commands = new ArrayList<>();
        for (Page.Block block : page.blocks()) {
            if (!block.language().equals("sh")) continue;
            for (String line : String.join("\n", block.text()).replace("\\\n", " ").split("\n")) {
                if (line.strip().matches("(\\w+=\\S+ )*\\./mf4j( .*)?")) commands.add(new Command(block.place(), line.strip()));
            }
        }
        return commands;
    }

    /// The words after `./mf4j`, files taken from `home`; what the shell would do beyond that - pipes, redirections - is left out.
    static List<String> arguments(String line, Path home) {
        List<String> arguments = new ArrayList<>();
        Matcher words = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)").matcher(line.substring(line.indexOf("./mf4j") + 6));
        while (words.find()) {
            String plain = words.group(3);
            if (plain != null && plain.matches("[#|>].*|2>.*|<.*")) break;
            arguments.add(placed(plain != null ? plain : words.group(1) != null ? words.group(1) : words.group(2), home));
        }
        return arguments;
    }

    private static String placed(String word, Path home) {
        if (word.matches("(?i)select .*")) return FILE_IN_SQL.matcher(word).replaceAll(match -> Matcher.quoteReplacement("'" + home.resolve(match.group(2)) + "'"));
        boolean file = word.matches("[\\w./*-]+\\.(csv|mf4j|parquet|jsonl|dat|tsv|gz|npy|npz|mtx)|[\\w-]+/");
        return file ? home.resolve(word.endsWith("/") ? word : word.substring(word.lastIndexOf('/') + 1)).toString() : word;
    }

    @Test
    void takesWordsApartAsAShellDoes() {
        Path home = Path.of("home").toAbsolutePath();
        assertThat(arguments("X=1 ./mf4j train ../data/ratings.csv --sql \"select * from 'a/r.parquet'\" --rank 8 # ten", home))
                .containsExactly("train", home.resolve("ratings.csv").toString(), "--sql", "select * from '" + home.resolve("r.parquet") + "'", "--rank", "8");
        assertThat(Files.exists(ready.folder().resolve("movies.mf4j"))).isTrue();
    }
}

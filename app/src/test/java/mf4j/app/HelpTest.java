package mf4j.app;

import mf4j.recommend.FactorModel;
import mf4j.train.Knobs;
import mf4j.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// The help is whole: every command with an example, every trainer with its knobs, and a page that names them all.
class HelpTest {
    static Stream<String> commands() {
        return Main.commandLine().getSubcommands().keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelpWithAnExample(String command) {
        Mf4j help = Mf4j.done(command, "--help");
        assertThat(help.out()).contains("Usage: mf4j " + command).containsPattern("Examples?:\\R\\s+mf4j " + command);
        assertThat(help.err()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void thePageHasEveryFlagOfEveryCommand(String command) throws IOException {
        String page = Files.readString(Path.of("..", "docs", "reference", "commands.md"));
        assertThat(page).contains("`mf4j " + command);
        CommandLine line = Main.commandLine().getSubcommands().get(command);
        Stream<String> flags = line.getCommandSpec().options().stream().filter(option -> !option.hidden() && option.group() == null)
                .map(CommandLine.Model.OptionSpec::longestName);
        assertThat(flags.filter(flag -> !page.contains("`" + flag)).toList()).isEmpty();
    }

    @Test
    void withoutACommandTheCommandsAreListed() {
        Mf4j run = Mf4j.done();
        assertThat(commands().filter(command -> !run.out().contains("  " + command + " ")).toList()).isEmpty();
        assertThat(Mf4j.run("fly").exitCode()).isEqualTo(2);
        assertThat(Mf4j.done("--version").out()).startsWith("mf4j ");
    }

    @Test
    void theCatalogHasEveryTrainerOfTheLibrary() throws Exception {
        Path classes = Path.of(FactorModel.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Set<String> listed = Stream.of(Catalog.values()).map(one -> one.defaults().getClass().getName()).collect(Collectors.toCollection(TreeSet::new));
        assertThat(trainers(classes, "recommend")).isEqualTo(listed);
        Set<String> dense = Stream.of(DenseCatalog.values()).map(one -> one.defaults().getClass().getName()).collect(Collectors.toCollection(TreeSet::new));
        assertThat(trainers(classes, "lowrank")).isEqualTo(dense);
        Set<String> methods = Stream.of(ConsensusMethod.values()).map(one -> one.defaults().getClass().getName()).collect(Collectors.toCollection(TreeSet::new));
        assertThat(trainers(classes, "deep")).isEqualTo(methods);
    }

    /// The records of a package of the library that are trainers, from a folder of classes or a jar.
    private static Set<String> trainers(Path classes, String home) throws IOException, ClassNotFoundException {
        Set<String> found = new TreeSet<>();
        try (var jar = Files.isDirectory(classes) ? null : java.nio.file.FileSystems.newFileSystem(classes);
             Stream<Path> files = Files.list((jar == null ? classes : jar.getPath("/")).resolve("mf4j/" + home))) {
            for (String file : files.map(path -> path.getFileName().toString()).filter(name -> name.endsWith(".class")).toList()) {
                Class<?> type = Class.forName("mf4j." + home + "." + file.replace(".class", ""), false, HelpTest.class.getClassLoader());
                if (type.isRecord() && Trainer.class.isAssignableFrom(type)) found.add(type.getName());
            }
        }
        return found;
    }

    @Test
    void everyKnobIsAFlagWithItsDefault() {
        knobsAreFlags("train", Catalog.values());
        knobsAreFlags("factorize", DenseCatalog.values());
    }

    private static void knobsAreFlags(String command, Offer... offers) {
        String help = Mf4j.done(command, "--help").out();
        CommandLine.Model.CommandSpec train = Main.commandLine().getSubcommands().get(command).getCommandSpec();
        for (Offer trainer : offers) {
            assertThat(help).containsPattern("  " + trainer.title() + " +\\S");
            var defaults = Knobs.valuesOf(trainer.defaults());
            for (Knobs.Entry knob : trainer.knobs()) {
                assertThat(help).contains("--" + knob.flag());
                if (knob.name().equals("seed")) continue; // of every command
                String said = String.join(" ", train.optionsMap().get("--" + knob.flag()).description());
                String shown = defaultOf(trainer, said);
                Object value = defaults.get(knob.name());
                if (value instanceof Number number) assertThat(Double.parseDouble(shown)).as(trainer + "." + knob.name()).isEqualTo(number.doubleValue());
                else assertThat(shown).as(trainer + "." + knob.name()).isEqualTo(String.valueOf(value));
            }
        }
    }

    /// `... (als 32, sgd 64)`: what stands after the trainer's name in the last brackets.
    private static String defaultOf(Offer trainer, String description) {
        String list = description.substring(description.lastIndexOf('(') + 1, description.lastIndexOf(')'));
        return Stream.of(list.split(", ")).filter(one -> one.startsWith(trainer.title() + " ")).findFirst().orElseThrow().substring(trainer.title().length() + 1);
    }

    @Test
    void noKnobHidesAFlagOfACommand() {
        for (String command : new String[] {"train", "evaluate", "factorize", "tune"}) {
            CommandLine.Model.CommandSpec spec = Main.commandLine().getSubcommands().get(command).getCommandSpec();
            Stream<String> names = spec.options().stream().flatMap(option -> Stream.of(option.names()));
            assertThat(names.toList()).doesNotHaveDuplicates();
        }
    }
}

package mf4j;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import mf4j.train.Check;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/// Holds the library to the table of `docs/architecture.md`: who may import whom, who may touch what, how things may be named.
///
/// Every rule is run twice: over the library, which must keep it, and over a few lines that break it, which must be caught.
class HouseTest {
    /// The packages and what each may import of the library; packages that do not exist yet are kept for later.
    static final Map<String, Set<String>> MAY_IMPORT = new TreeMap<>(Map.of(
            "kernel", Set.of(),
            "train", Set.of(),
            "matrix", Set.of("kernel", "train"),
            "study", Set.of("matrix", "kernel", "train"),
            "data", Set.of("matrix", "train"),
            "lowrank", Set.of("matrix", "kernel", "study", "train"),
            "deep", Set.of("data", "matrix", "kernel", "train"),
            "recommend", Set.of("data", "matrix", "kernel", "train"),
            "evaluate", Set.of("recommend", "data", "matrix", "kernel", "train"),
            "store", Set.of("recommend", "lowrank", "deep", "train", "matrix", "data")));

    private static final Set<String> FAMILIES = Set.of("recommend", "lowrank", "deep");
    private static final Set<String> HIDDEN = Set.of("kernel");
    private static final String[] SPEAK_JSON = {"mf4j.study..", "mf4j.store.."};
    private static final String[] OUTSIDE = {"java..", "jdk.incubator.vector..", "tools.jackson..", "com.fasterxml.jackson.annotation.."};

    private static final Path CLASSES = Path.of(URI.create(Check.class.getProtectionDomain().getCodeSource().getLocation().toString()));
    private static final JavaClasses LIBRARY = new ClassFileImporter().importPath(CLASSES);

    @TempDir
    static Path WRONG;

    /// A rule of the house and a file that breaks it.
    record Law(String name, ArchRule rule, String path, String source) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Law> LAWS = Stream.of(tableLaws(), familyLaws(), otherLaws()).flatMap(s -> s).toList();

    private static Stream<Law> tableLaws() {
        return MAY_IMPORT.keySet().stream().map(name -> {
            String guest = MAY_IMPORT.keySet().stream().filter(other -> !other.equals(name) && !MAY_IMPORT.get(name).contains(other))
                    .findFirst().orElseThrow();
            return new Law(name + " imports only what its row allows", importsOnlyItsRow(name), name + "/Wrong", """
                    package mf4j.%s;
                    class Wrong { Object held = new mf4j.%s.Right(); }
                    """.formatted(name, guest));
        });
    }

    private static ArchRule importsOnlyItsRow(String name) {
        String[] allowed = Stream.concat(Stream.of(name), MAY_IMPORT.get(name).stream()).map(p -> "mf4j." + p + "..").toArray(String[]::new);
        return noClasses().that().resideInAPackage("mf4j." + name + "..")
                .should().dependOnClassesThat(resideInAPackage("mf4j..").and(not(resideInAnyPackage(allowed))));
    }

    private static Stream<Law> familyLaws() {
        return FAMILIES.stream().sorted().map(family -> {
            String[] siblings = FAMILIES.stream().filter(other -> !other.equals(family)).map(other -> "mf4j." + other + "..").toArray(String[]::new);
            return new Law(family + " knows no other family",
                    noClasses().that().resideInAPackage("mf4j." + family + "..").should().dependOnClassesThat().resideInAnyPackage(siblings),
                    family + "/Jealous", "package mf4j.%s; class Jealous extends %s.Right { }".formatted(family, siblings[0].replace("..", "")));
        });
    }

    private static Stream<Law> otherLaws() {
        return Stream.of(
                new Law("only kernel uses the Vector API",
                        noClasses().that().resideOutsideOfPackage("mf4j.kernel..").should().dependOnClassesThat().resideInAPackage("jdk.incubator.vector.."),
                        "matrix/Lanes", "package mf4j.matrix; class Lanes { Object species = jdk.incubator.vector.FloatVector.SPECIES_128; }"),
                new Law("only study and store speak JSON",
                        noClasses().that().resideOutsideOfPackages(SPEAK_JSON).should().dependOnClassesThat()
                                .resideInAnyPackage("tools.jackson..", "com.fasterxml.."),
                        "data/Json", "package mf4j.data; class Json { Object mapper = new tools.jackson.databind.json.JsonMapper(); }"),
                new Law("nothing from outside but the JDK and Jackson",
                        classes().should().onlyDependOnClassesThat().resideInAnyPackage(Stream.concat(Stream.of(OUTSIDE), Stream.of("mf4j..")).toArray(String[]::new)),
                        "data/Foreign", "package mf4j.data; class Foreign { Object foreign = org.assertj.core.api.Assertions.assertThat(1); }"),
                new Law("no circles", slices().matching("mf4j.(*)..").should().beFreeOfCycles(),
                        "kernel/Circle", "package mf4j.kernel; class Circle { Object back = new mf4j.train.Round(); }"),
                new Law("every class lives in a package of the table",
                        classes().should().resideInAnyPackage(MAY_IMPORT.keySet().stream().map(name -> "mf4j." + name).toArray(String[]::new)),
                        "attic/Lost", "package mf4j.attic; class Lost { }"),
                new Law("the library prints nothing", NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS,
                        "train/Loud", "package mf4j.train; class Loud { void speak() { System.out.println(); } }"),
                new Law("no names that say nothing",
                        noClasses().should().haveSimpleNameEndingWith("Util").orShould().haveSimpleNameEndingWith("Utils")
                                .orShould().haveSimpleNameEndingWith("Helper").orShould().haveSimpleNameEndingWith("Impl")
                                .orShould().haveSimpleNameStartingWith("Fast"),
                        "train/SweepUtils", "package mf4j.train; class SweepUtils { }"));
    }

    @ParameterizedTest
    @FieldSource("LAWS")
    void theLibraryKeepsTheLaw(Law law) {
        law.rule().allowEmptyShould(true).check(LIBRARY);
    }

    /// ArchUnit logs and skips a class file whose version it cannot read, so passing means nothing unless all were seen.
    @Test
    void everyClassWasRead() throws IOException {
        try (Stream<Path> files = Files.walk(CLASSES)) {
            Set<String> compiled = files.map(file -> CLASSES.relativize(file).toString().replace('/', '.').replace('\\', '.'))
                    .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                    .map(name -> name.substring(0, name.length() - ".class".length())).collect(Collectors.toSet());
            assertThat(LIBRARY.stream().map(JavaClass::getName).filter(name -> !name.endsWith("-info"))).containsExactlyInAnyOrderElementsOf(compiled);
            assertThat(compiled).hasSizeGreaterThan(80);
        }
    }

    @ParameterizedTest
    @MethodSource("wrongPrograms")
    void theLawCatchesAnOffender(Law law, JavaClasses offenders) {
        var found = law.rule().allowEmptyShould(true).evaluate(offenders);
        assertThat(found.hasViolation()).as(law.name()).isTrue();
        assertThat(String.join("\n", found.getFailureReport().getDetails())).contains(law.path().substring(law.path().indexOf('/') + 1));
    }

    static Stream<Arguments> wrongPrograms() throws IOException {
        Path folder = WRONG;
        for (Law law : LAWS) put(folder, law.path(), law.source());
        put(folder, "train/Round", "package mf4j.train; public class Round { Object back = new mf4j.kernel.Right(); }");
        for (String name : MAY_IMPORT.keySet()) put(folder, name + "/Right", "package mf4j.%s; public class Right { }".formatted(name));
        compile(folder);
        JavaClasses wrong = new ClassFileImporter().importPath(folder);
        return LAWS.stream().map(law -> Arguments.of(law, wrong));
    }

    private static void put(Path folder, String path, String source) throws IOException {
        Path file = folder.resolve("mf4j").resolve(path + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, source);
    }

    private static void compile(Path folder) throws IOException {
        StringWriter said = new StringWriter();
        try (Stream<Path> sources = Files.walk(folder)) {
            Stream<String> files = sources.map(Path::toString).filter(file -> file.endsWith(".java"));
            Stream<String> options = Stream.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"),
                    "--add-modules", "jdk.incubator.vector", "-proc:none");
            int result = ToolProvider.findFirst("javac").orElseThrow()
                    .run(new PrintWriter(said), new PrintWriter(said), Stream.concat(options, files).toArray(String[]::new));
            assertThat(result).as(said.toString()).isZero();
        }
    }

    @Test
    void theModuleExportsWhatTheTableSaysAndHidesTheKernel() throws IOException {
        try (InputStream in = Files.newInputStream(CLASSES.resolve("module-info.class"))) {
            Set<String> exported = ModuleDescriptor.read(in).exports().stream().map(ModuleDescriptor.Exports::source).collect(Collectors.toSet());
            Set<String> wanted = new TreeSet<>(packages());
            wanted.removeAll(HIDDEN);
            assertThat(exported).isEqualTo(wanted.stream().map(name -> "mf4j." + name).collect(Collectors.toSet()));
        }
    }

    /// The page's table has one row per package that exists, with the imports this test holds it to.
    @Test
    void thePageDescribesTheHouseAsItStands() throws IOException {
        Map<String, Set<String>> page = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("..", "docs", "architecture.md"))) {
            String[] cells = line.split("\\|");
            if (cells.length >= 6 && cells[1].strip().matches("[1-5]")) page.put(bare(cells[2]), Set.copyOf(names(cells[4])));
        }
        Map<String, Set<String>> house = new TreeMap<>(MAY_IMPORT);
        house.keySet().retainAll(packages());
        assertThat(page).as("the rows of the table of packages in docs/architecture.md: one per package that exists, with what it may import").isEqualTo(house);
    }

    private static String bare(String cell) {
        return cell.strip().replace("`", "");
    }

    private static List<String> names(String cell) {
        return Stream.of(bare(cell).split(",")).map(String::strip).filter(name -> name.matches("[a-z]+")).toList();
    }

    private static Set<String> packages() {
        return LIBRARY.stream().map(JavaClass::getPackageName).filter(name -> name.startsWith("mf4j."))
                .map(name -> name.split("\\.")[1]).collect(Collectors.toCollection(TreeSet::new));
    }
}

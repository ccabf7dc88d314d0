package mf4j.app.docs;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/// Links between pages lead somewhere, and the pages name what the build has.
class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    @Test
    void leadToFilesAndHeadingsThatExist() {
        List<String> broken = new ArrayList<>();
        for (Page page : Page.all()) {
            for (String line : page.prose()) {
                Matcher links = LINK.matcher(line);
                while (links.find()) if (!leadsSomewhere(page, links.group(1))) broken.add(page.path() + ": " + links.group(1));
            }
        }
        assertThat(broken).as("links that lead nowhere").isEmpty();
    }

    @Test
    void theFirstPageIsThere() {
        assertThat(Page.ROOT.resolve("README.md")).isRegularFile();
        assertThat(Page.all()).extracting(page -> page.path().toString()).contains("README.md");
    }

    private static boolean leadsSomewhere(Page page, String link) {
        if (link.matches("[a-z]+:.*")) return true;
        String[] parts = link.split("#", 2);
        Path file = parts[0].isEmpty() ? Page.ROOT.resolve(page.path()) : Page.ROOT.resolve(page.path()).resolveSibling(parts[0]);
        if (!Files.exists(file)) return false;
        return parts.length == 1 || Page.of(file).prose().stream().filter(line -> line.startsWith("#")).anyMatch(line -> anchor(line).equals(parts[1]));
    }

    private static String anchor(String heading) {
        return heading.replaceFirst("^#+ +", "").toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-');
    }

    /// `<duckdb.version>` in the pom wants a line `**DuckDB...**` with `duckdb` in it.
    @Test
    void everyVersionInThePomIsExplained() throws IOException {
        String page = Files.readString(Page.ROOT.resolve("docs/dependencies.md")).toLowerCase(Locale.ROOT);
        Matcher versions = Pattern.compile("<([a-z]+)\\.version>").matcher(Files.readString(Page.ROOT.resolve("pom.xml")));
        List<String> names = versions.results().map(found -> found.group(1)).distinct().toList();
        assertThat(names).isNotEmpty().allSatisfy(name -> assertThat(page).as("docs/dependencies.md explains " + name).contains("**" + name));
    }

    @Test
    void theGuideNamesThisVersion() throws IOException {
        Matcher named = Pattern.compile("<version>([^<]+)</version>").matcher(Files.readString(Page.ROOT.resolve("docs/guide/java.md")));
        assertThat(named.results().map(found -> found.group(1)).toList()).as("versions in docs/guide/java.md").isNotEmpty()
                .containsOnly(mf4j.train.Provenance.thisVersion());
    }
}

package mf4j.app.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A page of the documentation, by its lines.
///
/// @param path from the root of the project, with slashes
record Page(String path, List<String> lines) {
    /// The root of the project; tests run in the folder of their module.
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /// A fenced block.
    ///
    /// @param page     where it stands
    /// @param line     of its first line of text, from 1
    /// @param language what follows the fence; empty for none
    /// @param remark   the HTML comment right before it, without its dashes; empty for none
    record Block(Page page, int line, String language, String remark, List<String> text) {
        String place() {
            return page.path + ":" + line;
        }
    }

    static Page of(Path file) {
        try {
            return new Page(ROOT.relativize(file.toAbsolutePath().normalize()).toString().replace('\\', '/'), Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// README.md, CONTRIBUTING.md and everything under docs.
    static List<Page> all() {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            Stream<Path> top = Stream.of("README.md", "CONTRIBUTING.md").map(ROOT::resolve).filter(Files::exists);
            return Stream.concat(top, docs.filter(file -> file.toString().endsWith(".md")).sorted()).map(Page::of).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        for (int j = 0; j < lines.size(); j++) {
            if (!lines.get(j).startsWith("```")) continue;
            int end = j + 1;
            while (end < lines.size() && !lines.get(end).equals("```")) end++;
            blocks.add(new Block(this, j + 2, lines.get(j).substring(3).strip(), remark(j), List.copyOf(lines.subList(j + 1, end))));
            j = end;
        }
        return blocks;
    }

    private String remark(int fence) {
        int before = fence - 1;
        while (before >= 0 && lines.get(before).isBlank()) before--;
        String line = before < 0 ? "" : lines.get(before).strip();
        return line.startsWith("<!--") && line.endsWith("-->") ? line.substring(4, line.length() - 3).strip() : "";
    }

    /// The lines outside of fenced blocks.
    List<String> prose() {
        List<String> prose = new ArrayList<>();
        boolean inside = false;
        for (String line : lines) {
            if (line.startsWith("```")) inside = !inside;
            else if (!inside) prose.add(line);
        }
        return prose;
    }
}

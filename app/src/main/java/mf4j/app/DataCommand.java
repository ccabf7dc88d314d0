package mf4j.app;

import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.net.URI;
import java.nio.file.Path;

/// `mf4j data`: data sets from their publishers.
@CommandLine.Command(name = "data", mixinStandardHelpOptions = true, description = "Fetches data sets from their publishers.",
        subcommands = DataCommand.Get.class, footer = {"", "Example:", "  mf4j data get ml-latest-small"})
final class DataCommand implements Runnable {
    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "give what to do: get");
    }

    /// `mf4j data get`: downloads a set, unpacks it and checks it.
    @CommandLine.Command(name = "get", description = "Downloads a data set into the user's cache folder and checks it.",
            footer = {"", "Example:", "  mf4j data get ml-latest-small"})
    static final class Get extends Command {
        @Parameters(index = "0", paramLabel = "NAME", description = "The data set: ml-latest-small.")
        String name;

        @Option(names = "--to", paramLabel = "FOLDER", description = "Put it there, instead of the user's cache folder.")
        Path to;

        @Option(names = "--force", description = "Delete what lies there, if it is not the published set.")
        boolean force;

        @Option(names = "--from", paramLabel = "URL", hidden = true, description = "Another place to download from.")
        URI from;

        @Override
        Answer answer() throws Exception {
            Publication set = usage(() -> Publication.named(name));
            Path folder = to != null ? to : DataFolders.ofThisMachine().cache();
            Path home = folder.resolve(set.title());
            boolean there = set.isIn(home);
            if (!there) new Download(set, from == null ? set.address() : from, this::say, force).into(folder);
            Tree numbers = new Tree().put("data", set.title()).put("path", home.toString()).put("downloaded", !there)
                    .put("sha256", set.sha256()).put("terms", set.terms()).put("citation", set.citation());
            return new Answer(numbers, String.join(System.lineSeparator(), (there ? "Was already in " : "Is now in ") + home, set.terms(), set.citation()));
        }
    }
}

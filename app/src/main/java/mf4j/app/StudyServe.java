package mf4j.app;

import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.concurrent.CountDownLatch;

/// `mf4j study serve`: studies over HTTP.
@CommandLine.Command(name = "serve", description = {"Serves the studies of a place over HTTP: programs in any language begin studies, ask for trials and tell what came of them, in JSON.",
        "It knows no passwords: let it listen where only those can reach it who may."},
        footer = {"", "Example:", "  mf4j study serve studies.db --port 8087", "  curl -X POST localhost:8087/studies/mine/ask"})
final class StudyServe extends Command {
    @Parameters(index = "0", paramLabel = "PLACE", converter = StudyPlace.Converter.class, description = "Where studies are kept, or will be.")
    StudyPlace place;

    @Option(names = "--port", paramLabel = "N", description = "Port; 0 for any that is free (8087).")
    int port = 8087;

    @Option(names = "--host", paramLabel = "NAME", description = "Address to listen at; 0.0.0.0 lets other machines in (127.0.0.1).")
    String host = "127.0.0.1";

    @Override
    Answer answer() throws Exception {
        if (port < 0 || port > 65_535) throw wrong("--port must lie between 0 and 65535 but was " + port);
        CountDownLatch stopped = new CountDownLatch(1);
        try (StudyServer server = new StudyServer(place, host, port); Farewell _ = new Farewell(stopped::countDown)) {
            say("mf4j: studies of " + place + " at http://" + host + ":" + server.port() + "/studies; Ctrl-C ends it, and loses nothing");
            stopped.await();
        }
        return new Answer(new Tree().put("place", place.toString()), "");
    }
}

package mf4j.app;

import mf4j.study.StudyPlan;
import mf4j.vizier.Stopping;
import mf4j.vizier.Vizier;
import picocli.CommandLine.Option;

import java.util.Locale;

/// A study that Google's Vizier keeps, and whose trials it chooses.
final class VizierFlags {
    @Option(names = "--vizier-project", paramLabel = "NAME", description = "Let Google's Vizier keep the study and choose its trials: in this project, with the credentials of the environment.")
    String project;

    @Option(names = "--vizier-location", paramLabel = "REGION", description = "Its region (us-central1).")
    String location = "us-central1";

    @Option(names = "--vizier-endpoint", paramLabel = "HOST:PORT", description = "A server that speaks the same protocol, without encryption and credentials, instead of Google's.")
    String endpoint;

    @Option(names = "--vizier-worker", paramLabel = "NAME", description = "Name of this process among those that work on the study (the host's): under it, it gets back a trial that it had.")
    String worker;

    @Option(names = "--vizier-stopping", paramLabel = "NAME", description = "Which trials the service stops early: none, median, decay-curve (none).")
    String stopping = "none";

    /// Whether the service keeps the study.
    boolean asked() {
        return project != null || endpoint != null;
    }

    /// Refuses flags that contradict each other or the study.
    ///
    /// @throws IllegalArgumentException in the words of the flags
    void check(boolean kept) {
        if (!asked()) return;
        if (project == null) throw new IllegalArgumentException("--vizier-endpoint is for --vizier-project: any name will do for a server of your own");
        if (kept) throw new IllegalArgumentException("--vizier-project and --study are two places for one study");
        service();
    }

    private Vizier service() {
        Vizier service = Vizier.in(project, location).withStopping(stopping());
        if (endpoint != null) service = service.at(endpoint);
        return worker == null ? service : service.withWorker(worker);
    }

    private Stopping stopping() {
        try {
            return Stopping.valueOf(stopping.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--vizier-stopping must be one of none, median, decay-curve but was " + stopping, e);
        }
    }

    /// The plan, kept by the service where that is asked for.
    StudyPlan kept(StudyPlan plan) {
        return asked() ? service().keep(plan) : plan;
    }
}

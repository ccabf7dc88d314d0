package mf4j.vizier;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.cloud.aiplatform.v1.VizierServiceClient;
import com.google.cloud.aiplatform.v1.VizierServiceSettings;
import mf4j.study.StudyPlan;
import mf4j.train.Check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/// Google's Vizier service keeps a study and chooses its trials: `Vizier.in("my-project", "us-central1").keep(plan).run(50, objective)`.
/// Everything else about the study stays as it is: the objective, reports, early stops, `ask` and `tell`.
///
/// The service knows no notes on trials and studies; they last as long as the process. A worker that comes back under the same name gets the
/// trials that it had.
///
/// @param project  of Google Cloud
/// @param location of the service, a region
/// @param endpoint `HOST:PORT` of a server that speaks the same protocol without encryption and credentials; empty for Google's
/// @param worker   name of this process, one of a kind among those that work on the study at the same time
/// @param stopping which trials are stopped early
public record Vizier(String project, String location, Optional<String> endpoint, String worker, Stopping stopping) {
    /// Checks the names.
    public Vizier {
        Check check = Check.of(Vizier.class);
        check.that(!project.isBlank() && !project.contains("/"), "project", "be a name without '/'", "'" + project + "'");
        check.that(!location.isBlank() && !location.contains("/"), "location", "be a name without '/'", "'" + location + "'");
        check.that(!worker.isBlank(), "worker", "be given", "'" + worker + "'");
        endpoint.ifPresent(place -> check.that(place.matches(".+:\\d+"), "endpoint", "be HOST:PORT", place));
    }

    /// Google's service in a region.
    public static Vizier in(String project, String location) {
        return new Vizier(project, location, Optional.empty(), host(), Stopping.NONE);
    }

    private static String host() {
        try {
            return "mf4j-" + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "mf4j";
        }
    }

    /// A server without encryption and credentials instead.
    public Vizier at(String endpoint) {
        return new Vizier(project, location, Optional.of(endpoint), worker, stopping);
    }

    /// Under another name.
    public Vizier withWorker(String worker) {
        return new Vizier(project, location, endpoint, worker, stopping);
    }

    /// Stopping trials early.
    public Vizier withStopping(Stopping stopping) {
        return new Vizier(project, location, endpoint, worker, stopping);
    }

    /// The study, kept by the service.
    ///
    /// @throws IllegalArgumentException for a study without a declared space, or with what the service does not know, said precisely
    public StudyPlan keep(StudyPlan plan) {
        Specs.check(plan);
        return plan.in(() -> new VizierStorage(this, plan, client()));
    }

    String parent() {
        return "projects/" + project + "/locations/" + location;
    }

    private VizierServiceClient client() throws IOException {
        VizierServiceSettings.Builder settings = VizierServiceSettings.newBuilder();
        if (endpoint.isEmpty()) return VizierServiceClient.create(settings.setEndpoint(location + "-aiplatform.googleapis.com:443").build());
        settings.setEndpoint(endpoint.get()).setCredentialsProvider(NoCredentialsProvider.create());
        settings.setTransportChannelProvider(VizierServiceSettings.defaultGrpcTransportProviderBuilder().setEndpoint(endpoint.get())
                .setChannelConfigurator(channel -> channel.usePlaintext()).build());
        return VizierServiceClient.create(settings.build());
    }
}

package mf4j.vizier;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.aiplatform.v1.CreateStudyRequest;
import com.google.cloud.aiplatform.v1.LookupStudyRequest;
import com.google.cloud.aiplatform.v1.Study;
import com.google.cloud.aiplatform.v1.VizierServiceClient;
import mf4j.study.Directions;
import mf4j.study.Goal;
import mf4j.study.Ledger;
import mf4j.study.Storage;
import mf4j.study.StudyPlan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The studies of a project that the service keeps.
final class VizierStorage implements Storage {
    private final Vizier vizier;
    private final StudyPlan plan;
    private final VizierServiceClient client;

    VizierStorage(Vizier vizier, StudyPlan plan, VizierServiceClient client) {
        this.vizier = vizier;
        this.plan = plan;
        this.client = client;
    }

    @Override
    public List<String> names() throws IOException {
        return called(() -> {
            List<String> names = new ArrayList<>();
            client.listStudies(vizier.parent()).iterateAll().forEach(study -> names.add(study.getDisplayName()));
            return names;
        });
    }

    @Override
    public Optional<Ledger> find(String name) throws IOException {
        return lookUp(name).map(study -> new VizierLedger(vizier, plan, client, study));
    }

    private Optional<Study> lookUp(String name) throws IOException {
        return called(() -> {
            try {
                return Optional.of(client.lookupStudy(LookupStudyRequest.newBuilder().setParent(vizier.parent()).setDisplayName(name).build()));
            } catch (ApiException e) {
                if (e.getStatusCode().getCode() == StatusCode.Code.NOT_FOUND) return Optional.empty();
                throw e;
            }
        });
    }

    @Override
    public Ledger open(String name, List<Goal> goals) throws IOException {
        Optional<Study> there = lookUp(name);
        Study study = there.isPresent() ? there.get() : called(() -> client.createStudy(CreateStudyRequest.newBuilder().setParent(vizier.parent())
                .setStudy(Study.newBuilder().setDisplayName(name).setStudySpec(Specs.of(plan, vizier.stopping()))).build()));
        VizierLedger ledger = new VizierLedger(vizier, plan, client, study);
        Directions.same(name, ledger.maximize(), goals);
        return ledger;
    }

    @Override
    public boolean delete(String name) throws IOException {
        Optional<Study> study = lookUp(name);
        if (study.isEmpty()) return false;
        return called(() -> {
            client.deleteStudy(study.get().getName());
            return true;
        });
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public void close() {
        client.close();
    }

    /// Turns what the service refuses into an I/O error that says what it was.
    static <T> T called(Supplier<T> call) throws IOException {
        try {
            return call.get();
        } catch (ApiException e) {
            throw new IOException("Vizier refused with " + e.getStatusCode().getCode() + ": " + e.getMessage(), e);
        }
    }
}

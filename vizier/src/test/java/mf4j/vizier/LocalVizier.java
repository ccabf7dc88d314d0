package mf4j.vizier;

import com.google.cloud.aiplatform.v1.AddTrialMeasurementRequest;
import com.google.cloud.aiplatform.v1.CheckTrialEarlyStoppingStateRequest;
import com.google.cloud.aiplatform.v1.CheckTrialEarlyStoppingStateResponse;
import com.google.cloud.aiplatform.v1.CompleteTrialRequest;
import com.google.cloud.aiplatform.v1.CreateStudyRequest;
import com.google.cloud.aiplatform.v1.CreateTrialRequest;
import com.google.cloud.aiplatform.v1.DeleteStudyRequest;
import com.google.cloud.aiplatform.v1.DeleteTrialRequest;
import com.google.cloud.aiplatform.v1.GetTrialRequest;
import com.google.cloud.aiplatform.v1.ListStudiesRequest;
import com.google.cloud.aiplatform.v1.ListStudiesResponse;
import com.google.cloud.aiplatform.v1.ListTrialsRequest;
import com.google.cloud.aiplatform.v1.ListTrialsResponse;
import com.google.cloud.aiplatform.v1.LookupStudyRequest;
import com.google.cloud.aiplatform.v1.StopTrialRequest;
import com.google.cloud.aiplatform.v1.Study;
import com.google.cloud.aiplatform.v1.StudySpec.ParameterSpec;
import com.google.cloud.aiplatform.v1.StudySpec.ParameterSpec.ConditionalParameterSpec;
import com.google.cloud.aiplatform.v1.SuggestTrialsRequest;
import com.google.cloud.aiplatform.v1.SuggestTrialsResponse;
import com.google.cloud.aiplatform.v1.Trial;
import com.google.cloud.aiplatform.v1.VizierServiceGrpc;
import com.google.longrunning.Operation;
import com.google.protobuf.Any;
import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import mf4j.train.Seeds;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A server of the service's published interface that chooses at random: trials of a worker first, then those that wait, then new ones. A worker's
/// trial stops at its third measurement.
public final class LocalVizier extends VizierServiceGrpc.VizierServiceImplBase {
    private static final int PAGE = 3; // small, so that pages are turned

    private final Map<String, Study> studies = new LinkedHashMap<>();
    private final Map<String, List<Trial>> trials = new LinkedHashMap<>();

    private static <T> void answer(StreamObserver<T> to, T message) {
        to.onNext(message);
        to.onCompleted();
    }

    private static void refuse(StreamObserver<?> to, Status status, String why) {
        to.onError(status.withDescription(why).asRuntimeException());
    }

    @Override
    public synchronized void createStudy(CreateStudyRequest request, StreamObserver<Study> to) {
        String name = request.getParent() + "/studies/" + (studies.size() + 1);
        Study study = request.getStudy().toBuilder().setName(name).setState(Study.State.ACTIVE).build();
        studies.put(name, study);
        trials.put(name, new ArrayList<>());
        answer(to, study);
    }

    @Override
    public synchronized void lookupStudy(LookupStudyRequest request, StreamObserver<Study> to) {
        Optional<Study> study = studies.values().stream().filter(s -> s.getDisplayName().equals(request.getDisplayName())).findFirst();
        study.ifPresentOrElse(s -> answer(to, s), () -> refuse(to, Status.NOT_FOUND, "no study " + request.getDisplayName()));
    }

    @Override
    public synchronized void listStudies(ListStudiesRequest request, StreamObserver<ListStudiesResponse> to) {
        answer(to, ListStudiesResponse.newBuilder().addAllStudies(studies.values()).build());
    }

    @Override
    public synchronized void deleteStudy(DeleteStudyRequest request, StreamObserver<Empty> to) {
        studies.remove(request.getName());
        trials.remove(request.getName());
        answer(to, Empty.getDefaultInstance());
    }

    @Override
    public synchronized void listTrials(ListTrialsRequest request, StreamObserver<ListTrialsResponse> to) {
        List<Trial> all = trials.get(request.getParent());
        int from = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
        int end = Math.min(all.size(), from + PAGE);
        answer(to, ListTrialsResponse.newBuilder().addAllTrials(all.subList(from, end)).setNextPageToken(end < all.size() ? "" + end : "").build());
    }

    private Trial get(String name) {
        int at = name.indexOf("/trials/");
        return trials.get(name.substring(0, at)).stream().filter(trial -> trial.getName().equals(name)).findFirst().orElseThrow();
    }

    private Trial put(Trial trial) {
        int at = trial.getName().indexOf("/trials/");
        trials.get(trial.getName().substring(0, at)).replaceAll(one -> one.getName().equals(trial.getName()) ? trial : one);
        return trial;
    }

    @Override
    public synchronized void getTrial(GetTrialRequest request, StreamObserver<Trial> to) {
        answer(to, get(request.getName()));
    }

    @Override
    public synchronized void deleteTrial(DeleteTrialRequest request, StreamObserver<Empty> to) {
        delete(request.getName());
        answer(to, Empty.getDefaultInstance());
    }

    /// Removes a trial; its number stays free.
    public synchronized void delete(String name) {
        trials.get(name.substring(0, name.indexOf("/trials/"))).removeIf(trial -> trial.getName().equals(name));
    }

    @Override
    public synchronized void createTrial(CreateTrialRequest request, StreamObserver<Trial> to) {
        Trial.State state = request.getTrial().getState() == Trial.State.SUCCEEDED ? Trial.State.SUCCEEDED : Trial.State.REQUESTED;
        answer(to, begin(request.getParent(), request.getTrial().toBuilder().setState(state)));
    }

    private Trial begin(String study, Trial.Builder trial) {
        int id = trials.get(study).stream().mapToInt(one -> Integer.parseInt(one.getId())).max().orElse(0) + 1;
        Trial begun = trial.setId("" + id).setName(study + "/trials/" + id).setStartTime(Timestamp.newBuilder().setSeconds(1_800_000_000L + id)).build();
        trials.get(study).add(begun);
        return begun;
    }

    @Override
    public synchronized void suggestTrials(SuggestTrialsRequest request, StreamObserver<Operation> to) {
        List<Trial> all = trials.get(request.getParent());
        Trial chosen = all.stream().filter(t -> t.getState() == Trial.State.ACTIVE && t.getClientId().equals(request.getClientId())).findFirst()
                .or(() -> all.stream().filter(t -> t.getState() == Trial.State.REQUESTED).findFirst().map(t -> put(t.toBuilder().setState(Trial.State.ACTIVE).setClientId(request.getClientId()).build())))
                .orElseGet(() -> suggested(request));
        answer(to, done(SuggestTrialsResponse.newBuilder().addTrials(chosen).build()));
    }

    private static Operation done(Message response) {
        return Operation.newBuilder().setName("operations/1").setDone(true).setResponse(Any.pack(response)).build();
    }

    private Trial suggested(SuggestTrialsRequest request) {
        Seeds.Stream random = Seeds.of(trials.get(request.getParent()).size()).stream(0);
        Trial.Builder trial = Trial.newBuilder().setState(Trial.State.ACTIVE).setClientId(request.getClientId());
        for (ParameterSpec spec : studies.get(request.getParent()).getStudySpec().getParametersList()) draw(trial, spec, random);
        return begin(request.getParent(), trial);
    }

    private static void draw(Trial.Builder trial, ParameterSpec spec, Seeds.Stream random) {
        Value.Builder value = Value.newBuilder();
        switch (spec.getParameterValueSpecCase()) {
            case DOUBLE_VALUE_SPEC -> value.setNumberValue(random.nextDouble(spec.getDoubleValueSpec().getMinValue(), spec.getDoubleValueSpec().getMaxValue()));
            case INTEGER_VALUE_SPEC -> value.setNumberValue(random.nextLong(spec.getIntegerValueSpec().getMinValue(), spec.getIntegerValueSpec().getMaxValue() + 1));
            case DISCRETE_VALUE_SPEC -> value.setNumberValue(spec.getDiscreteValueSpec().getValues(random.nextInt(spec.getDiscreteValueSpec().getValuesCount())));
            default -> value.setStringValue(spec.getCategoricalValueSpec().getValues(random.nextInt(spec.getCategoricalValueSpec().getValuesCount())));
        }
        trial.addParameters(Trial.Parameter.newBuilder().setParameterId(spec.getParameterId()).setValue(value));
        for (ConditionalParameterSpec child : spec.getConditionalParameterSpecsList()) if (follows(child, value.build())) draw(trial, child.getParameterSpec(), random);
    }

    private static boolean follows(ConditionalParameterSpec child, Value value) {
        return child.getParentCategoricalValues().getValuesList().contains(value.getStringValue()) || child.getParentIntValues().getValuesList().contains((long) value.getNumberValue())
                || child.getParentDiscreteValues().getValuesList().contains(value.getNumberValue());
    }

    private static boolean isOpen(Trial trial) {
        return trial.getState() == Trial.State.ACTIVE || trial.getState() == Trial.State.STOPPING;
    }

    @Override
    public synchronized void addTrialMeasurement(AddTrialMeasurementRequest request, StreamObserver<Trial> to) {
        Trial trial = get(request.getTrialName());
        if (isOpen(trial)) answer(to, put(trial.toBuilder().addMeasurements(request.getMeasurement()).build()));
        else refuse(to, Status.FAILED_PRECONDITION, "the trial is " + trial.getState());
    }

    @Override
    public synchronized void checkTrialEarlyStoppingState(CheckTrialEarlyStoppingStateRequest request, StreamObserver<Operation> to) {
        boolean stop = get(request.getTrialName()).getMeasurementsCount() >= 3;
        answer(to, done(CheckTrialEarlyStoppingStateResponse.newBuilder().setShouldStop(stop).build()));
    }

    @Override
    public synchronized void stopTrial(StopTrialRequest request, StreamObserver<Trial> to) {
        answer(to, put(get(request.getName()).toBuilder().setState(Trial.State.STOPPING).build()));
    }

    @Override
    public synchronized void completeTrial(CompleteTrialRequest request, StreamObserver<Trial> to) {
        Trial trial = get(request.getName());
        if (!isOpen(trial)) {
            refuse(to, Status.FAILED_PRECONDITION, "the trial is " + trial.getState());
            return;
        }
        Trial.Builder ended = trial.toBuilder().setEndTime(Timestamp.newBuilder().setSeconds(1_900_000_000L));
        if (request.getTrialInfeasible()) ended.setState(Trial.State.INFEASIBLE).setInfeasibleReason(request.getInfeasibleReason());
        else ended.setState(Trial.State.SUCCEEDED).setFinalMeasurement(request.getFinalMeasurement());
        answer(to, put(ended.build()));
    }

    /// The trials of a study.
    public synchronized List<Trial> all(String displayName) {
        return studies.values().stream().filter(s -> s.getDisplayName().equals(displayName)).findFirst().map(s -> List.copyOf(trials.get(s.getName()))).orElseThrow();
    }

    /// A study.
    public synchronized Study study(String displayName) {
        return studies.values().stream().filter(s -> s.getDisplayName().equals(displayName)).findFirst().orElseThrow();
    }
}

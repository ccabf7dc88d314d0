package mf4j.study;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the lines of a journal say, applied one after the other. Lines about trials that are finished or not there say nothing, as in Optuna.
///
/// A study's number is its place among all that were created, deleted ones included; a trial's in the file its place among all of its trials.
final class JournalState {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx");

    private static final MemoryLedger NOWHERE = new MemoryLedger("", List.of());

    private final List<MemoryLedger> studies = new ArrayList<>(); // null where deleted
    private final List<List<Integer>> trials = new ArrayList<>(); // per study the trials' numbers in the file
    private final List<int[]> places = new ArrayList<>();         // per trial in the file: study, number in it

    List<String> names() {
        return studies.stream().filter(s -> s != null).map(MemoryLedger::name).toList();
    }

    Optional<Integer> id(String name) {
        for (int j = 0; j < studies.size(); j++) if (studies.get(j) != null && studies.get(j).name().equals(name)) return Optional.of(j);
        return Optional.empty();
    }

    MemoryLedger study(int id) {
        return studies.get(id);
    }

    /// The number in the file of a study's trial.
    int place(int study, int number) {
        return trials.get(study).get(number);
    }

    static String text(Instant time) {
        return TIME.format(time.atOffset(ZoneOffset.UTC));
    }

    void apply(JournalLine line) {
        switch (line.code()) {
            case 0 -> create(line.name(), line.maximize());
            case 1 -> delete(line.study());
            case 2 -> noteStudy(line, Attribute.USER);
            case 3 -> noteStudy(line, Attribute.SYSTEM);
            case 4 -> add(line);
            case 5 -> ledger(line).choose(number(line), line.parameter(), Distributions.value(line.parameter(), line.number()));
            case 6 -> state(line);
            case 7 -> ledger(line).report(number(line), line.step(), line.number());
            case 8 -> note(line, Attribute.USER);
            case 9 -> note(line, Attribute.SYSTEM);
            default -> { } // a newer Optuna's: it means nothing for what is known here
        }
    }

    private void create(String name, List<Boolean> maximize) {
        if (id(name).isPresent()) return;
        studies.add(new MemoryLedger(name, maximize));
        trials.add(new ArrayList<>());
    }

    private void delete(int study) {
        if (study < studies.size()) studies.set(study, null);
    }

    private void noteStudy(JournalLine line, Attribute kind) {
        if (isThere(line.study())) line.notes(kind).forEach((name, value) -> studies.get(line.study()).note(kind, name, value));
    }

    private boolean isThere(int study) {
        return study < studies.size() && studies.get(study) != null;
    }

    private void add(JournalLine line) {
        int study = line.study();
        if (!isThere(study)) return;
        int number = studies.get(study).add(line.whole());
        trials.get(study).add(places.size());
        places.add(new int[] {study, number});
    }

    private void state(JournalLine line) {
        State state = line.state();
        MemoryLedger ledger = ledger(line);
        if (state == State.RUNNING) ledger.claim(number(line), line.started().orElse(Instant.EPOCH));
        else if (state.finished()) ledger.finish(number(line), state, line.metrics(), line.ended().orElse(Instant.EPOCH));
    }

    private void note(JournalLine line, Attribute kind) {
        line.notes(kind).forEach((name, value) -> ledger(line).note(number(line), kind, name, value));
    }

    private MemoryLedger ledger(JournalLine line) {
        MemoryLedger ledger = line.trial() < places.size() ? studies.get(places.get(line.trial())[0]) : null;
        return ledger == null ? NOWHERE : ledger;
    }

    private int number(JournalLine line) {
        return line.trial() < places.size() ? places.get(line.trial())[1] : -1;
    }
}

package mf4j.app;

import mf4j.study.PlanText;
import mf4j.study.SpaceText;
import mf4j.study.Storage;
import mf4j.study.Study;
import mf4j.study.StudyPlan;
import picocli.CommandLine;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `mf4j study tell`: what came of a trial.
@CommandLine.Command(name = "tell", modelTransformer = StudyTell.Negative.class, description = "Tells a study what came of a trial, or, with --report, how it goes; that also says that somebody is still at work on it.",
        footer = {"", "Examples:", "  mf4j study tell s.jsonl mine 0 0.25", "  mf4j study tell s.jsonl mine 1 --report 5 0.31", "  mf4j study tell s.jsonl mine 1 --state infeasible --reason \"out of memory\""})
final class StudyTell extends Command {
    /// A value below 0 is no flag.
    static final class Negative implements IModelTransformer {
        @Override
        public CommandSpec transform(CommandSpec spec) {
            spec.parser().unmatchedOptionsArePositionalParams(true);
            return spec;
        }
    }

    @Parameters(index = "0", paramLabel = "PLACE", converter = StudyPlace.Converter.class, description = "Where the study is kept.")
    StudyPlace place;

    @Parameters(index = "1", paramLabel = "NAME", description = "The study's name.")
    String name;

    @Parameters(index = "2", paramLabel = "TRIAL", description = "The trial's number.")
    int trial;

    @Parameters(index = "3..*", arity = "0..*", paramLabel = "VALUE", description = "The values of the study's metrics, in their order; nan says that nothing can be evaluated there.")
    List<String> values = new ArrayList<>();

    @Option(names = "--state", paramLabel = "NAME", description = "Instead of values: pruned, infeasible (nothing can be evaluated there), or fail (for a reason that has nothing to do with the trial's values).")
    String state;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, with --state infeasible or fail.")
    String reason;

    @Option(names = "--report", arity = "2", paramLabel = "X", description = "Instead of an end: a step, such as an epoch, and the value of the first metric after it. The answer's prune says whether to go on.")
    List<String> report;

    @Option(names = "--constraint", paramLabel = "NAME=X", description = "By how much a constraint is broken; 0 or below is kept. May be given several times.")
    Map<String, Double> constraints = new LinkedHashMap<>();

    @Option(names = "--note", paramLabel = "NAME=TEXT", description = "A note on the trial; may be given several times.")
    Map<String, String> notes = new LinkedHashMap<>();

    @Override
    Answer answer() throws Exception {
        if (report == null && values.isEmpty() && state == null) throw wrong("give the values of trial " + trial + ", --state, or --report STEP VALUE");
        if (report != null && (!values.isEmpty() || state != null)) throw wrong("--report is for a trial that goes on: give no values and no --state with it");
        StudyPlan plan;
        try (Storage storage = place.existing()) {
            plan = PlanText.of(place.study(storage, name));
        }
        try (Study study = plan.in(place).open()) {
            AskTell conversation = new AskTell(study);
            return report == null ? told(conversation) : reported(conversation);
        }
    }

    private Answer told(AskTell conversation) throws Exception {
        Map<String, Object> told = new LinkedHashMap<>();
        if (!values.isEmpty()) told.put("values", values.stream().map(value -> usage(() -> number(value))).toList());
        if (state != null) told.put("state", state);
        if (reason != null) told.put("reason", reason);
        told.put("constraints", constraints);
        told.put("notes", notes);
        Tree answer = conversation.tell(trial, told);
        boolean accepted = Boolean.TRUE.equals(answer.values().get("accepted"));
        return new Answer(answer, accepted ? "trial " + trial + " is finished" : "trial " + trial + " was finished before: it stays as it was");
    }

    private Answer reported(AskTell conversation) throws Exception {
        double step = usage(() -> number(report.getFirst()));
        if (step != Math.rint(step) || step < 0) throw wrong("--report must be given a step from 0 on, and a value, but was given " + report);
        Tree answer = conversation.report(trial, (int) step, usage(() -> number(report.getLast())));
        return new Answer(answer, Boolean.TRUE.equals(answer.values().get("prune")) ? "trial " + trial + " is not worth going on: tell it with --state pruned" : "trial " + trial + " goes on");
    }

    private static double number(String text) {
        if (text.equalsIgnoreCase("nan")) return Double.NaN;
        if (SpaceText.value(text) instanceof Number number) return number.doubleValue();
        if (text.matches("(?i)[-+]?inf(inity)?")) return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        throw new IllegalArgumentException("a value must be a number but was " + text);
    }
}

package mf4j.app;

import mf4j.study.Stops;
import mf4j.study.Storage;
import mf4j.study.Study;
import mf4j.study.StudyPlan;
import picocli.CommandLine;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/// `mf4j study ask`: begins a trial for a program of somebody else.
@CommandLine.Command(name = "ask", modelTransformer = StudyAsk.Names.class, description = {"Begins a trial and prints its number and values as JSON, {\"trial\": 0, \"values\": {\"x\": 0.5}}; or {\"ended\": \"why\"}.",
        "The first call begins the study; the flags it was begun with are kept, so later calls need place and name alone."},
        footer = {"", "Examples:", "  mf4j study ask s.jsonl mine --space x=float:0:1,kind=a|b --minimize loss --sampler tpe", "  mf4j study ask s.jsonl mine"})
final class StudyAsk extends Command {
    /// Help with the names of samplers and pruners.
    static final class Names implements IModelTransformer {
        @Override
        public CommandSpec transform(CommandSpec spec) {
            return Choosing.named(spec);
        }
    }

    @Parameters(index = "0", paramLabel = "PLACE", converter = StudyPlace.Converter.class, description = "Where the study is kept, or will be.")
    StudyPlace place;

    @Parameters(index = "1", paramLabel = "NAME", description = "The study's name.")
    String name;

    @Option(names = "--trials", paramLabel = "N", description = "Begin none beyond N trials in all.")
    Integer trials;

    @Mixin
    Begin begin;

    @Override
    Answer answer() throws Exception {
        if (trials != null && trials < 1) throw wrong("--trials must be at least 1 but was " + trials);
        usage(() -> {
            begin.check();
            return null;
        });
        StudyPlan plan;
        try (Storage storage = place.open()) {
            plan = begin.plan(storage, name, seedOr(0));
        }
        if (trials != null) plan = plan.stop(Stops.trials(trials));
        try (Study study = plan.in(place).open()) {
            Tree asked = new AskTell(study).ask();
            return new Answer(asked, JsonMapper.shared().writeValueAsString(asked.values()));
        }
    }
}

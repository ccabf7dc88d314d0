package mf4j.app;

import mf4j.study.Attribute;
import mf4j.study.Findings;
import mf4j.study.FrozenTrial;
import mf4j.study.Ledger;
import mf4j.study.PlanText;
import mf4j.study.SpaceText;
import mf4j.study.StudyPlan;
import picocli.CommandLine;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// `mf4j study show`: what a study is about and how it stands.
@CommandLine.Command(name = "show", description = "Shows what a study is about and how it stands, in words and in pictures.",
        footer = {"", "Examples:", "  mf4j study show tune.jsonl", "  mf4j study show tune.jsonl als --plots pictures"})
final class StudyShow extends StudyQuery {
    @Option(names = "--plots", paramLabel = "DIR", description = "Pictures of the study, as .png and .svg.")
    Path plots;

    @Override
    Answer answer(Ledger ledger, StudyPlan plan, Findings findings) throws IOException {
        Tree numbers = numbers(ledger, plan, findings).put("place", place.toString());
        StringBuilder text = new StringBuilder();
        line(text, "study", findings.study() + " in " + place);
        line(text, "goals", StudyList.words(plan.goals()));
        if (plan.space().size() > 0) line(text, "space", SpaceText.write(plan.space()));
        Map<String, Object> described = PlanText.write(plan);
        for (String part : new String[] {"sampler", "pruner"}) if (described.get(part) instanceof Map<?, ?> one) line(text, part, one.get("name") + (one.get("knobs") == null ? "" : " " + one.get("knobs")));
        ledger.attributes(Attribute.USER).forEach((key, value) -> line(text, key, String.valueOf(value)));
        line(text, "trials", StudyCounts.words(findings));
        TrialTable table = new TrialTable(findings);
        findings.best().ifPresent(best -> text.append(System.lineSeparator()).append(table.text(findings.goals().size() == 1 ? table.best(5) : findings.front(), false)).append(System.lineSeparator()));
        if (plots != null) {
            numbers.put("plots", new StudyPlots(findings).write(plots).toString());
            text.append(System.lineSeparator()).append("pictures are in ").append(plots);
        }
        return new Answer(numbers, text.toString().stripTrailing());
    }

    /// For JSON.
    static Tree numbers(Ledger ledger, StudyPlan plan, Findings findings) throws IOException {
        Tree numbers = new Tree().put("name", findings.study());
        numbers.putAll("plan", PlanText.write(plan)).putAll("about", ledger.attributes(Attribute.USER));
        StudyCounts.of(findings).forEach(numbers::put);
        Optional<FrozenTrial> best = findings.best();
        best.ifPresent(trial -> numbers.put("best", new TrialTable(findings).row(trial)));
        return numbers;
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append(String.format("%-14s %s%n", key, value));
    }
}

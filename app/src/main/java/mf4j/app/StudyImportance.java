package mf4j.app;

import mf4j.study.Findings;
import mf4j.study.Importance;
import mf4j.study.Ledger;
import mf4j.study.StudyPlan;
import picocli.CommandLine;
import picocli.CommandLine.Option;

import java.util.Locale;
import java.util.Map;

/// `mf4j study importance`: which parameters matter.
@CommandLine.Command(name = "importance", description = "Says how much each parameter of a study matters, as shares that sum to 1.", footer = {"", "Example:", "  mf4j study importance tune.jsonl --method fanova"})
final class StudyImportance extends StudyQuery {
    @Option(names = "--method", paramLabel = "NAME", description = "ped-anova: what tells good trials from the others; fanova: what moves the metric over all of the space (ped-anova).")
    String method = Importance.names().getFirst();

    @Option(names = "--metric", paramLabel = "NAME", description = "Of the study's metrics, this one (the first).")
    String metric;

    @Override
    Answer answer(Ledger ledger, StudyPlan plan, Findings findings) {
        Importance importance = usage(() -> Importance.named(method));
        String by = metric == null ? findings.goals().getFirst().metric() : metric;
        Map<String, Double> shares = usage(() -> importance.shares(findings, by));
        if (shares.isEmpty()) throw new IllegalArgumentException("no trial of the study " + findings.study() + " has a value yet");
        Table table = new Table("parameter", "share");
        shares.forEach((name, share) -> table.row(name, String.format(Locale.ROOT, "%.3f", share)));
        return new Answer(new Tree().put("study", findings.study()).put("metric", by).put("method", method).putAll("importance", shares), table.toString());
    }
}

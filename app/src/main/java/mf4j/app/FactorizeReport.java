package mf4j.app;

import mf4j.lowrank.LowRank;
import mf4j.matrix.Matrix;
import mf4j.train.Sweep;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// What `factorize` says at its end.
final class FactorizeReport {
    private final DenseCatalog trainer;
    private final Matrix x;
    private final String source;
    private final LowRank model;
    private final double explained;

    FactorizeReport(DenseCatalog trainer, Matrix x, String source, LowRank model) {
        this.trainer = trainer;
        this.x = x;
        this.source = source;
        this.model = model;
        this.explained = 1 - model.fit().mse() / Variance.of(x);
    }

    /// What the folder keeps of it.
    Map<String, Object> about(Steps steps) {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("trainer", trainer.title());
        about.put("source", source);
        about.put("explainedVariance", explained);
        about.put("seconds", steps.seconds());
        return about;
    }

    Answer answer(Steps steps, Path outOrNull) {
        return new Answer(numbers(steps, outOrNull), text(steps, outOrNull));
    }

    private Tree numbers(Steps steps, Path outOrNull) {
        LowRank.Fit fit = model.fit();
        Tree numbers = new Tree().put("trainer", trainer.title()).putAll("knobs", model.provenance().knobs());
        numbers.put("kernel", model.provenance().kernel()).put("threads", Sweep.threads());
        numbers.put("data.source", source).put("data.rows", x.rows()).put("data.columns", x.columns()).put("data.type", x.isDouble() ? "double" : "float");
        numbers.put("data.fingerprint", model.provenance().data()).put("rank", model.rank()).put("epochs", model.provenance().history().epochs().size());
        numbers.put("fit.mse", fit.mse()).put("fit.floor", fit.floor()).put("fit.gap", fit.gap());
        numbers.put("fit.objective", fit.objective()).put("fit.optimum", fit.optimum()).put("fit.optimumGap", fit.optimumGap());
        numbers.put("explainedVariance", explained).put("parameters", model.parameters()).put("compression", model.compression());
        numbers.putAll("seconds", steps.seconds());
        return outOrNull == null ? numbers : numbers.put("out", outOrNull.toString());
    }

    private String text(Steps steps, Path outOrNull) {
        LowRank.Fit fit = model.fit();
        int epochs = model.provenance().history().epochs().size();
        StringBuilder text = new StringBuilder();
        line(text, "%s from %s", x, source);
        line(text, "%s: rank %d%s, on %s", trainer.title(), model.rank(), epochs == 0 ? "" : epochs == 1 ? ", 1 epoch" : ", " + Table.count(epochs) + " epochs", model.provenance().kernel());
        line(text, "");
        Table table = new Table("", "");
        table.row("mean squared error", number(fit.mse()));
        table.row("least of this rank", known(fit.floor(), "  (" + gap(fit.gap()) + ")"));
        table.row("objective", number(fit.objective()));
        table.row("its least value", known(fit.optimum(), "  (" + gap(fit.optimumGap()) + ")"));
        table.row("explained variance", Double.isFinite(explained) ? String.format(Locale.ROOT, "%.2f %%", 100 * explained) : "none to explain: every column is constant");
        table.row("parameters", String.format(Locale.ROOT, "%s instead of %s, compression %.2f", Table.count(model.parameters()), Table.count(x.size()), model.compression()));
        text.append(table.toString().strip()).append(System.lineSeparator());
        line(text, "");
        text.append(steps);
        if (outOrNull != null) text.append(System.lineSeparator()).append("saved in ").append(outOrNull);
        return text.toString();
    }

    private static void line(StringBuilder text, String line, Object... values) {
        text.append(String.format(Locale.ROOT, line, values)).append(System.lineSeparator());
    }

    private static String known(double value, String remark) {
        return Double.isNaN(value) ? "not known" : number(value) + remark;
    }

    private static String gap(double gap) {
        if (gap == 0) return "reached";
        if (gap >= 10) return Double.isInfinite(gap) ? "which is 0" : String.format(Locale.ROOT, "%,.0f times as much", 1 + gap);
        return String.format(Locale.ROOT, gap < 0.0001 ? "reached to %.1e" : "%2$.2f %% above it", gap, 100 * gap);
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.6g", value);
    }
}

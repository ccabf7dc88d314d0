package mf4j.store;

import mf4j.lowrank.Divergence;
import mf4j.lowrank.LowRank;
import mf4j.matrix.Matrix;
import mf4j.train.Provenance;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `report.json` of a factorization: all of it that is not an array, and what the arrays must be. Numbers that JSON lacks are the
/// texts `NaN`, `Infinity` and `-Infinity`.
final class FolderReport {
    private static final String FORMAT = "mf4j-factorization";
    private static final int VERSION = 2;

    private FolderReport() { }

    static byte[] bytes(LowRankFolder folder, List<Part.Measured> parts) {
        return (Manifest.JSON.writeValueAsString(describe(folder, parts)) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> describe(LowRankFolder folder, List<Part.Measured> parts) {
        LowRank model = folder.model();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("format", FORMAT);
        all.put("version", VERSION);
        all.put("library", Provenance.thisVersion());
        all.put("rows", model.rows());
        all.put("columns", model.columns());
        all.put("rank", model.rank());
        all.put("parameters", model.parameters());
        all.put("compression", model.compression());
        all.put("fit", describe(model.fit()));
        all.put("rowRule", describe(model.rule()));
        all.put("scale", folder.scale().orElse(""));
        all.put("provenance", Manifest.describe(model.provenance()));
        all.put("about", folder.about());
        Map<String, Object> files = new LinkedHashMap<>();
        for (Part.Measured part : parts) files.put(part.part().name(), part.described());
        all.put("files", files);
        return all;
    }

    private static Map<String, Object> describe(LowRank.Fit fit) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("objective", fit.objective());
        all.put("optimum", fit.optimum());
        all.put("optimumGap", fit.optimumGap());
        all.put("mse", fit.mse());
        all.put("floor", fit.floor());
        all.put("gap", fit.gap());
        return all;
    }

    private static Map<String, Object> describe(LowRank.RowRule rule) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("ridge", rule.ridge());
        all.put("nonNegative", rule.nonNegative());
        all.put("missing", rule.missing());
        all.put("lasso", rule.lasso());
        all.put("divergence", rule.divergence().name());
        all.put("shared", rule.shared());
        return all;
    }

    static JsonNode checked(Path folder, JsonNode report) throws DamagedModel {
        if (!FORMAT.equals(report.path("format").asString(""))) {
            throw new DamagedModel(folder, "is not the folder of a factorization: its " + LowRankFolder.REPORT + " does not say format " + FORMAT);
        }
        int version = report.path("version").asInt(0);
        if (version > VERSION) {
            throw new DamagedModel(folder, "has format version " + version + ", written by MF4J " + report.path("library").asString("unknown")
                    + "; this library reads versions up to " + VERSION + ": use a newer one");
        }
        if (version < 1) throw new DamagedModel(folder, "has no valid format version");
        return report;
    }

    /// The file with the numbers that multiply the columns of `left`, empty for none: version 1 had one name for it.
    static String scale(JsonNode report) {
        if (report.path("version").asInt(0) == 1) return LowRankFolder.VALUES;
        String name = Manifest.text(report, "scale");
        if (!name.isEmpty()) report.required("files").required(name);
        return name;
    }

    /// @param values empty for ones
    /// @param mean   empty for zeros
    static LowRankFolder read(JsonNode report, Matrix left, double[] values, Matrix right, double[] mean) {
        double[] ones = new double[right.rows()];
        Arrays.fill(ones, 1);
        JsonNode fit = report.required("fit");
        JsonNode rule = report.required("rowRule");
        LowRank model = new LowRank(left, values.length == 0 ? ones : values, right, mean.length == 0 ? new double[right.columns()] : mean,
                new LowRank.RowRule(Manifest.number(rule, "ridge"), rule.required("nonNegative").booleanValue(), rule.required("missing").booleanValue(),
                        Manifest.number(rule, "lasso"), Divergence.valueOf(Manifest.text(rule, "divergence")), rule.required("shared").booleanValue()),
                new LowRank.Fit(Manifest.number(fit, "objective"), Manifest.number(fit, "optimum"), Manifest.number(fit, "mse"), Manifest.number(fit, "floor")),
                Manifest.provenance(report.required("provenance")));
        return new LowRankFolder(model, Manifest.map(report.required("about")));
    }
}

package mf4j.app;

import mf4j.lowrank.NmfRanks;
import mf4j.lowrank.RankErrors;
import mf4j.lowrank.RankSearch;
import mf4j.lowrank.RankSearch.Outcome;
import mf4j.lowrank.Spectrum;
import mf4j.matrix.Matrix;
import mf4j.train.SafeFile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The results of a search of ranks, by rank: for people, as CSV and as JSON.
final class RankTable {
    private static final List<String> AGREEMENT = List.of("cophenetic", "dispersion");
    private static final String HEAD = "A,min,max,mean,median,std,floor,gap,parameters,compression";

    private final Map<Integer, RankTried> tried = new TreeMap<>();
    private final Map<Integer, String> heldOut = new TreeMap<>();

    void add(RankTried one) {
        tried.put(one.rank(), one);
    }

    /// Keeps the errors over hidden entries beside the rest.
    void add(RankErrors errors) {
        for (int j = 0; j < errors.ranks().length; j++) heldOut.put(errors.ranks()[j], "" + errors.errors()[j]);
    }

    /// What was tried, by rank.
    List<RankTried> tried() {
        return List.copyOf(tried.values());
    }

    /// The agreement of the seeds of each rank, where they were asked.
    List<NmfRanks.Agreement> agreements() {
        return tried.values().stream().flatMap(one -> one.agreement().stream()).toList();
    }

    private static long parameters(int rank, Matrix x) {
        return (long) rank * ((long) x.rows() + x.columns());
    }

    private static double compression(int rank, Matrix x) {
        return (double) x.size() / parameters(rank, x);
    }

    /// For the terminal.
    String text(Matrix x) {
        List<String> head = new ArrayList<>(List.of("rank", "min", "max", "mean", "median", "std", "floor", "gap", "parameters", "compression"));
        if (!agreements().isEmpty()) head.addAll(AGREEMENT);
        Table table = new Table(head.toArray(String[]::new));
        for (RankTried each : tried.values()) {
            Outcome one = each.outcome();
            List<String> row = new ArrayList<>(List.of("" + one.rank(), brief(one.min()), brief(one.max()), brief(one.mean()), brief(one.median()), brief(one.std()), brief(one.floor()), gap(one.gap()),
                    Table.count(parameters(one.rank(), x)), String.format(Locale.ROOT, "%.2f", compression(one.rank(), x))));
            each.agreement().ifPresent(found -> row.addAll(List.of(String.format(Locale.ROOT, "%.4f", found.cophenetic()), String.format(Locale.ROOT, "%.4f", found.dispersion()))));
            table.row(row.toArray(String[]::new));
        }
        return table.toString();
    }

    /// Six digits, small numbers by their power of ten.
    static String brief(double value) {
        if (value == 0) return "0";
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 1e-3 && size < 1e6 ? "%." + Math.clamp(5 - (int) Math.floor(Math.log10(size)), 0, 8) + "f" : "%.5e", value);
    }

    private static String gap(double gap) {
        if (!Double.isFinite(gap)) return "-";
        return gap < 10 ? String.format(Locale.ROOT, "%.2f%%", 100 * gap) : String.format(Locale.ROOT, gap < 1e6 ? "%,.0fx" : "%.1ex", gap);
    }

    /// Replaces the CSV: the columns of the script first.
    void write(Path csv, RankSearch search, Matrix x) {
        List<String> lines = new ArrayList<>(List.of(HEAD + ",mse,best_seed,num_seeds,loss_fn,epochs,seconds" + (agreements().isEmpty() ? "" : "," + String.join(",", AGREEMENT)) + heldOutHead()));
        for (RankTried each : tried.values()) {
            Outcome one = each.outcome();
            lines.add(String.join(",", "" + one.rank(), "" + one.min(), "" + one.max(), "" + one.mean(), "" + one.median(), "" + one.std(), "" + one.floor(), "" + one.gap(),
                    "" + parameters(one.rank(), x), "" + compression(one.rank(), x), "" + one.mse(), "" + one.best(), "" + one.losses().length,
                    search.trainer().loss().name().toLowerCase(Locale.ROOT), "" + Arrays.stream(one.epochs()).max().orElse(0), String.format(Locale.ROOT, "%.3f", one.seconds()))
                    + each.agreement().map(found -> "," + found.cophenetic() + "," + found.dispersion()).orElse("") + heldOut(one.rank()));
        }
        write(csv, lines);
    }

    /// Replaces the CSV by the floors of all ranks.
    void write(Path csv, Matrix x, Spectrum spectrum) {
        List<String> lines = new ArrayList<>(List.of("A,floor,explained,parameters,compression" + heldOutHead()));
        for (int rank = 1; rank <= spectrum.most(); rank++) {
            lines.add(String.join(",", "" + rank, "" + spectrum.floor(rank), "" + RankAdvice.explained(spectrum, rank), "" + parameters(rank, x), "" + compression(rank, x)) + heldOut(rank));
        }
        write(csv, lines);
    }

    private String heldOutHead() {
        return heldOut.isEmpty() ? "" : ",held_out";
    }

    private String heldOut(int rank) {
        return heldOut.isEmpty() ? "" : "," + heldOut.getOrDefault(rank, "");
    }

    private static void write(Path csv, List<String> lines) {
        byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            SafeFile.write(csv, out -> out.write(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// For JSON.
    List<Map<String, Object>> rows(Matrix x) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (RankTried each : tried.values()) {
            Outcome one = each.outcome();
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("rank", one.rank());
            row.put("min", one.min());
            row.put("max", one.max());
            row.put("mean", one.mean());
            row.put("median", one.median());
            row.put("std", one.std());
            row.put("floor", one.floor());
            row.put("gap", Double.isFinite(one.gap()) ? one.gap() : null);
            row.put("parameters", parameters(one.rank(), x));
            row.put("compression", compression(one.rank(), x));
            row.put("mse", one.mse());
            row.put("losses", Arrays.stream(one.losses()).boxed().toList());
            row.put("epochs", Arrays.stream(one.epochs()).boxed().toList());
            row.put("seconds", one.seconds());
            each.agreement().ifPresent(found -> {
                row.put("cophenetic", found.cophenetic());
                row.put("dispersion", found.dispersion());
            });
            rows.add(row);
        }
        return rows;
    }
}

package mf4j.app;

import mf4j.lowrank.BiCrossValidation;
import mf4j.lowrank.RankCurve;
import mf4j.lowrank.RankErrors;
import mf4j.lowrank.Spectrum;
import mf4j.matrix.Matrix;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Which rank a matrix deserves: what every rule says, and why, and the one to take.
final class RankAdvice {
    private static final int LARGE = 2048; // short sides up to which blocks are held out: that costs some 80 times their cube

    private final Matrix x;
    private final Spectrum spectrum;
    private final RankCurve.Recommendation recommendation;

    RankAdvice(Matrix x, Spectrum spectrum) {
        this.x = x;
        this.spectrum = spectrum;
        boolean measured = x.shortSide() >= 2 && x.shortSide() <= LARGE;
        RankErrors[] errors = measured ? new RankErrors[] {BiCrossValidation.defaults().errors(x)} : new RankErrors[0];
        this.recommendation = new RankCurve(spectrum).recommend(errors);
    }

    Map<String, Object> numbers() {
        Map<String, Object> numbers = new LinkedHashMap<>(row(recommendation.chosen()));
        numbers.put("choices", recommendation.choices().stream().map(this::row).toList());
        return numbers;
    }

    private Map<String, Object> row(RankCurve.Choice choice) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("rule", choice.name());
        row.put("rank", choice.rank());
        row.put("floor", spectrum.floor(choice.rank()));
        row.put("explained", explained(choice.rank()));
        row.put("reason", choice.reason());
        return row;
    }

    private double explained(int rank) {
        return spectrum.total() > 0 ? 1 - spectrum.beyond(rank) / spectrum.total() : 1;
    }

    List<Double> floors() {
        List<Double> floors = new ArrayList<>();
        for (int rank = 1; rank <= spectrum.most(); rank++) floors.add(spectrum.floor(rank));
        return floors;
    }

    String text() {
        Table table = new Table("rule", "rank", "floor", "explained", "compression", "because");
        for (RankCurve.Choice choice : recommendation.choices()) table.row(cells(choice));
        RankCurve.Choice chosen = recommendation.chosen();
        String head = chosen.rank() == 0 ? "No rank is worth its numbers by " : "Rank " + chosen.rank() + " by ";
        return head + chosen.name() + ": " + chosen.reason() + "." + System.lineSeparator() + System.lineSeparator() + table;
    }

    private String[] cells(RankCurve.Choice choice) {
        int rank = choice.rank();
        String compression = rank == 0 ? "-" : String.format(Locale.ROOT, "%.2f", x.size() / ((double) rank * ((long) x.rows() + x.columns())));
        return new String[] {choice.name(), "" + rank, RankTable.brief(spectrum.floor(rank)), String.format(Locale.ROOT, "%.1f%%", 100 * explained(rank)), compression, choice.reason()};
    }
}

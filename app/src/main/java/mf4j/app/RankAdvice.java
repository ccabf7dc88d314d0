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
import java.util.Optional;
import java.util.stream.Stream;

/// Which rank a matrix deserves: what every rule says, and why, and the one to take.
final class RankAdvice {
    private static final int LARGE = 2048; // short sides up to which blocks are held out: that costs some 80 times their cube

    private final Matrix x;
    private final Spectrum spectrum;
    private final RankCurve.Recommendation recommendation;

    /// @param heldOut errors over hidden entries, where they were asked for; they are then trusted most
    /// @param agreed  ranks that seeds agree on, the best reason first: they come before what is known of factors of any sign
    RankAdvice(Matrix x, Spectrum spectrum, Optional<RankErrors> heldOut, List<RankCurve.Choice> agreed) {
        this.x = x;
        this.spectrum = spectrum;
        List<RankErrors> errors = new ArrayList<>(heldOut.stream().toList());
        if (x.shortSide() >= 2 && x.shortSide() <= LARGE) errors.add(BiCrossValidation.defaults().errors(x));
        RankCurve.Recommendation known = new RankCurve(spectrum).recommend(errors.toArray(RankErrors[]::new));
        List<RankCurve.Choice> choices = Stream.concat(agreed.stream(), known.choices().stream()).toList();
        this.recommendation = new RankCurve.Recommendation(choices, agreed.isEmpty() ? known.chosen() : agreed.getFirst());
    }

    /// The rank to take.
    RankCurve.Choice chosen() {
        return recommendation.chosen();
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
        return explained(spectrum, rank);
    }

    /// The share of the sum of squares that a rank can keep; all of it of zeros.
    static double explained(Spectrum spectrum, int rank) {
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

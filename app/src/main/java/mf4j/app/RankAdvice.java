package mf4j.app;

import mf4j.lowrank.Spectrum;
import mf4j.matrix.Matrix;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which rank a matrix deserves, in words.
final class RankAdvice {
    private final Spectrum spectrum;
    private final Matrix x;

    RankAdvice(Matrix x, Spectrum spectrum) {
        this.x = x;
        this.spectrum = spectrum;
    }

    Map<String, Object> numbers() {
        return new LinkedHashMap<>();
    }

    List<Double> floors() {
        List<Double> floors = new ArrayList<>();
        for (int rank = 1; rank <= spectrum.most(); rank++) floors.add(spectrum.floor(rank));
        return floors;
    }

    String text() {
        return "";
    }
}

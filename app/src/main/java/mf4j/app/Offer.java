package mf4j.app;

import mf4j.train.Knobs;
import mf4j.train.Trainer;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// A trainer by name, with its knobs: a row of a catalogue.
interface Offer {
    /// As on the command line.
    String title();

    /// One line, without a full stop.
    String about();

    /// The trainer as its file sets it.
    Trainer<?, ?> defaults();

    /// All rows of its catalogue.
    List<? extends Offer> all();

    /// Its knobs in order.
    default List<Knobs.Entry> knobs() {
        return Knobs.of(defaults()).entries();
    }

    /// Whether it has a knob of that name.
    default boolean has(String knob) {
        return knobs().stream().anyMatch(entry -> entry.name().equals(knob));
    }

    /// The row of a name on the command line.
    ///
    /// @throws IllegalArgumentException with the list of names
    static <O extends Offer> O named(O[] rows, String title) {
        for (O one : rows) if (one.title().equals(title)) return one;
        throw new IllegalArgumentException("there is no trainer '" + title + "'; there are " + titles(rows));
    }

    /// All names, with commas.
    static String titles(Offer[] rows) {
        return Arrays.stream(rows).map(Offer::title).collect(Collectors.joining(", "));
    }
}

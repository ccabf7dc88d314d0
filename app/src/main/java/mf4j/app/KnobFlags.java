package mf4j.app;

import mf4j.data.Ratings;
import mf4j.deep.Agreement;
import mf4j.deep.Team;
import mf4j.lowrank.LowRank;
import mf4j.matrix.Matrix;
import mf4j.recommend.Model;
import mf4j.train.Knobs;
import mf4j.train.Trainer;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// The knobs of all trainers as flags: one flag per name, with its meaning and every trainer's default. `--seed` belongs to all
/// commands and is not among them.
class KnobFlags implements IModelTransformer {
    private static final String SEED = "seed";

    private final List<? extends Offer> offers;
    private final String called;

    /// Of the trainers of ratings.
    KnobFlags() {
        this(List.of(Catalog.values()), "trainers");
    }

    private KnobFlags(List<? extends Offer> offers, String called) {
        this.offers = offers;
        this.called = called;
    }

    /// Of the trainers of dense matrices.
    static final class OfMatrices extends KnobFlags {
        OfMatrices() {
            super(List.of(DenseCatalog.values()), "trainers");
        }
    }

    /// Of the methods by which agents come to agree.
    static final class OfMethods extends KnobFlags {
        OfMethods() {
            super(List.of(ConsensusMethod.values()), "methods");
        }
    }

    /// Adds the flags to a command.
    @Override
    public CommandSpec transform(CommandSpec spec) {
        ArgGroupSpec.Builder group = ArgGroupSpec.builder().heading("%nKnobs of the " + called + ":%n").exclusive(false).validate(false).order(100);
        for (List<Place> places : byFlag(offers).values()) group.addArg(option(places));
        List<String> footer = new ArrayList<>(List.of("", called.substring(0, 1).toUpperCase(Locale.ROOT) + called.substring(1) + ":"));
        for (Offer trainer : offers) footer.add(String.format("  %-12s %s", trainer.title(), trainer.about()));
        footer.addAll(List.of(spec.usageMessage().footer()));
        spec.usageMessage().footer(footer.toArray(String[]::new));
        return spec.addArgGroup(group.build());
    }

    /// A knob of one trainer.
    private record Place(Offer trainer, Knobs.Entry knob) {
        String defaultValue() {
            Object value = Knobs.valuesOf(trainer.defaults()).get(knob.name());
            return trainer.title() + " " + (value instanceof Double number && number == Math.rint(number) ? (Object) number.longValue() : value);
        }
    }

    private static Map<String, List<Place>> byFlag(List<? extends Offer> offers) {
        Map<String, List<Place>> flags = new LinkedHashMap<>();
        for (Offer trainer : offers) {
            for (Knobs.Entry knob : trainer.knobs()) {
                if (!knob.name().equals(SEED)) flags.computeIfAbsent(knob.flag(), _ -> new ArrayList<>()).add(new Place(trainer, knob));
            }
        }
        return flags;
    }

    /// Values stay text: the record's own rules judge them, so that a refusal has one voice.
    private static OptionSpec option(List<Place> places) {
        Knobs.Entry knob = places.stream().filter(place -> place.trainer() == Catalog.ALS).findFirst().orElse(places.getFirst()).knob();
        String choices = choices(places);
        String defaults = String.join(", ", places.stream().map(Place::defaultValue).toList());
        OptionSpec.Builder option = OptionSpec.builder("--" + knob.flag()).description(knob.doc() + choices + " (" + defaults + ")");
        if (knob.type() == boolean.class) return option.type(Boolean.class).arity("0..1").fallbackValue("true").paramLabel("true|false").build();
        return option.type(String.class).arity("1").paramLabel(knob.type().isEnum() ? "NAME" : "N").build();
    }

    /// The values of an enum knob; where trainers have different ones, whose they are.
    private static String choices(List<Place> places) {
        Map<List<String>, String> owners = new LinkedHashMap<>();
        for (Place place : places) owners.merge(place.knob().choices(), place.trainer().title(), (some, other) -> some + " and " + other);
        if (owners.size() == 1) return places.getFirst().knob().choices().isEmpty() ? "" : ": " + String.join(", ", places.getFirst().knob().choices());
        return ": " + String.join("; ", owners.entrySet().stream().map(one -> "of " + one.getValue() + " " + String.join(", ", one.getKey())).toList());
    }

    /// A trainer with the knobs that were given on the command line.
    ///
    /// @param base what is not given is taken from here
    /// @throws ParameterException for a knob that the trainer does not have, or a value that it refuses
    static Trainer<Ratings, ? extends Model> trainer(CommandSpec spec, Catalog trainer, Map<String, Object> base, Long seed) {
        return turned(spec, trainer, trainer.defaults(), base, seed);
    }

    /// A trainer of dense matrices, likewise.
    static Trainer<Matrix, LowRank> trainer(CommandSpec spec, DenseCatalog trainer, Long seed) {
        return turned(spec, trainer, trainer.defaults(), Map.of(), seed);
    }

    /// A method of agents, likewise.
    ///
    /// @param base what has flags of its own: step, iterations, seed
    static Trainer<Team, Agreement> trainer(CommandSpec spec, ConsensusMethod method, Map<String, Object> base) {
        return turned(spec, method, method.defaults(), base, null);
    }

    private static <T> T turned(CommandSpec spec, Offer trainer, T defaults, Map<String, Object> base, Long seed) {
        Map<String, Object> knobs = new LinkedHashMap<>(base);
        given(spec, trainer.all()).forEach((flag, value) -> knobs.put(nameOf(spec, trainer, flag), value));
        if (seed != null && trainer.has(SEED)) knobs.put(SEED, seed);
        try {
            return Knobs.turned(defaults, knobs);
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(spec.commandLine(), inFlags(refused.getMessage()));
        }
    }

    private static String nameOf(CommandSpec spec, Offer trainer, String flag) {
        return trainer.knobs().stream().filter(knob -> knob.flag().equals(flag)).findFirst().map(Knobs.Entry::name).orElseThrow(() -> {
            List<String> known = trainer.knobs().stream().map(knob -> "--" + knob.flag()).toList();
            return new ParameterException(spec.commandLine(), trainer.title() + " has no knob --" + flag
                    + (known.isEmpty() ? "; it has none" : "; it has " + String.join(", ", known)));
        });
    }

    /// The flags of knobs on the command line.
    static List<String> named(CommandSpec spec) {
        return given(spec, List.of(Catalog.values())).keySet().stream().map(flag -> "--" + flag).toList();
    }

    /// The knobs of a trainer that are set on the command line, by name; the seed is not among them.
    static Map<String, Object> set(CommandSpec spec, Catalog trainer) {
        Map<String, Object> set = new LinkedHashMap<>();
        given(spec, trainer.all()).forEach((flag, value) -> set.put(nameOf(spec, trainer, flag), value));
        return set;
    }

    private static Map<String, Object> given(CommandSpec spec, List<? extends Offer> offers) {
        Map<String, Object> given = new LinkedHashMap<>();
        for (String flag : byFlag(offers).keySet()) {
            Object value = spec.optionsMap().get("--" + flag).getValue();
            if (value != null) given.put(flag, value);
        }
        return given;
    }

    /// The same of a command that failed, whose flags may not have been given: `rank must ... but was 64, as --rank was not given`.
    static String inFlags(String message, ParseResult parsed) {
        String flagged = inFlags(message);
        if (flagged.equals(message)) return message;
        String flag = flagged.substring(0, flagged.indexOf(' '));
        ParseResult last = parsed.asCommandLineList().getLast().getParseResult();
        if (last.hasMatchedOption(flag)) return flagged;
        return flagged.substring(2) + (last.commandSpec().findOption(flag) == null ? "" : ", as " + flag + " was not given");
    }

    /// A trainer's refusal in the words of the command line: `Als.rank must ...` as `--rank must ...`.
    private static String inFlags(String message) {
        for (Offer trainer : Stream.<Offer[]>of(Catalog.values(), DenseCatalog.values(), ConsensusMethod.values()).flatMap(Stream::of).toList()) {
            String owner = trainer.defaults().getClass().getSimpleName() + ".";
            for (Knobs.Entry knob : trainer.knobs()) {
                if (message.startsWith(owner + knob.name() + " ")) return "--" + knob.flag() + message.substring(owner.length() + knob.name().length());
            }
        }
        return message;
    }
}

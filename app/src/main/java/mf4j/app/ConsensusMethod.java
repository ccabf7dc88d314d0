package mf4j.app;

import mf4j.deep.Agreement;
import mf4j.deep.Asynchronous;
import mf4j.deep.Compressed;
import mf4j.deep.Consensus;
import mf4j.deep.ExactDiffusion;
import mf4j.deep.Extra;
import mf4j.deep.GradientTracking;
import mf4j.deep.Team;
import mf4j.train.Knobs;
import mf4j.train.Trainer;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// The methods by which agents come to agree, by name: the only list of them, from which come the values of `--method`, the flags of
/// their knobs and the help.
enum ConsensusMethod implements Offer {
    DGD("dgd", "gradient descent and rounds of mixing: ends near a solution", false, Consensus.defaults()),
    EXTRA("extra", "exact, also where links fail, one message an iteration", true, Extra.defaults()),
    TRACKING("tracking", "exact, also where links fail, two messages an iteration", true, GradientTracking.defaults()),
    DIFFUSION("diffusion", "exact, also where links fail, with larger steps", true, ExactDiffusion.defaults()),
    GOSSIP("gossip", "pairs of agents meet, nobody waits", false, Asynchronous.defaults()),
    COMPRESSED("compressed", "small messages, with memory of what they left out", false, Compressed.defaults());

    private static final Set<String> ELSEWHERE = Set.of("step", "iterations", "seed"); // flags of their own

    private final String title;
    private final String about;
    private final boolean common;
    private final Trainer<Team, Agreement> defaults;

    ConsensusMethod(String title, String about, boolean common, Trainer<Team, Agreement> defaults) {
        this.title = title;
        this.about = about;
        this.common = common;
        this.defaults = defaults;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String about() {
        return about;
    }

    @Override
    public Trainer<Team, Agreement> defaults() {
        return defaults;
    }

    @Override
    public List<? extends Offer> all() {
        return List.of(values());
    }

    @Override
    public List<Knobs.Entry> knobs() {
        return Offer.super.knobs().stream().filter(knob -> !ELSEWHERE.contains(knob.name())).toList();
    }

    /// Whether all agents take the same step, that of the least unit.
    boolean common() {
        return common;
    }

    /// The step of each agent at a multiple of the units.
    double[] steps(double multiple, double[] units) {
        double least = Arrays.stream(units).min().orElseThrow();
        return Arrays.stream(units).map(unit -> multiple * (common ? least : unit)).toArray();
    }

    /// The method of a name on the command line.
    ///
    /// @throws IllegalArgumentException with the list of names
    static ConsensusMethod named(String title) {
        for (ConsensusMethod one : values()) if (one.title.equals(title)) return one;
        throw new IllegalArgumentException("--method must be one of " + Offer.titles(values()) + " but was " + title);
    }
}

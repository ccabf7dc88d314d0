package mf4j.study;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class AutomaticTest {
    private static final List<Goal> ONE = List.of(Goal.minimize("loss"));
    private static final Space NUMBERS = Space.of(Parameter.real("x", -1, 1), Parameter.whole("k", 1, 9), Parameter.bool("b"));

    private static List<Observation> trials(Space space, int count) {
        List<Observation> trials = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            double[] point = RandomSearch.defaults().proposer(space, ONE).next(new Evidence(number, trials)).orElseThrow();
            trials.add(new Observation(number, Observation.Kind.COMPLETE, point, new double[] {point[0] * point[0]}, 0, -1, Double.NaN));
        }
        return trials;
    }

    private static double[] chosen(Sampler sampler, Space space, List<Observation> trials) {
        return sampler.withSeed(3).proposer(space, ONE).next(new Evidence(trials.size(), trials)).orElseThrow();
    }

    @Test
    void takesProcessesFirstAndDensitiesLater() {
        Automatic automatic = Automatic.defaults().withGaussian(13);
        assertThat(chosen(automatic, NUMBERS, trials(NUMBERS, 0))).isEqualTo(NUMBERS.initial());
        assertThat(chosen(automatic, NUMBERS, trials(NUMBERS, 12))).isEqualTo(chosen(Gp.explorer(), NUMBERS, trials(NUMBERS, 12)));
        assertThat(chosen(automatic, NUMBERS, trials(NUMBERS, 13))).isEqualTo(chosen(Tpe.defaults(), NUMBERS, trials(NUMBERS, 13)));
    }

    @Test
    void isWhatAStudyHasThatDoesNotNameOne() {
        assertThat(Samplers.defaults()).isEqualTo(Automatic.defaults());
        assertThat(Samplers.named("default")).isEqualTo(Gp.explorer());
        assertThat(Samplers.named("gp-ucb-pe")).isEqualTo(Gp.explorer());
        assertThat(Samplers.named("algorithm_unspecified")).isEqualTo(Gp.explorer());
        assertThat(Samplers.named("emukit_gp_ei")).isEqualTo(Gp.defaults());
    }
}

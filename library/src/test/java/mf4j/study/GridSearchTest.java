package mf4j.study;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class GridSearchTest extends SamplerContract {
    @Override
    Sampler sampler() {
        return GridSearch.defaults();
    }

    @Override
    boolean seeded() {
        return false;
    }

    @Override
    List<Integer> goals() {
        return List.of(1, 2);
    }

    /// What was tried by other ways is not tried again, what it was asked for and did not come is.
    @Test
    void goesOnWithWhatIsLeft() {
        Space space = Space.of(Parameter.whole("a", 0, 2), Parameter.bool("b"));
        Proposer proposer = sampler().proposer(space, goals(1));
        Observation second = complete(0, new double[] {1, 0}, 1);
        assertThat(proposer.next(new Evidence(1, List.of(second))).orElseThrow()).containsExactly(0, 0);
        assertThat(proposer.next(new Evidence(2, List.of(second, complete(1, new double[] {0, 0}, 1)))).orElseThrow()).containsExactly(2, 0);
        assertThat(proposer.next(new Evidence(3, List.of(second))).orElseThrow()).containsExactly(0, 0);
    }

    @Test
    void triesEveryPointOnceInAnyOrder() {
        for (GridSearch grid : List.of(GridSearch.defaults(), GridSearch.defaults().withShuffled(true).withSeed(3))) {
            List<Observation> all = new ArrayList<>();
            Proposer proposer = grid.proposer(BITS, goals(1));
            for (Optional<double[]> point = proposer.next(new Evidence(0, all)); point.isPresent(); point = proposer.next(new Evidence(all.size(), all))) all.add(complete(all.size(), point.get(), 0));
            assertThat(all.stream().map(one -> BITS.values(one.point())).distinct()).hasSize(64).hasSize(all.size());
        }
    }
}

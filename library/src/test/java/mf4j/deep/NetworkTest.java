package mf4j.deep;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class NetworkTest {
    @TempDir
    Path folder;

    @Test
    void hasTheLinksOfItsFamily() {
        assertThat(Network.ring(5).links()).isEqualTo(5);
        assertThat(Network.ring(2).links()).isEqualTo(1);
        assertThat(Network.path(5).links()).isEqualTo(4);
        assertThat(Network.star(5).degree(0)).isEqualTo(4);
        assertThat(Network.complete(6).links()).isEqualTo(15);
        assertThat(Network.grid(3, 4).links()).isEqualTo(17);
        assertThat(Network.grid(12).links()).isEqualTo(17);
        assertThat(Network.exponential(8).neighbours().getFirst()).containsExactly(1, 2, 4, 6, 7);
        assertThat(Network.erdosRenyi(20, 1, 1).links()).isEqualTo(190);
        assertThat(Network.erdosRenyi(20, 0, 1).links()).isZero();
        assertThat(Network.erdosRenyi(200, 0.3, 1).links() / (200 * 199 / 2.0)).isCloseTo(0.3, within(0.02));
        assertThat(Network.wattsStrogatz(30, 4, 0, 1).neighbours().getFirst()).containsExactly(1, 2, 28, 29);
        assertThat(Network.wattsStrogatz(30, 4, 0.5, 1).links()).isEqualTo(60);
    }

    @Property(tries = 30)
    void drawsRegularGraphs(@ForAll @IntRange(min = 6, max = 40) int agents, @ForAll @IntRange(min = 2, max = 5) int degree, @ForAll long seed) {
        Network network = Network.randomRegular(agents, agents * degree % 2 == 0 ? degree : degree - 1, seed);
        for (int i = 0; i < agents; i++) assertThat(network.degree(i)).isEqualTo(network.degree(0));
    }

    @Test
    void isRepairedWhereItFallsApart() {
        Network parts = Network.of("parts", 6, List.of(new int[] {0, 1}, new int[] {2, 3}));
        assertThat(parts.connected()).isFalse();
        assertThat(parts.parts()).containsExactly(0, 0, 2, 2, 4, 5);
        assertThatIllegalArgumentException().isThrownBy(parts::checked).withMessage("Network.links must join all agents; repair it or add links: but was parts that begin at [0, 2, 4, 5]");
        Network whole = parts.repaired(1);
        assertThat(whole.connected()).isTrue();
        assertThat(whole.links()).isEqualTo(5);
        assertThat(whole.linked(0, 1) && whole.linked(2, 3)).isTrue();
        assertThat(whole.repaired(2)).isSameAs(whole);
    }

    @Test
    void readsLinksFromAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("links.txt"), "# a square\n0 1\n1,2\n2\t3\n3 0\n\n0 1\n");
        assertThat(Network.read(file, 4).links()).isEqualTo(4);
        assertThatThrownBy(() -> Network.read(file, 3)).isInstanceOf(IOException.class).hasMessage(file + ":4: there is no agent 3, they are 0 to 2, found '2\t3'");
        Files.writeString(file, "0 1\n2 2\n");
        assertThatThrownBy(() -> Network.read(file, 3)).isInstanceOf(IOException.class).hasMessage(file + ":2: an agent is not linked with itself, found '2 2'");
        Files.writeString(file, "a b\n");
        assertThatThrownBy(() -> Network.read(file, 3)).isInstanceOf(IOException.class).hasMessageContaining(":1: a link is two numbers of agents, found 'a b'");
    }

    /// A ring of n with Metropolis weights of a third has the eigenvalues `(1 + 2 cos(2 pi k / n)) / 3`; all weights are symmetric and sum to 1.
    @Test
    void mixesAsItsRuleSays() {
        for (int n : new int[] {7, 500}) {
            Mixing.Spectrum spectrum = Mixing.of(Network.ring(n), WeightRule.METROPOLIS).spectrum();
            assertThat(spectrum.second()).isCloseTo((1 + 2 * Math.cos(2 * Math.PI / n)) / 3, within(1e-8));
            assertThat(spectrum.least()).isCloseTo((1 + 2 * Math.cos(2 * Math.PI * (n / 2) / n)) / 3, within(1e-8));
        }
        assertThat(Mixing.of(Network.complete(401), WeightRule.LAZY_METROPOLIS).spectrum().least()).isCloseTo(0.5 - 0.5 / 400, within(1e-8)); // all but one are that
        Mixing.Spectrum seven = Mixing.of(Network.ring(7), WeightRule.METROPOLIS).spectrum();
        assertThat(Math.pow(seven.second(), seven.mixingTime(0.01))).isCloseTo(0.01, within(1e-12));
        for (WeightRule rule : WeightRule.values()) {
            Mixing mixing = Mixing.of(Network.erdosRenyi(15, 0.4, 3).repaired(1), rule);
            for (int i = 0; i < 15; i++) {
                double sum = 0;
                for (int j = 0; j < 15; j++) {
                    sum += mixing.weight(i, j);
                    assertThat(mixing.weight(i, j)).isEqualTo(mixing.weight(j, i)).isGreaterThanOrEqualTo(0);
                }
                assertThat(sum).isCloseTo(1, within(1e-15));
            }
            if (rule == WeightRule.LAZY_METROPOLIS) assertThat(mixing.spectrum().least()).isGreaterThanOrEqualTo(-1e-12);
        }
    }

    @Test
    void losesLinksAndAgentsByTheirProbability() {
        Network network = Network.complete(30);
        Outages outages = new Outages(0.2, 0.1, 5);
        double living = 0;
        for (int round = 0; round < 200; round++) living += outages.living(network, round, round).links() / 200.0;
        assertThat(living / network.links()).isCloseTo(0.8 * 0.9 * 0.9, within(0.01));
        boolean[] away = new boolean[30];
        outages.away(3, away);
        Network whole = Network.complete(30);
        for (int round = 7; round < 10; round++) { // agents for an iteration, links for a round
            Network third = outages.living(whole, 3, round);
            for (int i = 0; i < 30; i++) assertThat(third.degree(i) == 0).isEqualTo(away[i]);
        }
        assertThat(outages.living(whole, 3, 7).neighbours()).usingRecursiveComparison().isEqualTo(outages.living(whole, 3, 7).neighbours());
        assertThat(outages.living(whole, 3, 7).links()).isNotEqualTo(outages.living(whole, 3, 8).links());
    }

    @Test
    void refusesWhatIsNoGraph() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Network("x", List.of(new int[] {2, 1}, new int[] {0}, new int[] {0}))).withMessage("Network.neighbours must ascend, each once but was agent 0's");
        assertThatIllegalArgumentException().isThrownBy(() -> new Network("x", List.of(new int[] {1, 1}, new int[] {0, 0}))).withMessageContaining("ascend, each once");
        assertThatIllegalArgumentException().isThrownBy(() -> Network.grid(0)).withMessage("Network.agents must be at least 1 but was 0");
        assertThatIllegalArgumentException().isThrownBy(() -> Network.grid(-2, -3)).withMessage("Network.rows must be at least 1 but was -2");
    }
}

package mf4j.deep;

import mf4j.kernel.Kernel;
import mf4j.train.Sweep;

import java.util.Arrays;

/// The exchange of one run: rounds of mixing, over the links that live, and what has crossed them.
///
/// Mixing knows nothing of columns: some variables of all agents are mixed at a time, in all rounds, and given to the method while they are in the cache.
final class Rounds {
    private static final Kernel KERNEL = Kernel.active();
    private static final int PANEL = 1 << 17;    // numbers of all agents that are mixed at a time
    private static final int NARROWEST = 32;     // variables of an agent, of these
    private static final int WIDEST = 4096;
    private static final int PANELS = 16;        // at least, where the narrowest allows it: work for all threads

    private final Team team;
    private final Mixing whole;
    private final int agents;
    private final int size;
    private final int width;
    private final Rooms<double[][]> rooms;
    private long sent; // bytes

    Rounds(Team team) {
        this.team = team;
        this.whole = team.mixing();
        this.agents = team.agents().count();
        this.size = team.agents().size();
        int most = Math.min(WIDEST, Math.max(NARROWEST, Math.ceilDiv(size, PANELS)));
        this.width = Math.min(size, Math.clamp(PANEL / agents / NARROWEST * NARROWEST, NARROWEST, most));
        this.rooms = new Rooms<>(() -> new double[3][]);
    }

    /// What a method makes of some variables of an agent, once they are mixed for all agents.
    interface Taker {
        /// Takes them.
        ///
        /// @param at    where they begin among all agents' variables
        /// @param mixed what has become of them, from `from` on
        void take(int agent, int at, double[] mixed, int from, int count);
    }

    /// One round over the links of an iteration. The taker may write where the values are.
    void mix(int iteration, double[] values, Taker taker) {
        mix(iteration, 1, false, values, taker);
    }

    /// Several rounds. With Chebyshev's polynomials the same number of rounds mixes as the square root of the gap allows (Auzinger and Melenk 2017; Scaman
    /// et al. 2017); where links fail there is no one polynomial, and the rounds are plain.
    void mix(int iteration, int rounds, boolean chebyshev, double[] values, Taker taker) {
        Mixing[] mixings = mixings(iteration, rounds);
        for (Mixing mixing : mixings) sent += mixing.sent(size) * Double.BYTES;
        boolean polynomial = chebyshev && rounds > 1 && !team.outages().any() && whole.spectrum().second() < 1 && whole.spectrum().second() > 0;
        panels(mixings, polynomial, values, taker);
    }

    /// One round that is not counted: what crosses links is not the values themselves.
    void mixUncounted(int iteration, double[] values, Taker taker) {
        panels(mixings(iteration, 1), false, values, taker);
    }

    private Mixing[] mixings(int iteration, int rounds) {
        Mixing[] mixings = new Mixing[rounds];
        Arrays.setAll(mixings, k -> team.outages().any() ? Mixing.of(team.outages().living(team.network(), iteration, (long) iteration * rounds + k), team.rule()) : whole);
        return mixings;
    }

    private void panels(Mixing[] mixings, boolean chebyshev, double[] values, Taker taker) {
        Sweep.over(Math.ceilDiv(size, width), 1, rooms.free(), (room, first, end) -> {
            for (int panel = first; panel < end; panel++) {
                int at = panel * width;
                int count = Math.min(width, size - at);
                double[] mixed = chebyshev ? polynomial(mixings.length, values, at, count, room) : plain(mixings, values, at, count, room);
                for (int i = 0; i < agents; i++) taker.take(i, i * size + at, mixed, i * width, count);
            }
        });
    }

    private double[] room(double[][] room, int which) {
        if (room[which] == null) room[which] = new double[agents * width];
        return room[which];
    }

    private double[] plain(Mixing[] mixings, double[] values, int at, int count, double[][] room) {
        double[] mixed = room(room, 0);
        mixings[0].mix(values, at, size, mixed, width, count);
        for (int k = 1; k < mixings.length; k++) {
            double[] next = room(room, k % 2);
            mixings[k].mix(mixed, 0, width, next, width, count);
            mixed = next;
        }
        return mixed;
    }

    /// `z_k = T_k(V / s) / T_k(1 / s) z_0` with s the second largest modulus: of all polynomials of the degree that are 1 at 1 the one that is least on
    /// [-s, s]. By the three terms of Chebyshev's recurrence, divided by `T_(k+1)(1 / s)`, with `r_k = T_(k-1)(1 / s) / T_k(1 / s)`:
    ///
    /// ```
    /// z_(k+1) = 2 r_(k+1) / s V z_k - r_k r_(k+1) z_(k-1)          r_(k+1) = 1 / (2 / s - r_k)          z_1 = V z_0          r_1 = s
    /// ```
    private double[] polynomial(int rounds, double[] values, int at, int count, double[][] room) {
        double s = whole.spectrum().second();
        double ratio = s;
        double[] here = room(room, 0);
        whole.mix(values, at, size, here, width, count);
        double[] before = values;
        for (int k = 1; k < rounds; k++) {
            double next = 1 / (2 / s - ratio);
            double[] ahead = room(room, k % 3);
            whole.mix(here, 0, width, ahead, width, count);
            for (int i = 0; i < agents; i++) {
                scale(2 * next / s, ahead, i * width, count);
                KERNEL.axpy(-ratio * next, before, k == 1 ? i * size + at : i * width, ahead, i * width, count);
            }
            before = here;
            here = ahead;
            ratio = next;
        }
        return here;
    }

    private static void scale(double by, double[] values, int at, int count) {
        for (int j = at; j < at + count; j++) values[j] *= by;
    }

    /// Bytes that have crossed links.
    long sent() {
        return sent;
    }

    /// Counts what crosses links otherwise than by mixing.
    void count(long bytes) {
        sent += bytes;
    }

    void restore(long bytes) {
        sent = bytes;
    }
}

package mf4j.deep;

import mf4j.kernel.Kernel;

/// The exchange of one run: rounds of mixing, over the links that live, and what has crossed them.
final class Rounds {
    private static final Kernel KERNEL = Kernel.active();

    private final Team team;
    private final Mixing whole;
    private final int size;
    private long sent; // bytes

    Rounds(Team team) {
        this.team = team;
        this.whole = team.mixing();
        this.size = team.agents().size();
    }

    /// The weights of a round.
    Mixing mixing(long round) {
        return team.outages().any() ? Mixing.of(team.outages().living(team.network(), round), team.rule()) : whole;
    }

    /// `to = V from` over the links of a round.
    void mix(long round, double[] from, double[] to) {
        Mixing mixing = mixing(round);
        mixing.mix(from, to, size);
        sent += mixing.sent(size) * Double.BYTES;
    }

    /// Several rounds; the result is in `values`, the other array is scratch. With Chebyshev's polynomials the same number of rounds mixes
    /// as the square root of the gap allows (Auzinger and Melenk 2017; Scaman et al. 2017): `z_(k+1) = 2 w_k V z_k - ...`, scaled so that agreement is kept; where
    /// links fail there is no one polynomial, and the rounds are plain.
    void mix(int first, int rounds, boolean chebyshev, double[] values, double[] scratch) {
        if (chebyshev && rounds > 1 && !team.outages().any() && whole.spectrum().second() < 1 && whole.spectrum().second() > 0) {
            chebyshev(first, rounds, values, scratch);
            return;
        }
        double[] from = values;
        double[] to = scratch;
        for (int k = 0; k < rounds; k++) {
            mix((long) first * rounds + k, from, to);
            double[] swap = from;
            from = to;
            to = swap;
        }
        if (from != values) System.arraycopy(from, 0, values, 0, values.length);
    }

    /// `T_k(V / s) / T_k(1 / s)` with s the second largest modulus: of all polynomials of the degree that are 1 at 1 the one that is least on [-s, s].
    private void chebyshev(int first, int rounds, double[] values, double[] scratch) {
        double s = whole.spectrum().second();
        double[] before = values.clone();
        double last = 1;            // T_(k-1)(1 / s)
        double here = 1 / s;        // T_k(1 / s)
        mix((long) first * rounds, values, scratch);
        System.arraycopy(scratch, 0, values, 0, values.length);
        for (int k = 1; k < rounds; k++) {
            double next = 2 / s * here - last;
            mix((long) first * rounds + k, values, scratch);
            double ahead = 2 * here / (s * next);
            double back = last / next;
            for (int j = 0; j < values.length; j++) {
                double value = ahead * scratch[j] - back * before[j];
                before[j] = values[j];
                values[j] = value;
            }
            last = here;
            here = next;
        }
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

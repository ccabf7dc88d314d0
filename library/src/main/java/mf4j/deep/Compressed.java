package mf4j.deep;

import mf4j.train.Epochs;
import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Sweep;
import mf4j.train.Trainer;
import mf4j.train.Watch;

/// Decentralised gradient descent with small messages and memory of what they left out (CHOCO: Koloskova, Stich and Jaggi 2019): every agent keeps what
/// the others know of it, and sends the compressed difference,
///
/// ```
/// x <- x - eta grad f(x)      known <- known + C(x - known)      x_i <- x_i + gamma sum_j V_ij (known_j - known_i)
/// ```
///
/// A message that a dead link or an absent neighbour holds up is counted when it is made, and counts as heard when the link lives again: what is known of
/// an agent is the same everywhere.
///
/// @param step       as a multiple of the team's units
/// @param iterations how many
/// @param gossip     gamma: how far agents go towards what they know of each other
/// @param message    what is sent of a difference
/// @param share      of the numbers that are sent, for the largest ones
/// @param bits       per number that is sent, for quantised ones
public record Compressed(@Knob(value = "step, as a multiple of the agents' units", atLeast = 0, above = true, search = {0.1, 1}, logarithmic = true) double step,
                         @Knob(value = "iterations", atLeast = 0) int iterations,
                         @Knob(value = "how far agents go towards what they know of each other", atLeast = 0, above = true, atMost = 1) double gossip,
                         @Knob("what is sent of a difference") Message message,
                         @Knob(value = "share of the numbers that are sent, for the largest", atLeast = 0, above = true, atMost = 1) double share,
                         @Knob(value = "bits per number that is sent, for quantised ones", atLeast = 2, atMost = 32) int bits) implements Trainer<Team, Agreement> {
    /// What is sent of a difference.
    public enum Message {
        /// The numbers that are largest by modulus, with their places: 12 bytes each.
        LARGEST,
        /// All numbers, rounded to whole multiples of the largest over `2^(bits - 1) - 1`: so many bits each, and 8 bytes.
        QUANTISED
    }

    /// Checks the knobs.
    public Compressed {
        Knobs.check(Compressed.class, step, iterations, gossip, message, share, bits);
    }

    /// A tenth of the numbers.
    public static Compressed defaults() {
        return new Compressed(0.5, 100, 0.2, Message.LARGEST, 0.1, 8);
    }

    /// With another step.
    public Compressed withStep(double step) {
        return Knobs.with(this, "step", step);
    }

    /// With another number of iterations.
    public Compressed withIterations(int iterations) {
        return Knobs.with(this, "iterations", iterations);
    }

    /// Going farther, or less far, towards each other.
    public Compressed withGossip(double gossip) {
        return Knobs.with(this, "gossip", gossip);
    }

    /// With other messages.
    public Compressed withMessage(Message message) {
        return Knobs.with(this, "message", message);
    }

    /// With another share of the numbers.
    public Compressed withShare(double share) {
        return Knobs.with(this, "share", share);
    }

    /// With other bits.
    public Compressed withBits(int bits) {
        return Knobs.with(this, "bits", bits);
    }

    @Override
    public Agreement fit(Team team, Watch<? super Agreement> watch) {
        return Epochs.run(iterations, new MethodRun(this, team) {
            private final double[] known = kept("known");
            private final Rooms<double[]> rooms = new Rooms<>(() -> new double[size]);

            @Override
            void move(int iteration) {
                Sweep.over(agents, 1, rooms.free(), (room, first, end) -> {
                    for (int i = first; i < end; i++) {
                        if (away[i]) continue;
                        KERNEL.axpy(-step(step, i), g, i * size, x, i * size, size);
                        send(x, i * size, known, size, room);
                    }
                });
                for (int i = 0; i < agents; i++) if (!away[i]) rounds.count(team.network().degree(i) * bytes(size));
                rounds.mixUncounted(iteration, known, (i, at, mixed, from, count) -> {
                    for (int j = 0; j < count; j++) x[at + j] += gossip * (mixed[from + j] - known[at + j]);
                });
            }
        }, watch);
    }

    private long bytes(int size) {
        return message == Message.LARGEST ? 12L * largest(size) : 8 + ((long) size * bits + 7) / 8;
    }

    private int largest(int size) {
        return Math.max(1, (int) Math.round(share * size));
    }

    /// `known += C(x - known)` for one agent.
    ///
    /// @param room for size numbers
    private void send(double[] x, int row, double[] known, int size, double[] room) {
        double most = 0;
        for (int j = 0; j < size; j++) {
            room[j] = Math.abs(x[row + j] - known[row + j]);
            most = Math.max(most, room[j]);
        }
        if (message == Message.LARGEST) {
            double least = select(room, size, size - largest(size));
            int left = largest(size); // of those that are just as large as the least
            for (int j = 0; j < size; j++) if (Math.abs(x[row + j] - known[row + j]) > least) left--;
            for (int j = 0; j < size; j++) {
                double difference = x[row + j] - known[row + j];
                if (Math.abs(difference) > least || (Math.abs(difference) == least && left-- > 0)) known[row + j] += difference;
            }
            return;
        }
        double unit = most / ((1L << (bits - 1)) - 1);
        if (unit > 0) for (int j = 0; j < size; j++) known[row + j] += unit * Math.rint((x[row + j] - known[row + j]) / unit);
    }

    /// The number that would be at a place if the first `size` were ascending (Hoare's Find); they change places.
    static double select(double[] values, int size, int place) {
        int low = 0;
        int high = size - 1;
        while (low < high) {
            double pivot = values[place];
            int i = low;
            int j = high;
            while (i <= j) {
                while (values[i] < pivot) i++;
                while (pivot < values[j]) j--;
                if (i > j) break;
                double swap = values[i];
                values[i++] = values[j];
                values[j--] = swap;
            }
            if (j < place) low = i;
            if (place < i) high = j;
        }
        return values[place];
    }
}

package mf4j.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// NSGA-II's survival: fronts, and within the last one that does not fit, those with room around them (Deb, Pratap, Agarwal and Meyarivan 2002). What
/// breaks constraints is behind what does not.
final class Crowding implements Survival {
    @Override
    public List<Member> of(List<Observation> all, int size, int generation) {
        int[] fronts = Survival.fronts(all);
        List<Member> members = new ArrayList<>();
        for (int front = 0; members.size() < Math.min(size, all.size()); front++) {
            int now = front;
            List<Observation> these = IntStream.range(0, all.size()).filter(i -> fronts[i] == now).mapToObj(all::get).toList();
            double[] room = distances(Survival.losses(these));
            IntStream.range(0, these.size()).boxed().sorted(Comparator.comparingDouble((Integer i) -> room[i]).reversed()).limit(size - members.size())
                    .forEach(i -> members.add(new Member(these.get(i), now, room[i])));
        }
        return members;
    }

    /// The crowding distances: per loss the gap between the neighbours on both sides, of the range of the front; those at an end have infinitely much
    /// room.
    static double[] distances(double[][] losses) {
        double[] room = new double[losses.length];
        for (int g = 0; losses.length > 0 && g < losses[0].length; g++) {
            int goal = g;
            int[] order = IntStream.range(0, losses.length).boxed().sorted(Comparator.comparingDouble(i -> losses[i][goal])).mapToInt(i -> i).toArray();
            double range = losses[order[order.length - 1]][goal] - losses[order[0]][goal];
            for (int k = 0; k < order.length; k++) {
                if (k == 0 || k == order.length - 1) room[order[k]] = Double.POSITIVE_INFINITY;
                else if (range > 0 && Double.isFinite(range)) room[order[k]] += (losses[order[k + 1]][goal] - losses[order[k - 1]][goal]) / range;
            }
        }
        return room;
    }
}

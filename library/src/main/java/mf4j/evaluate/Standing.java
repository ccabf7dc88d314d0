package mf4j.evaluate;

import java.util.Arrays;
import java.util.BitSet;

/// One user's list and what of it was relevant: what the formulas of [Metric] are written in.
///
/// @param list     items by index, best first, as long as the longest list asked for or as candidates are left
/// @param hits     places in the list, from 0, of the relevant items, ascending
/// @param relevant how many items were relevant, found or not
/// @param pairs    the whole ranking; null where no metric asks for it
/// @param taste    what items are to novelty, popularity and diversity
record Standing(int[] list, int[] hits, int relevant, Pairs pairs, Taste taste) {
    static Standing of(int[] list, BitSet relevant, int unknown, Pairs pairs, Taste taste) {
        int[] hits = new int[list.length];
        int count = 0;
        for (int j = 0; j < list.length; j++) if (relevant.get(list[j])) hits[count++] = j;
        return new Standing(list, Arrays.copyOf(hits, count), relevant.cardinality() + unknown, pairs, taste);
    }

    /// The same with the places of the list as items of a lineup.
    Standing among(int[] lineup) {
        return new Standing(Arrays.stream(list).map(place -> lineup[place]).toArray(), hits, relevant, pairs, taste);
    }

    private int hits(int k) {
        int count = 0;
        while (count < hits.length && hits[count] < k) count++;
        return count;
    }

    private int most(int k) {
        return Math.min(k, relevant);
    }

    double precision(int k) {
        return (double) hits(k) / k;
    }

    double recall(int k) {
        return (double) hits(k) / relevant;
    }

    double recallCapped(int k) {
        return (double) hits(k) / most(k);
    }

    double ndcg(int k) {
        double gain = 0, ideal = 0;
        for (int j = 0; j < hits(k); j++) gain += discount(hits[j]);
        for (int j = 0; j < most(k); j++) ideal += discount(j);
        return gain / ideal;
    }

    private static double discount(int place) {
        return Math.log(2) / Math.log(place + 2);
    }

    double averagePrecision(int k) {
        double sum = 0;
        for (int j = 0; j < hits(k); j++) sum += (j + 1.0) / (hits[j] + 1);
        return sum / most(k);
    }

    double reciprocalRank(int k) {
        return hits(k) == 0 ? 0 : 1.0 / (hits[0] + 1);
    }

    double hit(int k) {
        return Math.min(1, hits(k));
    }

    double auc(int k) {
        return pairs.auc();
    }

    double percentileRank(int k) {
        return pairs.percentileRank();
    }

    double novelty(int k) {
        return taste.novelty(list, Math.min(k, list.length));
    }

    double popularity(int k) {
        return taste.popularity(list, Math.min(k, list.length));
    }

    double diversity(int k) {
        return taste.diversity(list, Math.min(k, list.length));
    }
}

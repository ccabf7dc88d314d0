package mf4j.app;

import mf4j.data.Ratings;
import mf4j.data.Split;
import mf4j.recommend.Model;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What saved models are judged on, given some ratings: those that none of them has learned from.
///
/// @param judged  in words
/// @param test    what is judged, the same for all models
/// @param leftOut how many of the given ratings are not
/// @param known   for each model, what users had rated before and is never recommended
/// @param foldIn  for each model, what is known of users that it has not learned from; they are folded in
/// @param learned what the baseline learns from; empty where the first model was saved without history
/// @param doubts  what a model's file cannot say, in words
record Exam(String judged, Ratings test, int leftOut, List<Ratings[]> known, List<Ratings> foldIn, Optional<Ratings> learned, List<String> doubts) {
    /// Of one model, or of several on the same.
    ///
    /// @throws IllegalArgumentException where no rating is left that is new to all of them
    static Exam of(List<Saved> models, Ratings given) {
        Ratings ratings = models.stream().map(saved -> saved.kept(given)).filter(kept -> kept != given).findFirst().orElse(given);
        List<Share> shares = models.stream().map(saved -> Share.of(saved, ratings)).toList();
        BitSet judged = (BitSet) shares.getFirst().judged().clone();
        shares.forEach(share -> judged.and(share.judged()));
        if (judged.isEmpty()) throw new IllegalArgumentException(nothingLeft(models));
        int count = judged.cardinality();
        return new Exam(shares.stream().map(Share::words).distinct().collect(Collectors.joining("; ")), ratings.subset(judged), ratings.count() - count,
                shares.stream().map(Share::known).toList(), shares.stream().map(Share::foldIn).toList(), shares.getFirst().learned(), shares.stream().flatMap(share -> share.doubts().stream()).toList());
    }

    /// Of users that none of the models has learned from: each is folded in from 80 % of what it has in `given`, and judged by the rest.
    ///
    /// @throws IllegalArgumentException where there are no such users
    static Exam strong(List<Saved> models, Ratings given, long seed) {
        List<Optional<Ratings>> learned = models.stream().map(Saved::learned).toList();
        Ratings strangers = given.subset(Strangers.in(given, learned.stream().flatMap(Optional::stream).toList()));
        Split split = Split.strong(0, 1, Splitting.KNOWN, seed).of(strangers);
        if (split.test().count() == 0) {
            throw new IllegalArgumentException("--protocol strong judges users that the model has not learned from, with five ratings or more: there are none; train --split strong holds some out");
        }
        List<Ratings[]> known = learned.stream().map(past -> Stream.concat(past.stream(), Stream.of(split.foldIn())).toArray(Ratings[]::new)).toList();
        return new Exam("users that the model has not learned from, folded in from 80 % of what they have", split.test(), given.count() - strangers.count(), known,
                models.stream().map(_ -> split.foldIn()).toList(), learned.getFirst(), models.stream().flatMap(saved -> Share.doubts(saved).stream()).toList());
    }

    /// Model number `j` as it is judged.
    Model judged(int j, Saved saved) {
        return FoldedIn.model(saved.model(), foldIn.get(j));
    }

    private static String nothingLeft(List<Saved> models) {
        String names = models.stream().map(saved -> saved.path().toString()).collect(Collectors.joining(" or "));
        return names + " has learned from all of these ratings; judge it by ratings that it has not seen";
    }

    /// One model's part in it.
    ///
    /// @param judged the entries that it can be judged by
    private record Share(String words, BitSet judged, Ratings[] known, Ratings foldIn, Optional<Ratings> learned, List<String> doubts) {
        static Share of(Saved saved, Ratings ratings) {
            boolean own = saved.isMadeFrom(ratings);
            return own && saved.recipe().holdsOut() ? heldOut(saved, ratings) : notLearned(saved, ratings, own);
        }

        private static Share heldOut(Saved saved, Ratings ratings) {
            Split split = saved.recipe().split(ratings);
            if (split.test().count() == 0) throw new IllegalArgumentException(saved.path() + " held none of these ratings out (" + saved.recipe().splitting() + ")");
            return new Share("the test part, " + saved.recipe().splitting(), Rows.shared(ratings, split.test()),
                    new Ratings[] {split.train(), split.validation(), split.foldIn()}, split.foldIn(), Optional.of(split.train()), List.of());
        }

        private static Share notLearned(Saved saved, Ratings ratings, boolean own) {
            Optional<Ratings> learned = own ? Optional.of(ratings) : saved.learned();
            BitSet judged = new BitSet();
            judged.set(0, ratings.count());
            learned.ifPresent(past -> judged.andNot(Rows.shared(ratings, past)));
            return new Share(learned.isPresent() ? "what " + saved.path() + " has not learned from" : "all of them",
                    judged, learned.stream().toArray(Ratings[]::new), Ratings.builder().build(), learned, doubts(saved));
        }

        private static List<String> doubts(Saved saved) {
            List<String> doubts = new ArrayList<>();
            if (saved.model().past().isEmpty()) {
                doubts.add(saved.path() + " was saved without history: whether it has learned from some of these ratings cannot be known; if so, its scores are too good");
            }
            int forgotten = UpdateCommand.forgotten(saved.file().about());
            if (forgotten > 0) doubts.add(saved.path() + " has forgotten " + forgotten + (forgotten == 1 ? " user" : " users") + ", from whose ratings it has learned");
            return doubts;
        }
    }
}

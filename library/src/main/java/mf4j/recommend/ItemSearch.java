package mf4j.recommend;

import mf4j.matrix.SymmetricEigen;
import mf4j.train.Sweep;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// How the items of a factor model are searched: a [Strategy] is chosen by timing all of them on a sample of users (the idea of
/// OPTIMUS, Abuzaid et al. 2019), once for users that come alone and once for users that come together. Shared by all models of the
/// same items.
///
/// Nothing is chosen before enough users have been asked for to be worth it; until then they are searched for block by block. Many
/// users at once wait for the choice, which serves them; nobody who comes alone does: a thread of its own makes the choice.
final class ItemSearch {
    private static final int FEW_ITEMS = 4096; // up to so many there is nothing to save
    private static final int SHORT = 8;        // up to this rank a bound costs as much as the score
    private static final int MANY = 512;       // users asked for that are worth a choice
    private static final int TOGETHER = 64;    // users of the sample, and what counts as many at a time
    private static final int ALONE = 8;        // users of the sample, one at a time
    private static final int REPETITIONS = 3;
    private static final int COUNT = 10;

    private final Side item;
    private final AtomicLong asked = new AtomicLong();
    private final AtomicBoolean choosing = new AtomicBoolean();
    private volatile ItemTiles plain;          // each made when asked for
    private ItemTiles sorted;
    private SymmetricEigen axes;
    private volatile Chosen together;
    private volatile Chosen alone;

    /// The way that was the fastest, and all trials, the fastest first.
    private record Chosen(FactorRetrieval way, List<Trial> trials) { }

    ItemSearch(Side item) {
        this.item = item;
    }

    /// The way for so many users.
    Retrieval retrieval(FactorModel model, int users, Optional<Strategy> wanted) {
        if (wanted.isPresent()) return of(model, wanted.get());
        Chosen made = users < ALONE ? alone : together;
        if (made != null) return new FactorRetrieval(model, made.way());
        if (tooSmall() || asked.addAndGet(users) < MANY) return blocked(model);
        if (users >= TOGETHER) return new FactorRetrieval(model, chosen(model, users).way());
        if (choosing.compareAndSet(false, true)) chooseBeside(model, users);
        return blocked(model);
    }

    /// The way for so many users as far as it is chosen.
    Strategy strategy(int users) {
        Chosen made = users < ALONE ? alone : together;
        return made == null ? Strategy.BLOCKED : made.way().strategy();
    }

    /// How the choice for so many users was made; makes it where nobody has.
    List<Trial> trials(FactorModel model, int users) {
        return tooSmall() ? List.of() : chosen(model, users).trials();
    }

    /// On one thread, while others are answered. Where it fails, for want of memory, users are searched for as before.
    private void chooseBeside(FactorModel model, int users) {
        Thread.ofPlatform().daemon().name("mf4j-choice").start(() -> {
            try {
                Sweep.runWithThreads(1, () -> chosen(model, users));
                choosing.set(false);
            } catch (Throwable kept) {
                if (users < ALONE) alone = new Chosen(blocked(model), List.of());
                else together = new Chosen(blocked(model), List.of());
            }
        });
    }

    private boolean tooSmall() {
        return item.ids().size() <= FEW_ITEMS || item.factors().rank() <= SHORT;
    }

    private FactorRetrieval blocked(FactorModel model) {
        if (plain == null) plain = ItemTiles.asTheyCome(item);
        return new FactorRetrieval(model, plain, Optional.empty());
    }

    private synchronized FactorRetrieval of(FactorModel model, Strategy wanted) {
        if (wanted == Strategy.BLOCKED || !sorted(model).boundable()) return blocked(model);
        if (wanted == Strategy.NORM_SORTED) return new FactorRetrieval(model, sorted(model), Optional.empty());
        return made(model, wanted).orElseGet(() -> wanted == Strategy.QUANTIZED ? coded(model)
                : leading(model, Math.max(1, item.factors().rank() / 4 - LeadingBounds.MORE)));
    }

    /// What a choice has made already.
    private Optional<FactorRetrieval> made(FactorModel model, Strategy wanted) {
        return Stream.of(together, alone).filter(chosen -> chosen != null && chosen.way().strategy() == wanted).findFirst()
                .map(chosen -> new FactorRetrieval(model, chosen.way()));
    }

    private FactorRetrieval leading(FactorModel model, int size) {
        if (axes == null) axes = LeadingSpace.axes(item.factors());
        return new FactorRetrieval(model, sorted(model), Optional.of(new LeadingBounds(item, sorted(model), axes, size)));
    }

    private FactorRetrieval coded(FactorModel model) {
        return new FactorRetrieval(model, sorted(model), Optional.of(new CodeBounds(item, sorted(model))));
    }

    private ItemTiles sorted(FactorModel model) {
        if (sorted == null) sorted = ItemTiles.byReach(item, typicalLength(model));
        return sorted;
    }

    private static double typicalLength(FactorModel model) {
        return IntStream.of(spread(model, 1024)).mapToDouble(user -> Similarity.norm(model.user().factors(), user)).average().orElse(1);
    }

    private static int[] spread(FactorModel model, int most) {
        int users = model.users().size();
        int n = Math.min(users, most);
        return IntStream.range(0, n).map(j -> (int) ((long) j * users / n)).toArray();
    }

    private synchronized Chosen chosen(FactorModel model, int users) {
        if (users < ALONE) return alone = alone == null ? choose(model, spread(model, ALONE), 1) : alone;
        return together = together == null ? choose(model, spread(model, TOGETHER), TOGETHER) : together;
    }

    /// One way after another is made and tried; only the best stays in memory.
    private Chosen choose(FactorModel model, int[] sample, int atATime) {
        FactorRetrieval best = null;
        List<Trial> trials = new ArrayList<>();
        for (Supplier<FactorRetrieval> made : ways(model)) {
            FactorRetrieval way = made.get();
            Trial trial = trial(way, sample, atATime);
            if (trials.stream().allMatch(other -> trial.seconds() < other.seconds())) best = way;
            trials.add(trial);
        }
        trials.sort(Comparator.comparingDouble(Trial::seconds));
        return new Chosen(best, List.copyOf(trials));
    }

    private List<Supplier<FactorRetrieval>> ways(FactorModel model) {
        List<Supplier<FactorRetrieval>> ways = new ArrayList<>(List.of(() -> blocked(model)));
        if (!sorted(model).boundable()) return ways;
        int rank = item.factors().rank();
        ways.add(() -> coded(model));
        IntStream.of(rank / 8, rank / 4, rank / 2).map(d -> d - LeadingBounds.MORE).filter(d -> d > 0).distinct().forEach(d -> ways.add(() -> leading(model, d)));
        ways.add(() -> of(model, Strategy.NORM_SORTED));
        return ways;
    }

    /// The least of the repetitions counts, all of them made: the first runs code that Java has yet to compile, some twenty times slower.
    private Trial trial(FactorRetrieval way, int[] sample, int atATime) {
        double n = Math.max(1, sample.length);
        double seconds = Double.POSITIVE_INFINITY;
        FactorRetrieval.TileSearch search = way.search(atATime);
        for (int repetition = 0; repetition < REPETITIONS; repetition++) {
            search.forget();
            long start = System.nanoTime();
            for (int j = 0; j < sample.length; j += atATime) search.run(requests(sample, j, Math.min(sample.length, j + atATime)));
            seconds = Math.min(seconds, (System.nanoTime() - start) * 1e-9);
        }
        return new Trial(way.strategy(), way.bounds().map(Bounds::dimensions).orElse(0), Math.min(sample.length, atATime), search.scored() / n, search.bytes() / n, seconds / n);
    }

    private Query.Request[] requests(int[] sample, int from, int to) {
        return IntStream.range(from, to).mapToObj(j -> new Query.Request(sample[j], new Shortlist(COUNT, new BitSet(),
                Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY), Boost.nothing().on(item.ids()), new int[0], item.ids().size())).toArray(Query.Request[]::new);
    }
}

package mf4j.app;

import mf4j.data.Ratings;
import mf4j.recommend.Als;
import mf4j.recommend.Biases;
import mf4j.recommend.Bpr;
import mf4j.recommend.Ease;
import mf4j.recommend.Hybrid;
import mf4j.recommend.ImplicitAls;
import mf4j.recommend.LogisticMf;
import mf4j.recommend.Model;
import mf4j.recommend.ItemKnn;
import mf4j.recommend.ItemMean;
import mf4j.recommend.Popularity;
import mf4j.recommend.Sgd;
import mf4j.recommend.SvdPlusPlus;
import mf4j.recommend.Warp;
import mf4j.train.Knobs;
import mf4j.train.Trainer;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/// The trainers by name: the only list of them, from which come the values of `--trainer`, the flags of the knobs, the help and
/// the rows of the demo.
enum Catalog implements Offer {
    POPULARITY("popularity", "the most rated items for everybody: the baseline of rankings", Popularity.defaults()),
    IALS("ials", "factors of events - clicks, plays, purchases - by alternating least squares over all pairs", ImplicitAls.defaults()),
    HYBRID("hybrid", "ials that also knows what users and items are by themselves: genres, countries", Hybrid.defaults()),
    BPR("bpr", "factors of events by gradient descent: what a user has before what it has not, pair by pair", Bpr.defaults()),
    WARP("warp", "like bpr, but for the top of the list: searches the items that stand too high", Warp.defaults()),
    LMF("lmf", "the probability of an event by logistic factors, row by row", LogisticMf.defaults()),
    EASE("ease", "ridge regression of every item on the others, in closed form (EASE)", Ease.defaults()),
    ITEM_KNN("itemknn", "items had by the same users, by cosine, TF-IDF or BM25", ItemKnn.defaults()),
    ITEM_MEAN("item-mean", "an item's mean rating: the baseline of ratings", ItemMean.defaults()),
    BIASES("biases", "who rates high and what is rated high", Biases.defaults()),
    ALS("als", "factors by alternating least squares", Als.defaults()),
    SGD("sgd", "factors by stochastic gradient descent", Sgd.defaults()),
    SVDPP("svdpp", "sgd that also knows a user by which items were rated (SVD++)", SvdPlusPlus.defaults());

    private static final EnumSet<Catalog> OF_RATINGS = EnumSet.of(ITEM_MEAN, BIASES, ALS, SGD, SVDPP);

    private final String title;
    private final String about;
    private final Trainer<Ratings, ? extends Model> defaults;

    Catalog(String title, String about, Trainer<Ratings, ? extends Model> defaults) {
        this.title = title;
        this.about = about;
        this.defaults = defaults;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String about() {
        return about;
    }

    /// Whether its scores are ratings; else they only order the items of a user, and every event is a hit.
    boolean rates() {
        return OF_RATINGS.contains(this);
    }

    /// Whether it learns from events, whose values must be above 0; [#POPULARITY] counts rows, whatever their values.
    boolean learnsEvents() {
        return !rates() && this != POPULARITY;
    }

    /// What chooses its epoch unless something else is wanted.
    String metric() {
        return rates() ? "rmse" : "ndcg@10";
    }

    @Override
    public Trainer<Ratings, ? extends Model> defaults() {
        return defaults;
    }

    @Override
    public List<? extends Offer> all() {
        return List.of(values());
    }

    /// Whether the demo shows it: the trainers of ratings, and of those of events one and its baseline, for a demo must not last.
    boolean isShown() {
        return rates() || this == POPULARITY || this == IALS;
    }

    /// The trainer with some knobs turned.
    ///
    /// @throws IllegalArgumentException for a knob that it does not have or a value that it refuses
    Trainer<Ratings, ? extends Model> with(Map<String, ?> knobs) {
        return Knobs.turned(defaults, knobs);
    }

    /// The trainer of a name on the command line.
    ///
    /// @throws IllegalArgumentException with the list of names
    static Catalog named(String title) {
        return Offer.named(values(), title);
    }

    /// The trainer whose class a model names in its provenance.
    ///
    /// @throws IllegalArgumentException when it is not one of these
    static Catalog ofClass(String simpleName) {
        for (Catalog one : values()) if (one.defaults.getClass().getSimpleName().equals(simpleName)) return one;
        throw new IllegalArgumentException("the model was made by " + simpleName + ", which this version does not have");
    }

    /// The name of a trainer's class on the command line, or the class's own where it has none there.
    static String titleOf(String simpleName) {
        return Arrays.stream(values()).filter(one -> one.defaults.getClass().getSimpleName().equals(simpleName)).map(Catalog::title).findFirst().orElse(simpleName);
    }

    /// All names, with commas.
    static String titles() {
        return Offer.titles(values());
    }
}

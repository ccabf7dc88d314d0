package mf4j.app;

import mf4j.lowrank.GradientFactorization;
import mf4j.lowrank.LowRank;
import mf4j.lowrank.Nmf;
import mf4j.lowrank.Optimizer;
import mf4j.lowrank.Pca;
import mf4j.lowrank.Pq;
import mf4j.lowrank.SoftImpute;
import mf4j.lowrank.Svd;
import mf4j.lowrank.TruncatedSvd;
import mf4j.matrix.Matrix;
import mf4j.train.Trainer;

import java.util.List;

/// The trainers of dense matrices by name: the only list of them, from which come the values of `factorize --trainer`, the flags of
/// the knobs and the help.
enum DenseCatalog implements Offer {
    SVD("svd", "singular values and vectors: the least error of the rank, exactly", Svd.defaults()),
    TRUNCATED_SVD("truncated-svd", "the same from few passes, with a bound on its error: for matrices with two long sides", TruncatedSvd.defaults()),
    PCA("pca", "singular vectors around the mean of the rows", Pca.defaults()),
    NMF("nmf", "factors without negative numbers", Nmf.defaults()),
    PQ("pq", "R ~ P Q^T with a ridge on both, by alternating regressions or by the notebook's steps", Pq.defaults()),
    ADAM("adam", "gradient descent as autograd frameworks do it, element by element", GradientFactorization.defaults()),
    GD("gd", "gradient descent with momentum, in the space of the matrix's own rank",
            GradientFactorization.defaults().withOptimizer(Optimizer.MOMENTUM).withLearningRate(0.1)),
    SOFT_IMPUTE("soft-impute", "fills in what is missing (NaN), by the nuclear norm", SoftImpute.defaults());

    private final String title;
    private final String about;
    private final Trainer<Matrix, LowRank> defaults;

    DenseCatalog(String title, String about, Trainer<Matrix, LowRank> defaults) {
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

    @Override
    public Trainer<Matrix, LowRank> defaults() {
        return defaults;
    }

    @Override
    public List<? extends Offer> all() {
        return List.of(values());
    }

    /// The trainer of a name on the command line.
    ///
    /// @throws IllegalArgumentException with the list of names
    static DenseCatalog named(String title) {
        return Offer.named(values(), title);
    }

    /// All names, with commas.
    static String titles() {
        return Offer.titles(values());
    }
}

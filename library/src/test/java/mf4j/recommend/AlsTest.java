package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.train.Epoch;
import mf4j.train.Knobs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

class AlsTest extends RatingsContract<Als> {
    @Override
    Als trainer() {
        return Als.defaults().withRank(4).withRegularization(0.1).withBiasRegularization(0.1).withEpochs(30);
    }

    @ParameterizedTest
    @CsvSource({"cholesky, false, true, false", "cholesky, true, true, false", "cholesky, true, false, false", "cg, false, true, false",
            "cg, true, false, false", "cholesky, false, true, true", "cholesky, true, false, true"})
    void reportsItsObjectiveExactlyAndNeverRaisesIt(String solver, boolean countWeighted, boolean biased, boolean nonNegative) {
        Als als = Knobs.with(trainer(), "solver", solver).withCountWeighted(countWeighted).withBiased(biased).withNonNegative(nonNegative);
        FactorModel model = als.fit(WORLD);
        List<Double> objectives = model.provenance().history().epochs().stream().map(Epoch::objective).toList();
        for (int j = 1; j < objectives.size(); j++) {
            assertThat(objectives.get(j)).isLessThanOrEqualTo(objectives.get(j - 1) * (1 + 1e-5));
        }
        assertThat(objectives.getLast()).isCloseTo(objective(als, model), offset(1e-4 * objectives.getLast()));
    }

    /// The definition on the class page, term by term.
    private static double objective(Als als, FactorModel model) {
        double sum = 0;
        for (int u = 0; u < WORLD.byUser().rows(); u++) {
            for (int e = WORLD.byUser().offsets()[u]; e < WORLD.byUser().offsets()[u + 1]; e++) {
                double error = WORLD.byUser().values()[e] - model.score(u, WORLD.byUser().columns()[e]);
                sum += error * error;
            }
        }
        return sum + penalty(als, model.user(), WORLD.byUser()) + penalty(als, model.item(), WORLD.byItem());
    }

    private static double penalty(Als als, Side side, mf4j.matrix.SparseRows rows) {
        double sum = 0;
        for (int row = 0; row < rows.rows(); row++) {
            double scale = als.countWeighted() ? rows.count(row) : 1;
            for (float x : side.factors().row(row)) sum += scale * FactorRun.unit(WORLD) * als.regularization() * x * x;
            sum += scale * als.biasRegularization() * side.bias()[row] * side.bias()[row];
        }
        return sum;
    }

    @Test
    void manyConjugateGradientStepsGiveTheCholeskyModel() {
        FactorModel exact = trainer().withEpochs(5).fit(WORLD);
        FactorModel close = trainer().withEpochs(5).withSolver(RatingRule.Solver.CG).withSteps(60).fit(WORLD);
        for (int u = 0; u < 20; u++) {
            for (int i = 0; i < 20; i++) assertThat(close.score(u, i)).isCloseTo(exact.score(u, i), offset(2e-3));
        }
    }

    @Test
    void nonNegativeFactorsAreNonNegative() {
        FactorModel model = trainer().withNonNegative(true).fit(WORLD);
        for (float x : model.user().factors().values()) assertThat(x).isNotNegative();
        for (float x : model.item().factors().values()) assertThat(x).isNotNegative();
    }

    @Test
    void aUserRowIsTheMinimumOfItsWeightedPart() {
        Ratings.Builder builder = Ratings.builder();
        for (int u = 0; u < 12; u++) {
            for (int i = 0; i < 8; i++) builder.addWeighted("u" + u, "i" + i, (u * 7 + i * 3) % 5, 0.5 + (u + i) % 3);
        }
        Ratings weighted = builder.build();
        FactorModel model = trainer().fit(weighted);
        for (int u = 0; u < 12; u++) { // the users were solved last
            double[] gradient = new double[5];
            for (int e = weighted.byUser().offsets()[u]; e < weighted.byUser().offsets()[u + 1]; e++) {
                int i = weighted.byUser().columns()[e];
                double error = weighted.byUser().weight(e) * (weighted.byUser().values()[e] - model.score(u, i));
                for (int j = 0; j < 4; j++) gradient[j] += error * model.item().factors().row(i)[j];
                gradient[4] += error;
            }
            for (int j = 0; j < 4; j++) assertThat(gradient[j] - 0.1 * FactorRun.unit(weighted) * model.user().factors().row(u)[j]).isEqualTo(0, offset(1e-4));
            assertThat(gradient[4] - 0.1 * model.user().bias()[u]).isEqualTo(0, offset(1e-4));
        }
    }

    /// After two sweeps, by either solver: a newcomer's row is solved exactly too.
    @ParameterizedTest
    @CsvSource({"cholesky, false, true, false", "cholesky, true, false, false", "cg, false, true, false", "cg, true, false, false",
            "cholesky, false, true, true"})
    void usersAreAtTheMinimumOfTheirRows(String solver, boolean countWeighted, boolean biased, boolean nonNegative) {
        Als als = Knobs.with(trainer(), "solver", solver).withSteps(1).withEpochs(2).withCountWeighted(countWeighted).withBiased(biased)
                .withNonNegative(nonNegative);
        assertSettled(als.fit(WORLD), WORLD, 1e-4);
    }

    @Test
    void namesTheRowWhoseNumbersAreTooLarge() {
        Ratings huge = Ratings.builder().add("a", "x", 1e38).add("a", "y", -1e38).add("b", "x", 3e38).add("b", "y", 1).build();
        assertThatThrownBy(() -> trainer().withRank(2).fit(huge)).isInstanceOf(ArithmeticException.class).hasMessageContaining("row ");
    }

    @Test
    void refusesNonNegativeConjugateGradients() {
        assertThatThrownBy(() -> trainer().withNonNegative(true).withSolver(RatingRule.Solver.CG))
                .hasMessage("RatingRule.solver must be cholesky for non-negative factors but was CG");
    }

    @Test
    void recoversPlantedFactors() {
        Ratings exact = ToyWorld.tastes(80, 60, 0, 7);
        FactorModel model = trainer().withRank(1).withRegularization(1e-3).withBiasRegularization(1e-3).withEpochs(200).fit(exact);
        assertThat(ToyWorld.rmse(model, exact)).isLessThan(0.01);
    }
}

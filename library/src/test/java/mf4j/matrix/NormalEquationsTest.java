package mf4j.matrix;

import mf4j.train.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/// Every solution is held to the definition, evaluated in double: the gradient is zero and the value is that of the sum.
class NormalEquationsTest {
    private static final double FLOAT = 0x1p-23;

    /// One regression, its numbers exactly those the class is given.
    private record Problem(int rank, int rows, float[] a, float[] t, float[] w, double ridge, boolean intercepted, double interceptRidge) {
        static Problem random(int rank, int rows, boolean weighted, double ridge, boolean intercepted, double interceptRidge) {
            Seeds.Stream stream = Seeds.of(rank).at(rows).stream(0);
            float[] a = new float[rank * rows];
            for (int j = 0; j < a.length; j++) a[j] = (float) stream.nextGaussian();
            float[] t = new float[rows];
            float[] w = new float[rows];
            for (int r = 0; r < rows; r++) {
                t[r] = (float) (2 + stream.nextGaussian() + (rank > 0 ? a[r * rank] : 0));
                w[r] = weighted ? 0.1f + 3 * stream.nextFloat() : 1;
            }
            return new Problem(rank, rows, a, t, w, ridge, intercepted, interceptRidge);
        }

        NormalEquations equations(boolean weighted, int tile) {
            NormalEquations equations = new NormalEquations(rank);
            equations.add(new float[] {7, 7}, null, 0, rank == 0 ? 2 : Math.min(1, 2 / rank), null, new float[] {3, 3}, new float[] {3, 3});
            equations.clear();
            for (int from = 0; from < rows; from += tile) {
                int to = Math.min(rows, from + tile);
                float[] moments = new float[to - from];
                for (int r = from; r < to; r++) moments[r - from] = w[r] * t[r];
                equations.add(a, null, from, to, weighted ? Arrays.copyOfRange(w, from, to) : null, moments, Arrays.copyOfRange(t, from, to));
            }
            return equations;
        }

        private double error(int r, float[] x, double b) {
            double predicted = b;
            for (int j = 0; j < rank; j++) predicted += (double) a[r * rank + j] * x[j];
            return t[r] - predicted;
        }

        double value(float[] x, double b) {
            double sum = interceptRidge * b * b;
            for (int r = 0; r < rows; r++) sum += w[r] * error(r, x, b) * error(r, x, b);
            for (float xj : x) sum += ridge * xj * xj;
            return sum;
        }

        /// Half the gradient, the intercept's last.
        double[] gradient(float[] x, double b) {
            double[] gradient = new double[rank + 1];
            for (int r = 0; r < rows; r++) {
                double e = w[r] * error(r, x, b);
                for (int j = 0; j < rank; j++) gradient[j] -= e * a[r * rank + j];
                gradient[rank] -= e;
            }
            for (int j = 0; j < rank; j++) gradient[j] += ridge * x[j];
            gradient[rank] += interceptRidge * b;
            return gradient;
        }

        /// How large the terms are whose sum the gradient is: what rounding is relative to.
        double[] magnitude(float[] x, double b) {
            double[] magnitude = new double[rank + 1];
            for (int r = 0; r < rows; r++) {
                double size = Math.abs(t[r]) + Math.abs(b);
                for (int j = 0; j < rank; j++) size += Math.abs(a[r * rank + j] * x[j]);
                for (int j = 0; j < rank; j++) magnitude[j] += w[r] * size * Math.abs(a[r * rank + j]);
                magnitude[rank] += w[r] * size;
            }
            for (int j = 0; j < rank; j++) magnitude[j] += ridge * Math.abs(x[j]);
            return magnitude;
        }

        double squares() {
            double sum = 0;
            for (int r = 0; r < rows; r++) sum += (double) w[r] * t[r] * t[r];
            return sum;
        }
    }

    private static void assertStationary(Problem problem, float[] x, double b, double tolerance) {
        double[] gradient = problem.gradient(x, b);
        double[] magnitude = problem.magnitude(x, b);
        for (int j = 0; j < (problem.intercepted() ? gradient.length : x.length); j++) {
            assertThat(gradient[j]).as("gradient " + j + " of rank " + problem.rank() + ", " + problem.rows() + " rows")
                    .isCloseTo(0, within(tolerance * magnitude[j] + 1e-30));
        }
        if (!problem.intercepted()) assertThat(b).isZero();
    }

    private static void solveAndHold(Problem problem, boolean weighted, double tolerance) {
        NormalEquations equations = problem.equations(weighted, 16);
        float[] x = new float[problem.rank() + 3];
        Arrays.fill(x, 9);
        double value = equations.solve(problem.ridge(), problem.intercepted(), problem.interceptRidge(), x, 2);
        assertThat(new float[] {x[0], x[1], x[problem.rank() + 2]}).as("outside the range").containsOnly(9);
        float[] solution = Arrays.copyOfRange(x, 2, problem.rank() + 2);
        assertStationary(problem, solution, equations.intercept(), tolerance);
        assertThat(value).isCloseTo(problem.value(solution, equations.intercept()), within(tolerance * problem.squares()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 32, 33, 50, 64, 65, 70})
    void theGradientIsZeroAtTheSolution(int rank) {
        for (int rows : new int[] {1, 2, rank / 2 + 1, rank + 5, 3 * rank + 20, 400}) {
            for (boolean weighted : new boolean[] {false, true}) {
                solveAndHold(Problem.random(rank, rows, weighted, 0.5, false, 0), weighted, 16 * FLOAT);
                solveAndHold(Problem.random(rank, rows, weighted, 0.5, true, 0.7), weighted, 16 * FLOAT);
                solveAndHold(Problem.random(rank, rows, weighted, 0.5, true, 0), weighted, 16 * FLOAT);
            }
        }
    }

    @Test
    void hugeAndSmallRidgesAreSolvedToo() {
        for (double ridge : new double[] {1e-9, 1e-3, 1e3, 1e12, 1e30}) {
            for (boolean intercepted : new boolean[] {false, true}) {
                solveAndHold(Problem.random(20, 100, true, ridge, intercepted, ridge), true, 32 * FLOAT);
            }
        }
    }

    @Test
    void anInterceptUnderAHugeRidgeIsNone() {
        Problem free = Problem.random(5, 50, true, 1, true, 1e30);
        NormalEquations equations = free.equations(true, 16);
        float[] x = new float[5];
        equations.solve(1, true, 1e30, x, 0);
        float[] without = new float[5];
        assertThat(equations.intercept()).isCloseTo(0, within(1e-20));
        free.equations(true, 16).solve(1, false, 0, without, 0);
        assertThat(x).isEqualTo(without);
    }

    @Test
    void moreUnknownsThanRowsWithoutARidgeAreExplainedWhole() {
        for (int rank : new int[] {2, 8, 40}) {
            Problem problem = Problem.random(rank, rank / 2, false, 0, false, 0);
            float[] x = new float[rank];
            double value = problem.equations(false, 16).solve(0, false, 0, x, 0);
            assertThat(problem.value(x, 0)).isCloseTo(0, within(1e-3 * problem.squares()));
            assertThat(value).isCloseTo(problem.value(x, 0), within(1e-3 * problem.squares()));
        }
    }

    @Test
    void aColumnOfZerosGetsAZero() {
        Problem full = Problem.random(6, 60, true, 0, true, 0);
        for (int r = 0; r < 60; r++) full.a()[r * 6 + 3] = 0;
        NormalEquations equations = full.equations(true, 16);
        float[] x = new float[6];
        double value = equations.solve(0, true, 0, x, 0);
        assertThat(x[3]).isZero();
        assertStationary(full, x, equations.intercept(), 1e-4);
        assertThat(value).isCloseTo(full.value(x, equations.intercept()), within(1e-5 * full.squares()));
    }

    @Test
    void nothingObservedGivesZero() {
        float[] x = {5, 5};
        NormalEquations equations = new NormalEquations(2);
        assertThat(equations.solve(0, true, 0, x, 0)).isZero();
        assertThat(x).containsOnly(0);
        assertThat(equations.intercept()).isZero();
        assertThat(equations.solve(1, true, 1, x, 0)).isZero();
    }

    @Test
    void regressorsFarFromZeroAreSolvedWithTheirIntercept() {
        Problem shifted = Problem.random(4, 200, false, 1, true, 0);
        for (int j = 0; j < shifted.a().length; j++) shifted.a()[j] += 10;
        solveAndHold(shifted, false, 1e-4);
    }

    @Test
    void theNonNegativeSolutionKeepsItsOptimalityConditions() {
        for (int rank : new int[] {1, 2, 5, 16, 33}) {
            for (boolean intercepted : new boolean[] {false, true}) {
                for (boolean weighted : new boolean[] {false, true}) {
                    holdNonNegative(Problem.random(rank, 3 * rank + 10, weighted, 0.5, intercepted, 0.3), weighted);
                }
            }
        }
    }

    private static void holdNonNegative(Problem problem, boolean weighted) {
        NormalEquations equations = problem.equations(weighted, 16);
        float[] start = new float[problem.rank()];
        for (int j = 0; j < start.length; j++) start[j] = j % 3 - 1;
        double value = equations.solveNonNegative(problem.ridge(), problem.intercepted(), problem.interceptRidge(), start, 0);
        double[] gradient = problem.gradient(start, equations.intercept());
        double[] magnitude = problem.magnitude(start, equations.intercept());
        for (int j = 0; j < problem.rank(); j++) {
            assertThat(start[j]).isNotNegative();
            if (start[j] > 0) assertThat(gradient[j]).as("a free coordinate").isCloseTo(0, within(1e-4 * magnitude[j]));
            else assertThat(gradient[j]).as("a coordinate at 0").isGreaterThanOrEqualTo(-1e-4 * magnitude[j]);
        }
        if (problem.intercepted()) assertThat(gradient[problem.rank()]).isCloseTo(0, within(1e-4 * magnitude[problem.rank()]));
        else assertThat(equations.intercept()).isZero();
        assertThat(value).isCloseTo(problem.value(start, equations.intercept()), within(1e-5 * problem.squares()));
    }

    @Test
    void theNonNegativeSolutionIsTheFreeOneWhereThatIsNonNegative() {
        Problem problem = Problem.random(6, 300, false, 1, false, 0);
        for (int r = 0; r < 300; r++) {
            float sum = 0;
            for (int j = 0; j < 6; j++) sum += (j + 1) * problem.a()[r * 6 + j];
            problem.t()[r] = sum;
        }
        float[] free = new float[6];
        float[] held = new float[6];
        problem.equations(false, 16).solve(1, false, 0, free, 0);
        problem.equations(false, 16).solveNonNegative(1, false, 0, held, 0);
        assertThat(held).containsExactly(free, org.assertj.core.data.Offset.offset(1e-4f));
    }

    @Test
    void whatIsNotFiniteIsRefusedWhereverItStands() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            for (int place = 0; place < 5; place++) {
                Problem problem = Problem.random(4, 30, true, 0.1, true, 0.1);
                if (place < 3) problem.a()[5 * 4 + place] = bad;
                if (place == 3) problem.t()[7] = bad;
                if (place == 4) problem.w()[9] = bad;
                refusesToSolve(problem, 0.1, new float[4]);
            }
        }
        refusesToSolve(Problem.random(4, 30, true, 0, true, 0), Double.NaN, new float[4]);
        refusesToSolve(Problem.random(4, 30, true, 0, true, 0), 1e300, new float[4]);
    }

    private static void refusesToSolve(Problem problem, double ridge, float[] x) {
        for (boolean intercepted : new boolean[] {false, true}) {
            assertThatThrownBy(() -> problem.equations(true, 16).solve(ridge, intercepted, 0.1, x, 0)).isInstanceOf(ArithmeticException.class)
                    .hasMessage("the normal equations hold a number that is not finite");
            assertThatThrownBy(() -> problem.equations(true, 16).solveNonNegative(ridge, intercepted, 0.1, x.clone(), 0))
                    .isInstanceOf(ArithmeticException.class);
        }
    }
}

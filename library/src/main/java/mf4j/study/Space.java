package mf4j.study;

import mf4j.train.Check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What a study may choose from: parameters in their order, some of which are active only where another has certain values.
///
/// A point is a `double[]` with the inside form of every dimension's value, NaN where the dimension is not active.
///
/// @param dimensions parents before their children
public record Space(List<Dimension> dimensions) {
    private static final Check CHECK = Check.of(Space.class);
    /// How far inside values of a parent are apart that count as one.
    static final double SAME = 1e-10;

    /// One parameter and when it is active.
    ///
    /// @param parameter what is chosen
    /// @param parent    index of the dimension that decides, -1 where it is always active
    /// @param when      inside values of the parent for which it is active, ascending; empty without a parent
    public record Dimension(Parameter parameter, int parent, List<Double> when) {
        /// Keeps its own copy.
        public Dimension {
            when = List.copyOf(when);
        }

        boolean follows(double parentValue) {
            for (double value : when) if (Math.abs(value - parentValue) <= SAME) return true;
            return false;
        }
    }

    /// Checks that names are one of a kind among parameters that may be active together.
    public Space {
        dimensions = List.copyOf(dimensions);
        for (int j = 0; j < dimensions.size(); j++) {
            CHECK.that(dimensions.get(j).parent() < j, dimensions.get(j).parameter().name(), "come after the parameter that it depends on", j);
            for (int k = 0; k < j; k++) {
                boolean clash = dimensions.get(j).parameter().name().equals(dimensions.get(k).parameter().name()) && !apart(dimensions, j, k);
                CHECK.that(!clash, dimensions.get(j).parameter().name(), "be there once, or under conditions that exclude each other", "there twice");
            }
        }
    }

    /// Nothing to choose: what a study has whose objective asks for its parameters as it runs.
    public static final Space EMPTY = new Space(List.of());

    /// Parameters that are always active.
    public static Space of(Parameter... parameters) {
        return of(List.of(parameters));
    }

    /// Parameters that are always active.
    public static Space of(List<? extends Parameter> parameters) {
        return new Space(parameters.stream().map(p -> new Dimension(p, -1, List.of())).toList());
    }

    /// With one more parameter, always active.
    public Space with(Parameter parameter) {
        return plus(new Dimension(parameter, -1, List.of()));
    }

    /// With one more parameter that is active only where `parent` has one of these values.
    ///
    /// @param parent name of a parameter that is there once and no continuum
    /// @param values of it, in the outside form
    public Space when(String parent, List<?> values, Parameter child) {
        int index = -1;
        for (int j = 0; j < size(); j++) {
            if (!parameter(j).name().equals(parent)) continue;
            CHECK.that(index < 0, parent, "be there once to decide about " + child.name(), "there twice");
            index = j;
        }
        CHECK.that(index >= 0, parent, "be there before " + child.name() + ", which depends on it,", "missing");
        Parameter decides = parameter(index);
        CHECK.that(!decides.continuous(), parent, "have values that can be told apart to decide about " + child.name(), decides);
        return plus(new Dimension(child, index, values.stream().map(decides::inside).sorted().toList()));
    }

    private Space plus(Dimension dimension) {
        List<Dimension> all = new ArrayList<>(dimensions);
        all.add(dimension);
        return new Space(all);
    }

    /// Whether two dimensions are never active together: above both is one dimension with values that exclude each other.
    private static boolean apart(List<Dimension> all, int a, int b) {
        for (int x = a; all.get(x).parent() >= 0; x = all.get(x).parent()) {
            for (int y = b; all.get(y).parent() >= 0; y = all.get(y).parent()) {
                Dimension above = all.get(y);
                if (all.get(x).parent() == above.parent() && all.get(x).when().stream().noneMatch(above::follows)) return true;
            }
        }
        return false;
    }

    /// How many dimensions.
    public int size() {
        return dimensions.size();
    }

    /// The parameter of a dimension.
    public Parameter parameter(int dimension) {
        return dimensions.get(dimension).parameter();
    }

    /// All parameters in their order.
    public List<Parameter> parameters() {
        return dimensions.stream().map(Dimension::parameter).toList();
    }

    /// Whether some parameters are active only sometimes.
    public boolean conditional() {
        return dimensions.stream().anyMatch(d -> d.parent() >= 0);
    }

    /// Whether a dimension is active at a point, of which the dimensions before it are decided.
    public boolean active(int dimension, double[] point) {
        Dimension d = dimensions.get(dimension);
        return d.parent() < 0 || (!Double.isNaN(point[d.parent()]) && d.follows(point[d.parent()]));
    }

    /// Puts NaN into the dimensions that are not active, in place.
    ///
    /// @return the same array
    public double[] masked(double[] point) {
        for (int j = 0; j < point.length; j++) if (!active(j, point)) point[j] = Double.NaN;
        return point;
    }

    /// The point of values by name; names that are not there are passed over.
    ///
    /// @return empty where an active parameter has no value or one that it does not have now
    public Optional<double[]> point(Map<String, ?> values) {
        double[] point = new double[size()];
        for (int j = 0; j < point.length; j++) {
            if (!active(j, point)) {
                point[j] = Double.NaN;
                continue;
            }
            if (!values.containsKey(parameter(j).name())) return Optional.empty();
            try {
                point[j] = parameter(j).inside(values.get(parameter(j).name()));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return Optional.of(point);
    }

    /// Values by name of the dimensions that are active at a point, in the outside form.
    public Map<String, Object> values(double[] point) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int j = 0; j < point.length; j++) if (!Double.isNaN(point[j])) values.put(parameter(j).name(), parameter(j).outside(point[j]));
        return values;
    }

    /// Places on the scales, in [0, 1], NaN where the point is.
    public double[] toUnit(double[] point) {
        double[] u = new double[point.length];
        for (int j = 0; j < u.length; j++) u[j] = Double.isNaN(point[j]) ? Double.NaN : parameter(j).toUnit(point[j]);
        return u;
    }

    /// The point nearest to places on the scales.
    ///
    /// @param u one per dimension, whether it will be active or not
    public double[] fromUnit(double[] u) {
        double[] point = new double[u.length];
        for (int j = 0; j < u.length; j++) point[j] = parameter(j).fromUnit(u[j]);
        return masked(point);
    }

    /// A point that uniform numbers draw.
    ///
    /// @param u one per dimension, in [0, 1)
    public double[] drawn(double[] u) {
        double[] point = new double[u.length];
        for (int j = 0; j < u.length; j++) point[j] = parameter(j).drawn(u[j]);
        return masked(point);
    }

    /// A random point: every parameter drawn on its own, whether it will be active or not.
    public double[] random(RandomGenerator random) {
        double[] u = new double[size()];
        Arrays.setAll(u, _ -> random.nextDouble());
        return drawn(u);
    }

    /// The point that a study begins with: initial values, else the middle of the scale; of choices the first.
    public double[] initial() {
        double[] point = new double[size()];
        for (int j = 0; j < point.length; j++) {
            Parameter p = parameter(j);
            point[j] = p.initial().map(p::inside).orElse(p.categorical() ? 0.0 : p.fromUnit(0.5));
        }
        return masked(point);
    }

    /// How many points there are: [Long#MAX_VALUE] for a continuum and for more than fit.
    public long count() {
        return new Lattice(this, 0).count();
    }
}

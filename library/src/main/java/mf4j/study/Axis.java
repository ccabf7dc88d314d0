package mf4j.study;

/// How a density of parameters sees one of them: numbers as places on a line, where steps of the scale are equally long; those that have neighbours each
/// as a cell that reaches half-way to them; choices as labels.
///
/// @param parameter what is seen, of more than one value
/// @param low       where the line begins, the outer cell included
/// @param high      where it ends
record Axis(Parameter parameter, double low, double high) {
    static Axis of(Parameter parameter) {
        if (parameter.categorical()) return new Axis(parameter, 0, parameter.count() - 1);
        Axis bare = new Axis(parameter, Double.NaN, Double.NaN);
        return new Axis(parameter, bare.left(parameter instanceof Real real ? real.low() : parameter.at(0)),
                bare.right(parameter instanceof Real real ? real.high() : parameter.at(parameter.count() - 1)));
    }

    /// Whether its values are labels.
    boolean labels() {
        return parameter.categorical();
    }

    /// Whether its values are cells.
    boolean cells() {
        return !parameter.continuous() && !labels();
    }

    /// How long the line is.
    double length() {
        return high - low;
    }

    /// Where an inside value lies on the line.
    double place(double inside) {
        return switch (parameter) {
            case Real real -> place(real.scale(), inside, real.low() + real.high());
            case Whole whole -> place(whole.scale(), inside, whole.low() + whole.high());
            case Discrete discrete -> place(discrete.scale(), inside, discrete.at(0) + discrete.at(discrete.count() - 1));
            case Choice _ -> inside;
        };
    }

    private static double place(Scale scale, double x, double sum) {
        return switch (scale) {
            case LINEAR -> x;
            case LOG -> StrictMath.log(x);
            case REVERSE_LOG -> -StrictMath.log(sum - x);
        };
    }

    private static double back(Scale scale, double place, double sum) {
        return switch (scale) {
            case LINEAR -> place;
            case LOG -> StrictMath.exp(place);
            case REVERSE_LOG -> sum - StrictMath.exp(-place);
        };
    }

    /// Where the cell of an inside value begins; the place itself where there are no cells.
    double left(double inside) {
        return edge(inside, -1);
    }

    /// Where the cell ends.
    double right(double inside) {
        return edge(inside, 1);
    }

    private double edge(double inside, int side) {
        return switch (parameter) {
            case Real real -> place(inside + side * real.step() / 2);
            case Whole whole -> place(inside + side * whole.step() / 2.0);
            case Discrete discrete -> edge(discrete, discrete.index(inside), side);
            case Choice _ -> inside;
        };
    }

    /// The outer cells reach as far outwards as inwards.
    private double edge(Discrete discrete, int index, int side) {
        double here = place(discrete.at(index));
        int beside = index + side >= 0 && index + side < discrete.count() ? side : -side;
        return here + side * Math.abs(place(discrete.at(index + beside)) - here) / 2;
    }

    /// The inside value at a place on the line, or nearest to it.
    double inside(double place) {
        return switch (parameter) {
            case Real real -> nearest(back(real.scale(), place, real.low() + real.high()), real.low(), real.high(), real.step());
            case Whole whole -> nearest(back(whole.scale(), place, whole.low() + whole.high()), whole.low(), whole.high(), whole.step());
            case Discrete discrete -> nearest(discrete, place);
            case Choice _ -> place;
        };
    }

    private double nearest(double x, double least, double most, double step) {
        double within = Math.clamp(x, least, most);
        return step == 0 ? within : parameter.at(Math.min(parameter.count() - 1, Math.round((within - least) / step)));
    }

    private double nearest(Discrete discrete, double place) {
        int best = 0;
        for (int j = 1; j < discrete.count(); j++) if (place > right(discrete.at(j - 1))) best = j;
        return discrete.at(best);
    }
}

// From a table of ratings to ten recommendations.
//
//     ./mf4j --version   builds the jars the first time
//     java --add-modules jdk.incubator.vector -cp 'app/target/lib/*' examples/Recommend.java ratings.csv 1
//
// The first argument is any table that `mf4j train` reads, the second a user in it.

import mf4j.data.Ratings;
import mf4j.data.Split;
import mf4j.evaluate.Errors;
import mf4j.evaluate.Validation;
import mf4j.recommend.Als;
import mf4j.recommend.Excluding;
import mf4j.recommend.FactorModel;
import mf4j.recommend.ItemMean;
import mf4j.recommend.Recommendation;
import mf4j.sql.Tables;

void main(String[] arguments) {
    Ratings ratings = Tables.ratings(Path.of(arguments[0]));
    IO.println(ratings);

    Split split = Split.chronological(0.70, 0.15, 0.15).of(ratings);
    FactorModel model = Als.defaults().fit(split.train(), Validation.rmse(split.validation()).patience(3));

    // A score says little without one beside it.
    double baseline = Errors.of(ItemMean.defaults().fit(split.train()), split.test()).rmse();
    IO.println("test rmse %.4f, of the items' means %.4f".formatted(Errors.of(model, split.test()).rmse(), baseline));

    for (Recommendation one : model.recommend(arguments[1], 10, Excluding.seen(ratings))) {
        IO.println("%.2f  %s".formatted(one.score(), one.name()));
    }
}

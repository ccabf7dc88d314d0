// Recommends to somebody who came after training: no retraining, the row solve of training itself.
//
//     ./mf4j --version   builds the jars the first time
//     java --add-modules jdk.incubator.vector -cp 'app/target/lib/*' examples/FoldIn.java ratings.csv 1=5 50=4.5 318=2
//
// The first argument is a table of ratings, the others are what the newcomer gave to which item.

import mf4j.data.Ratings;
import mf4j.recommend.Als;
import mf4j.recommend.Excluding;
import mf4j.recommend.FactorModel;
import mf4j.recommend.Newcomer;
import mf4j.recommend.Recommendation;
import mf4j.sql.Tables;

void main(String[] arguments) {
    Ratings ratings = Tables.ratings(Path.of(arguments[0]));
    FactorModel model = Als.defaults().fit(ratings);

    Map<String, Double> given = new LinkedHashMap<>();
    for (int j = 1; j < arguments.length; j++) {
        String[] pair = arguments[j].split("=");
        given.put(pair[0], Double.valueOf(pair[1]));
    }

    Newcomer newcomer = model.foldIn(given);
    if (!newcomer.unknown().isEmpty()) IO.println("the model does not know " + newcomer.unknown());
    for (Recommendation one : newcomer.recommend(5)) {
        IO.println("%s  predicted %.2f".formatted(one.name(), newcomer.predict(one.name())));
    }

    // Of whom nothing at all is known gets what suits anyone.
    IO.println("to anyone: " + model.recommendToAnyone(3, Excluding.nothing()).stream().map(Recommendation::name).toList());
}

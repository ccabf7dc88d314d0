// Ratings from a stream of an application's own events; no file anywhere.
//
//     ./mf4j --version   builds the jars the first time
//     java --add-modules jdk.incubator.vector -cp 'app/target/lib/*' examples/OwnEvents.java

import mf4j.data.Duplicates;
import mf4j.data.Ratings;
import mf4j.recommend.Als;
import mf4j.recommend.Explanation;
import mf4j.recommend.FactorModel;
import mf4j.recommend.Recommendation;

/// What the application knows: somebody rated something at some time.
record Event(String user, String dish, int stars, long second) { }

/// Stands for a queue or a table: the north loves fish, the south loves rice, and everybody has yet to try one dish.
Stream<Event> events() {
    List<String> fish = List.of("herring", "salmon", "trout", "cod");
    List<String> rice = List.of("risotto", "paella", "pilaf", "sushi");
    return IntStream.range(0, 400).filter(n -> n % 8 != n / 8 * 5 % 8).mapToObj(n -> {
        boolean northern = n / 8 % 2 == 0;
        boolean isFish = n % 8 < 4;
        String user = (northern ? "north-" : "south-") + n / 8;
        return new Event(user, (isFish ? fish : rice).get(n % 4), (northern == isFish ? 4 : 1) + n % 2, n);
    });
}

void main() {
    Ratings.Builder builder = Ratings.builder().duplicates(Duplicates.LAST);
    events().forEach(event -> builder.add(event.user(), event.dish(), event.stars(), 1, event.second()));
    Ratings ratings = builder.build();
    IO.println(ratings);

    FactorModel model = Als.defaults().withRank(2).withRegularization(1).fit(ratings);
    for (String user : List.of("north-0", "south-1")) {
        Recommendation best = model.recommend(user, 1, model.excludingPast()).getFirst();
        Explanation why = model.explain(user, best.name());
        IO.println("%s should try %s (%.1f), mostly because of %s".formatted(user, best.name(), best.score(), why.causes().getFirst().item()));
    }
    for (String dish : List.of("herring", "paella")) {
        IO.println("like " + dish + ": " + model.similarItems(dish, 3).stream().map(Recommendation::name).toList());
    }
}

package mf4j.evaluate;

import mf4j.data.Attributes;
import mf4j.data.RealData;
import mf4j.data.Ratings;
import mf4j.matrix.Factors;
import mf4j.recommend.Excluding;
import mf4j.recommend.FactorModel;
import mf4j.recommend.Hybrid;
import mf4j.recommend.Side;
import mf4j.train.Seeds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/// A tenth of the films of ml-latest-small is held out entirely: nobody is known to have liked them, only genres and decade are.
@Tag("slow")
class ColdFilmsTest {
    private static final Pattern FILM = Pattern.compile("^(\\d+),.*?(?:\\((\\d{3})\\d\\))?[ \"]*,([^,]*)$");

    private static Attributes films() throws IOException {
        Attributes.Builder builder = Attributes.builder();
        for (String line : Files.readAllLines(RealData.file("ml-latest-small/movies.csv"))) {
            Matcher film = FILM.matcher(line.strip());
            if (!film.matches()) continue;
            builder.addCell(film.group(1), "genre", film.group(3));
            if (film.group(2) != null) builder.addCell(film.group(1), "decade", film.group(2));
        }
        return builder.build();
    }

    @Test
    void attributesFindTheFansOfFilmsThatNobodyHasSeen() throws IOException {
        Attributes films = films();
        Ratings all = RealData.movieLens();
        Ratings events = all.subset(entry -> all.byUser().values()[entry] >= 4).mapValues(_ -> 1).compacted();
        Ratings train = events.subset(entry -> !cold(events.byUser().columns()[entry])).described(Attributes.none(), films);
        Ratings test = events.subset(entry -> cold(events.byUser().columns()[entry]));
        List<String> candidates = new ArrayList<>();
        for (int item = 0; item < events.items().size(); item++) if (cold(item)) candidates.add(events.items().name(item));
        Ranking ranking = Ranking.at(20).of(Metric.NDCG, Metric.RECALL).excluding(Excluding.allBut(candidates));
        FactorModel hybrid = Hybrid.defaults().fit(train);
        double known = ranking.score(hybrid, test).value("ndcg@20");
        double lot = ranking.score(byLot(hybrid), test).value("ndcg@20");
        assertThat(known).as("by lot %.4f", lot).isGreaterThan(3 * lot).isGreaterThan(0.1);
    }

    /// Nothing tells popularity here, where no candidate has an event, and indexes tell it too much: well-known films come first in the table.
    private static FactorModel byLot(FactorModel model) {
        int items = model.items().size();
        float[] bias = new float[items];
        for (int item = 0; item < items; item++) bias[item] = (float) Seeds.of(2).stream(item).nextDouble();
        Side user = new Side(model.users(), Factors.zeros(model.users().size(), 0), new float[model.users().size()], model.user().rule());
        return new FactorModel(user, new Side(model.items(), Factors.zeros(items, 0), bias, model.item().rule()), model.scale(), model.past(), model.provenance());
    }

    private static boolean cold(int item) {
        return Seeds.of(1).forPurpose("cold films").stream(item).nextDouble() < 0.1;
    }
}

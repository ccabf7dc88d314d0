package mf4j.app;

import mf4j.lowrank.HeldOut;
import mf4j.lowrank.RankErrors;
import mf4j.lowrank.RankSearch;
import mf4j.matrix.Matrix;
import mf4j.study.Study;
import mf4j.study.StudyPlan;
import mf4j.study.Whole;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/// Tries one rank after another and notes each: in the CSV, on standard error, and in a study where one is named.
final class RankRun {
    private final RankSearch search;
    private final Matrix x;
    private final Path csv;
    private final Consumer<String> teller;
    private final RankTable table = new RankTable();

    /// @param search says which rank is next
    RankRun(RankSearch search, Matrix x, Path csv, Consumer<String> teller) {
        this.search = search;
        this.x = x;
        this.csv = csv;
        this.teller = teller;
    }

    RankTable table() {
        return table;
    }

    /// Goes on with a study.
    interface Search {
        void run(Study study, Consumer<RankTried> report) throws IOException;
    }

    /// Tries those ranks that a study has not tried yet.
    ///
    /// @param where the file of the study, null for one in memory
    /// @param about what its losses depend on
    void in(StudyPlan plan, Path where, Map<String, Object> about, RankTried.Past past, Search search) throws IOException {
        try (Study study = plan.open()) {
            study.about(about);
            List<RankTried> done = past.of(study);
            if (!done.isEmpty()) teller.accept("ranks: going on with " + where + " after " + done.size() + " ranks");
            done.forEach(table::add);
            search.run(study, this::note);
        }
    }

    private void note(RankTried tried) {
        table.add(tried);
        table.write(csv, search, x);
        teller.accept(table.text(x));
    }

    /// Errors over hidden entries of the ranks that were tried; where none was, of all that might have been.
    RankErrors heldOut(HeldOut measure) {
        Whole ranks = search.ranks();
        int[] tried = table.tried().stream().mapToInt(RankTried::rank).toArray();
        int[] asked = tried.length > 0 ? tried : LongStream.range(0, ranks.count()).mapToInt(index -> (int) ranks.at(index)).toArray();
        RankErrors errors = measure.errors(x, asked, (rank, error) -> teller.accept("rank " + rank + ": error over hidden entries " + RankTable.brief(error)));
        table.add(errors);
        if (tried.length > 0) table.write(csv, search, x);
        return errors;
    }
}

package mf4j.app;

import mf4j.lowrank.NmfRanks;
import mf4j.lowrank.RankSearch;
import mf4j.study.Study;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A rank that was tried.
///
/// @param agreement of its seeds, where they were asked whether they agree
record RankTried(RankSearch.Outcome outcome, Optional<NmfRanks.Agreement> agreement) {
    /// Reads what a study has.
    interface Past {
        List<RankTried> of(Study study) throws IOException;
    }

    RankTried(RankSearch.Outcome outcome) {
        this(outcome, Optional.empty());
    }

    RankTried(NmfRanks.Outcome tried) {
        this(tried.reached(), Optional.of(tried.agreement()));
    }

    /// Of studies of descent.
    static Past descents() {
        return study -> RankSearch.outcomes(study).stream().map(RankTried::new).toList();
    }

    /// Of studies of factors without negative numbers.
    static Past parts() {
        return study -> NmfRanks.outcomes(study).stream().map(RankTried::new).toList();
    }

    int rank() {
        return outcome.rank();
    }
}

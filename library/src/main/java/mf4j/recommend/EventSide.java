package mf4j.recommend;

import mf4j.matrix.Factors;

/// What all rows of events that are solved against one fixed side share.
///
/// @param others the factors of the fixed side
/// @param gram   `unobserved Q^T Q` over the rows that make pairs, rank x rank, both triangles
record EventSide(Factors others, float[] gram) {
    static EventSide of(EventRule rule, Factors others) {
        return new EventSide(others, Gramian.of(rule.paired(others), rule.unobserved()));
    }
}

package mf4j.recommend;

/// An item (or a user, where users are asked for) and its score.
///
/// @param name  of the item
/// @param score higher is better; a predicted rating, a similarity or a contribution, as the call says
public record Recommendation(String name, double score) { }

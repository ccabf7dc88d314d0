package mf4j.recommend;

/// What a way of searching cost on a sample of a model's users, on one thread.
///
/// @param strategy   the way
/// @param dimensions of the bounds, 0 where there are none
/// @param together   how many users were searched for at a time
/// @param scored     items scored, per user
/// @param bytes      of factors and bounds read, per user
/// @param seconds    per user, the least of the repetitions
public record Trial(Strategy strategy, int dimensions, int together, double scored, double bytes, double seconds) { }

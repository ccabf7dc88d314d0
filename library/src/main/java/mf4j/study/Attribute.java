package mf4j.study;

/// Whose notes on a study or a trial.
public enum Attribute {
    /// Of whoever runs the study.
    USER,
    /// Of the study itself and its sampler.
    SYSTEM
}

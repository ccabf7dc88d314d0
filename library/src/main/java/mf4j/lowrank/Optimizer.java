package mf4j.lowrank;

/// How a gradient becomes a step.
public enum Optimizer {
    /// Each number by its own mean and mean square of gradients (Kingma and Ba 2015), with 0.9, 0.999 and 1e-8 as everybody has them.
    ADAM,
    /// A sum of past gradients that fades: `v = momentum v + g`, `w -= learningRate v`.
    MOMENTUM,
    /// Along the gradient: `w -= learningRate g`.
    PLAIN
}

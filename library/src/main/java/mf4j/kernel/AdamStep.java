package mf4j.kernel;

/// What a step of Adam is made of, beside the gradient.
///
/// @param scale   what the given gradient is multiplied by first
/// @param beta1   how much of the mean gradient is kept
/// @param beta2   how much of the mean squared gradient is kept
/// @param length  learning rate divided by `1 - beta1^t`
/// @param root    1 divided by the root of `1 - beta2^t`
/// @param epsilon added to the root of the mean squared gradient
public record AdamStep(float scale, float beta1, float beta2, float length, float root, float epsilon) {
    /// Step t, from 1.
    public static AdamStep of(int t, double scale, double beta1, double beta2, double learningRate, double epsilon) {
        return new AdamStep((float) scale, (float) beta1, (float) beta2, (float) (learningRate / (1 - Math.pow(beta1, t))),
                (float) (1 / Math.sqrt(1 - Math.pow(beta2, t))), (float) epsilon);
    }
}

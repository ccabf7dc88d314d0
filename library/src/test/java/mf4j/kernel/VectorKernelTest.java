package mf4j.kernel;

final class VectorKernelTest extends KernelContract {

    @Override
    Kernel kernel() {
        return Kernels.named("vector");
    }
}

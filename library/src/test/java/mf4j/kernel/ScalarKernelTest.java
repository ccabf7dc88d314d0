package mf4j.kernel;

final class ScalarKernelTest extends KernelContract {

    @Override
    Kernel kernel() {
        return Kernels.named("scalar");
    }
}

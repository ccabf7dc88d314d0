package mf4j.study;

import java.util.List;

class QuasiRandomTest extends SamplerContract {
    @Override
    Sampler sampler() {
        return QuasiRandom.defaults();
    }

    @Override
    List<Integer> goals() {
        return List.of(1, 2);
    }
}

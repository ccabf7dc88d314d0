package mf4j.study;

import java.util.List;

class RandomSearchTest extends SamplerContract {
    @Override
    Sampler sampler() {
        return RandomSearch.defaults();
    }

    @Override
    List<Integer> goals() {
        return List.of(1, 2);
    }
}

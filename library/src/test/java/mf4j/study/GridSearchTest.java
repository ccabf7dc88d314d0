package mf4j.study;

import java.util.List;

class GridSearchTest extends SamplerContract {
    @Override
    Sampler sampler() {
        return GridSearch.defaults();
    }

    @Override
    boolean seeded() {
        return false;
    }

    @Override
    List<Integer> goals() {
        return List.of(1, 2);
    }
}

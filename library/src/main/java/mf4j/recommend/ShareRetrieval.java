package mf4j.recommend;

import java.util.ArrayList;
import java.util.List;

/// Searches for users whose factors say nothing by the items' shares, and for all others by their factors.
///
/// @param byFactors the way for the others
record ShareRetrieval(FactorModel model, Retrieval byFactors) implements Retrieval {
    @Override
    public int block(int users) {
        return byFactors.block(users);
    }

    @Override
    public Search search(int together) {
        Search others = byFactors.search(together);
        return requests -> {
            List<Query.Request> speaking = new ArrayList<>(requests.length);
            for (Query.Request request : requests) {
                if (model.byShares(request.user())) offer(request);
                else speaking.add(request);
            }
            if (!speaking.isEmpty()) others.run(speaking.toArray(Query.Request[]::new));
        };
    }

    private void offer(Query.Request request) {
        float base = model.base(request.user());
        float[] bias = model.item().bias();
        float[] scores = model.item().shares().orElseThrow().clone();
        for (int i = 0; i < scores.length; i++) scores[i] += base + bias[i];
        PlainRetrieval.offer(request, scores, 0, scores.length);
    }
}

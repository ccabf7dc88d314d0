package mf4j.recommend;

import mf4j.data.Ids;
import mf4j.train.Check;

import java.util.List;
import java.util.Optional;

/// Names that go on growing behind those of a model. Who adds holds its owner's lock; what [#ids] gave never changes.
final class LiveNames {
    private Ids all;
    private Optional<Ids.Builder> builder = Optional.empty(); // from the first new name on

    LiveNames(Ids known) {
        this.all = known;
    }

    int size() {
        return all.size();
    }

    int indexOf(String name) {
        return all.indexOf(name);
    }

    /// The index of a name that is not there yet.
    int add(String name) {
        if (builder.isEmpty()) builder = Optional.of(new Ids.Builder(all));
        int index = builder.get().add(name);
        all = builder.get().shared();
        return index;
    }

    String name(int index) {
        return all.name(index);
    }

    /// All of them, at no cost.
    Ids ids() {
        return all;
    }

    /// Refuses what cannot be a name.
    static void check(String kind, String name) {
        Ids.of(List.of(Check.of(LiveModel.class).present(kind, name)));
    }
}

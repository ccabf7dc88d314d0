package mf4j.app;

import mf4j.data.Ratings;
import mf4j.recommend.FactorModel;
import mf4j.recommend.Model;
import mf4j.store.ModelFile;
import mf4j.train.SafeFile;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;

/// A model's file, opened for a command.
record Saved(Path path, ModelFile file) {
    static Saved open(Path path) throws IOException {
        return new Saved(path, ModelFile.load(path));
    }

    Model model() {
        return file.model();
    }

    /// The model, clipping its predictions or not; scores that are no ratings have no scale to be held within.
    Model clipping(boolean clip) {
        return model() instanceof FactorModel model && model.scale().rated()
                ? new FactorModel(model.user(), model.item(), model.scale().clipping(clip), model.past(), model.provenance()) : model();
    }

    /// What it has learned from, as far as it remembers; empty where it was saved without history.
    Optional<Ratings> learned() {
        return model().past().map(past -> Ratings.of(model().users(), model().items(), past.byUser(), null).subset(past.learned()));
    }

    Recipe recipe() {
        return Recipe.of(file.about());
    }

    /// How a table is read beside this model: as its own was, but for what is asked.
    Reading reading(Reading asked) {
        return file.about().containsKey("recipe") ? asked.or(recipe().reading()) : asked;
    }

    /// Whether it learned from events, each of which counts as a hit.
    boolean learnedEvents() {
        return !model().scale().rated() && !Catalog.titleOf(model().provenance().trainer()).equals(Catalog.POPULARITY.title());
    }

    /// Whether the model was made from exactly these.
    boolean isMadeFrom(Ratings ratings) {
        return ratings.fingerprint().equals(file.about().get("fingerprint"));
    }

    /// Whether users of these were held out when the model was made from them.
    boolean heldOutUsersOf(Ratings ratings) {
        return file.about().containsKey("recipe") && recipe().holdsOut() && recipe().splitting().name.equals(Splitting.STRONG) && isMadeFrom(kept(ratings));
    }

    /// The core that the model was made from, where it was made from the core of these; else these.
    Ratings kept(Ratings ratings) {
        if (!file.about().containsKey("recipe")) return ratings;
        Ratings kept = recipe().splitting().kept(ratings);
        return isMadeFrom(kept) ? kept : ratings;
    }

    /// Refuses a place where nothing can be saved, before there is anything to save.
    static void check(Path path) throws IOException {
        try {
            SafeFile.check(path);
        } catch (FileSystemException e) {
            throw new IOException("cannot save " + path + ": " + e.getReason(), e);
        }
    }

    /// Saves; a failure leaves what was there, and says so.
    static void save(ModelFile file, Path path) throws IOException {
        try {
            file.save(path);
        } catch (IOException e) {
            throw new IOException("cannot save " + path + ": " + e.getMessage() + "; what was there before is unchanged", e);
        }
    }
}

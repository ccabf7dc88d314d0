package mf4j.study;

class MemoryStorageTest extends StorageContract {
    private final MemoryStorage storage = new MemoryStorage();

    @Override
    protected Storage open() {
        return storage;
    }
}

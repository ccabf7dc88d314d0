package mf4j.recommend;

/// A way to find the best items of users. Whatever the way, the lists are the same to the bit.
interface Retrieval {
    /// How many users are best searched for together, when there are `users` of them.
    int block(int users);

    /// A worker's search, with scratch for so many users at a time.
    Search search(int together);

    /// Offers to every request's list all items that belong on it.
    @FunctionalInterface
    interface Search {
        void run(Query.Request[] requests);
    }
}

package mf4j.app;

/// Says something when the program is stopped from outside, by Ctrl-C for example, while this is open.
final class Farewell implements AutoCloseable {
    private final Thread hook;

    Farewell(Runnable words) {
        hook = Thread.ofPlatform().unstarted(words);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyStopping) {
            // the words are being said
        }
    }
}

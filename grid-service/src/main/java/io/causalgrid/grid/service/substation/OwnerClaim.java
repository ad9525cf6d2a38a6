package io.causalgrid.grid.service.substation;

import java.util.function.Consumer;

/** The claim on a substation, which one process holds at a time. From any thread. */
interface OwnerClaim extends AutoCloseable {
    /** How the claim stands. */
    sealed interface Standing {
        /** Held until then, by {@link System#nanoTime}, if it is not renewed. */
        record Held(long number, long untilNanos) implements Standing {}

        /** Held once, but it could not be renewed in time; nobody else is known to have it. */
        record Doubtful(long number) implements Standing {}

        /** Not held; why, for people, and where the holder is, if known. */
        record Waiting(String why, String holderUrl) implements Standing {}
    }

    /** Begins to strive for it, and tells of each change. */
    void start(Consumer<Standing> listener);

    Standing standing();

    /** Gives it up, so that another can have it at once. */
    @Override
    void close();

    /** For a journal that nobody shares: always held. */
    static OwnerClaim unrivalled(long number) {
        return new OwnerClaim() {
            @Override
            public void start(Consumer<Standing> listener) {
                listener.accept(standing());
            }

            @Override
            public Standing standing() {
                return new Standing.Held(number, Long.MAX_VALUE);
            }

            @Override
            public void close() {}
        };
    }
}

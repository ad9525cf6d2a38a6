package io.causalgrid.kv.client.watch;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A watch that is going on. It goes on by itself until it is closed, its listener throws, or the store refuses it.
 *
 * {@snippet file="io/causalgrid/kv/client/example/FirstSession.java" region="watch"}
 */
public interface Watch extends AutoCloseable {

    /** Up to where its listener has heard all; a new watch after this token, by any process, goes on from there. */
    Optional<String> token();

    /**
     * Completes when the watch has ended: normally after {@link #close} or the client's, else with what ended it, which is what
     * the listener threw, or a {@link io.causalgrid.kv.client.error.CausalGridException}.
     */
    CompletionStage<Void> ended();

    /** Ends it. An event that the listener has in hand is not cut short, no other follows. */
    @Override
    void close();
}

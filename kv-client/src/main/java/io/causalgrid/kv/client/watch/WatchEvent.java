package io.causalgrid.kv.client.watch;

import java.time.Instant;
import java.util.List;

/** What a watcher hears. */
public sealed interface WatchEvent {

    /** Some of what is there when the watch begins, or begins anew; more may follow until {@link Ready}. */
    record State(List<Change> entries) implements WatchEvent {
        public State {
            entries = List.copyOf(entries);
        }
    }

    /**
     * The watch is set up: what follows are changes after that token. Heard once, and once more after each
     * {@link StartedOver}; a broken connection that was resumed is not heard of at all.
     */
    record Ready(String token) implements WatchEvent {}

    /**
     * One transaction, with those of its changes that are watched.
     *
     * @param version the transaction's name
     * @param token of what a session has seen that has seen this; a later watch after it goes on here
     */
    record Changed(String version, Instant timestamp, List<Change> changes, String token) implements WatchEvent {
        public Changed {
            changes = List.copyOf(changes);
        }
    }

    /**
     * What was heard so far cannot be continued: no replica that answers has any more what happened in between, or the connection broke
     * before {@link Ready}. Forget what earlier events said; all that is there now follows as {@link State}.
     */
    record StartedOver(String reason) implements WatchEvent {}
}

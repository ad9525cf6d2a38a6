package io.causalgrid.systemtests;

import io.causalgrid.kv.core.history.CausalConsistencyChecker;
import io.causalgrid.kv.core.history.History;
import io.causalgrid.kv.core.history.Violation;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes down transactions and snapshots, for a checker that knows only single reads and writes. Neither has an order inside;
 * so what is in a snapshot could be read there and back, and the writes of a transaction can be taken to be done in one order
 * as well as in the other. A history with an effect without its cause, or with a part of a transaction, fails one way or the
 * other.
 */
final class TransactionHistory {
    private final History.Recorder forwards = new History.Recorder();
    private final History.Recorder backwards = new History.Recorder();

    /** Opens the next session, for the calling client alone. */
    Session session() {
        return new Session(forwards.session(), backwards.session());
    }

    /** What is wrong, either way; nothing if the history is causally convergent. */
    List<Violation> violations() {
        return Stream.of(forwards, backwards)
                .flatMap(way -> CausalConsistencyChecker.checkCausalConvergence(way.history()).stream())
                .toList();
    }

    /** One client's transactions and snapshots, in the order in which it did them. */
    record Session(History.Session forwards, History.Session backwards) {
        /** The same value, new to each of the keys, in one transaction. */
        void wrote(List<String> keys, String value) {
            keys.forEach(key -> forwards.write(key, value));
            keys.reversed().forEach(key -> backwards.write(key, value));
        }

        /** What the client takes for the state at one moment. */
        void saw(SequencedMap<String, @Nullable String> values) {
            for (History.Session way : List.of(forwards, backwards)) {
                values.forEach(way::read);
                values.reversed().forEach(way::read);
            }
        }
    }
}

package io.causalgrid.kv.service.watch;

import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.key.StoreKeys;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.replica.History;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A transaction as clients see it: only their keys, and of those only the ones with their prefix. It is written out once
 * for each set of keys that somebody wants, since most clients want the same. One thread.
 */
final class VisibleChange {
    private final long position;
    private final VersionVector seen;
    private final Transaction transaction;
    private final List<Optional<String>> keys;
    private final Map<List<Optional<String>>, Frame> written = new HashMap<>();

    /** @param seen what a client has seen with this change */
    VisibleChange(History.Change change, VersionVector seen) {
        this.position = change.after().position();
        this.seen = seen;
        this.transaction = change.transaction();
        this.keys = transaction.mutations().stream()
                .map(mutation -> StoreKeys.key(mutation.key()))
                .toList();
    }

    /** Its place in the log. */
    long position() {
        return position;
    }

    /** About how many bytes it takes. */
    long bytes() {
        return bytes(transaction);
    }

    /** What a client with that prefix gets; nothing if no key has it. */
    Optional<Frame> frame(String prefix, EventWriter writer) {
        if (!isWanted(prefix)) {
            return Optional.empty();
        }
        List<Optional<String>> shown = keys.stream()
                .map(key -> key.filter(name -> name.startsWith(prefix)))
                .toList();
        return Optional.of(written.computeIfAbsent(
                shown, wanted -> new Frame(position, seen, writer.change(seen, transaction, wanted))));
    }

    private boolean isWanted(String prefix) { // asked for each change and each prefix, and the answer is mostly no
        for (Optional<String> key : keys) {
            if (key.isPresent() && key.get().startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    static long bytes(Transaction transaction) {
        long bytes = 0;
        for (Mutation mutation : transaction.mutations()) {
            bytes += mutation.key().length()
                    + (mutation instanceof Mutation.Put put ? put.value().length() : 0);
        }
        return bytes;
    }
}

package io.causalgrid.kv.service.storage;

import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.core.state.ReplicaState.KeyedRegister;
import io.causalgrid.kv.core.state.StatePoint;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What has come of a snapshot so far, added up. One thread. */
final class SnapshotContent {
    private final Tally tally = new Tally();
    private @Nullable String lastKey;

    /** Throws {@link CorruptSnapshotException} if the chunk's keys do not follow on what has come, each on the one before. */
    void requireOrder(SnapshotChunk chunk) {
        String before = lastKey;
        for (KeyedRegister entry : chunk.entries()) {
            if (before != null && Utf8Order.compare(before, entry.key()) >= 0) {
                throw new CorruptSnapshotException(
                        "a snapshot has its keys out of order: '" + entry.key() + "' after '" + before + "'");
            }
            before = entry.key();
        }
    }

    void add(SnapshotChunk chunk) {
        for (KeyedRegister entry : chunk.entries()) {
            tally.add(entry.key(), entry.register());
            lastKey = entry.key();
        }
    }

    Optional<String> lastKey() {
        return Optional.ofNullable(lastKey);
    }

    /** The point of a state that has all this and nothing else. */
    StatePoint at(LogPoint log) {
        return tally.at(log);
    }
}

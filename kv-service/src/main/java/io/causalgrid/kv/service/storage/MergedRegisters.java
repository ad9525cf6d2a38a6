package io.causalgrid.kv.service.storage;

import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.record.CorruptRecordException;
import io.causalgrid.kv.core.state.Register;
import io.causalgrid.kv.core.state.RegisterCodec;
import io.causalgrid.kv.core.state.ReplicaState.KeyedRegister;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * The registers of a generation joined with those of a snapshot, in the order of their keys. Both are read in that order
 * once, so it takes no more memory however large they are. One thread.
 */
final class MergedRegisters implements AutoCloseable {
    private final Path directory;
    private final Cursor live;
    private final VersionVector seen;
    private final SnapshotReader snapshot;
    private boolean started;
    private @Nullable KeyedRegister mine;
    private @Nullable KeyedRegister theirs;

    /** @param seen what the generation has applied */
    MergedRegisters(Generation generation, VersionVector seen, SnapshotReader snapshot) {
        this.directory = generation.directory();
        this.live = generation.cursor(StateKeys.first(StateKeys.DATA), StateKeys.first(StateKeys.EXPIRY), true);
        this.seen = seen;
        this.snapshot = snapshot;
    }

    /** The next key that has a value in the result; null after the last. */
    @Nullable
    KeyedRegister next() {
        if (!started) {
            mine = nextMine();
            theirs = snapshot.next();
            started = true;
        }
        while (mine != null || theirs != null) {
            KeyedRegister merged = merge();
            if (!merged.register().isEmpty()) {
                return merged;
            }
        }
        return null;
    }

    @Override
    public void close() {
        live.close();
    }

    private KeyedRegister merge() {
        int order = order(mine, theirs);
        KeyedRegister left = order <= 0 ? mine : null;
        KeyedRegister right = order >= 0 ? theirs : null;
        if (left != null) {
            mine = nextMine();
        }
        if (right != null) {
            theirs = snapshot.next();
        }
        String key = Objects.requireNonNull(left == null ? right : left).key();
        Register merged =
                register(left).merge(seen, register(right), snapshot.source().applied());
        return new KeyedRegister(key, merged);
    }

    private @Nullable KeyedRegister nextMine() {
        try {
            return live.next()
                    ? new KeyedRegister(StateKeys.keyOfData(live.key()), RegisterCodec.decode(live.value()))
                    : null;
        } catch (RocksDBException | CorruptRecordException e) {
            throw StateFailures.cannotRead(directory, e);
        }
    }

    /** Which of two comes first; what is not there comes last. */
    private static int order(@Nullable KeyedRegister left, @Nullable KeyedRegister right) {
        if (left == null || right == null) {
            return left == null ? 1 : -1;
        }
        return Utf8Order.compare(left.key(), right.key());
    }

    private static Register register(@Nullable KeyedRegister entry) {
        return entry == null ? Register.EMPTY : entry.register();
    }
}

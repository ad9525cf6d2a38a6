package io.causalgrid.kv.service.storage;

import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.core.state.Register;
import io.causalgrid.kv.core.state.RegisterCodec;
import io.causalgrid.kv.core.state.StatePoint;
import io.causalgrid.kv.core.state.Version;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** What goes into a generation at once or not at all. One thread. */
final class StateWrite implements AutoCloseable {
    private static final int OVERHEAD_BYTES = 128; // of an entry in RocksDB's buffer, generously

    private final WriteBatch batch = new WriteBatch();

    /** Puts one register in the place of another, also in the index of what expires. */
    void register(String key, Register before, Register after) {
        byte[] data = StateKeys.data(key);
        if (after.isEmpty()) {
            delete(data);
        } else {
            put(data, RegisterCodec.encode(after));
        }
        Set<Long> old = expiries(before);
        Set<Long> now = expiries(after);
        for (long millis : old) {
            if (!now.contains(millis)) {
                delete(StateKeys.expiry(millis, key));
            }
        }
        for (long millis : now) {
            if (!old.contains(millis)) {
                put(StateKeys.expiry(millis, key), new byte[0]);
            }
        }
    }

    void point(LogPoint point) {
        put(StateKeys.point(point.position()), PointCodec.encode(point));
    }

    void gap(long position, VersionVector missing) {
        put(StateKeys.gap(position), PointCodec.encode(missing));
    }

    void statePoint(StatePoint point) {
        put(StateKeys.first(StateKeys.META), PointCodec.encode(point));
    }

    void delete(byte[] key) {
        try {
            batch.delete(key);
        } catch (RocksDBException e) {
            throw cannotHappen(e);
        }
    }

    WriteBatch batch() {
        return batch;
    }

    /** About how much of RocksDB's buffer it takes. */
    long bytes() {
        return batch.getDataSize() + (long) OVERHEAD_BYTES * batch.count();
    }

    /** Makes it empty again. */
    void clear() {
        batch.clear();
    }

    @Override
    public void close() {
        batch.close();
    }

    private void put(byte[] key, byte[] value) {
        try {
            batch.put(key, value);
        } catch (RocksDBException e) {
            throw cannotHappen(e);
        }
    }

    private static Set<Long> expiries(Register register) {
        Set<Long> found = Set.of(); // most versions stay
        for (Version version : register.versions()) {
            Instant expiresAt = version.expiresAt();
            if (expiresAt != null) {
                found = found.isEmpty() ? new HashSet<>() : found;
                found.add(expiresAt.toEpochMilli());
            }
        }
        return found;
    }

    private static IllegalStateException cannotHappen(RocksDBException e) {
        return new IllegalStateException("a batch without a limit is full", e);
    }
}

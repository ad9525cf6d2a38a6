package io.causalgrid.kv.service.storage;

import io.causalgrid.kv.core.record.CorruptRecordException;
import io.causalgrid.kv.core.state.PointIndex;
import io.causalgrid.kv.core.state.Register;
import io.causalgrid.kv.core.state.RegisterCodec;
import io.causalgrid.kv.core.state.ReplicaState.View;
import io.causalgrid.kv.core.state.StateException;
import io.causalgrid.kv.core.state.StatePoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.ReadTier;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Snapshot;
import org.rocksdb.Status;
import org.rocksdb.WriteOptions;

/**
 * One RocksDB directory with a whole state in it, laid out as {@link StateKeys} says. It has no log of its own: what is
 * not flushed is gone when it closes. One thread writes, any thread reads, and nobody calls it when it is closed. All
 * methods throw {@link StateException} if the disk fails or the content is damaged.
 */
final class Generation implements AutoCloseable {
    private static final String BUFFERS_TO_FLUSH = "rocksdb.num-immutable-mem-table";
    private static final String BACKGROUND_ERRORS = "rocksdb.background-errors";
    private static final long POLL_NANOS = 1_000_000;

    private final Path directory;
    private final Options options;
    private final RocksDB database;
    private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);
    private final FlushOptions starting =
            new FlushOptions().setWaitForFlush(false).setAllowWriteStall(true);
    private final ReadOptions inMemory = new ReadOptions().setReadTier(ReadTier.BLOCK_CACHE_TIER);
    private final Set<Snapshot> snapshots = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Throwable failure;

    private Generation(Path directory, Options options, RocksDB database) {
        this.directory = directory;
        this.options = options;
        this.database = database;
    }

    /** Opens it; the options are the generation's from then on. */
    static Generation open(Path directory, Options options) {
        try {
            return new Generation(directory, options, RocksDB.open(options, directory.toString()));
        } catch (RocksDBException e) {
            options.close();
            throw StateFailures.cannotOpen(directory, e);
        }
    }

    Path directory() {
        return directory;
    }

    Register read(String key) {
        try {
            return register(database.get(StateKeys.data(key)));
        } catch (RocksDBException | CorruptRecordException e) {
            throw StateFailures.cannotRead(directory, e);
        }
    }

    /** The register if it can be told without the disk. */
    Optional<Register> readIfCached(String key) {
        try {
            return Optional.of(register(database.get(inMemory, StateKeys.data(key))));
        } catch (RocksDBException e) {
            Status status = e.getStatus();
            if (status != null && status.getCode() == Status.Code.Incomplete) {
                return Optional.empty();
            }
            throw StateFailures.cannotRead(directory, e);
        } catch (CorruptRecordException e) {
            throw StateFailures.cannotRead(directory, e);
        }
    }

    /** Lets somebody look at the data as they are now. */
    <T> T view(Function<View, T> look) {
        Snapshot snapshot = takeSnapshot();
        try (var view = new GenerationView(directory, database, snapshot)) {
            return look.apply(view);
        } finally {
            release(snapshot);
        }
    }

    /** The index entries of what has expired at that time, the oldest first. */
    List<byte[]> expired(long millis, int limit) {
        var found = new ArrayList<byte[]>();
        try (var cursor = cursor(StateKeys.first(StateKeys.EXPIRY), StateKeys.expiryAfter(millis), false)) {
            while (found.size() < limit && cursor.next()) {
                found.add(cursor.key());
            }
            return found;
        } catch (RocksDBException e) {
            throw StateFailures.cannotRead(directory, e);
        }
    }

    /** The point that was written last; nothing in a generation that was never written. */
    Optional<StatePoint> point() {
        try {
            return Optional.ofNullable(database.get(StateKeys.first(StateKeys.META)))
                    .map(PointCodec::statePoint);
        } catch (RocksDBException | CorruptRecordException e) {
            throw StateFailures.cannotRead(directory, e);
        }
    }

    /** Reads all points and gaps into a new index. */
    PointIndex points(int stride) {
        var index = new PointIndex(stride);
        try (var points = cursor(StateKeys.first(StateKeys.POINT), StateKeys.first(StateKeys.POINT + 1), false);
                var gaps = cursor(StateKeys.first(StateKeys.GAP), StateKeys.first(StateKeys.GAP + 1), false)) {
            while (points.next()) {
                index.note(PointCodec.logPoint(points.value()));
            }
            while (gaps.next()) {
                index.noteGap(StateKeys.positionOfGap(gaps.key()), PointCodec.gap(gaps.value()));
            }
            return index;
        } catch (RocksDBException | CorruptRecordException e) {
            throw StateFailures.cannotRead(directory, e);
        }
    }

    Cursor cursor(byte[] from, byte[] upTo, boolean bulk) {
        return new Cursor(database, from, upTo, bulk);
    }

    /** Keeps the data as they are now, for {@link #cursor(Snapshot, byte[], byte[])}, until it is released. */
    Snapshot takeSnapshot() {
        Snapshot snapshot = Objects.requireNonNull(database.getSnapshot(), "RocksDB has no snapshots");
        snapshots.add(snapshot);
        return snapshot;
    }

    void release(Snapshot snapshot) {
        if (snapshots.remove(snapshot)) {
            database.releaseSnapshot(snapshot);
        }
    }

    Cursor cursor(Snapshot snapshot, byte[] from, byte[] upTo) {
        return Cursor.at(snapshot, database, from, upTo);
    }

    void write(StateWrite write) {
        Throwable earlier = failure;
        if (earlier != null) {
            throw StateFailures.cannotWrite(directory, earlier);
        }
        try {
            database.write(unlogged, write.batch());
        } catch (RocksDBException e) {
            failure = e;
            throw StateFailures.cannotWrite(directory, e);
        }
    }

    /** Begins to make durable what was written so far, and nothing that is written from now on. */
    void beginFlush() {
        try {
            database.flush(starting);
        } catch (RocksDBException e) {
            failure = e;
            throw StateFailures.cannotWrite(directory, e);
        }
    }

    /**
     * Waits for what was begun. It asks again and again: RocksDB would call us when it is done, but its calls into a
     * virtual machine have ended the process.
     */
    void awaitFlush() {
        try {
            while (failure == null && database.getLongProperty(BUFFERS_TO_FLUSH) > 0) {
                if (database.getLongProperty(BACKGROUND_ERRORS) > 0) {
                    failure = new IOException("RocksDB cannot write its files");
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
        } catch (RocksDBException e) {
            failure = e;
        }
        Throwable cause = failure;
        if (cause != null) {
            throw StateFailures.cannotWrite(directory, cause);
        }
    }

    /** Flushes, and makes a copy of the state as it is then, with hard links where that is possible. */
    void checkpoint(Path target) {
        try (var checkpoint = Checkpoint.create(database)) {
            checkpoint.createCheckpoint(target.toString());
        } catch (RocksDBException e) {
            throw StateFailures.cannotWrite(target, e);
        }
    }

    /** Why it takes no more writes; null while it does. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Closes without a flush. */
    @Override
    public void close() {
        snapshots.forEach(database::releaseSnapshot);
        database.close();
        inMemory.close();
        unlogged.close();
        options.close();
        starting.close();
    }

    private static Register register(byte @Nullable [] bytes) {
        return bytes == null ? Register.EMPTY : RegisterCodec.decode(bytes);
    }
}

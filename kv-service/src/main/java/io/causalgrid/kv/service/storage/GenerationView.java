package io.causalgrid.kv.service.storage;

import io.causalgrid.kv.core.key.KeyRange;
import io.causalgrid.kv.core.record.CorruptRecordException;
import io.causalgrid.kv.core.state.Register;
import io.causalgrid.kv.core.state.RegisterCodec;
import io.causalgrid.kv.core.state.ReplicaState;
import io.causalgrid.kv.core.state.ReplicaState.KeyedRegister;
import io.causalgrid.kv.core.state.StatePoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Snapshot;

/** A generation as it was when the snapshot was taken. One thread. */
final class GenerationView implements ReplicaState.View, AutoCloseable {
    private final Path directory;
    private final RocksDB database;
    private final Snapshot snapshot;
    private final ReadOptions options;

    GenerationView(Path directory, RocksDB database, Snapshot snapshot) {
        this.directory = directory;
        this.database = database;
        this.snapshot = snapshot;
        this.options = new ReadOptions().setSnapshot(snapshot);
    }

    @Override
    public StatePoint point() {
        try {
            byte[] bytes = database.get(options, StateKeys.first(StateKeys.META));
            if (bytes == null) {
                throw StateFailures.cannotRead(directory, new IOException("it has no point"));
            }
            return PointCodec.statePoint(bytes);
        } catch (RocksDBException | CorruptRecordException e) {
            throw StateFailures.cannotRead(directory, e);
        }
    }

    @Override
    public Register read(String key) {
        try {
            byte[] bytes = database.get(options, StateKeys.data(key));
            return bytes == null ? Register.EMPTY : RegisterCodec.decode(bytes);
        } catch (RocksDBException | CorruptRecordException e) {
            throw StateFailures.cannotRead(directory, e);
        }
    }

    @Override
    public void walk(KeyRange range, Predicate<KeyedRegister> visitor) {
        try (var cursor = Cursor.at(snapshot, database, start(range), StateKeys.dataAfterAll(range.prefix()))) {
            boolean wanted = true;
            while (wanted && cursor.next()) {
                Register register = RegisterCodec.decode(cursor.value());
                wanted = visitor.test(new KeyedRegister(StateKeys.keyOfData(cursor.key()), register));
            }
        } catch (RocksDBException | CorruptRecordException e) {
            throw StateFailures.cannotRead(directory, e);
        }
    }

    @Override
    public void close() {
        options.close();
    }

    private static byte[] start(KeyRange range) {
        String prefix = range.prefix();
        byte[] first = prefix.isEmpty() ? StateKeys.dataAfter(ReplicaState.SYSTEM_KEY) : StateKeys.data(prefix);
        @Nullable String after = range.after();
        byte[] start = after == null ? first : StateKeys.dataAfter(after);
        return Arrays.compareUnsigned(first, start) > 0 ? first : start;
    }
}

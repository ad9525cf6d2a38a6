package io.causalgrid.kv.service.storage;

import io.causalgrid.kv.core.record.CorruptRecordException;
import io.causalgrid.kv.core.state.Register;
import io.causalgrid.kv.core.state.RegisterCodec;
import io.causalgrid.kv.core.state.ReplicaState.KeyedRegister;
import io.causalgrid.kv.core.state.StateException;
import io.causalgrid.kv.core.state.StatePoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * Reads a checkpoint of a state, which never changes: what {@link RocksState#createCheckpoint} made, to be sent to
 * another site. Any thread, until it is closed. All methods throw {@link StateException} if the disk fails.
 */
public final class CheckpointReader implements AutoCloseable {
    static {
        RocksDB.loadLibrary();
    }

    private final Path directory;
    private final Options options;
    private final RocksDB database;
    private final StatePoint point;

    private CheckpointReader(Path directory, Options options, RocksDB database, StatePoint point) {
        this.directory = directory;
        this.options = options;
        this.database = database;
        this.point = point;
    }

    /** Opens the checkpoint in that directory. */
    public static CheckpointReader open(Path directory) {
        var options = new Options();
        try {
            RocksDB database = RocksDB.openReadOnly(options, directory.toString());
            try {
                return new CheckpointReader(directory, options, database, pointIn(database));
            } catch (RocksDBException | IOException | CorruptRecordException e) {
                database.close();
                throw e;
            }
        } catch (RocksDBException | IOException | CorruptRecordException e) {
            options.close();
            throw StateFailures.cannotOpen(directory, e);
        }
    }

    /** The point of the state of which this is a copy. */
    public StatePoint point() {
        return point;
    }

    /**
     * The entries behind a key, the system key's among them.
     *
     * @param after nothing for the first chunk
     * @param bytesMax about how large the chunk may get; it has at least one entry unless none is left
     */
    public SnapshotChunk chunk(Optional<String> after, long bytesMax) {
        byte[] from = after.map(StateKeys::dataAfter).orElseGet(() -> StateKeys.first(StateKeys.DATA));
        var entries = new ArrayList<KeyedRegister>();
        long bytes = 0;
        try (var cursor = new Cursor(database, from, StateKeys.first(StateKeys.EXPIRY), true)) {
            while (bytes < bytesMax && cursor.next()) {
                byte[] value = cursor.value();
                Register register = RegisterCodec.decode(value);
                entries.add(new KeyedRegister(StateKeys.keyOfData(cursor.key()), register));
                bytes += cursor.key().length + value.length;
            }
            return new SnapshotChunk(entries);
        } catch (RocksDBException | CorruptRecordException e) {
            throw StateFailures.cannotRead(directory, e);
        }
    }

    @Override
    public void close() {
        database.close();
        options.close();
    }

    private static StatePoint pointIn(RocksDB database) throws RocksDBException, IOException {
        byte[] bytes = database.get(StateKeys.first(StateKeys.META));
        if (bytes == null) {
            throw new IOException("it has no point");
        }
        return PointCodec.statePoint(bytes);
    }
}

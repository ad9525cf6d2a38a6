package io.causalgrid.kv.service.storage;

import io.causalgrid.kv.core.record.CorruptRecordException;
import io.causalgrid.kv.core.state.RegisterCodec;
import io.causalgrid.kv.core.state.ReplicaState.KeyedRegister;
import io.causalgrid.kv.core.state.StateException;
import io.causalgrid.kv.core.state.StatePoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.rocksdb.RocksDBException;
import org.rocksdb.Snapshot;

/**
 * The data as they were at one moment, read page by page while the state goes on. It stands in nobody's way: should the
 * state be replaced meanwhile, by an installation or a recovery, the rest of the view is gone. Any thread; all methods
 * may wait for the disk.
 */
public final class StateView implements AutoCloseable {
    private static final int PAGE_KEYS_MAX = 1_000;

    private final LiveGeneration live;
    private final Generation generation;
    private final Snapshot snapshot;
    private final StatePoint point;
    private boolean closed; // guarded by this

    private record Taken(Generation generation, Snapshot snapshot, StatePoint point) {}

    StateView(LiveGeneration live) {
        Taken taken = live.with(generation -> {
            Snapshot snapshot = generation.takeSnapshot();
            return new Taken(generation, snapshot, point(generation, snapshot));
        });
        this.live = live;
        this.generation = taken.generation();
        this.snapshot = taken.snapshot();
        this.point = taken.point();
    }

    /** How far the data had come at that moment. */
    public StatePoint point() {
        return point;
    }

    /**
     * Some of the keys that begin with a prefix, the system key among them, in the order of their UTF-8 bytes.
     *
     * @param after the key to start behind; nothing for the first page
     * @param bytesMax about how large the page may get; it has at least one key unless none is left
     * @throws StateException if the disk fails, the state was replaced, or the view is closed
     */
    public synchronized List<KeyedRegister> page(String prefix, Optional<String> after, long bytesMax) {
        if (closed) {
            throw new StateException("the view is closed", new IOException("closed"));
        }
        return inGeneration(now -> {
            var page = new ArrayList<KeyedRegister>();
            long bytes = 0;
            byte[] from = after.map(StateKeys::dataAfter).orElseGet(() -> StateKeys.data(prefix));
            try (Cursor cursor = now.cursor(snapshot, from, StateKeys.first(StateKeys.EXPIRY))) {
                while (page.size() < PAGE_KEYS_MAX && bytes < bytesMax && cursor.next()) {
                    String key = StateKeys.keyOfData(cursor.key());
                    if (!key.startsWith(prefix)) {
                        break;
                    }
                    byte[] value = cursor.value();
                    page.add(new KeyedRegister(key, RegisterCodec.decode(value)));
                    bytes += value.length;
                }
                return page;
            } catch (RocksDBException | CorruptRecordException e) {
                throw StateFailures.cannotRead(now.directory(), e);
            }
        });
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            inGeneration(now -> {
                now.release(snapshot);
                return now;
            });
        } catch (StateException _) {
            // it went with its generation
        }
    }

    private <T> T inGeneration(Function<Generation, T> use) {
        return live.with(now -> {
            if (now != generation) {
                throw new StateException("the state was replaced", new IOException("its view is gone"));
            }
            return use.apply(now);
        });
    }

    private static StatePoint point(Generation generation, Snapshot snapshot) {
        byte[] meta = StateKeys.first(StateKeys.META);
        try (Cursor cursor = generation.cursor(snapshot, meta, StateKeys.first(StateKeys.META + 1))) {
            if (!cursor.next()) {
                throw new CorruptRecordException("the state has no point");
            }
            return PointCodec.statePoint(cursor.value());
        } catch (RocksDBException | CorruptRecordException e) {
            generation.release(snapshot);
            throw StateFailures.cannotRead(generation.directory(), e);
        }
    }
}

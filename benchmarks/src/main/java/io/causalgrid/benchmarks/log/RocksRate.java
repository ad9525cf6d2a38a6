package io.causalgrid.benchmarks.log;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * How fast RocksDB takes the same records with its own log: synced writes from many threads, of which it makes groups, as
 * our log does; or in groups that are made for it. The records are filed by their position. All options are RocksDB's own.
 */
public final class RocksRate {
    static {
        RocksDB.loadLibrary();
    }

    private RocksRate() {}

    /**
     * Lets threads write into a new database, each its next record when its last is durable, and at least one.
     *
     * @param directory is empty, or not there; its parent is there
     * @return records a second
     * @throws RocksDBException if it cannot be opened
     * @throws ExecutionException if a write fails
     */
    public static double measure(Path directory, int threads, Duration time)
            throws RocksDBException, ExecutionException, InterruptedException {
        try (var options = new Options().setCreateIfMissing(true);
                var synced = new WriteOptions().setSync(true);
                var database = RocksDB.open(options, directory.toString());
                var pool = Executors.newFixedThreadPool(threads)) {
            byte[] bytes = BenchRecord.bytes();
            var written = new AtomicLong();
            var positions = new AtomicLong();
            var ending = new AtomicBoolean();
            List<Future<Void>> all = new ArrayList<>();
            long began = System.nanoTime();
            for (int thread = 0; thread < threads; thread++) {
                all.add(pool.submit(() -> {
                    do {
                        database.put(synced, key(positions.incrementAndGet()), bytes);
                        written.incrementAndGet();
                    } while (!ending.get());
                    return null;
                }));
            }
            Thread.sleep(time);
            ending.set(true);
            for (Future<Void> one : all) {
                one.get();
            }
            return written.get() * 1e9 / (System.nanoTime() - began);
        }
    }

    /**
     * Lets one thread write into a new database, each time so many records at once, and the next when these are durable.
     * That is as well as a group commit can do, without threads that wait for each other.
     *
     * @param directory is empty, or not there; its parent is there
     * @return records a second
     * @throws RocksDBException if it cannot be opened, or a write fails
     */
    public static double measureBatches(Path directory, int batchRecords, Duration time) throws RocksDBException {
        try (var options = new Options().setCreateIfMissing(true);
                var synced = new WriteOptions().setSync(true);
                var database = RocksDB.open(options, directory.toString());
                var batch = new WriteBatch()) {
            byte[] bytes = BenchRecord.bytes();
            long written = 0;
            long began = System.nanoTime();
            do {
                batch.clear();
                for (int record = 0; record < batchRecords; record++) {
                    written++;
                    batch.put(key(written), bytes);
                }
                database.write(synced, batch);
            } while (System.nanoTime() - began < time.toNanos());
            return written * 1e9 / (System.nanoTime() - began);
        }
    }

    private static byte[] key(long position) {
        return ByteBuffer.allocate(Long.BYTES).putLong(position).array();
    }
}

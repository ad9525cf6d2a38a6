package io.causalgrid.kv.service.storage;

import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;

/** Walks over the entries of a range of keys as they were when it began. One thread. */
final class Cursor implements AutoCloseable {
    private static final long READ_AHEAD_BYTES = 2L << 20;

    private final Slice upTo;
    private final ReadOptions options;
    private final RocksIterator iterator;
    private boolean started;

    /**
     * Stands before the first entry.
     *
     * @param from the first key of the range, if it is there
     * @param upTo the first key behind the range
     * @param bulk whether it reads so much that the cache is better left as it is
     */
    Cursor(RocksDB database, byte[] from, byte[] upTo, boolean bulk) {
        this(database, from, upTo, bulk ? bulkOptions() : new ReadOptions());
    }

    /** Stands before the first entry of a range as it was when the snapshot was taken; the cache is left as it is. */
    static Cursor at(Snapshot snapshot, RocksDB database, byte[] from, byte[] upTo) {
        return new Cursor(
                database, from, upTo, new ReadOptions().setSnapshot(snapshot).setFillCache(false));
    }

    private Cursor(RocksDB database, byte[] from, byte[] upTo, ReadOptions options) {
        this.upTo = new Slice(upTo);
        this.options = options.setIterateUpperBound(this.upTo);
        this.iterator = database.newIterator(options);
        iterator.seek(from);
    }

    private static ReadOptions bulkOptions() {
        return new ReadOptions().setFillCache(false).setReadaheadSize(READ_AHEAD_BYTES);
    }

    /** Goes to the next entry, and says whether there is one. */
    boolean next() throws RocksDBException {
        if (started) {
            iterator.next();
        }
        started = true;
        if (iterator.isValid()) {
            return true;
        }
        iterator.status(); // an iterator also ends when it cannot read on
        return false;
    }

    byte[] key() {
        return iterator.key();
    }

    byte[] value() {
        return iterator.value();
    }

    @Override
    public void close() {
        iterator.close();
        options.close();
        upTo.close();
    }
}

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
        this(database, new ReadOptions().setFillCache(!bulk).setReadaheadSize(bulk ? READ_AHEAD_BYTES : 0), from, upTo);
    }

    /** As above, over the entries as they were when the snapshot was taken. */
    Cursor(RocksDB database, Snapshot snapshot, byte[] from, byte[] upTo) {
        this(database, new ReadOptions().setSnapshot(snapshot), from, upTo);
    }

    private Cursor(RocksDB database, ReadOptions options, byte[] from, byte[] upTo) {
        this.upTo = new Slice(upTo);
        this.options = options.setIterateUpperBound(this.upTo);
        this.iterator = database.newIterator(options);
        iterator.seek(from);
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

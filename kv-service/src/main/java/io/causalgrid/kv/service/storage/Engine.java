package io.causalgrid.kv.service.storage;

import java.nio.file.Path;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

/**
 * Opens generations, all with one block cache and the same options. Those options keep RocksDB from flushing of its own
 * accord: its buffer is larger than what {@link Flusher} lets gather.
 */
final class Engine implements AutoCloseable {
    private static final int BUFFER_FACTOR = 4;
    private static final int BLOCK_BYTES = 16 << 10;
    private static final int FILTER_BITS_PER_KEY = 10;
    private static final long INFO_LOG_BYTES_MAX = 1L << 20;

    static {
        RocksDB.loadLibrary();
    }

    private final StorageSettings settings;
    private final LRUCache cache;
    private final BloomFilter filter = new BloomFilter(FILTER_BITS_PER_KEY);

    Engine(StorageSettings settings) {
        this.settings = settings;
        this.cache = new LRUCache(settings.cacheBytes());
    }

    /** Opens a generation that is there. */
    Generation open(Path directory) {
        return open(directory, false);
    }

    /** Opens a generation, which is made if it is not there. */
    Generation create(Path directory) {
        return open(directory, true);
    }

    /** How many log records lie between two points of a generation's index at the least. */
    int pointStride() {
        return settings.pointStride();
    }

    /** To be called when all generations are closed. */
    @Override
    public void close() {
        filter.close();
        cache.close();
    }

    private Generation open(Path directory, boolean create) {
        return Generation.open(directory, options(create));
    }

    private Options options(boolean create) {
        var tables = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setBlockSize(BLOCK_BYTES)
                .setFilterPolicy(filter)
                .setCacheIndexAndFilterBlocks(true)
                .setPinL0FilterAndIndexBlocksInCache(true);
        return new Options()
                .setCreateIfMissing(create)
                .setTableFormatConfig(tables)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setLevelCompactionDynamicLevelBytes(true)
                .setWriteBufferSize(BUFFER_FACTOR * settings.flushBytes())
                .setAllowConcurrentMemtableWrite(false) // only a state's owner writes
                .setAvoidFlushDuringShutdown(true) // a flush begins when we say so, or not at all
                .setMaxBgErrorResumeCount(0)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(INFO_LOG_BYTES_MAX)
                .setKeepLogFileNum(2)
                .setStatsDumpPeriodSec(0);
    }
}

package io.causalgrid.kv.core.log;

import java.util.List;

/**
 * Takes records from a log's tail. Called by a thread of the log's choosing, that which asks among them, never by two at
 * once, and exactly once for each {@link Subscription#request}. Must not block.
 */
public interface BatchSink {
    /** At least one record, in the log's order, following directly on the batch before. */
    void accept(List<LogEntry> batch);

    /**
     * The log cannot be read on: it is damaged ({@link CorruptLogException}), or the next record is no longer kept.
     * Nothing more comes.
     */
    void failed(RuntimeException cause);
}

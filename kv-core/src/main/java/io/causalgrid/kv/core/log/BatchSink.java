package io.causalgrid.kv.core.log;

import java.util.List;

/** Takes records from a log's tail. */
@FunctionalInterface
public interface BatchSink {
    /**
     * At least one record, in the log's order, following directly on the batch before. Called by a thread of the log's
     * choosing, never by two at once, and exactly once for each {@link Subscription#request}. Must not block: it may run
     * inside {@code append} or {@code request}.
     */
    void accept(List<LogEntry> batch);
}

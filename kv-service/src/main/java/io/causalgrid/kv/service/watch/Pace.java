package io.causalgrid.kv.service.watch;

import io.causalgrid.kv.core.replica.History;
import java.util.List;

/** How many log records to ask for at once: many small ones, or a few large ones, so that memory stays small. */
final class Pace {
    private static final int RECORDS_MAX = 256;
    private static final long BATCH_BYTES = 256 << 10;

    private int records = 16;

    int records() {
        return records;
    }

    /** Learns from what came of the last request. */
    void came(List<History.Change> changes) {
        long bytes = changes.stream()
                .mapToLong(change -> VisibleChange.bytes(change.transaction()))
                .sum();
        records = bytes > BATCH_BYTES ? Math.max(1, records / 2) : Math.min(RECORDS_MAX, 2 * records);
    }
}

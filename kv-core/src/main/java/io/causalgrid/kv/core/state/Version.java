package io.causalgrid.kv.core.state;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.record.Value;
import java.util.Comparator;

/** One version of a key: its value and the write that made it. */
public record Version(Dot dot, HybridTimestamp timestamp, Value value) {
    /**
     * The order by which all sites pick the same winner: timestamp, then site, then sequence. A timestamp exceeds those
     * of all causes, so this order never contradicts causality.
     */
    public static final Comparator<Version> ORDER = Comparator.comparing(Version::timestamp)
            .thenComparing(version -> version.dot().site())
            .thenComparingLong(version -> version.dot().sequence());
}

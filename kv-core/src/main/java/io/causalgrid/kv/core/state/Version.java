package io.causalgrid.kv.core.state;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.record.Value;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One version of a key: its value and the write that made it.
 *
 * @param expiresAt from when on nobody sees it any more; null if it stays
 */
public record Version(
        Dot dot,
        HybridTimestamp timestamp,
        Value value,
        @Nullable Instant expiresAt) {
    /**
     * The order by which all sites pick the same winner: timestamp, then site, then sequence. A timestamp exceeds those
     * of all causes, so this order never contradicts causality.
     */
    public static final Comparator<Version> ORDER =
            Comparator.comparing(Version::timestamp).thenComparing(Version::dot);

    /** Whether it is still to be seen at that time. */
    public boolean isVisibleAt(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }
}

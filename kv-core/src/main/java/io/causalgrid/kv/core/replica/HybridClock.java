package io.causalgrid.kv.core.replica;

import io.causalgrid.kv.core.clock.HybridTimestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Where this site's writes get their timestamps from. A foreign timestamp must be exceeded, since it may be a cause's; but
 * it sets no clock: when the highest one lies too far ahead of the own clock, somebody's clock is or was wrong, and this
 * site's next write begins a new era at the own time. Sites do so at the most once an hour each, or a clock that stays wrong
 * would use the eras up; meanwhile timestamps only count on. Belongs to the replica's thread.
 */
final class HybridClock {
    private static final Duration ERA_MIN = Duration.ofHours(1);

    private final InstantSource clock;
    private final Duration driftMax;
    private @Nullable Instant eraBegunAt;

    HybridClock(InstantSource clock, Duration driftMax) {
        this.clock = clock;
        this.driftMax = driftMax;
    }

    /** The timestamp of a write made now, which the log function raises above the highest so far if it must. */
    HybridTimestamp next(HybridTimestamp highest) {
        Instant now = clock.instant();
        if (isAhead(highest) && mayBeginEra(now)) {
            var begun = highest.nextEraAt(now);
            if (begun.isPresent()) {
                eraBegunAt = now;
                return begun.get();
            }
        }
        return highest.sameEraAt(now);
    }

    /** Whether a timestamp lies further ahead of the own clock than clocks may differ. */
    boolean isAhead(HybridTimestamp timestamp) {
        return timestamp.epochMillis() > clock.instant().plus(driftMax).toEpochMilli();
    }

    /** A clock that was set makes it long ago, in either direction. */
    private boolean mayBeginEra(Instant now) {
        return eraBegunAt == null || Duration.between(eraBegunAt, now).abs().compareTo(ERA_MIN) >= 0;
    }
}

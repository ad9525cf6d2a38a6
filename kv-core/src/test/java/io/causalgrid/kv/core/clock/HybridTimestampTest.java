package io.causalgrid.kv.core.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class HybridTimestampTest {
    @Test
    void keepsTheMillisecondAndLeavesRoomToCountWithinIt() {
        Instant instant = Instant.ofEpochMilli(1_790_000_000_123L);

        HybridTimestamp timestamp = HybridTimestamp.at(instant);

        assertThat(timestamp.epochMillis()).isEqualTo(1_790_000_000_123L);
        assertThat(timestamp.next().epochMillis()).isEqualTo(1_790_000_000_123L);
        assertThat(timestamp.next()).isGreaterThan(timestamp);
        assertThat(timestamp.next()).isLessThan(HybridTimestamp.at(instant.plusMillis(1)));
    }

    @Test
    void aFullCounterRunsOnIntoTheNextMillisecond() {
        HybridTimestamp timestamp = new HybridTimestamp((5L << 16) | 0xFFFF);

        assertThat(timestamp.next()).isGreaterThan(timestamp);
        assertThat(timestamp.next().epochMillis()).isEqualTo(6);
    }

    @Test
    void aLaterEraExceedsAllOfTheOneBeforeAndHasItsOwnTime() {
        Instant tenDaysAhead = Instant.parse("2026-12-11T00:00:00Z");
        Instant now = Instant.parse("2026-12-01T00:00:00Z");
        HybridTimestamp before = HybridTimestamp.at(tenDaysAhead);
        for (int era = 1; era <= 4096; era++) {
            HybridTimestamp begun = before.nextEraAt(now).orElseThrow();

            assertThat(begun).isGreaterThan(before);
            assertThat(begun.era()).isEqualTo(era);
            assertThat(begun.epochMillis()).isEqualTo(now.toEpochMilli());
            assertThat(begun.next().epochMillis()).isEqualTo(now.toEpochMilli());
            before = begun.sameEraAt(tenDaysAhead);
            assertThat(before).isGreaterThan(begun);
            assertThat(before.epochMillis()).isEqualTo(tenDaysAhead.toEpochMilli());
        }
        assertThat(before.nextEraAt(now)).isEmpty();
    }

    @Test
    void aClockBeyondAllMeasureStaysInItsEra() {
        HybridTimestamp farOff = HybridTimestamp.at(Instant.parse("9999-01-01T00:00:00Z"));

        assertThat(farOff.era()).isZero();
        assertThat(farOff.nextEraAt(Instant.EPOCH).orElseThrow()).isGreaterThan(farOff);
    }

    @Test
    void refusesToBeNegative() {
        assertThatThrownBy(() -> new HybridTimestamp(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}

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
    void refusesToBeNegative() {
        assertThatThrownBy(() -> new HybridTimestamp(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}

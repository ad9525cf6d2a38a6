package io.causalgrid.benchmarks.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class MeterTest {
    private static final long SECOND = 1_000_000_000;

    private long now;
    private final Meter meter = new Meter(() -> now);

    @Test
    void theTimeBeforeTheFirstGrowthDoesNotCount() {
        lookAfter(0, 100);
        lookAfter(5 * SECOND, 100);
        lookAfter(SECOND, 150);
        lookAfter(SECOND, 300);

        assertThat(meter.perSecond()).isEqualTo(100);
    }

    @Test
    void whatWasNotSeenGrowingHasNoRate() {
        lookAfter(0, 100);

        assertThatExceptionOfType(ReplicaTroubleException.class).isThrownBy(meter::perSecond);
    }

    private void lookAfter(long nanos, long count) {
        now += nanos;
        meter.look(count);
    }
}

package io.causalgrid.kv.service.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventRateTest {
    private Instant now = Instant.ofEpochSecond(1_000);
    private final EventRate rate = new EventRate(2, () -> now);

    @Test
    void soManyPassEachSecondAndTheNextOneTellsHowManyDidNot() {
        assertThat(rate.admit()).isZero();
        assertThat(rate.admit()).isZero();
        assertThat(rate.admit()).isNegative();
        assertThat(rate.admit()).isNegative();

        now = now.plusSeconds(1);

        assertThat(rate.admit()).isEqualTo(2);
        assertThat(rate.admit()).isZero();
    }
}

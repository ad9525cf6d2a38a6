package io.causalgrid.benchmarks.charge;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.benchmarks.charge.WarmUp.Limits;
import io.causalgrid.benchmarks.charge.WarmUp.Warmed;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static final Duration WINDOW = Duration.ofSeconds(10);

    @Test
    void itEndsWhenAWindowIsHardlyFasterThanTheOneBefore() {
        Warmed warmed = until(new Limits(WINDOW, 1, 9, 0.1), 34, 90, 170, 185, 200);

        assertThat(warmed).isEqualTo(new Warmed(WINDOW.multipliedBy(4), 185, true));
    }

    @Test
    void itLastsForTheLeastNumberOfWindows() {
        Warmed warmed = until(new Limits(WINDOW, 3, 9, 0.1), 100, 101, 102, 103);

        assertThat(warmed.time()).isEqualTo(WINDOW.multipliedBy(3));
    }

    @Test
    void itEndsAtTheMostWindowsHoweverTheRatesDiffer() {
        Warmed warmed = until(new Limits(WINDOW, 1, 3, 0.1), 1, 2, 4, 8);

        assertThat(warmed).isEqualTo(new Warmed(WINDOW.multipliedBy(3), 4, false));
    }

    @Test
    void aSlowerWindowIsNotSteadyEither() {
        Warmed warmed = until(new Limits(WINDOW, 1, 9, 0.1), 100, 50, 51);

        assertThat(warmed.perSecond()).isEqualTo(51);
    }

    @Test
    void nothingIsNeverSteady() {
        Warmed warmed = until(new Limits(WINDOW, 1, 3, 0.1), 0, 0, 0);

        assertThat(warmed.isSteady()).isFalse();
    }

    private static Warmed until(Limits limits, double... perSecond) {
        Iterator<Double> rates = Arrays.stream(perSecond).boxed().toList().iterator();
        return WarmUp.until(limits, window -> {
            assertThat(window).isEqualTo(WINDOW);
            return rates.next();
        });
    }
}

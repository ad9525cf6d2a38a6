package io.causalgrid.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {
    @Test
    void theMedianStandsInTheMiddleWhateverTheOrder() {
        assertThat(new Series(List.of(30.0, 10.0, 20.0)).median()).isEqualTo(20);
        assertThat(new Series(List.of(40.0, 10.0, 20.0, 30.0)).median()).isEqualTo(25);
        assertThat(new Series(List.of(7.0)).median()).isEqualTo(7);
    }

    @Test
    void theSpreadIsAShareOfTheMedian() {
        var series = new Series(List.of(90.0, 100.0, 120.0));

        assertThat(series.min()).isEqualTo(90);
        assertThat(series.max()).isEqualTo(120);
        assertThat(series.spread()).isCloseTo(0.3, within(1e-9));
    }

    @Test
    void nothingHasNoSpread() {
        assertThat(new Series(List.of(0.0, 0.0)).spread()).isZero();
        assertThat(new Series(List.of(5.0)).spread()).isZero();
    }

    @Test
    void ratiosAreTakenRoundByRound() {
        var halved = new Series(List.of(50.0, 10.0)).dividedBy(new Series(List.of(100.0, 20.0)));

        assertThat(halved.rounds()).containsExactly(0.5, 0.5);
    }

    @Test
    void roundsThatDoNotMatchHaveNoRatio() {
        var one = new Series(List.of(1.0));
        var two = new Series(List.of(1.0, 2.0));

        assertThatIllegalArgumentException().isThrownBy(() -> one.dividedBy(two));
    }

    @Test
    void aSeriesNeedsAValue() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Series(List.of()));
    }
}

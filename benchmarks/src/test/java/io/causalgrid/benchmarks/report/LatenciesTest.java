package io.causalgrid.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private final Latencies latencies = new Latencies();

    @Test
    void aPercentileIsTheLeastTimeThatThisShareDoesNotExceed() {
        LongStream.rangeClosed(1, 200).map(millis -> (201 - millis) * 1_000_000).forEach(latencies::add);

        assertThat(latencies.percentileMillis(50)).isEqualTo(100);
        assertThat(latencies.percentileMillis(99)).isEqualTo(198);
        assertThat(latencies.percentileMillis(99.1)).isEqualTo(199);
        assertThat(latencies.percentileMillis(100)).isEqualTo(200);
    }

    @Test
    void ofOneTimeEveryPercentileIsThatTime() {
        latencies.add(2_500_000);

        assertThat(latencies.percentileMillis(1)).isEqualTo(2.5);
        assertThat(latencies.percentileMillis(99)).isEqualTo(2.5);
    }

    @Test
    void ofNoTimeThereIsNoPercentile() {
        assertThatIllegalStateException().isThrownBy(() -> latencies.percentileMillis(50));
    }
}

package io.causalgrid.benchmarks.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.log.Durability;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LogRatesTest {
    private static final Duration SHORT = Duration.ofMillis(50);

    @ParameterizedTest
    @EnumSource
    void ourLogIsMeasured(Durability durability, @TempDir Path directory) throws Exception {
        assertThat(SiteLogRate.measure(directory, durability, 4, SHORT)).isPositive();
    }

    @Test
    void rocksDbsLogIsMeasured(@TempDir Path directory) throws Exception {
        assertThat(RocksRate.measure(directory.resolve("threads"), 4, SHORT)).isPositive();
        assertThat(RocksRate.measureBatches(directory.resolve("batches"), 4, SHORT))
                .isPositive();
    }
}

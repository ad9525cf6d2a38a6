package io.causalgrid.benchmarks.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClosedLoopTest {
    private static final Duration SHORT = Duration.ofMillis(20);

    private final ExecutorService writer = Executors.newSingleThreadExecutor();
    private final List<Long> positions = new ArrayList<>(); // appended to under the loop's lock
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger inFlightMax = new AtomicInteger();

    @AfterEach
    void stop() {
        writer.close();
    }

    @Test
    void everyClientHasOneRecordOnItsWay() throws Exception {
        double rate = new ClosedLoop(this::append).run(5, SHORT);

        assertThat(rate).isPositive();
        assertThat(inFlightMax).hasValueLessThanOrEqualTo(5);
        assertThat(inFlight).hasValue(0);
        assertThat(positions)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, positions.size()).boxed().toList());
    }

    @Test
    void aDiskThatStallsForLongerThanTheTimeIsStillMeasured() throws Exception {
        var stalling = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS, writer);
        var loop = new ClosedLoop(_ -> CompletableFuture.runAsync(() -> {}, stalling));

        assertThat(loop.run(2, SHORT)).isPositive();
    }

    @Test
    void aFailedAppendFailsTheMeasurement() {
        var loop = new ClosedLoop(position -> CompletableFuture.failedStage(new IllegalStateException("no disk")));

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> loop.run(2, SHORT))
                .withMessageContaining("no disk");
    }

    private CompletionStage<Void> append(long position) {
        positions.add(position);
        inFlightMax.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        return CompletableFuture.runAsync(inFlight::decrementAndGet, writer);
    }
}

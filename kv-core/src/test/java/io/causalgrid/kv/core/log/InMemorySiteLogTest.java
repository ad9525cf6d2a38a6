package io.causalgrid.kv.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class InMemorySiteLogTest {
    private final InMemorySiteLog log = new InMemorySiteLog("a", 1_000_000);
    private final List<Long> seen = new ArrayList<>();

    @Test
    void positionsCountFromOneInTheOrderOfTheCalls() {
        assertThat(log.end()).isZero();

        assertThat(log.append(new byte[1]).toCompletableFuture()).isCompletedWithValue(1L);
        assertThat(log.append(new byte[2]).toCompletableFuture()).isCompletedWithValue(2L);

        assertThat(log.end()).isEqualTo(2);
        assertThat(log.sizeBytes()).isEqualTo(3);
    }

    @Test
    void aTailSendsNothingUnaskedAndOneBatchForEachRequest() {
        Subscription tail = log.tail(0, this::note);
        append(5);
        assertThat(seen).isEmpty();

        tail.request(3);
        assertThat(seen).containsExactly(1L, 2L, 3L);

        tail.request(3);
        assertThat(seen).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void aRequestThatFindsNothingIsAnsweredByTheNextAppend() {
        Subscription tail = log.tail(0, this::note);
        tail.request(10);

        append(2);

        assertThat(seen).containsExactly(1L);
        assertThatThrownBy(() -> {
                    tail.request(1);
                    tail.request(1);
                    tail.request(1);
                })
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aTailCanStartAnywhereAndEndsWhenCancelled() {
        append(4);
        Subscription tail = log.tail(2, this::note);
        tail.request(1);

        tail.cancel();
        append(1);

        assertThat(seen).containsExactly(3L);
    }

    @Test
    void aFullLogRefusesAndKeepsWhatItHas() {
        var small = new InMemorySiteLog("a", 10);
        small.append(new byte[8]);

        var refused = small.append(new byte[3]).toCompletableFuture();

        assertThat(refused).isCompletedExceptionally();
        assertThat(refused.exceptionNow()).isInstanceOf(LogFullException.class);
        assertThat(small.end()).isEqualTo(1);
        assertThat(small.append(new byte[2]).toCompletableFuture()).isCompletedWithValue(2L);
    }

    @Test
    void truncationForgetsTheOldestOnly() {
        append(5);

        log.truncateBefore(4);

        assertThat(log.start()).isEqualTo(4);
        assertThat(log.end()).isEqualTo(5);
        assertThat(log.sizeBytes()).isEqualTo(2);
        assertThatThrownBy(() -> log.tail(1, this::note)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void appendsAndRequestsOfManyThreadsLoseNothingAndKeepTheOrder() throws InterruptedException {
        int records = 20_000;
        var done = new CountDownLatch(1);
        var tail = new AtomicReference<Subscription>();
        tail.set(log.tail(0, batch -> {
            note(batch);
            if (seen.size() == 2 * records) {
                done.countDown();
            } else {
                Thread.ofVirtual().start(() -> tail.get().request(7));
            }
        }));
        tail.get().request(7);

        var writers = List.of(
                Thread.ofPlatform().start(() -> append(records)),
                Thread.ofPlatform().start(() -> append(records)));

        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(seen)
                .isEqualTo(LongStream.rangeClosed(1, 2L * records).boxed().toList());
    }

    private void note(List<LogEntry> batch) {
        batch.forEach(entry -> seen.add(entry.position()));
    }

    private void append(int records) {
        for (int i = 0; i < records; i++) {
            log.append(new byte[1]);
        }
    }
}

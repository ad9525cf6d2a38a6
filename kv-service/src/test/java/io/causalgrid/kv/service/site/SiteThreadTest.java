package io.causalgrid.kv.service.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class SiteThreadTest {
    private static final int CALLERS = 4;
    private static final int TASKS = 20_000;

    private final SiteThread thread = new SiteThread();
    private final List<String> done = new ArrayList<>(); // the thread's

    @AfterEach
    void stop() {
        thread.stop();
    }

    @Test
    void tasksRunInTheirOrderOnOneThread() {
        var last = new CompletableFuture<Void>();
        thread.execute(() -> {
            thread.execute(() -> done.add("second"));
            thread.execute(() -> last.complete(null));
            done.add(Thread.currentThread().getName());
        });

        assertThat(last).succeedsWithin(10, TimeUnit.SECONDS);
        assertThat(done).containsExactly("site", "second");
    }

    @Test
    void noTaskIsForgottenHoweverItComes() throws InterruptedException {
        var left = new CountDownLatch(CALLERS * TASKS);
        List<Thread> callers = IntStream.range(0, CALLERS)
                .mapToObj(_ -> Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < TASKS; i++) {
                        thread.execute(left::countDown);
                        if (i % 64 == 0) { // so that it falls asleep now and then
                            var ran = new CompletableFuture<Void>();
                            thread.execute(() -> ran.complete(null));
                            ran.join();
                        }
                    }
                }))
                .toList();
        for (Thread caller : callers) {
            caller.join();
        }

        left.await();
        assertThat(left.getCount()).isZero();
    }

    @Test
    void aTaskThatNeedNotWakeItComesWithTheNext() {
        var ran = new CompletableFuture<Void>();
        thread.executeSoon(() -> ran.complete(null));
        thread.execute(() -> {});

        assertThat(ran).succeedsWithin(10, TimeUnit.SECONDS);
    }

    @Test
    void whatIsToFollowATaskRunsWhenItIsOver() {
        thread.execute(() -> {
            thread.whenTaskEnds(() -> done.add("end"));
            done.add("task");
        });
        thread.execute(() -> done.add("next"));
        thread.stop();

        assertThat(done).containsExactly("task", "end", "next");
    }

    @Test
    void aTaskThatFailsIsToldAndNothingFollowsIt() {
        thread.execute(() -> {
            thread.whenTaskEnds(() -> done.add("end"));
            throw new IllegalStateException("on purpose");
        });
        thread.execute(() -> done.add("next"));
        thread.stop();

        assertThat(done).containsExactly("next");
        assertThat(thread.isHealthy()).isFalse();
    }

    @Test
    void whatComesAfterTheEndIsDropped() {
        thread.stop();
        thread.execute(() -> done.add("late"));

        assertThat(done).isEmpty();
    }
}

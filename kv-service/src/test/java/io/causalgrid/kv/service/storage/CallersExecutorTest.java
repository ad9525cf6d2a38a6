package io.causalgrid.kv.service.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallersExecutorTest {
    private static final int CALLERS = 4;
    private static final int TASKS = 20_000;

    private final CallersExecutor executor = new CallersExecutor();
    private final List<String> done = new ArrayList<>(); // whoever runs tasks
    private int count; // whoever runs tasks

    @Test
    void aTaskRunsAtOnceAndWhatItBringsAfterIt() {
        executor.execute(() -> {
            executor.execute(
                    () -> done.add("brought by " + Thread.currentThread().getName()));
            done.add("first");
        });

        assertThat(done)
                .containsExactly("first", "brought by " + Thread.currentThread().getName());
    }

    @Test
    void tasksOfManyCallersRunOneAfterTheOther() throws InterruptedException {
        var left = new CountDownLatch(CALLERS * TASKS);
        IntStream.range(0, CALLERS).forEach(_ -> Thread.ofPlatform().start(() -> {
            for (int i = 0; i < TASKS; i++) {
                executor.execute(() -> {
                    count++;
                    left.countDown();
                });
            }
        }));

        left.await();
        assertThat(count).isEqualTo(CALLERS * TASKS);
    }

    @Test
    void aTaskThatThrowsDoesNotKeepOthersFromRunning() throws InterruptedException {
        Thread caller = Thread.ofPlatform()
                .uncaughtExceptionHandler((_, e) -> done.add(e.getMessage()))
                .start(() -> {
                    executor.execute(() -> {
                        throw new IllegalStateException("on purpose");
                    });
                    executor.execute(() -> done.add("next"));
                });
        caller.join();

        assertThat(done).containsExactly("on purpose", "next");
    }
}

package io.causalgrid.kv.service.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DelayedTest {
    private static final Buffer FIVE_MEBIBYTES = Buffer.buffer(new byte[5 << 20]);
    private static final Buffer ONE_BYTE = Buffer.buffer(new byte[1]);

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void whatIsHeldBackIsBoundedAndKeepsItsOrder() throws InterruptedException {
        handle(Duration.ofMillis(50), FIVE_MEBIBYTES, FIVE_MEBIBYTES, ONE_BYTE);

        assertThat(next()).isEqualTo("full true");
        assertThat(next()).isEqualTo("full true"); // once more, for what came all the same
        assertThat(next()).isEqualTo("full false");
        assertThat(next()).isEqualTo("5242880 bytes");
        assertThat(next()).isEqualTo("5242880 bytes");
        assertThat(next()).isEqualTo("1 bytes");
        assertThat(seen).isEmpty();
    }

    @Test
    void withoutADelayEverythingPassesAtOnce() throws InterruptedException {
        handle(Duration.ZERO, FIVE_MEBIBYTES, FIVE_MEBIBYTES);

        assertThat(next()).isEqualTo("5242880 bytes");
        assertThat(next()).isEqualTo("5242880 bytes");
        assertThat(seen).isEmpty();
    }

    private void handle(Duration delay, Buffer... buffers) {
        var delayed = new Delayed(
                context,
                Clock.systemUTC(),
                () -> delay,
                bytes -> seen.add(bytes.length() + " bytes"),
                full -> seen.add("full " + full));
        context.runOnContext(_ -> {
            for (Buffer buffer : buffers) {
                delayed.handle(buffer);
            }
        });
    }

    private String next() throws InterruptedException {
        return String.valueOf(seen.poll(10, TimeUnit.SECONDS));
    }
}

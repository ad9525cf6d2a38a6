package io.causalgrid.kv.service.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandBackTest {
    private final Vertx vertx = Vertx.vertx();
    private final SiteThread thread = new SiteThread();
    private final HandBack handBack = new HandBack(thread);

    @AfterEach
    void stop() {
        thread.stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void anEventLoopGetsItsResultsInItsContextsAndInOrderWhenTheTaskIsOver() {
        Context context = vertx.getOrCreateContext();
        HandBack.Receiver receiver = on(context);
        List<String> seen = new ArrayList<>();
        var last = new CompletableFuture<Boolean>();
        thread.execute(() -> {
            handBack.give(receiver, () -> seen.add("first"));
            handBack.give(receiver, () -> {
                seen.add("second");
                last.complete(context.equals(Vertx.currentContext()));
            });
            seen.add("task");
        });

        assertThat(last).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(true);
        assertThat(seen).containsExactly("task", "first", "second");
    }

    @Test
    void othersGetTheirsAtOnce() {
        var by = new CompletableFuture<String>();
        HandBack.Receiver nobody = HandBack.Receiver.current();
        thread.execute(() ->
                handBack.give(nobody, () -> by.complete(Thread.currentThread().getName())));

        assertThat(by).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo("site");
    }

    private static HandBack.Receiver on(Context context) {
        var receiver = new CompletableFuture<HandBack.Receiver>();
        context.runOnContext(_ -> receiver.complete(HandBack.Receiver.current()));
        return receiver.join();
    }
}

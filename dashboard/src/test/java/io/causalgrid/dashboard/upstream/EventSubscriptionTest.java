package io.causalgrid.dashboard.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import io.vertx.core.Vertx;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.resteasy.reactive.client.SseEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventSubscriptionTest {
    private final Vertx vertx = Vertx.vertx();
    private final List<UnicastProcessor<SseEvent<String>>> opened = new CopyOnWriteArrayList<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private @Nullable EventSubscription subscription;

    @AfterEach
    void close() {
        if (subscription != null) {
            subscription.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aStreamThatFailsOrEndsIsOpenedAgain() {
        start(Duration.ofMinutes(1));

        opened.get(0).onNext(new Event("one"));
        opened.get(0).onError(new ConnectException());
        await().until(() -> opened.size() == 2);
        opened.get(1).onComplete();
        await().until(() -> opened.size() == 3);
        opened.get(2).onNext(new Event("two"));

        assertThat(heard).containsExactly("one", "lost: connection refused", "lost: its event stream ended", "two");
    }

    @Test
    void aStreamThatFallsSilentAfterAnEventIsOpenedAgain() {
        start(Duration.ofMillis(150));

        opened.get(0).onNext(new Event("one"));
        await().until(() -> opened.size() == 2);

        assertThat(heard).containsExactly("one", "lost: no answer in time");
    }

    @Test
    void commentsKeepAStreamAliveWithoutBeingHeard() {
        start(Duration.ofMillis(500));

        long timer = vertx.setPeriodic(50, tick -> opened.get(0).onNext(new Event(null)));
        await().during(Duration.ofMillis(1200)).atMost(Duration.ofSeconds(5)).until(() -> opened.size() == 1);
        vertx.cancelTimer(timer);

        assertThat(heard).isEmpty();
    }

    @Test
    void aClosedSubscriptionStaysClosed() {
        start(Duration.ofMinutes(1));

        subscription().close();
        opened.get(0).onNext(new Event("late"));
        subscription().start();

        assertThat(heard).isEmpty();
        assertThat(opened).hasSize(1);
    }

    private void start(Duration silenceMax) {
        var backoff = new Backoff(Duration.ofMillis(10), Duration.ofMillis(20));
        subscription = new EventSubscription(
                new EventSubscription.Settings("stub", silenceMax, backoff),
                this::open,
                new Recorder(),
                new EventSubscription.Retries(vertx, new Random(1)));
        subscription.start();
    }

    private EventSubscription subscription() {
        return Objects.requireNonNull(subscription);
    }

    private Multi<SseEvent<String>> open() {
        UnicastProcessor<SseEvent<String>> stream = UnicastProcessor.create();
        opened.add(stream);
        return stream;
    }

    private final class Recorder implements EventSubscription.Listener {
        @Override
        public void received(String data) {
            heard.add(data);
        }

        @Override
        public void lost(String why) {
            heard.add("lost: " + why);
        }
    }

    private record Event(@Nullable String data) implements SseEvent<String> {
        @Override
        public @Nullable String id() {
            return null;
        }

        @Override
        public @Nullable String name() {
            return null;
        }

        @Override
        public @Nullable String comment() {
            return null;
        }
    }
}

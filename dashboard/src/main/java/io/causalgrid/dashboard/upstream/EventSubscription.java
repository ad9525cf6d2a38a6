package io.causalgrid.dashboard.upstream;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.client.SseEvent;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one event stream open: when it fails, ends or falls silent, it is opened again after a back-off. The back-off
 * starts anew once something was received, which the retry operators of Mutiny and SmallRye Fault Tolerance do not do;
 * a stream that fails once a day would otherwise end up with the longest wait. All methods run under this object's
 * lock, and at most one stream is open.
 */
final class EventSubscription {
    /** What becomes of the stream; called from any thread, one call at a time. */
    interface Listener {
        /**
         * An event arrived.
         *
         * @param data of one event; comments do not arrive here
         */
        void received(String data);

        /**
         * The stream broke; it will be opened again.
         *
         * @param why for a person
         */
        void lost(String why);
    }

    /**
     * @param name for the log
     * @param silenceMax how long a stream may be without an event or comment before it counts as lost
     */
    record Settings(String name, Duration silenceMax, Backoff backoff) {}

    private static final Logger LOG = Logger.getLogger(EventSubscription.class);

    private final Settings settings;
    private final Supplier<Multi<SseEvent<String>>> opening;
    private final Listener listener;
    private final Retries retries;
    private @Nullable Cancellable open;
    private int failures;
    private boolean closed;

    /** Where waiting happens, and the chance in it. */
    record Retries(Vertx vertx, RandomGenerator random) {}

    EventSubscription(
            Settings settings, Supplier<Multi<SseEvent<String>>> opening, Listener listener, Retries retries) {
        this.settings = settings;
        this.opening = opening;
        this.listener = listener;
        this.retries = retries;
    }

    synchronized void start() {
        if (closed) {
            return;
        }
        open = opening.get()
                .ifNoItem()
                .after(settings.silenceMax())
                .fail()
                .subscribe()
                .with(this::received, this::failed, () -> broken("its event stream ended"));
    }

    synchronized void close() {
        closed = true;
        if (open != null) {
            open.cancel();
        }
    }

    private synchronized void received(SseEvent<String> event) {
        if (failures > 0) {
            LOG.infof("%s: event stream is back", settings.name());
            failures = 0;
        }
        String data = event.data();
        if (!closed && data != null && !data.isEmpty()) {
            listener.received(data);
        }
    }

    private void failed(Throwable failure) {
        broken(Failures.describe(failure));
    }

    private synchronized void broken(String why) {
        if (closed) {
            return;
        }
        failures++;
        if (failures == 1) {
            LOG.infof("%s: event stream lost: %s", settings.name(), why);
        }
        listener.lost(why);
        long waitMillis = settings.backoff().delay(failures, retries.random()).toMillis();
        retries.vertx().setTimer(waitMillis, timer -> start());
    }
}

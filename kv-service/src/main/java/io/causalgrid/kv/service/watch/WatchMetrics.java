package io.causalgrid.kv.service.watch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** The metrics of watching. Any thread. */
@Singleton
class WatchMetrics {
    private final AtomicInteger clients = new AtomicInteger();
    private final Counter events;
    private final Map<WatchEnd, Counter> ends = new EnumMap<>(WatchEnd.class);

    WatchMetrics(MeterRegistry registry) {
        Gauge.builder("kv.watch.clients", clients::get)
                .description("Clients that watch")
                .register(registry);
        this.events = Counter.builder("kv.watch.events")
                .description("Events and signs of life handed out to clients that watch, each counted once a client")
                .register(registry);
        for (WatchEnd end : WatchEnd.values()) {
            ends.put(
                    end,
                    Counter.builder("kv.watch.ends")
                            .description("Watches that have ended, by why")
                            .tag("reason", end.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
    }

    /** How many clients watch. */
    AtomicInteger clients() {
        return clients;
    }

    void event() {
        events.increment();
    }

    void ended(WatchEnd reason) {
        Objects.requireNonNull(ends.get(reason)).increment();
    }
}

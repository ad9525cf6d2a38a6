package io.causalgrid.grid.service.substation;

import io.causalgrid.grid.core.allocation.AllocationPolicy;
import io.causalgrid.grid.core.session.Session;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What a substation counts. */
@Singleton
class SubstationMetrics {
    private static final String SUBSTATION = "substation";
    private static final double JOULES_A_WATT_HOUR = 3_600;

    private static final Duration[] BUCKETS = {
        Duration.ofNanos(100_000),
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofSeconds(1)
    };

    private final MeterRegistry registry;

    SubstationMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void register(String id, Supplier<SubstationSnapshot> snapshot) {
        gauge(id, "substation_load", "Active sessions", snapshot, now -> now.load()
                .activeSessions());
        gauge(id, "grid.substation.power.watts", "Power granted to sessions", snapshot, now -> now.load()
                .powerWatts());
        gauge(id, "grid.substation.limit.watts", "Power it may grant", snapshot, now -> now.load()
                .limitWatts());
        gauge(id, "grid.substation.committed.watts", "Power promised", snapshot, now -> now.load()
                .committedWatts());
        gauge(id, "grid.connectors", "Connectors, taken or not", snapshot, now -> now.load()
                .connectors());
        FunctionCounter.builder(
                        "grid.energy.delivered.joules",
                        snapshot,
                        source -> source.get().deliveredWattHours() * JOULES_A_WATT_HOUR)
                .description("Energy delivered to vehicles")
                .tag(SUBSTATION, id)
                .register(registry);
        for (String outcome : new String[] {"started", "completed", "cancelled", "refused", "expired", "faulted"}) {
            sessions(id, outcome);
        }
    }

    void changed(String id, Session session) {
        sessions(
                        id,
                        switch (session) {
                            case Session.Open _ -> "started";
                            case Session.Completed _ -> "completed";
                            case Session.Cancelled _ -> "cancelled";
                            case Session.Expired _ -> "expired";
                            case Session.Faulted _ -> "faulted";
                        })
                .increment();
    }

    void refused(String id) {
        sessions(id, "refused").increment();
    }

    AllocationPolicy timed(AllocationPolicy policy, String id) {
        Timer timer = Timer.builder("grid.allocation")
                .description("Time to divide the power once")
                .serviceLevelObjectives(BUCKETS)
                .tag(SUBSTATION, id)
                .register(registry);
        return task -> {
            var sample = Timer.start(registry);
            try {
                return policy.divide(task);
            } finally {
                sample.stop(timer);
            }
        };
    }

    private Counter sessions(String id, String outcome) {
        return Counter.builder("grid.sessions")
                .description("Sessions that started, and how they ended; requests refused")
                .tag(SUBSTATION, id)
                .tag("outcome", outcome)
                .register(registry);
    }

    private void gauge(
            String id,
            String name,
            String help,
            Supplier<SubstationSnapshot> snapshot,
            ToDoubleFunction<SubstationSnapshot> value) {
        Gauge.builder(name, snapshot, source -> value.applyAsDouble(source.get()))
                .description(help)
                .tag(SUBSTATION, id)
                .strongReference(true)
                .register(registry);
    }
}

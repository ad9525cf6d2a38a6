package io.causalgrid.grid.service.substation;

import io.causalgrid.grid.core.allocation.AllocationPolicy;
import io.causalgrid.grid.core.allocation.AllocationTask;
import io.causalgrid.grid.core.allocation.Grant;
import io.causalgrid.grid.core.allocation.TurnRule;
import io.causalgrid.grid.core.session.Session;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
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

    private static final double NANOS_A_SECOND = 1e9;

    private final MeterRegistry registry;
    private final AtomicLong takenBack = new AtomicLong();

    SubstationMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void register(String id, Supplier<SubstationViews.Totals> snapshot) {
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
        gauge(
                id,
                "grid.feeder.lent.watts",
                "Of its right to its feeder, what others may use",
                snapshot,
                SubstationViews.Totals::lentWatts);
        gauge(
                id,
                "grid.feeder.borrowed.watts",
                "What it may use of others' rights to its feeder",
                snapshot,
                SubstationViews.Totals::borrowedWatts);
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

    /** What concerns the owner: whether the substation is owned here, and by how much the wall's clock has jumped. */
    void register(String id, Supplier<OwnerClaim.Standing> standing, Supplier<Duration> wallDrift) {
        Gauge.builder("grid.owner", standing, source -> source.get() instanceof OwnerClaim.Standing.Held ? 1 : 0)
                .description("1 while this process holds the claim on the substation")
                .tag(SUBSTATION, id)
                .strongReference(true)
                .register(registry);
        Gauge.builder("grid.owner.claim.number", standing, source -> switch (source.get()) {
                    case OwnerClaim.Standing.Held held -> held.number();
                    case OwnerClaim.Standing.Doubtful doubtful -> doubtful.number();
                    case OwnerClaim.Standing.Waiting _ -> 0;
                })
                .description("Number of the claim on the substation, 0 while another process has it")
                .tag(SUBSTATION, id)
                .strongReference(true)
                .register(registry);
        Gauge.builder(
                        "grid.clock.drift.seconds",
                        wallDrift,
                        source -> source.get().toNanos() / NANOS_A_SECOND)
                .description("By how much the wall's clock has gone another way than the steady one")
                .tag(SUBSTATION, id)
                .strongReference(true)
                .register(registry);
        FunctionCounter.builder("grid.decisions.taken.back", takenBack, AtomicLong::doubleValue)
                .description("Decisions that the journal did not take in time, and that nobody had heard of")
                .tag(SUBSTATION, id)
                .register(registry);
        for (boolean isStored : new boolean[] {true, false}) {
            journal(id, isStored);
        }
        policyFailures(id);
    }

    /** Whether the site is what its file says. */
    void register(String id, SiteSource sites) {
        Gauge.builder("grid.site.refused", sites, source -> source.complaint().isPresent() ? 1 : 0)
                .description("1 while the site's file says something that cannot be used, and the site before goes on")
                .tag(SUBSTATION, id)
                .strongReference(true)
                .register(registry);
    }

    /** A batch was written, or not. */
    void written(String id, Duration time, boolean isStored) {
        journal(id, isStored).record(time);
    }

    /** Decisions that an owner has taken back since it began. */
    void takenBack(long count) {
        takenBack.set(count);
    }

    /** A session is in another state than before. */
    void changed(String id, Session session) {
        switch (session) {
            case Session.Charging _ -> sessions(id, "started").increment();
            case Session.Ended ended -> sessions(id, ended.state().label()).increment();
            case Session.Reserved _, Session.Queued _, Session.Suspended _ -> {}
        }
    }

    void refused(String id) {
        sessions(id, "refused").increment();
    }

    /** The policy failed, and another one divided. */
    void policyFailed(String id) {
        policyFailures(id).increment();
    }

    AllocationPolicy timed(AllocationPolicy policy, String id) {
        Timer timer = Timer.builder("grid.allocation")
                .description("Time to divide the power once")
                .serviceLevelObjectives(BUCKETS)
                .tag(SUBSTATION, id)
                .register(registry);
        return new AllocationPolicy() {
            @Override
            public List<Grant> divide(AllocationTask task) {
                var sample = Timer.start(registry);
                try {
                    return policy.divide(task);
                } finally {
                    sample.stop(timer);
                }
            }

            @Override
            public TurnRule turnRule() {
                return policy.turnRule();
            }
        };
    }

    private Counter policyFailures(String id) {
        return Counter.builder("grid.allocation.failures")
                .description("Times that the policy failed and another one divided the power")
                .tag(SUBSTATION, id)
                .register(registry);
    }

    private Timer journal(String id, boolean isStored) {
        return Timer.builder("grid.journal.writes")
                .description("Time until the journal had a batch, or did not take it for the time being")
                .serviceLevelObjectives(BUCKETS)
                .tag(SUBSTATION, id)
                .tag("outcome", isStored ? "stored" : "not-stored")
                .register(registry);
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
            Supplier<SubstationViews.Totals> snapshot,
            ToDoubleFunction<SubstationViews.Totals> value) {
        Gauge.builder(name, snapshot, source -> value.applyAsDouble(source.get()))
                .description(help)
                .tag(SUBSTATION, id)
                .strongReference(true)
                .register(registry);
    }
}

package io.causalgrid.kv.service.telemetry;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.membership.Membership;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.replica.ReplicaObserver;
import io.causalgrid.kv.core.state.StatePoint;
import io.causalgrid.kv.service.config.Cluster;
import io.causalgrid.kv.service.config.KvConfig;
import io.causalgrid.kv.service.replication.CatchUp;
import io.causalgrid.kv.service.site.Site;
import io.causalgrid.kv.service.site.SiteObservers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The metrics of the replica: what it has applied, what waits, how long things take. */
@Singleton
@Startup
public class ReplicaMetrics implements ReplicaObserver {
    private static final Duration[] LATENCIES = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30)
    };

    private final InstantSource clock;
    private final Counter writes;
    private final Counter duplicates;
    private final Counter buffered;
    private final Counter clockDrifts;
    private final Timer writeTimer;
    private final Map<String, Counter> deliveries = new ConcurrentHashMap<>();
    private final Map<String, Timer> delays = new ConcurrentHashMap<>();
    private final MemberMeters members;
    private final AtomicInteger bufferDepth = new AtomicInteger();

    ReplicaMetrics(
            MeterRegistry registry,
            Site site,
            Cluster cluster,
            KvConfig config,
            CatchUp catchUp,
            SiteObservers observers,
            InstantSource clock) {
        this.clock = clock;
        this.writes = counter(registry, "kv.writes", "Writes accepted at this site");
        this.duplicates = counter(registry, "kv.duplicates", "Transactions received that were here already");
        this.buffered = counter(registry, "kv.buffered", "Transactions received before their causes");
        this.clockDrifts = counter(registry, "kv.clock.drift", "Transactions with a timestamp too far ahead");
        this.writeTimer = timer("kv.write", "From the acceptance of a write to its acknowledgement")
                .register(registry);
        this.members = new MemberMeters(registry, member -> register(registry, site, member));
        members.adapt(cluster.names());
        gauge(registry, "kv.buffer.depth", "Transactions that wait for their causes", bufferDepth::get);
        gauge(registry, "kv.buffer.capacity", "How many may wait", config::bufferCapacity);
        gauge(registry, "kv.keys", "Keys that have a value", () -> site.point().keys());
        gauge(registry, "kv.log.bytes", "Bytes that the log takes on the disk", () -> site.log()
                .sizeBytes());
        gauge(
                registry,
                "kv.log.records",
                "Log records kept",
                () -> site.log().end() - site.log().start() + 1);
        gauge(
                registry,
                "kv.log.unfolded.records",
                "Log records whose effect would be folded again after a crash",
                () -> site.log().end() - site.state().durablePosition());
        gauge(registry, "kv.members", "Members of the cluster", () -> cluster.names()
                .size());
        gauge(registry, "kv.writable", "1 while this site takes writes", () -> site.isWritable() ? 1 : 0);
        gauge(registry, "kv.log.bytes.max", "Bytes at which the log is full", () -> config.log()
                .maxSize()
                .asLongValue());
        gauge(registry, "kv.catching.up", "1 while this site turns requests away", () -> catchUp.isDone() ? 0 : 1);
        observers.add(this);
    }

    /** Times writes from acceptance to acknowledgement. */
    public Timer writeTimer() {
        return writeTimer;
    }

    @Override
    public void membershipChanged(Membership membership) {
        members.adapt(membership.names());
    }

    @Override
    public void written(Transaction transaction) {
        writes.increment();
    }

    @Override
    public void delivered(Transaction transaction) {
        String member = transaction.dot().site().name();
        var counter = deliveries.get(member);
        var delay = delays.get(member);
        if (counter != null && delay != null) {
            counter.increment();
            delay.record(Duration.ofMillis(
                    Math.max(0, clock.millis() - transaction.timestamp().epochMillis())));
        }
    }

    @Override
    public void buffered(Transaction transaction, int depth) {
        buffered.increment();
        bufferDepth.set(depth);
    }

    @Override
    public void progressed(int depth) {
        bufferDepth.set(depth);
    }

    @Override
    public void duplicate(Dot dot) {
        duplicates.increment();
    }

    @Override
    public void clockAhead(Transaction transaction) {
        clockDrifts.increment();
    }

    private List<Meter> register(MeterRegistry registry, Site site, String member) {
        var entry = Gauge.builder("kv.vector.entry", () -> applied(site.point(), member))
                .description("Writes of a member that this site has applied")
                .tag("member", member)
                .register(registry);
        if (member.equals(site.self().name())) {
            return List.of(entry);
        }
        var delivered = Counter.builder("kv.deliveries")
                .description("Writes of other members that took effect here")
                .tag("member", member)
                .register(registry);
        var delay = timer("kv.replication.delay", "From a write at its member to its effect here, by both clocks")
                .tag("member", member)
                .register(registry);
        deliveries.put(member, delivered);
        delays.put(member, delay);
        return List.of(entry, delivered, delay);
    }

    private static long applied(StatePoint point, String member) {
        return point.applied().total(member);
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private static Timer.Builder timer(String name, String description) {
        return Timer.builder(name).description(description).serviceLevelObjectives(LATENCIES);
    }

    private static void gauge(MeterRegistry registry, String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }
}

package io.causalgrid.kv.service.telemetry;

import io.causalgrid.kv.service.replication.SnapshotDownload;
import io.causalgrid.kv.service.replication.SnapshotProgress;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.function.ToLongFunction;

/** How far the snapshot has come that this site fetches; both are 0 when it fetches none. */
@Singleton
@Startup
class SnapshotMetrics {
    SnapshotMetrics(MeterRegistry registry, SnapshotDownload download) {
        gauge(registry, download, "kv.snapshot.received.keys", "Keys received of it", SnapshotProgress::keysReceived);
        gauge(registry, download, "kv.snapshot.keys", "Keys in all", SnapshotProgress::keysTotal);
    }

    private static void gauge(
            MeterRegistry registry,
            SnapshotDownload download,
            String name,
            String description,
            ToLongFunction<SnapshotProgress> value) {
        Gauge.builder(name, () -> download.progress().map(value::applyAsLong).orElse(0L))
                .description(description)
                .register(registry);
    }
}

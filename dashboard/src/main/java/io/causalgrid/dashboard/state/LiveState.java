package io.causalgrid.dashboard.state;

import io.causalgrid.dashboard.config.DashboardConfig;
import io.causalgrid.dashboard.config.NamedAddress;
import io.causalgrid.dashboard.config.Topology;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Holds the newest state. Any thread may observe or read; neither ever waits. */
@Singleton
public class LiveState {
    private final AtomicReference<DashboardState> current;

    public LiveState(Topology topology, DashboardConfig config) {
        var replicas = new LinkedHashMap<String, Replica>();
        for (NamedAddress replica : topology.replicas()) {
            replicas.put(replica.name(), Replica.unknown(replica.name(), replica.url()));
        }
        this.current = new AtomicReference<>(
                new DashboardState(replicas, Gateway.unknown(topology.gateway()), List.of(), config.eventsMax()));
    }

    public DashboardState current() {
        return current.get();
    }

    public void observe(Observation observation) {
        current.updateAndGet(state -> state.after(observation));
    }
}

package io.causalgrid.dashboard.upstream;

import io.causalgrid.dashboard.config.NamedAddress;
import io.causalgrid.dashboard.config.Topology;
import io.causalgrid.dashboard.state.Contact;
import io.causalgrid.dashboard.state.LiveState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/** What the dashboard measures of the services it watches. Label values are configured names and fixed words only. */
@Startup
@Singleton
class Telemetry {
    private final MeterRegistry registry;

    Telemetry(MeterRegistry registry, Topology topology, LiveState live) {
        this.registry = registry;
        for (NamedAddress replica : topology.replicas()) {
            Gauge.builder("dashboard.replica.up", live, state -> up(state, replica.name()))
                    .description("1 while the event stream of this replica is open")
                    .tag("replica", replica.name())
                    .register(registry);
        }
        Gauge.builder(
                        "dashboard.gateway.up",
                        live,
                        state -> asNumber(state.current().gateway().contact()))
                .description("1 while the gateway answers")
                .register(registry);
    }

    /**
     * Counts an event.
     *
     * @param type a fixed word, never text from outside
     */
    void counted(String source, String type) {
        registry.counter("dashboard.events", "source", source, "type", type).increment();
    }

    void reconnecting(String source) {
        registry.counter("dashboard.upstream.losses", "source", source).increment();
    }

    private static double up(LiveState live, String replica) {
        var known = live.current().replicas().get(replica);
        return known == null ? 0 : asNumber(known.contact());
    }

    private static double asNumber(Contact contact) {
        return contact instanceof Contact.Reachable ? 1 : 0;
    }
}

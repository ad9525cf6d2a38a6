package io.causalgrid.dashboard.upstream;

import io.causalgrid.dashboard.config.NamedAddress;
import io.causalgrid.dashboard.config.Topology;
import io.causalgrid.dashboard.state.Contact;
import io.causalgrid.dashboard.state.LiveState;
import io.micrometer.core.instrument.Counter;
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
            losses(replica.name()); // present from the start, at 0
        }
        losses(GatewayListener.SOURCE);
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
        Counter.builder("dashboard.events")
                .description("Events that arrived from a service")
                .tag("source", source)
                .tag("type", type)
                .register(registry)
                .increment();
    }

    void lost(String source) {
        losses(source).increment();
    }

    private Counter losses(String source) {
        return Counter.builder("dashboard.upstream.losses")
                .description("Times the event stream of a service failed, ended or fell silent")
                .tag("source", source)
                .register(registry);
    }

    private static double up(LiveState live, String replica) {
        var known = live.current().replicas().get(replica);
        return known == null ? 0 : asNumber(known.contact());
    }

    private static double asNumber(Contact contact) {
        return contact instanceof Contact.Reachable ? 1 : 0;
    }
}

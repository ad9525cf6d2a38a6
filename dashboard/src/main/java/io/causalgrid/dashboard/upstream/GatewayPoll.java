package io.causalgrid.dashboard.upstream;

import com.fasterxml.jackson.core.JacksonException;
import io.causalgrid.dashboard.config.DashboardConfig;
import io.causalgrid.dashboard.state.LiveState;
import io.causalgrid.dashboard.state.Observation;
import io.causalgrid.dashboard.wire.WireFormat;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;

/** Asks the gateway for its substations; at most one request is under way, however slow the gateway is. */
@Singleton
class GatewayPoll {
    private final Clients clients;
    private final LiveState live;
    private final InstantSource clock;
    private final Duration timeout;
    private final AtomicBoolean asking = new AtomicBoolean();

    GatewayPoll(Clients clients, LiveState live, InstantSource clock, DashboardConfig config) {
        this.clients = clients;
        this.live = live;
        this.clock = clock;
        this.timeout = config.upstream().requestTimeout();
    }

    void ask() {
        if (!asking.compareAndSet(false, true)) {
            return;
        }
        clients.gateway()
                .substations()
                .ifNoItem()
                .after(timeout)
                .fail()
                .onTermination()
                .invoke(() -> asking.set(false))
                .subscribe()
                .with(this::answered, failure -> lost(Failures.describe(failure)));
    }

    private void answered(Response response) {
        if (response.getStatus() != Response.Status.OK.getStatusCode()) {
            lost("it answered " + response.getStatus());
            return;
        }
        try {
            var substations = WireFormat.substations(response.readEntity(String.class));
            live.observe(new Observation.GatewayReported(substations, clock.instant()));
        } catch (JacksonException e) {
            lost("it answered something else than substations");
        }
    }

    private void lost(String why) {
        live.observe(new Observation.GatewayLost(why, clock.instant()));
    }
}

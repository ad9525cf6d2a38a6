package io.causalgrid.dashboard.upstream;

import io.causalgrid.dashboard.config.DashboardConfig;
import io.causalgrid.dashboard.config.NamedAddress;
import io.causalgrid.dashboard.config.Topology;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One client for each replica and one for the gateway, made at start-up. */
@Singleton
public class Clients {
    private static final String ERRORS_ARE_ANSWERS = "microprofile.rest.client.disable.default.mapper";

    private final Map<String, ReplicaApi> replicas = new LinkedHashMap<>();
    private final GatewayApi gateway;
    private final Duration timeout;

    public Clients(Topology topology, DashboardConfig config) {
        this.timeout = config.upstream().requestTimeout();
        for (NamedAddress replica : topology.replicas()) {
            replicas.put(replica.name(), client(ReplicaApi.class, replica.url()));
        }
        this.gateway = client(GatewayApi.class, topology.gateway());
    }

    public Optional<ReplicaApi> replica(String name) {
        return Optional.ofNullable(replicas.get(name));
    }

    public GatewayApi gateway() {
        return gateway;
    }

    /** The read timeout stays off: streams are read for ever, and requests have a timeout of their own. */
    private <T> T client(Class<T> api, URI url) {
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(url)
                .connectTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(0, TimeUnit.MILLISECONDS)
                .property(ERRORS_ARE_ANSWERS, true)
                .build(api);
    }
}

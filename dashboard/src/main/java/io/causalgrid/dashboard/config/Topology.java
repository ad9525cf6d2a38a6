package io.causalgrid.dashboard.config;

import jakarta.inject.Singleton;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The services to watch, checked once at start-up. */
@Singleton
public class Topology {
    private final Map<String, NamedAddress> replicas = new LinkedHashMap<>();
    private final URI gateway;

    /**
     * Reads and checks the configuration.
     *
     * @throws IllegalArgumentException if a name occurs twice or an address is not http
     */
    public Topology(DashboardConfig config) {
        for (NamedAddress replica : config.replicas()) {
            if (replicas.putIfAbsent(replica.name(), replica) != null) {
                throw new IllegalArgumentException(
                        "causalgrid.dashboard.replicas names '" + replica.name() + "' twice");
            }
        }
        NamedAddress.requireHttp(config.gateway());
        this.gateway = config.gateway();
    }

    /** In the configured order. */
    public List<NamedAddress> replicas() {
        return List.copyOf(replicas.values());
    }

    public Optional<NamedAddress> replica(String name) {
        return Optional.ofNullable(replicas.get(name));
    }

    public URI gateway() {
        return gateway;
    }
}

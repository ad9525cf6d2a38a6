package io.causalgrid.grid.service.config;

import io.quarkus.vertx.http.HttpServer;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where the other processes are. A role that plays in this process, and is not configured elsewhere, is here. */
@Singleton
public class Addresses {
    private final GridConfig config;
    private final HttpServer server;

    Addresses(GridConfig config, HttpServer server) {
        this.config = config;
        this.server = server;
    }

    /**
     * The substations in configured order, each with the addresses where its owner may be; to be asked for only once the server
     * listens.
     *
     * @throws IllegalStateException if the server does not listen yet
     */
    public Map<String, List<URI>> substations() {
        return config.substations().map(Addresses::parse).orElseGet(this::ownSubstation);
    }

    /** The balancers; to be asked for only once the server listens. */
    public List<URI> balancers() {
        return config.balancers().orElseGet(() -> List.of(own()));
    }

    /**
     * Whether every address is configured, so that {@link #substations} need not wait for the server to listen.
     */
    public boolean areKnown() {
        return config.substations().isPresent();
    }

    /** Whether {@link #balancers} can be asked for. */
    public boolean balancersAreKnown() {
        return config.balancers().isPresent() || server.getPort() > 0;
    }

    /** Whether {@link #ownSubstationUrl} can be asked for. */
    public boolean ownSubstationIsKnown() {
        return config.substation().url().isPresent() || server.getPort() > 0;
    }

    /** Where others reach the substation of this process. */
    public URI ownSubstationUrl() {
        return config.substation().url().orElseGet(this::own);
    }

    private Map<String, List<URI>> ownSubstation() {
        return Map.of(config.substation().id(), List.of(ownSubstationUrl()));
    }

    private URI own() {
        int port = server.getPort();
        if (port <= 0) {
            throw new IllegalStateException("the server does not listen yet");
        }
        return URI.create("http://127.0.0.1:" + port);
    }

    private static Map<String, List<URI>> parse(List<String> entries) {
        Map<String, List<URI>> substations = new LinkedHashMap<>();
        for (String entry : entries) {
            String[] parts = entry.split("=", 2);
            substations.computeIfAbsent(parts[0], _ -> new ArrayList<>()).add(URI.create(withoutSlash(parts[1])));
        }
        return substations;
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}

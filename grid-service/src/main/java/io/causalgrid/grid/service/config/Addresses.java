package io.causalgrid.grid.service.config;

import io.quarkus.vertx.http.HttpServer;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;

/** Where the other processes are. A role that plays in this process, and is not configured elsewhere, is here. */
@Singleton
public class Addresses {
    /** A substation's name and address. */
    public record Substation(String id, URI url) {}

    private final GridConfig config;
    private final HttpServer server;

    Addresses(GridConfig config, HttpServer server) {
        this.config = config;
        this.server = server;
    }

    /**
     * The substations in configured order; to be asked for only once the server listens.
     *
     * @throws IllegalStateException if two have the same name, or the server does not listen yet
     */
    public List<Substation> substations() {
        List<Substation> substations =
                config.substations().map(Addresses::parse).orElseGet(this::ownSubstation);
        long names = substations.stream().map(Substation::id).distinct().count();
        if (names < substations.size()) {
            throw new IllegalStateException("causalgrid.grid.substations must name different substations");
        }
        return substations;
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

    private List<Substation> ownSubstation() {
        return List.of(new Substation(config.substation().id(), ownSubstationUrl()));
    }

    private URI own() {
        int port = server.getPort();
        if (port <= 0) {
            throw new IllegalStateException("the server does not listen yet");
        }
        return URI.create("http://127.0.0.1:" + port);
    }

    private static List<Substation> parse(List<String> entries) {
        return entries.stream()
                .map(entry -> entry.split("=", 2))
                .map(parts -> new Substation(parts[0], URI.create(withoutSlash(parts[1]))))
                .toList();
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}

package io.causalgrid.kv.client.routing;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One replica's address, and what is known of it. Thread-safe. */
public final class Endpoint {
    private final URI uri;
    private final CircuitBreaker breaker;
    private volatile @Nullable String identity;
    private volatile @Nullable String lastError;
    private volatile @Nullable Deadline isolation;

    Endpoint(URI uri, CircuitBreaker breaker) {
        this.uri = URI.create(withoutSlash(uri.toString()));
        this.breaker = breaker;
    }

    /** Where paths are added to: without a slash at the end. */
    public URI uri() {
        return uri;
    }

    CircuitBreaker breaker() {
        return breaker;
    }

    /**
     * The name and incarnation of the replica there, as it said last; it may go on under another incarnation since. An
     * incarnation that is over never returns.
     */
    Optional<String> identity() {
        return Optional.ofNullable(identity);
    }

    /** The name of the replica there, once one has answered. */
    Optional<String> member() {
        return identity().map(Endpoint::nameIn);
    }

    /** It answered, and said who it is if it is one of the store's. */
    public void answered(Optional<String> servedBy) {
        servedBy.ifPresent(said -> identity = said);
        lastError = null;
    }

    /** It did not answer. */
    public void failed(String reason) {
        lastError = reason;
    }

    /**
     * Fewer replicas than were asked for have a write that it took: it may be cut off from the others, and is asked after them for
     * that long.
     */
    void isolated(Deadline time) {
        isolation = time;
    }

    boolean isIsolated() {
        Deadline known = isolation;
        return known != null && !known.isOver();
    }

    /** As of now. */
    public EndpointHealth health() {
        return new EndpointHealth(uri, breaker.state(), member(), Optional.ofNullable(lastError));
    }

    private static String nameIn(String identity) {
        int tilde = identity.indexOf('~');
        return tilde < 0 ? identity : identity.substring(0, tilde);
    }

    static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}

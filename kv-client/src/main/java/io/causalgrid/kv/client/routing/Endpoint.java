package io.causalgrid.kv.client.routing;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One replica's address, and what is known of it. Thread-safe. */
public final class Endpoint {
    private final URI uri;
    private final CircuitBreaker breaker;
    private volatile @Nullable String member;
    private volatile @Nullable String lastError;

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

    /** The name of the replica there, once one has answered. */
    Optional<String> member() {
        return Optional.ofNullable(member);
    }

    /** It answered, and said its name if it is one of the store's. */
    public void answered(Optional<String> servedBy) {
        servedBy.ifPresent(name -> member = name);
        lastError = null;
    }

    /** It did not answer. */
    public void failed(String reason) {
        lastError = reason;
    }

    /** As of now. */
    public EndpointHealth health() {
        return new EndpointHealth(uri, breaker.state(), member(), Optional.ofNullable(lastError));
    }

    static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}

package io.causalgrid.kv.client.routing;

import java.net.URI;
import java.util.Optional;

/**
 * What the client knows of one of its endpoints.
 *
 * @param member the name of the replica there, once it has answered
 * @param lastError why it last gave no answer; empty if it answered since
 */
public record EndpointHealth(
        URI endpoint, CircuitBreaker.State breaker, Optional<String> member, Optional<String> lastError) {}

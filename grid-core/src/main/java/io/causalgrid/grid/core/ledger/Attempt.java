package io.causalgrid.grid.core.ledger;

/**
 * Names one try at a request to charge.
 *
 * @param key the idempotency key: the client's, and the same however often the request is repeated
 * @param name differs for each time that a balancer sends the request
 */
public record Attempt(String key, String name) {
    /** The name of a client's own try, which nobody passes on. */
    public static final String DIRECT = "direct";
}

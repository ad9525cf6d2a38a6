package io.causalgrid.grid.core.ledger;

/**
 * Names a request to charge. The key is the client's and stays the same however often the request is repeated; the
 * attempt is of whoever passes it on, who may have to take back one attempt without touching another.
 *
 * @param key the idempotency key
 * @param attempt differs for each time a balancer sends the request; {@link #DIRECT} when a client asks by itself
 */
public record ChargeKey(String key, String attempt) {
    public static final String DIRECT = "direct";

    /** In a release: whatever attempt the key's session came from. */
    public static final String ANY_ATTEMPT = "*";

    boolean covers(ChargeKey other) {
        return key.equals(other.key) && (attempt.equals(ANY_ATTEMPT) || attempt.equals(other.attempt));
    }
}

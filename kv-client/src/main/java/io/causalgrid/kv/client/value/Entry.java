package io.causalgrid.kv.client.value;

import java.time.Instant;
import java.util.Optional;

/**
 * What a read shows: the winner among the visible versions.
 *
 * @param etag names all visible versions, for {@link WriteOptions#ifMatch}
 * @param versions how many there are; more than one if some were written concurrently
 * @param expiresAt when the winner will go by itself, if it will and the answer tells it
 */
public record Entry(Key key, Value value, String etag, int versions, Optional<Instant> expiresAt) {

    /** The winner's bytes as text. */
    public String text() {
        return value.text();
    }
}

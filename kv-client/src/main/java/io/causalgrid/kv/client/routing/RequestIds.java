package io.causalgrid.kv.client.routing;

import java.util.UUID;
import java.util.random.RandomGenerator;

/** Names for writes: random UUIDs (RFC 9562, version 4), from the client's source of randomness. */
final class RequestIds {
    private final RandomGenerator random;

    RequestIds(RandomGenerator random) {
        this.random = random;
    }

    String next() {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }
}

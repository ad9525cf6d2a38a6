package io.causalgrid.kv.client.claim;

import java.time.Duration;
import java.util.Map;

/**
 * What a claimant is, and what it counts on.
 *
 * @param holder its name; nobody else may ever have it, so it should contain something random
 * @param lease how long a claim lasts without being renewed
 * @param skew by how much two machines' clocks may differ over the length of a lease
 * @param attributes what others should know of the holder
 */
public record ClaimSettings(String holder, Duration lease, Duration skew, Map<String, String> attributes) {
    public ClaimSettings {
        attributes = Map.copyOf(attributes);
        if (!lease.isPositive() || skew.isNegative()) {
            throw new IllegalArgumentException("lease " + lease + ", skew " + skew);
        }
    }
}

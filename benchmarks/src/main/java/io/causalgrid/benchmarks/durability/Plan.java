package io.causalgrid.benchmarks.durability;

import io.causalgrid.benchmarks.load.Clients;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How much is measured.
 *
 * @param keys how many the loaded replicas have
 * @param rounds how often each value is measured
 * @param time how long each rate is measured
 * @param wanted which measurements
 */
record Plan(long keys, int rounds, Duration time, Set<Measurement> wanted) {
    /** Of the keys, one in so many is written anew while the follower is away. */
    private static final long BEHIND_SHARE = 5;

    /** Whether any of these is wanted. */
    boolean wants(Measurement first, Measurement... others) {
        return EnumSet.of(first, others).stream().anyMatch(wanted::contains);
    }

    /** The bytes of all keys and values. */
    long dataBytes() {
        return keys * (Clients.KEY_BYTES + Clients.VALUE_BYTES);
    }

    /** The machine's conditions, and how much is measured. */
    Map<String, String> conditions(Map<String, String> machine) {
        Map<String, String> conditions = new LinkedHashMap<>(machine);
        conditions.put("keys", "%,d, of %,d bytes with their values".formatted(keys, dataBytes()));
        conditions.put("rounds", rounds + ", rates over " + time.toSeconds() + " s");
        return conditions;
    }

    /** How many writes a follower is made to miss. */
    long recordsBehind() {
        return Math.max(1, keys / BEHIND_SHARE);
    }
}

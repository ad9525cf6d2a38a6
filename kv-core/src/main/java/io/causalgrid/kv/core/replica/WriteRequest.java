package io.causalgrid.kv.core.replica;

import io.causalgrid.kv.core.record.Mutation;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * A write: mutations and increments that take effect together, if all conditions hold.
 *
 * @param mutations of different keys
 * @param increments of different counters
 * @param request by which a repetition is told from a new write, if the client wants that
 */
public record WriteRequest(
        List<Mutation> mutations, List<Increment> increments, List<Condition> conditions, Optional<RequestId> request) {
    /**
     * A step of a counter.
     *
     * @param key the counter's register
     * @param delta what is added; at most {@link io.causalgrid.kv.core.state.Counter#SUM_MAX} either way
     */
    public record Increment(String key, long delta) {}

    /** @throws IllegalArgumentException if there is nothing to write, or a key is written twice */
    public WriteRequest {
        mutations = List.copyOf(mutations);
        increments = List.copyOf(increments);
        conditions = List.copyOf(conditions);
        int changes = mutations.size() + increments.size();
        if (changes == 0) {
            throw new IllegalArgumentException("a write needs a mutation");
        }
        if (changes > 1) {
            var keys = new HashSet<String>();
            mutations.forEach(mutation -> keys.add(mutation.key()));
            increments.forEach(increment -> keys.add(increment.key()));
            if (keys.size() < changes) {
                throw new IllegalArgumentException("a write changes each key once");
            }
        }
    }

    /** A write without conditions. */
    public static WriteRequest of(Mutation... mutations) {
        return of(List.of(mutations), List.of());
    }

    /** A write that may have conditions. */
    public static WriteRequest of(List<Mutation> mutations, List<Condition> conditions) {
        return new WriteRequest(mutations, List.of(), conditions, Optional.empty());
    }
}

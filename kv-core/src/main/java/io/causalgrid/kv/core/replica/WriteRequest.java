package io.causalgrid.kv.core.replica;

import io.causalgrid.kv.core.record.Mutation;
import java.util.List;

/**
 * A write: mutations that take effect together, if all conditions hold.
 *
 * @param mutations at least one, of different keys
 */
public record WriteRequest(List<Mutation> mutations, List<Condition> conditions) {
    /** @throws IllegalArgumentException if there is no mutation, or two of one key */
    public WriteRequest {
        mutations = List.copyOf(mutations);
        conditions = List.copyOf(conditions);
        if (mutations.isEmpty()) {
            throw new IllegalArgumentException("a write needs a mutation");
        }
        if (mutations.stream().map(Mutation::key).distinct().count() != mutations.size()) {
            throw new IllegalArgumentException("a write changes each key once");
        }
    }

    /** A write without conditions. */
    public static WriteRequest of(Mutation... mutations) {
        return new WriteRequest(List.of(mutations), List.of());
    }
}

package io.causalgrid.kv.client.value;

import java.util.List;

/** What must hold of a key for a write to be accepted, as judged by the replica that is asked. */
public sealed interface Condition {

    /** No condition. */
    record None() implements Condition {}

    /** All versions that the etag names are visible; the write replaces just those. */
    record Matches(String etag) implements Condition {}

    /** The key has a value. */
    record Present() implements Condition {}

    /** The key has no value. */
    record Absent() implements Condition {}

    /**
     * No condition, but a bound on what goes: just these versions, if they are there. All others stay beside the new one. For
     * a mutation of a batch only.
     */
    record Replaces(List<String> versions) implements Condition {
        public Replaces {
            versions = List.copyOf(versions);
        }
    }
}

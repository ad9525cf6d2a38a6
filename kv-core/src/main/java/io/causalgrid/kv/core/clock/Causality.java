package io.causalgrid.kv.core.clock;

/** How one version vector stands to another in the partial order of causality. */
public enum Causality {
    EQUAL,
    BEFORE,
    AFTER,
    CONCURRENT
}

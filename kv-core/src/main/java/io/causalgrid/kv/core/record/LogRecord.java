package io.causalgrid.kv.core.record;

import io.causalgrid.kv.core.clock.HybridTimestamp;
import java.util.List;

/** An entry of a site's log. Folding the log gives the site's state; nothing else decides it. */
public sealed interface LogRecord {
    /**
     * A transaction accepted at this site. Its dot, its dependencies and its final timestamp follow from its place in
     * the log.
     *
     * @param timestamp the physical time at which it was accepted
     * @param mutations at least one
     */
    record Local(HybridTimestamp timestamp, List<Mutation> mutations) implements LogRecord {
        /** @throws IllegalArgumentException if there is no mutation */
        public Local {
            if (mutations.isEmpty()) {
                throw new IllegalArgumentException("a local record needs a mutation");
            }
            mutations = List.copyOf(mutations);
        }
    }

    /** A transaction of another site. It takes effect only if its causes precede it in this log. */
    record Import(Transaction transaction) implements LogRecord {}
}

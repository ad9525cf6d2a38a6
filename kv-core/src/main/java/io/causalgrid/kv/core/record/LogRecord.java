package io.causalgrid.kv.core.record;

import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.clock.VersionVector;
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
            mutations = UnreadMutations.kept(mutations);
        }
    }

    /** A transaction of another site. It takes effect only if its causes precede it in this log. */
    record Import(Transaction transaction) implements LogRecord {}

    /** From here on this site names its writes with another incarnation, because it may have lost some that it named. */
    record Incarnation(String incarnation) implements LogRecord {}

    /**
     * A snapshot of another site joins the state.
     *
     * @param snapshot the name under which the received snapshot was put aside
     * @param applied the transactions that the snapshot adds up
     * @param highest the highest timestamp among them
     */
    record Install(String snapshot, VersionVector applied, HybridTimestamp highest) implements LogRecord {}
}

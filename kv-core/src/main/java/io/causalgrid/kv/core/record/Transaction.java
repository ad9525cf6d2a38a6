package io.causalgrid.kv.core.record;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.clock.VersionVector;
import java.util.List;

/**
 * A write as all sites see it: mutations that take effect together, with their name and their causes.
 *
 * @param dot its name
 * @param dependencies what its site had applied before it; for its own site exactly {@code sequence − 1}
 * @param timestamp greater than those of all its dependencies
 * @param mutations at least one
 */
public record Transaction(Dot dot, VersionVector dependencies, HybridTimestamp timestamp, List<Mutation> mutations) {
    /** @throws IllegalArgumentException if there is no mutation, or the dot is not the next after the dependencies */
    public Transaction {
        if (mutations.isEmpty()) {
            throw new IllegalArgumentException("a transaction needs a mutation");
        }
        if (dependencies.get(dot.site()) != dot.sequence() - 1) {
            throw new IllegalArgumentException(dot + " does not follow its dependencies " + dependencies);
        }
        mutations = UnreadMutations.kept(mutations);
    }

    /** What a site has seen that has applied this transaction and its causes, and nothing else. */
    public VersionVector vector() {
        return dependencies.with(dot);
    }

    /** About how many bytes it takes in memory, with the objects that it is made of. */
    public long memoryBytes() {
        long bytes = MemorySizes.TRANSACTION;
        for (Mutation mutation : mutations) {
            bytes += mutation.memoryBytes();
        }
        return bytes;
    }

    /** Whether a site with that vector can apply it now: it has all causes, and not yet the transaction itself. */
    public boolean isNextAfter(VersionVector applied) {
        return applied.get(dot.site()) == dot.sequence() - 1 && applied.includes(dependencies);
    }
}

package io.causalgrid.kv.core.replica;

import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.state.Register;

/** What became of a write. */
public sealed interface WriteOutcome {
    /** It is accepted, and readable here. */
    record Written(Transaction transaction) implements WriteOutcome {}

    /** A condition does not hold of what this site sees; nothing was written. */
    record ConditionFailed(Condition condition, Register visible) implements WriteOutcome {}

    /** The key would have more versions side by side than the limit; nothing was written. */
    record TooManySiblings(String key, int limit) implements WriteOutcome {}
}

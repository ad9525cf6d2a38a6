package io.causalgrid.kv.core.replica;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.state.Register;
import java.util.List;

/** What became of a write. */
public sealed interface WriteOutcome {
    /**
     * It is accepted, and readable here.
     *
     * @param counts what each counter of the request has at this site with it
     */
    record Written(Transaction transaction, List<Long> counts) implements WriteOutcome {}

    /**
     * The request was carried out before; nothing was written now.
     *
     * @param version the name that its write has
     * @param counts what each of its counters had then
     */
    record Repeated(Dot version, List<Long> counts) implements WriteOutcome {}

    /** Nothing was written. */
    sealed interface Refused extends WriteOutcome {}

    /** A condition does not hold of what this site sees. */
    record ConditionFailed(Condition condition, Register visible) implements Refused {}

    /** The key would have more versions side by side than the limit. */
    record TooManySiblings(String key, int limit) implements Refused {}

    /** The key's versions side by side would have more bytes together than the limit. */
    record SiblingsTooLarge(String key, long bytesMax) implements Refused {}

    /** The site's sum of the counter would go beyond the limit. */
    record CounterOverflow(String key, long limit) implements Refused {}

    /** The same request is being carried out just now. */
    record UnderWay() implements Refused {}

    /** Another request had this id. */
    record IdReused() implements Refused {}

    /**
     * It counts, was tried first at another site, or under another incarnation of this one, and this site cannot know
     * whether it was carried out there.
     */
    record NotRepeatable(String firstSite) implements Refused {}
}

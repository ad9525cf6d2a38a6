package io.causalgrid.kv.core.replica;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.membership.Membership;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.state.StatePoint;

/** Is told what happens at a replica, by the replica's own thread; must return at once and not throw. */
public interface ReplicaObserver {
    /** An observer that looks away. */
    ReplicaObserver NONE = new ReplicaObserver() {};

    /** A write made here has taken effect. */
    default void written(Transaction transaction) {}

    /** Another site's write has taken effect here. */
    default void delivered(Transaction transaction) {}

    /** A transaction waits for its causes, one of so many. */
    default void buffered(Transaction transaction, int depth) {}

    /** A transaction came that was here already. */
    default void duplicate(Dot dot) {}

    /** A transaction's timestamp lies further ahead of the local clock than is allowed; it was taken all the same. */
    default void clockAhead(Transaction transaction) {}

    /**
     * The state has moved on, or there is room again: what was refused for lack of room may be offered again. So many
     * transactions still wait for their causes.
     */
    default void progressed(int depth) {}

    /** Who belongs to the cluster has changed, or is known for the first time. */
    default void membershipChanged(Membership membership) {}

    /** This site names its writes with another incarnation from now on, or a snapshot has joined its data. */
    default void renewed(StatePoint point) {}

    /**
     * Transactions that were taken did not reach the log; they must be fetched again from the applied vector on.
     *
     * @param why why the log did not take them
     */
    default void mustFetchAgain(RuntimeException why) {}
}

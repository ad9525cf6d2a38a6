package io.causalgrid.kv.service.watch;

import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.core.log.Subscription;
import io.causalgrid.kv.core.replica.History;
import io.causalgrid.kv.core.state.ReplicaState.KeyedRegister;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** What watching needs of the site. Any thread. */
interface WatchedSite {
    /** How far the state has come that clients read. */
    LogPoint now();

    /** Completes when the state has applied the vector; exceptionally if too many wait for that kind of thing. */
    CompletionStage<Void> whenApplied(VersionVector vector);

    /**
     * Opens the log.
     *
     * @param seen what the reader has seen and the state has applied
     * @param executor where the sink is called
     * @return nothing if the log no longer has all that the reader has not seen
     */
    CompletionStage<Optional<Subscription>> openHistory(VersionVector seen, Executor executor, History.Sink sink);

    /**
     * The data as they are now. Waits for the disk.
     *
     * @throws io.causalgrid.kv.core.state.StateException if the disk fails
     */
    View view();

    /** The data of one moment; its methods wait for the disk. */
    interface View extends AutoCloseable {
        /** Which moment that is. */
        LogPoint point();

        /**
         * Some of the store's keys with that prefix, in order.
         *
         * @param after the key to start behind; nothing for the first page
         * @param bytesMax about how large the page may get; it has at least one key unless none is left
         * @throws io.causalgrid.kv.core.state.StateException if the disk fails, or the view is gone
         */
        List<KeyedRegister> page(String prefix, Optional<String> after, long bytesMax);

        @Override
        void close();
    }
}

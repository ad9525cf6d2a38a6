package io.causalgrid.kv.core.log;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The log of one site: what it holds is what the site knows. One thread appends; all other methods may be called by any
 * thread; none blocks.
 *
 * <p>A record is <i>accepted</i> when its {@link #append} completes, and <i>durable</i> when no crash can take it away
 * any more. A log that syncs before it accepts makes the two the same. Otherwise a crash may lose the last accepted
 * records; whoever opens the log then learns that, and must not use this site's dots again.
 */
public interface SiteLog extends AutoCloseable {
    /** How far a reader sees. */
    enum Horizon {
        /** All accepted records: for the site itself. */
        ACCEPTED,
        /** Durable records only: for everybody else. */
        DURABLE
    }

    /**
     * Adds records, all of them or none. Their positions say which records the caller believes to precede them: after a
     * failed append those that were sent after it are refused too, so a record never stands in a log for which it was not
     * made.
     *
     * @param records at least one, without gaps; the caller gives the list and its arrays away
     * @return completes when the records are accepted; exceptionally with {@link LogFullException} when there is no room,
     *     {@link LogBrokenException} when the disk fails, or {@link LogSequenceException} when the first position is not
     *     the next; none of them is in the log then
     */
    CompletionStage<Void> append(List<LogEntry> records);

    /**
     * Every record after that position, in order, batch by batch as they are asked for.
     *
     * @throws IllegalArgumentException if the record after that position is no longer kept, or lies beyond the next one
     */
    Subscription tail(Horizon horizon, long after, BatchSink sink);

    /** Completes when the record at that position is durable. */
    CompletionStage<Void> whenDurable(long position);

    /** The position of the oldest record kept, or of the next one if none is. */
    long start();

    /** The position of the newest accepted record; {@code start() - 1} if none is kept. */
    long end();

    /** The bytes that the log's records take on its disk. */
    long sizeBytes();

    /**
     * Forgets records before that position, as many as is convenient: only what every member has and every checkpoint
     * covers.
     */
    void truncateBefore(long position);

    /** Makes what was accepted durable, and ends all tails. */
    @Override
    void close();
}

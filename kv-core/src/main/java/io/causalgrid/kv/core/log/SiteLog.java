package io.causalgrid.kv.core.log;

import java.util.concurrent.CompletionStage;

/**
 * The log of one site: what it holds is what the site knows. All methods may be called by any thread, and none blocks.
 *
 * <p>What may be lost: a record whose {@link #append} has not completed. What may not: one whose append has, unless the
 * log comes back with another {@link #incarnation}.
 */
public interface SiteLog extends AutoCloseable {
    /** Names this log's content; changes if the log was truncated at its end or made anew. */
    String incarnation();

    /**
     * Adds a record. Records get their positions in the order of the calls.
     *
     * @param bytes the encoded record; the caller gives the array away
     * @return completes with the record's position when it is durable, or exceptionally with
     *     {@link LogFullException} when there is no room; it is then not in the log
     */
    CompletionStage<Long> append(byte[] bytes);

    /** Every durable record after that position, in order, batch by batch as they are asked for. */
    Subscription tail(long after, BatchSink sink);

    /** The position of the oldest record kept, or of the next one if none is. */
    long start();

    /** The position of the newest durable record, 0 if there never was one. */
    long end();

    /** The bytes of all records kept. */
    long sizeBytes();

    /** Forgets all records before that position: only what every member has and every checkpoint covers. */
    void truncateBefore(long position);

    /** Ends all tails; what is durable stays. */
    @Override
    void close();
}

package io.causalgrid.kv.core.log;

/** A reader's hold on a log's tail. Nothing is sent unasked, so a slow reader slows nobody down. */
public interface Subscription {
    /**
     * Asks for one more batch. It comes as soon as there is a record to send, perhaps before this returns.
     *
     * @param recordsMax how many records it may hold at the most, at least 1
     * @throws IllegalStateException if the batch asked for before has not come yet
     */
    void request(int recordsMax);

    /** Ends it. A batch that is on its way may still arrive. Again is harmless. */
    void cancel();
}

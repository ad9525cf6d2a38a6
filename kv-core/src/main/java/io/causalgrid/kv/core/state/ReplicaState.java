package io.causalgrid.kv.core.state;

import io.causalgrid.kv.core.record.Transaction;
import java.util.List;

/**
 * Keeps the materialised data of one site. One thread applies; any thread reads, without waiting. What a reader finds in
 * {@link #point} may lag behind what it finds in {@link #read}, never the other way round: read the data first and the
 * point after it, and the point covers the data.
 */
public interface ReplicaState {
    /** The versions of a key, {@link Register#EMPTY} if it has none. */
    Register read(String key);

    /**
     * Keys that have a value with their registers, in the order of their UTF-16 code units.
     *
     * @param after the key to start behind; the empty text for the first page
     * @param limit how many at the most
     */
    List<KeyedRegister> scan(String after, int limit);

    /** How far this state has come. */
    StatePoint point();

    /**
     * Applies a transaction, which must be the next after {@code point().applied()}.
     *
     * @param position where it stands in the log
     */
    void apply(long position, Transaction transaction);

    /** Notes that the record at that position had no effect. */
    void skip(long position);

    /** A key with its register. */
    record KeyedRegister(String key, Register register) {}
}

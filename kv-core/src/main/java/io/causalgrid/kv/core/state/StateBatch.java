package io.causalgrid.kv.core.state;

import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.core.key.StoreKeys;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Transaction;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What a run of log records changes in a state that has not got the changes yet. A state takes a batch whole, so that
 * data, vector and log position never part. Used by one thread.
 */
public final class StateBatch {
    private final Function<String, Register> stored;
    private final Map<String, Change> changes = new LinkedHashMap<>();
    private LogPoint log;
    private Digest digest;
    private long keys;

    /**
     * What becomes of a key.
     *
     * @param before its register in the state as it is
     * @param after its register in the state as it will be; a key whose register is empty goes
     */
    public record Change(Register before, Register after) {}

    StateBatch(StatePoint point, Function<String, Register> stored) {
        this.stored = stored;
        this.log = point.log();
        this.digest = point.digest();
        this.keys = point.keys();
    }

    /** How far the state will have come. */
    public StatePoint point() {
        return new StatePoint(log, digest, keys);
    }

    /** What becomes of each key that changes. */
    public Map<String, Change> changes() {
        return changes;
    }

    /** Adds a transaction, after which the log function stands at that point. */
    public void apply(LogPoint after, Transaction transaction) {
        for (Mutation mutation : transaction.mutations()) {
            change(mutation.key(), before -> before.after(transaction, mutation));
        }
        skipTo(after);
    }

    /** Adds a record that changes nothing. */
    public void skipTo(LogPoint after) {
        log = after;
    }

    /** Removes what has expired from a key. */
    public void expire(String key, Instant now) {
        change(key, before -> before.visibleAt(now));
    }

    private void change(String key, UnaryOperator<Register> operation) {
        Change known = changes.get(key);
        Register before = known == null ? stored.apply(key) : known.after();
        Register after = operation.apply(before);
        digest = digest.minus(before.digest(key)).plus(after.digest(key));
        keys += count(key, after) - count(key, before);
        changes.put(key, new Change(known == null ? before : known.before(), after));
    }

    private static int count(String key, Register register) {
        return !register.isEmpty() && StoreKeys.isData(key) ? 1 : 0;
    }
}

package io.causalgrid.kv.core.state;

import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.core.key.StoreKeys;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Transaction;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What a run of log records changes in a state that has not got the changes yet. A state takes a batch whole, so that
 * data, vector and log position never part. Used by one thread.
 */
public final class StateBatch {
    private final Function<String, Register> stored;
    private final Map<String, Register> changed = new LinkedHashMap<>();
    private final Map<String, Register> replaced = new HashMap<>();
    private StatePoint point;

    StateBatch(StatePoint point, Function<String, Register> stored) {
        this.point = point;
        this.stored = stored;
    }

    /** How far the state will have come. */
    public StatePoint point() {
        return point;
    }

    /** The registers to store; a key whose register is empty goes. */
    public Map<String, Register> changed() {
        return changed;
    }

    /** What is stored for those keys until then. */
    public Map<String, Register> replaced() {
        return replaced;
    }

    /** Adds a transaction, after which the log function stands at that point. */
    public void apply(LogPoint after, Transaction transaction) {
        for (Mutation mutation : transaction.mutations()) {
            String key = mutation.key();
            Register before = read(key);
            replace(key, before, before.after(transaction, mutation));
        }
        skipTo(after);
    }

    /** Adds a record that changes nothing. */
    public void skipTo(LogPoint after) {
        point = new StatePoint(after, point.digest(), point.keys());
    }

    /** Removes what has expired from a key. */
    public void expire(String key, Instant now) {
        Register before = read(key);
        replace(key, before, before.visibleAt(now));
    }

    /** Puts one register in the place of another. */
    void replace(String key, Register before, Register after) {
        Digest digest = point.digest().minus(Digest.of(key, before)).plus(Digest.of(key, after));
        long keys = point.keys() + count(key, after) - count(key, before);
        point = new StatePoint(point.log(), digest, keys);
        changed.put(key, after);
        replaced.putIfAbsent(key, before);
    }

    private Register read(String key) {
        Register known = changed.get(key);
        return known == null ? stored.apply(key) : known;
    }

    private static int count(String key, Register register) {
        return !register.isEmpty() && StoreKeys.isData(key) ? 1 : 0;
    }
}
